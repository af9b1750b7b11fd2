"""The ends of a pairing: declined, withdrawn, ended; the place is free again, and a successor takes over."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.choices import TeamRole
from accounts.models import OrganisationLock, TeamMember, User
from accounts.services.notifications import cancel
from accounts.services.organisation import leave_team
from sponsors.choices import EndReason, PairingStatus
from sponsors.models import Pairing
from sponsors.services.steps import locked, step, tell

S = PairingStatus


class ReasonMissingError(Exception):
    """To say no, or to end a pairing, takes a reason."""


@transaction.atomic
def decline_pairing(pairing: Pairing, *, by: User, reason: str) -> Pairing:
    """Say no before it is agreed; the reason goes to the leads alone (R6). A second no changes nothing."""
    return close(pairing, S.DECLINED, by=by, note=reason, on=None)


@transaction.atomic
def withdraw_pairing(pairing: Pairing, *, by: User, reason: str) -> Pairing:
    """Take a proposal back before it is active. Twice is once."""
    return close(pairing, S.WITHDRAWN, by=by, note=reason, on=None)


@transaction.atomic
def end_pairing(
    pairing: Pairing, *, by: User, reason: EndReason | str, note: str, on: date
) -> Pairing:
    """End an active pairing and free the sponsor's place. Ending an ended pairing changes nothing."""
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
    if on is not None and pairing.started_on is not None:
        pairing.ended_on = max(on, pairing.started_on)
    step(pairing, status, by=by)
    if was_active:
        empty_seat(pairing, on=pairing.ended_on or timezone.localdate(), by=by)
    for kind in ("pairing_conflict", "term_ending", "tandem_silent"):
        cancel(kind, subject_id=pairing.public_id)
    if status == S.DECLINED:
        tell("pairing_declined", pairing, list(User.objects.leads()))
    return pairing


def empty_seat(pairing: Pairing, *, on: date, by: User | None) -> None:
    """Take the sponsor off the account team, the day after the last."""
    seats = TeamMember.objects.current().filter(
        account=pairing.account, person=pairing.sponsor.person, role=TeamRole.SPONSOR
    )
    for seat in seats:
        leave_team(seat, on=on + timedelta(days=1), by=by)
