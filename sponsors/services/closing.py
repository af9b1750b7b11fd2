"""The ends of a pairing: declined, withdrawn, ended; the place is free again, and a successor takes over."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.choices import TeamRole
from accounts.models import OrganisationLock, TeamMember, User
from accounts.services.notifications import cancel
from accounts.services.organisation import leave_team
from sponsors.choices import EndReason, PairingStatus
from sponsors.models import Pairing, Renewal
from sponsors.services.alignment import drop_check
from sponsors.services.committee import drop_committee_requests
from sponsors.services.conflicts import ABOUT_CONFLICTS
from sponsors.services.eligibility import PairingRefusedError
from sponsors.services.go_ahead_requests import drop_requests
from sponsors.services.hand_overs import drop_hand_overs
from sponsors.services.introductions import drop_introductions
from sponsors.services.pairings import activate_pairing
from sponsors.services.renewals import withdraw_renewal
from sponsors.services.rhythms import drop_rhythms, two_of
from sponsors.services.signals import drop_signals
from sponsors.services.steps import check_word_of, locked, step, tell

S = PairingStatus
ABOUT_OPEN_PAIRINGS = (
    *ABOUT_CONFLICTS,
    "conflict_declared",
    "sponsor_leaving",
    "kam_left",
    "term_ending",
    "rhythm_due",
    "thanks_due",
)


class ReasonMissingError(Exception):
    """To say no, or to end a pairing, takes a reason."""


@transaction.atomic
def decline_pairing(pairing: Pairing, *, by: User, reason: str) -> Pairing:
    """Say no before it is agreed; the reason goes to the leads alone (R6). A second no changes nothing.

    Raises `AnswerOfAnotherError` where the next word is not this person's.
    """
    OrganisationLock.take()
    current = locked(pairing)
    if current.status == S.PROPOSED:
        check_word_of(current.account.kam, by=by)
    elif current.status == S.KAM_AGREED:
        check_word_of(current.sponsor.person, by=by)
    return close(pairing, S.DECLINED, by=by, note=reason, on=None)


@transaction.atomic
def withdraw_pairing(pairing: Pairing, *, by: User, reason: str) -> Pairing:
    """Take a proposal back before it is active. Twice is once."""
    return close(pairing, S.WITHDRAWN, by=by, note=reason, on=None)


@transaction.atomic
def end_pairing(
    pairing: Pairing, *, by: User, reason: EndReason | str, note: str, on: date
) -> Pairing:
    """End an active pairing and free the sponsor's place; a successor who has agreed takes over.

    Ending an ended pairing changes nothing.
    """
    return close(pairing, S.ENDED, by=by, note=note, on=on, reason=EndReason(reason))


def close(
    pairing: Pairing,
    status: PairingStatus,
    *,
    by: User,
    note: str,
    on: date | None,
    reason: EndReason | str = "",
) -> Pairing:
    """Bring a pairing to one of its ends, free the place and empty the sponsor's seat."""
    OrganisationLock.take()
    pairing = locked(pairing)
    if pairing.status == status:
        return pairing
    if not (note.strip() or reason):
        raise ReasonMissingError
    was_active = pairing.status == S.ACTIVE
    pairing.closing_note, pairing.end_reason, pairing.closed_by = note.strip(), reason, by
    pairing.slot, pairing.conflict_since, pairing.conflict_path = None, None, []
    pairing.departure, pairing.departure_since, pairing.kam_left_since = "", None, None
    pairing.silent_since = None
    if on is not None and pairing.started_on is not None:
        pairing.ended_on = max(on, pairing.started_on)
    step(pairing, status, by=by)
    for kind in ABOUT_OPEN_PAIRINGS:
        cancel(kind, subject_id=pairing.public_id)
    if was_active:
        empty_seat(pairing, on=pairing.ended_on or timezone.localdate(), by=by)
        drop_what_waited(pairing, by=by)
        tell("pairing_ended", pairing, [one for one in two_of(pairing) if one != by])
        take_over(pairing, on=timezone.localdate(), by=by)
    else:
        drop_hand_overs(pairing, by=by)
    if status == S.DECLINED:
        tell("pairing_declined", pairing, list(User.objects.leads()))
    return pairing


def drop_what_waited(pairing: Pairing, *, by: User) -> None:
    """Withdraw what one of the two still asked of the other; each of them keeps its history."""
    for renewal in Renewal.objects.open().filter(pairing=pairing):
        withdraw_renewal(renewal, by=by)
    drop_rhythms(pairing, by=by)
    drop_requests(pairing, by=by)
    drop_introductions(pairing, by=by)
    drop_committee_requests(pairing, by=by, on=timezone.localdate())
    drop_check(pairing)
    drop_signals(pairing)


def take_over(former: Pairing, *, on: date, by: User) -> Pairing | None:
    """Make the successor's pairing active if it is agreed and its day has come; else it waits (R1, R2)."""
    successor = Pairing.objects.filter(
        account=former.account, status=S.AGREED, starts_on__lte=on
    ).first()
    if successor is None:
        return None
    try:
        return activate_pairing(successor, on=on, by=by)
    except PairingRefusedError:
        # A rule has come to stand against it: it stays agreed, and the leads see why on its page.
        return None


def empty_seat(pairing: Pairing, *, on: date, by: User | None) -> None:
    """Take the sponsor off the account team, the day after the last."""
    seats = TeamMember.objects.current().filter(
        account=pairing.account, person=pairing.sponsor.person, role=TeamRole.SPONSOR
    )
    for seat in seats:
        leave_team(seat, on=on + timedelta(days=1), by=by)
