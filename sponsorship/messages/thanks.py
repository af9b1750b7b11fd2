"""Messages on what followed in a quarter: the KAM is asked for a line of thanks, the sponsor reads it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Notification, User
from accounts.services.kinds import Message
from sponsors.models import Pairing, Thanks
from sponsors.queries.quarter import facts_of, last_quarter, quarter_of
from sponsorship.messages.base import About, Occurrence, Reminder
from sponsorship.messages.pairings import kam_of, with_team

ASKED_FOR = timedelta(days=6)


class ThanksDue(Reminder):
    """In the first week of a quarter the KAM is asked for one line, where something followed in the quarter before."""

    label = gettext_lazy("A line of thanks")

    def open_to(self, reader: User) -> QuerySet[Any]:
        """The pairings that the reader sees."""
        return with_team(Pairing.objects.visible_to(reader).active())

    def candidates(self, on: date) -> QuerySet[Any]:
        """Active pairings in the first days of a quarter, or the day before it, for readers whose day begins earlier."""
        soon = on + timedelta(days=1)
        running = Pairing.objects.active() if is_asked_on(on) or is_asked_on(soon) else None
        return with_team(Pairing.objects.none() if running is None else running)

    def readers(self, thing: Pairing) -> Iterable[User | None]:
        """The KAM."""
        return [kam_of(thing)]

    def bring(self, things: list[Any], on: date) -> None:
        """Bring what followed in the quarter before, and whether thanks were said."""
        quarter, keys = last_quarter(on + timedelta(days=1)), [thing.pk for thing in things]
        facts = facts_of(keys, quarter)
        said = Thanks.objects.filter(pairing__in=keys, quarter=quarter)
        thanked = set(said.values_list("pairing", flat=True))
        for thing in things:
            thing.facts = [] if thing.pk in thanked else facts.get(thing.pk, [])

    def occurrence(self, thing: Any, reader: User, on: date) -> Occurrence | None:
        """The first day of the quarter, for a week."""
        first = quarter_of(on)
        asked = thing.facts and is_asked_on(on)
        return Occurrence(first, last_day=first + ASKED_FOR) if asked else None

    def message(self, thing: Any, notification: Notification) -> Message:
        """Name what followed."""
        facts = {"name": thing.sponsor.person, "account": thing.account}
        return Message(
            subject=_("%(account)s: a line of thanks to %(name)s?") % facts,
            lines=(
                _("This followed in the last quarter. One line is enough."),
                *(fact.words for fact in thing.facts),
            ),
            action_label=_("Write a line"),
            action_path=reverse("sponsors:thanks_write", args=[thing.public_id]),
        )


def is_asked_on(day: date) -> bool:
    """Whether a day belongs to the first week of its quarter."""
    return day <= quarter_of(day) + ASKED_FOR


class ThanksSaid(About):
    """The KAM thanks."""

    label = gettext_lazy("Thanks from your KAM")

    def open_to(self, reader: User) -> QuerySet[Any]:
        """What was said to the reader, or by the reader."""
        rows = Thanks.objects.visible_to(reader)
        return rows.select_related("pairing__account", "pairing__sponsor__person", "written_by")

    def message(self, thing: Thanks, notification: Notification) -> Message:
        """Say the line, then what followed."""
        found = facts_of([thing.pairing_id], thing.quarter).get(thing.pairing_id, [])
        facts = {"name": thing.written_by, "account": thing.pairing.account}
        return Message(
            subject=_("%(account)s: %(name)s thanks you") % facts,
            lines=(thing.line, *(fact.words for fact in found)),
            action_label=_("Open the rhythm"),
            action_path=reverse("sponsors:rhythm_detail", args=[thing.pairing.public_id]),
        )
