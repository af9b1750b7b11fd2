"""Requests for a go-ahead as rows: one open request for one action, under the lock of the pairing (R7)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.choices import DelegationKind
from accounts.models import Absence, Delegation, KeyAccount, User, fold
from accounts.services.history import save_by
from accounts.services.notifications import cancel, notify
from sponsors.choices import GoAheadState, Mode
from sponsors.models import GoAhead, GoAheadContact, Interaction, Pairing
from sponsors.rules.go_aheads import stands_in_for_the_kam
from sponsors.services.go_ahead_marks import is_near

MESSAGES = ("go_ahead_asked", "go_ahead_due")


@dataclass(frozen=True)
class Request:
    """What a sponsor wants to do: towards whom (keys of contacts), about what, why, when and how."""

    topics: str
    day: date
    contacts: frozenset[int] = frozenset()
    why: str = ""
    mode: Mode | str = Mode.UNKNOWN
    interaction: Interaction | None = None


def action_of(contacts: Iterable[int], topics: str) -> str:
    """Return what tells one action from another: the same people and the same words are the same action."""
    people = ",".join(str(key) for key in sorted(contacts))
    return hashlib.sha256(f"{people}|{' '.join(fold(topics).split())}".encode()).hexdigest()


def open_request(pairing: Pairing, request: Request, *, by: User) -> GoAhead:
    """Ask the KAM, or return the open request for the same action within a week; another day supersedes it."""
    pairing = (
        Pairing.objects.select_for_update(of=("self",)).select_related("account").get(pk=pairing.pk)
    )
    action = action_of(request.contacts, request.topics)
    waiting = GoAhead.objects.open().filter(pairing=pairing)
    same = waiting.filter(action=action).first()
    if same is not None and is_near(same.day, request.day):
        return same
    tied = waiting.filter(interaction=request.interaction).first() if request.interaction else None
    for row in {row.pk: row for row in (same, tied) if row is not None}.values():
        close_request(row, GoAheadState.SUPERSEDED, by=by)
    return write(pairing, request, action, by=by)


def write(pairing: Pairing, request: Request, action: str, *, by: User) -> GoAhead:
    """Keep a new request with whom it is about, and tell the KAM."""
    row = GoAhead(
        account=pairing.account,
        pairing=pairing,
        asked_by=by,
        topics=request.topics,
        why=request.why,
        day=request.day,
        mode=request.mode,
        action=action,
        interaction=request.interaction,
        about=request.interaction.subject if request.interaction else "",
    )
    save_by(row, by)
    GoAheadContact.objects.bulk_create(
        [GoAheadContact(go_ahead=row, contact_id=key) for key in sorted(request.contacts)]
    )
    for person in who_is_asked(pairing.account, timezone.localdate()):
        notify("go_ahead_asked", subject_id=row.public_id, recipient=person)
    return row


def drop_requests(pairing: Pairing, *, by: User) -> None:
    """Withdraw what waits for an answer in a pairing that has ended. Twice is once."""
    for row in GoAhead.objects.select_for_update().open().filter(pairing=pairing):
        close_request(row, GoAheadState.WITHDRAWN, by=by)


def who_is_asked(account: KeyAccount, on: date) -> list[User]:
    """Return the KAM, and where the KAM is away those who stand in."""
    kam = account.kam
    if kam is None:
        return []
    if not Absence.objects.on(on).filter(person=kam).exists():
        return [kam]
    deputies = Delegation.objects.running(on).filter(of=kam, kind=DelegationKind.DEPUTY)
    people = User.objects.filter(pk__in=deputies.values("to")).by_name()
    return [kam, *(one for one in people if stands_in_for_the_kam(one, account))]


def close_request(row: GoAhead, state: GoAheadState, *, by: User, way: str = "") -> None:
    """Give an open request its last state; nobody is reminded of it any more."""
    row.state = state
    save_by(row, by, because=way)
    for kind in MESSAGES:
        cancel(kind, subject_id=row.public_id)
