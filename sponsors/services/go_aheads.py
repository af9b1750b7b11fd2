"""Go-aheads: asked by the sponsor, answered by the KAM, withdrawn, brought to a lead, or settled afterwards (R7)."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Contact, User
from accounts.rules import is_deputy_of_kam
from accounts.services.history import save_by
from accounts.services.notifications import cancel, notify, notify_leads
from sponsors.choices import YES, GoAheadMark, GoAheadState, InteractionStatus, PairingStatus
from sponsors.models import GoAhead, Interaction, Pairing
from sponsors.services.drafts import ForeignContactError, check_day
from sponsors.services.go_ahead_marks import NEAR, exchanges_for, yes_to
from sponsors.services.go_ahead_requests import Request, close_request, open_request
from sponsors.services.signals import look_after

S = GoAheadState
M = GoAheadMark


class GoAheadRefusedError(Exception):
    """A rule stands against what was asked of a go-ahead."""


class NobodyToAskError(GoAheadRefusedError):
    """The pairing does not run, or the account has no KAM."""


class DayOverError(GoAheadRefusedError):
    """One asks before one acts: the day is over, or it was held."""


class GoAheadClosedError(GoAheadRefusedError):
    """Somebody was quicker: the request no longer waits."""

    def __init__(self, go_ahead: GoAhead) -> None:
        super().__init__(go_ahead.state)
        self.go_ahead = go_ahead


class ReasonMissingError(GoAheadRefusedError):
    """A "not now" has its reason, and an advice its words."""


class NotTalkedError(GoAheadRefusedError):
    """The exchange lies too far back, was not logged by one of the two, or only after the fact."""


class NothingToSettleError(GoAheadRefusedError):
    """It was not held without a go-ahead."""


@dataclass(frozen=True)
class Answer:
    """The KAM's word."""

    state: GoAheadState | str
    advice: str = ""
    reason: str = ""
    other_day: date | None = None
    way: str = field(default="", kw_only=True)


@transaction.atomic
def ask_go_ahead(pairing: Pairing, request: Request, *, by: User, on: date) -> GoAhead:
    """Ask the KAM before acting. The same action within a week is the same request.

    Raises a `GoAheadRefusedError`, `DayOutOfRangeError` and `ForeignContactError`.
    """
    check_day(request.day)
    planned = request.interaction
    if request.day < on or (planned and planned.status != InteractionStatus.PLANNED):
        raise DayOverError
    if pairing.status != PairingStatus.ACTIVE or pairing.account.kam is None:
        raise NobodyToAskError
    foreign = Contact.objects.filter(pk__in=request.contacts).exclude(account=pairing.account_id)
    if (stranger := foreign.first()) is not None:
        raise ForeignContactError(stranger)
    return open_request(pairing, request, by=by)


@transaction.atomic
def answer_go_ahead(go_ahead: GoAhead, answer: Answer, *, by: User) -> GoAhead:
    """Keep the KAM's answer, tell the sponsor, and mark what it covers. The same answer again changes nothing.

    Raises `ReasonMissingError`, and `GoAheadClosedError` where somebody was quicker.
    """
    row = locked(go_ahead)
    if not row.is_open:
        if row.state == answer.state and row.answered_by_id == by.pk:
            return row
        raise GoAheadClosedError(row)
    advised = answer.state == S.AGREED_WITH_ADVICE
    refused = answer.state == S.NOT_NOW
    if (advised and not answer.advice.strip()) or (refused and not answer.reason.strip()):
        raise ReasonMissingError
    row.advice = answer.advice if advised else ""
    row.reason, row.other_day = (answer.reason, answer.other_day) if refused else ("", None)
    row.answered_by, row.answered_at, row.way = by, timezone.now(), answer.way
    row.answered_for = kam_spoken_for(row, by)
    close_request(row, S(answer.state), by=by, way=answer.way)
    sponsor = row.pairing.sponsor.person
    notify("go_ahead_answered", subject_id=row.public_id, recipient=sponsor)
    if row.state in YES:
        cover_plans(row, by=by)
    return row


