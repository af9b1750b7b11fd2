"""Messages about tensions. None repeats what was said: that stands on the page, for those who may read it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Notification, User
from accounts.services.kinds import Message
from sponsors.choices import TensionLevel
from sponsors.models import Tension
from sponsorship.messages.base import About, Occurrence, Reminder, after, on_day

# How many days after the day on which the first contact was due the leads are told.
LEADS_AFTER = {TensionLevel.URGENT: 2, TensionLevel.SERIOUS: 4, TensionLevel.WATCH: 4}
CONTACT_WINDOW = 14


def with_tandem(tensions: Any) -> QuerySet[Any]:
    """Bring along who cares for it: the account's team of today, and the pairing of then."""
    return tensions.with_people().prefetch_team()


class TensionNews(About):
    """Something was done about a tension."""

    def __init__(self, label: Any, subject: Any, line: Any, *, is_urgent: bool = False) -> None:
        self.label = label  # type: ignore[misc]  # one class, several labels
        self.is_urgent = is_urgent  # type: ignore[misc]
        self.subject, self.line = subject, line

    def open_to(self, reader: User) -> QuerySet[Any]:
        """What the reader may read."""
        return with_tandem(Tension.objects.visible_to(reader))

    def message(self, thing: Tension, notification: Notification) -> Message:
        """Name the account and who did it."""
        facts = {
            "account": thing.account,
            "opened_by": thing.opened_by,
            "sponsor": thing.taken_in_by or "",
            "due": on_day(thing.contact_due_on),
        }
        return Message(
            subject=str(self.subject) % facts,
            lines=(str(self.line) % facts, where(thing)),
            action_label=_("Open the tension"),
            action_path=thing.get_absolute_url(),
        )


class TensionWaits(TensionNews):
    """A tension waits to be taken in."""

    def holds(self, thing: Tension, notification: Notification) -> bool:
        """As long as it is open."""
        return thing.is_open


class TensionContactDue(Reminder):
    """Nobody has spoken to whoever is concerned: the two are reminded."""

    label = gettext_lazy("First contact due")
    is_urgent = True

    def open_to(self, reader: User) -> QuerySet[Any]:
        """What is open, not answered yet, and the reader's to read."""
        return with_tandem(unanswered(Tension.objects.visible_to(reader)))

    def candidates(self, on: date) -> QuerySet[Any]:
        """Due in the last fortnight."""
        since = on - timedelta(days=CONTACT_WINDOW + 1)
        return with_tandem(unanswered(Tension.objects.filter(contact_due_on__range=(since, on))))

    def readers(self, thing: Tension) -> Iterable[User | None]:
        """The two."""
        return thing.tandem()

    def occurrence(self, thing: Tension, reader: User, on: date) -> Occurrence | None:
        """The morning after the day on which it was due."""
        return after(thing.contact_due_on, on, (1,), until=CONTACT_WINDOW)

    def message(self, thing: Tension, notification: Notification) -> Message:
        """Name the day, and whom it is for."""
        return Message(
            subject=_("%(account)s still waits for a first word") % {"account": thing.account},
            lines=(
                _("The first contact was due on %(day)s. A short call is enough to begin with.")
                % {"day": on_day(thing.contact_due_on)},
                where(thing),
            ),
            action_label=_("Open the tension"),
            action_path=thing.get_absolute_url(),
        )


class TensionContactLate(TensionContactDue):
    """The two were reminded, and still nobody has spoken to them: the leads are told."""

    label = gettext_lazy("First contact late")
    tells_leads = True

    def open_to(self, reader: User) -> QuerySet[Any]:
        """Of an internal one a lead knows that there is one."""
        return with_tandem(unanswered(Tension.objects.known_to(reader)))

    def readers(self, thing: Tension) -> Iterable[User | None]:
        """Nobody but the leads."""
        return []

    def occurrence(self, thing: Tension, reader: User, on: date) -> Occurrence | None:
        """A day after the two were reminded where it is urgent, three days otherwise."""
        days = LEADS_AFTER[TensionLevel(thing.level)]
        return after(thing.contact_due_on, on, (days,), until=CONTACT_WINDOW)

    def message(self, thing: Tension, notification: Notification) -> Message:
        """Say that there is one; of what is internal not more."""
        if not thing.is_with_client:
            return Message(
                subject=_("%(account)s: an internal tension waits for a first word")
                % {"account": thing.account},
                lines=(
                    _(
                        "The two of the tandem were reminded. What it says is for them alone: ask whether they need you."
                    ),
                ),
                action_label=_("Open the account"),
                action_path=thing.account.get_absolute_url(),
            )
        return Message(
            subject=_("%(account)s still waits for a first word") % {"account": thing.account},
            lines=(
                _("The first contact was due on %(day)s, and the tandem was reminded.")
                % {"day": on_day(thing.contact_due_on)},
                where(thing),
            ),
            action_label=_("Open the tension"),
            action_path=thing.get_absolute_url(),
        )


class TensionUpdateDue(Reminder):
    """A week without a word on an open tension."""

    label = gettext_lazy("Update of a tension due")

    def open_to(self, reader: User) -> QuerySet[Any]:
        """What is open, and the reader's to read."""
        return with_tandem(Tension.objects.visible_to(reader).open())

    def candidates(self, on: date) -> QuerySet[Any]:
        """Due about today, or for some weeks."""
        since = on - timedelta(days=36)
        due = Tension.objects.open().filter(next_update_on__range=(since, on + timedelta(days=1)))
        return with_tandem(due)

    def readers(self, thing: Tension) -> Iterable[User | None]:
        """Whoever took it in and still cares for it, else the two."""
        two = thing.tandem()
        return [thing.taken_in_by] if thing.taken_in_by in two else two

    def occurrence(self, thing: Tension, reader: User, on: date) -> Occurrence | None:
        """On the day, and each week after, for a month."""
        if thing.next_update_on is None:
            return None
        return after(thing.next_update_on, on, (0, 7, 14, 21, 28), until=35)

    def message(self, thing: Tension, notification: Notification) -> Message:
        """Ask for a line."""
        return Message(
            subject=_("%(account)s: what is new on the tension?") % {"account": thing.account},
            lines=(
                _("A line a week keeps the other of you, and the team, in the picture."),
                where(thing),
            ),
            action_label=_("Say what is new"),
            action_path=reverse("sponsors:tension_update", args=[thing.public_id]),
        )


def unanswered(tensions: Any) -> Any:
    """Return the open ones without a first contact."""
    return tensions.open().filter(contacted_at__isnull=True)


def where(thing: Tension) -> str:
    """Say how pressing it is, and where it stands."""
    return f"{thing.get_side_display()} · {thing.get_level_display()} · {thing.get_stage_display()}"
