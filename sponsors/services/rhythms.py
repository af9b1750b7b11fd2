"""The rhythm of a tandem: one of the two proposes another, the other agrees or declines."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.history import save_by
from accounts.services.notifications import cancel, notify
from sponsors.choices import PairingStatus, RhythmState
from sponsors.models import Pairing, RhythmTarget
from sponsors.rhythm import Target
from sponsors.services.renewals import NotRunningError, part_of
from sponsors.services.steps import locked

S = RhythmState


class RhythmMovedOnError(Exception):
    """The proposed rhythm is no longer open, or not this person's to answer."""

    def __init__(self, target: RhythmTarget) -> None:
        super().__init__(f"{target}: {target.state}")
        self.target = target


class NotOfTheTwoError(Exception):
    """Only the two agree on their rhythm."""


@transaction.atomic
def propose_rhythm(pairing: Pairing, target: Target, *, by: User, word: str = "") -> RhythmTarget:
    """Propose another rhythm to the other of the two; what was proposed before is withdrawn.

    The same proposal once more changes nothing. Raises `NotRunningError` and `NotOfTheTwoError`.
    """
    pairing = locked(pairing)
    if pairing.status != PairingStatus.ACTIVE:
        raise NotRunningError(pairing)
    if not part_of(pairing, by):
        raise NotOfTheTwoError
    before = RhythmTarget.objects.proposed().filter(pairing=pairing).first()
    if before is not None:
        if (before.target, before.proposed_by_id, before.word) == (target, by.pk, word.strip()):
            return before
        close(before, S.WITHDRAWN, by=by)
    row = RhythmTarget(
        pairing=pairing,
        **vars(target),
        word=word.strip(),
        proposed_by=by,
        proposed_at=timezone.now(),
    )
    save_by(row, by)
    for person in two_of(pairing) - {by}:
        notify("rhythm_waiting", subject_id=row.public_id, recipient=person)
    return row


@transaction.atomic
def agree_to_rhythm(target: RhythmTarget, *, by: User) -> RhythmTarget:
    """Let a proposed rhythm hold from now on; the one before is replaced. A second yes changes nothing.

    Raises `RhythmMovedOnError`.
    """
    row = taken(target)
    if row.state == S.IN_FORCE and row.answered_by_id == by.pk:
        return row
    check_open_to(row, by)
    for former in RhythmTarget.objects.in_force().filter(pairing=row.pairing):
        former.state = S.REPLACED
        save_by(former, by)
    return answer(row, S.IN_FORCE, by=by, tell="rhythm_agreed")


@transaction.atomic
def decline_rhythm(target: RhythmTarget, *, by: User, reason: str) -> RhythmTarget:
    """Say no to a proposed rhythm; the other of the two reads why. A second no changes nothing.

    Raises `RhythmMovedOnError`.
    """
    row = taken(target)
    if row.state == S.DECLINED and row.answered_by_id == by.pk:
        return row
    check_open_to(row, by)
    row.reason = reason.strip()
    return answer(row, S.DECLINED, by=by, tell="rhythm_declined")


@transaction.atomic
def withdraw_rhythm(target: RhythmTarget, *, by: User) -> RhythmTarget:
    """Take one's own proposal back. Twice is once. Raises `RhythmMovedOnError`."""
    row = taken(target)
    if row.proposed_by_id != by.pk or row.state not in {S.PROPOSED, S.WITHDRAWN}:
        raise RhythmMovedOnError(row)
    return row if row.state == S.WITHDRAWN else close(row, S.WITHDRAWN, by=by)


def drop_rhythms(pairing: Pairing, *, by: User) -> None:
    """Withdraw what is proposed for a pairing that has ended. Twice is once."""
    for row in RhythmTarget.objects.select_for_update().proposed().filter(pairing=pairing):
        close(row, S.WITHDRAWN, by=by)


def answer(row: RhythmTarget, state: RhythmState, *, by: User, tell: str) -> RhythmTarget:
    """Note an answer, and tell whoever proposed it."""
    row.answered_by, row.answered_at = by, timezone.now()
    close(row, state, by=by)
    notify(tell, subject_id=row.public_id, recipient=row.proposed_by)
    return row


def close(row: RhythmTarget, state: RhythmState, *, by: User) -> RhythmTarget:
    """End the waiting of a proposal."""
    row.state = state
    save_by(row, by)
    cancel("rhythm_waiting", subject_id=row.public_id)
    return row


def taken(target: RhythmTarget) -> RhythmTarget:
    """Lock the pairing, then the proposal, and read it again."""
    locked(target.pairing)
    return RhythmTarget.objects.select_for_update(of=("self",)).with_people().get(pk=target.pk)


def check_open_to(row: RhythmTarget, by: User) -> None:
    """Refuse an answer that comes too late, or from whoever proposed it."""
    running = row.pairing.status == PairingStatus.ACTIVE
    if not (
        row.is_proposed and running and row.proposed_by_id != by.pk and part_of(row.pairing, by)
    ):
        raise RhythmMovedOnError(row)


def two_of(pairing: Pairing) -> set[User]:
    """Return the KAM of now and the sponsor."""
    return {pairing.account.kam or pairing.kam, pairing.sponsor.person}