def kam_spoken_for(go_ahead: GoAhead, by: User) -> User | None:
    """Return the KAM in whose place a deputy answers, or nobody."""
    return go_ahead.account.kam if is_deputy_of_kam(by, go_ahead.account) else None


def cover_plans(go_ahead: GoAhead, *, by: User) -> None:
    """Mark the planned interaction that a new yes covers."""
    near = (go_ahead.day - NEAR, go_ahead.day + NEAR)
    plans = Interaction.objects.planned().without_go_ahead()
    for plan in plans.filter(pairing=go_ahead.pairing_id, day__range=near).order_by("day", "pk"):
        contacts = frozenset(plan.met.values_list("contact_id", flat=True))
        if yes_to(plan, contacts) == go_ahead:
            mark(plan, M.HAD, by=by)
            go_ahead.interaction = plan
            save_by(go_ahead, by, update_fields=["interaction"])
            return


@transaction.atomic
def withdraw_go_ahead(go_ahead: GoAhead, *, by: User) -> GoAhead:
    """Take an open request back. Twice is once. Raises `GoAheadClosedError` once it is answered."""
    row = locked(go_ahead)
    if row.is_open:
        close_request(row, S.WITHDRAWN, by=by)
    elif row.state != S.WITHDRAWN:
        raise GoAheadClosedError(row)
    return row


@transaction.atomic
def bring_to_lead(go_ahead: GoAhead, *, by: User) -> GoAhead:
    """Let the programme leads read this request: one of the two wants their help. Twice is once."""
    row = locked(go_ahead)
    if row.brought_at is None:
        row.brought_by, row.brought_at = by, timezone.now()
        save_by(row, by, update_fields=["brought_by", "brought_at"])
        notify_leads("go_ahead_brought", subject_id=row.public_id)
    return row


@transaction.atomic
def say_talked(interaction: Interaction, exchange: Interaction, *, by: User) -> Interaction:
    """Name the exchange in which the two talked of it. Twice is once. Raises `NotTalkedError`."""
    row = locked_interaction(interaction)
    if row.go_ahead != M.WITHOUT:
        return row
    if not exchanges_for(row).filter(pk=exchange.pk).exists():
        raise NotTalkedError
    row.talked_in = exchange
    for request in GoAhead.objects.open().filter(interaction=row):
        close_request(request, S.SUPERSEDED, by=by)
    return mark(row, M.HAD, by=by)


@transaction.atomic
def settle(interaction: Interaction, *, by: User) -> Interaction:
    """Keep the KAM's word that the two had talked: it counts from now on, with this trace. Twice is once.

    Raises `NothingToSettleError`.
    """
    row = locked_interaction(interaction)
    if row.go_ahead == M.SETTLED_LATER:
        return row
    if row.go_ahead != M.WITHOUT or row.status != InteractionStatus.HELD:
        raise NothingToSettleError
    row.settled_by, row.settled_at = by, timezone.now()
    return mark(row, M.SETTLED_LATER, by=by)


def mark(row: Interaction, standing: GoAheadMark, *, by: User) -> Interaction:
    """Write a mark that lifts "without", and take back what was said of it."""
    row.go_ahead = standing
    row.version += 1
    save_by(row, by)
    cancel("go_ahead_missing", subject_id=row.public_id)
    look_after(row, on=timezone.localdate())
    return row


def locked(go_ahead: GoAhead) -> GoAhead:
    """Read the request again under a row lock."""
    rows = GoAhead.objects.select_for_update(of=("self",))
    return rows.select_related("account", "pairing__sponsor__person").get(pk=go_ahead.pk)


def locked_interaction(interaction: Interaction) -> Interaction:
    """Read the interaction again under a row lock."""
    return Interaction.objects.select_for_update(of=("self",)).get(pk=interaction.pk)
