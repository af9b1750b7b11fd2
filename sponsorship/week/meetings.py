"""This week: meetings ahead, debriefs that are missing or wait for a word, disputes."""

from datetime import date
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.choices import TeamRole
from accounts.models import Delegation, TeamMember, User
from sponsors.choices import GoAheadMark, InteractionKind
from sponsors.models import DebriefWord, Dispute, Interaction, InteractionPerson
from sponsorship.week.found import MEETING, ON, READER, TOLD_SINCE, UNTIL, Found, part
from sponsorship.week.lines import AHEAD, Waiting, local_day


def parts() -> list[Any]:
    """What was planned, and what was told."""
    return [*planned(), *told()]


def planned() -> list[Any]:
    """What the reader, or an executive whom the reader assists, planned or takes part in: behind us, or ahead."""
    takes_part = InteractionPerson.objects.filter(person=READER).values("interaction")
    executives = Delegation.objects.executives_of(READER, ON).values("of")
    assisted = InteractionPerson.objects.filter(person__in=executives).values("interaction")
    for_them = Q(pk__in=assisted) & ~Q(kind=InteractionKind.COACHING)
    own = Interaction.objects.planned().filter(
        Q(pk__in=takes_part) | Q(logged_by=READER) | for_them
    )
    return [
        part("debrief", own.filter(day__lt=ON), "day", "pk", **MEETING),
        part("meet", own.filter(day__gte=ON, day__lte=UNTIL), "day", "pk", **MEETING),
    ]


def told() -> list[Any]:
    """Debriefs that wait for a word of the reader's as one of the two, and disputes of theirs or of the reader's debriefs."""
    seats = TeamMember.objects.current().filter(
        person=READER, role__in=[TeamRole.KAM, TeamRole.SPONSOR]
    )
    accounts = seats.values("account")
    said = DebriefWord.objects.filter(person=READER).values("interaction")
    # What nobody vouches for, and what was debriefed after it was planned; what one of the two logged is left alone.
    waits = Q(vouched_by__isnull=True) | Q(debriefed_at__gt=F("logged_at"))
    held = Interaction.objects.held().filter(
        waits,
        account__in=accounts,
        day__gte=TOLD_SINCE,
        is_disputed=False,
        debriefed_by__isnull=False,
    )
    # What was held without a go-ahead has a line of its own.
    others = held.exclude(debriefed_by=READER).exclude(pk__in=said)
    others = others.exclude(go_ahead=GoAheadMark.WITHOUT)
    disputes = Dispute.objects.open()
    # Apart, since an "or" makes SQLite begin with everybody's interactions.
    theirs = disputes.filter(interaction__account__in=accounts)
    own = disputes.filter(interaction__debriefed_by=READER).exclude(
        interaction__account__in=accounts
    )
    disputed = {
        "key": "interaction__public_id",
        "account": "interaction__account__",
        "text": "interaction__subject",
        "at": "opened_at",
    }
    return [
        part("confirm", others, "debriefed_at", "pk", at="debriefed_at", **MEETING),
        part("dispute", theirs, "opened_at", "pk", **disputed),
        part("dispute", own, "opened_at", "pk", **disputed),
    ]


def debrief(row: Found, user: User, on: date) -> Waiting:
    """What was planned is behind us, and nobody has said how it went."""
    return Waiting(
        row.day or on,
        "message-square",
        row.text,
        _("Debrief missing · %(account)s") % {"account": row.account},
        pgettext("verb", "Debrief"),
        reverse("sponsors:interaction_hold", args=[row.key]),
        is_late=True,
    )


def meet(row: Found, user: User, on: date) -> Waiting:
    """What is planned lies ahead, with the page to read before."""
    url = reverse("meeting_prepare", args=[row.key])
    return Waiting(
        *(row.day or on, "calendar", row.text, row.account, _("Prepare"), url),
        is_late=False,
    )


def confirm(row: Found, user: User, on: date) -> Waiting:
    """Somebody else told how a meeting went: a look of one of the two, and a tap."""
    return to_look_at(row, _("Debrief to look at · %(account)s") % {"account": row.account}, on)


def dispute(row: Found, user: User, on: date) -> Waiting:
    """A debrief is disputed: the meeting counts for nothing until that is settled."""
    return to_look_at(row, _("Debrief disputed · %(account)s") % {"account": row.account}, on)


def to_look_at(row: Found, detail: str, on: date) -> Waiting:
    """A debrief of which a word is missing."""
    url = reverse("sponsors:interaction_detail", args=[row.key])
    due = local_day(row.at) + AHEAD
    return Waiting(
        due, "message-square", row.text, detail, _("Look"), f"{url}#standing", is_late=due < on
    )


WORDS = (debrief, meet, confirm, dispute)
