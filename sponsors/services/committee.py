"""Requests to the executive committee: asked by the KAM, carried by the sponsor, answered; both are told."""

from datetime import date
from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.services.history import save_by
from accounts.services.notifications import cancel, notify
from sponsors.choices import CommitteeOutcome, PairingStatus
from sponsors.models import CommitteeRequest, Pairing
from sponsors.services.introductions import (
    AlreadySettledError,
    DayAheadError,
    TandemOverError,
    locked_pairing,
)


@transaction.atomic
def ask_committee(
    pairing: Pairing,
    title: str,
    *,
    why: str,
    wanted_by: date | None,
    public_id: UUID,
    by: User,
) -> CommitteeRequest:
    """Ask the sponsor to carry something to the committee. The same sheet again returns what is kept.

    Raises `TandemOverError`.
    """
    pairing = locked_pairing(pairing)
    known = CommitteeRequest.objects.filter(public_id=public_id, asked_by=by).first()
    if known is not None:
        return known
    request = CommitteeRequest(
        pairing=pairing,
        title=title.strip(),
        why=why.strip(),
        wanted_by=wanted_by,
        asked_by=by,
    )
    if not CommitteeRequest.objects.filter(public_id=public_id).exists():
        request.public_id = public_id
    save_by(request, by)
    tell("committee_asked", request, by=by)
    return request


@transaction.atomic
def answer_request(
    request: CommitteeRequest,
    *,
    carried_on: date,
    outcome: CommitteeOutcome | str,
    line: str,
    by: User,
    on: date,
) -> CommitteeRequest:
    """Say when it was carried to the committee and, once known, what the committee says. Twice is once.

    Raises `AlreadySettledError`, `DayAheadError` and `TandemOverError`.
    """
    row = locked(request)
    said = (carried_on, outcome, line.strip())
    if (row.carried_on, row.outcome, row.line) == said:
        return row
    check_open(row)
    if carried_on > on:
        raise DayAheadError
    row.carried_on, row.outcome, row.line = said
    row.closed_on = on if outcome else None
    save_by(row, by)
    cancel("committee_asked", subject_id=row.public_id)
    tell("committee_answered" if outcome else "committee_carried", row, by=by)
    return row


@transaction.atomic
def withdraw_request(request: CommitteeRequest, *, by: User, on: date) -> CommitteeRequest:
    """Take it back; it stays in the history. Twice is once. Raises `AlreadySettledError`."""
    row = locked(request)
    if row.outcome == CommitteeOutcome.WITHDRAWN:
        return row
    check_open(row)
    withdraw(row, by=by, on=on)
    return row


def drop_committee_requests(pairing: Pairing, *, by: User, on: date) -> None:
    """Withdraw what waits for an answer when the pairing has ended: nobody carries it further. Twice is once."""
    for row in CommitteeRequest.objects.select_for_update().open().filter(pairing=pairing):
        withdraw(row, by=by, on=on)


def withdraw(row: CommitteeRequest, *, by: User, on: date) -> None:
    """Write that it is withdrawn, and take back what was asked."""
    row.outcome, row.closed_on = CommitteeOutcome.WITHDRAWN, on
    save_by(row, by)
    cancel("committee_asked", subject_id=row.public_id)


def tell(kind: str, request: CommitteeRequest, *, by: User) -> None:
    """Tell the other of the two."""
    for person in (request.pairing.account.kam, request.pairing.sponsor.person):
        if person is not None and person != by:
            notify(kind, subject_id=request.public_id, recipient=person)


def check_open(row: CommitteeRequest) -> None:
    """Nothing more is said of what is answered."""
    if not row.is_open:
        raise AlreadySettledError


def locked(request: CommitteeRequest) -> CommitteeRequest:
    """Read it again under a row lock; its tandem must run."""
    rows = CommitteeRequest.objects.select_for_update(of=("self",)).with_people()
    row = rows.get(pk=request.pk)
    if row.pairing.status != PairingStatus.ACTIVE:
        raise TandemOverError
    return row
