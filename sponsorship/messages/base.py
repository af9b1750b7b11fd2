"""What the kinds of messages have in common: finding by right, reminders by day, dates in words."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.days import date_format
from accounts.models import Notification, User
from accounts.services.kinds import Kind
from accounts.services.local_time import local_date, morning, zone_of
from accounts.services.notifications import Draft

AT_ONCE = 500


class About(Kind):
    """A message about one record, found through the door that the reader's rights leave open."""

    @abstractmethod
    def open_to(self, reader: User) -> QuerySet[Any]:
        """Return the records of which this reader may know, with all that the words need."""

    def find(self, reader: User, subject_ids: Iterable[str]) -> Mapping[str, Any]:
        """Return the records by their public identifier."""
        wanted = [name for name in subject_ids if is_identifier(name)]
        return {
            str(row.public_id): row for row in self.open_to(reader).filter(public_id__in=wanted)
        }


@dataclass(frozen=True)
class Occurrence:
    """The day for which a reminder is due, the day after which it is of no use, and a word on what it is about."""

    day: date
    last_day: date | None = None
    about: str = ""


class Reminder(About):
    """A message that the daily scan writes, because something did not happen or a day draws near."""

    tells_leads = False

    @abstractmethod
    def candidates(self, on: date) -> QuerySet[Any]:
        """Return a little more than what may be due to somebody about that day."""

    @abstractmethod
    def readers(self, thing: Any) -> Iterable[User | None]:
        """Return who is reminded, apart from the leads."""

    @abstractmethod
    def occurrence(self, thing: Any, reader: User, on: date) -> Occurrence | None:
        """Return what is due to the reader on that day of theirs."""

    def bring(self, things: list[Any], on: date) -> None:
        """Read for several things at once what their occurrences need."""

    def find(self, reader: User, subject_ids: Iterable[str]) -> Mapping[str, Any]:
        """Return the records by their public identifier, with what their occurrences need."""
        found = super().find(reader, subject_ids)
        if found:
            self.bring(list(found.values()), timezone.localdate())
        return found

    def holds(self, thing: Any, notification: Notification) -> bool:
        """Whether the scan would write it again: still due, to this reader, for that day."""
        reader = notification.recipient
        if reader not in self.readers(thing) and not (self.tells_leads and reader.is_lead):
            return False
        due = self.occurrence(thing, reader, local_date(timezone.now(), reader))
        return due is not None and due.day.isoformat() == notification.data.get("for")

    def drafts(self, name: str, at: datetime, leads: list[User]) -> Iterator[Draft]:
        """Return what is due about that instant, to each reader by their own date."""
        for thing in self.brought(at.date()):
            hearers = [*self.readers(thing), *(leads if self.tells_leads else [])]
            people = {person.pk: person for person in hearers if person is not None}
            for reader in people.values():
                on = local_date(at, reader)
                due = self.occurrence(thing, reader, on)
                if due is not None and hears_from_us(reader):
                    yield draft_of(name, thing, reader, on, due)

    def brought(self, on: date) -> Iterator[Any]:
        """Yield the candidates with what their occurrences need, in bounded memory."""
        stream = self.candidates(on).iterator(chunk_size=AT_ONCE)
        while some := list(islice(stream, AT_ONCE)):
            self.bring(some, on)
            yield from some


def draft_of(name: str, thing: Any, reader: User, on: date, due: Occurrence) -> Draft:
    """Return the reminder, due at half past seven of the reader's day."""
    zone = zone_of(reader)
    return Draft(
        kind=name,
        subject_id=thing.public_id,
        recipient=reader,
        day=due.day,
        due_at=morning(on, zone),
        expires_at=datetime.combine(due.last_day + timedelta(days=1), time(), tzinfo=zone)
        if due.last_day
        else None,
        data={"for": due.day.isoformat(), "about": due.about},
    )


def ahead(of: date, on: date, stages: tuple[int, ...]) -> Occurrence | None:
    """Return the last of the stages (days before) that has come, until the day itself is over."""
    left = (of - on).days
    reached = [stage for stage in stages if stage >= left >= 0]
    return Occurrence(of - timedelta(days=min(reached)), last_day=of) if reached else None


def after(
    since: date, on: date, stages: tuple[int, ...], until: int | None = None
) -> Occurrence | None:
    """Return the last of the stages (days after) that has come; nothing any more `until` days after."""
    passed = (on - since).days
    reached = [stage for stage in stages if stage <= passed]
    if not reached or (until is not None and passed > until):
        return None
    last = since + timedelta(days=until) if until is not None else None
    return Occurrence(since + timedelta(days=max(reached)), last_day=last)


def hears_from_us(person: User) -> bool:
    """Whether a person has been let into Tandem: whom an import alone brought is not written to."""
    return person.is_active and bool(
        person.invited_at or person.last_login or person.has_usable_password()
    )


def is_identifier(name: str) -> bool:
    """Whether the text is a public identifier."""
    try:
        UUID(name)
    except ValueError:
        return False
    return True


def on_day(day: date) -> str:
    """Return the day in words, as the language writes it: "Monday 2 March 2026", "lundi 2 mars 2026"."""
    return date_format(day, "l j F Y")


def days_away(day: date) -> str:
    """Return how far the day is from the reader's today, in words."""
    left = (day - timezone.localdate()).days
    if left in {0, 1}:
        return _("tomorrow") if left else _("today")
    return (
        ngettext("in %(days)s day", "in %(days)s days", left)
        if left > 0
        else ngettext("%(days)s day ago", "%(days)s days ago", -left)
    ) % {"days": abs(left)}
