"""Words in confidence: given by one of a tandem, answered by a lead, followed until done (R13).

What is said stands on its page alone: no message repeats it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import User
from accounts.services.history import save_by
from accounts.services.notifications import cancel, notify
from sponsors.choices import Drift, PairingStatus
from sponsors.models import ConfidedSignal, Pairing


class ConfidedRefusedError(Exception):
    """A rule stands against what was asked of a word in confidence."""


class NotOfTheTandemError(ConfidedRefusedError):
    """Only the KAM and the sponsor of a running pairing speak of it in confidence."""


class NobodyToConfideInError(ConfidedRefusedError):
    """Every programme lead belongs to that tandem."""


class ConfidedAnsweredError(ConfidedRefusedError):
    """Another lead was quicker."""

    def __init__(self, signal: ConfidedSignal) -> None:
        super().__init__(str(signal))
        self.signal = signal


class ConfidedDoneError(ConfidedRefusedError):
    """What was agreed is done."""


class NothingAgreedError(ConfidedRefusedError):
    """Nothing was agreed that could be done, or nothing was answered yet."""


class FollowUpPastError(ConfidedRefusedError):
    """The day on which it is looked at again lies behind us."""


@dataclass(frozen=True)
class Confidence:
    """What one says: the matter, and a sentence."""

    drift: Drift | str
    sentence: str
    public_id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class Agreement:
    """What author and lead agree to do, and when they look at it again."""

    agreed: str
    follow_up_on: date


def readers_of(pairing: Pairing) -> list[User]:
    """Return the programme leads who read what is said in confidence of a pairing: those outside its tandem."""
    two = (pairing.account.kam, pairing.sponsor.person)
    return [lead for lead in User.objects.leads().order_by("pk") if lead not in two]


@transaction.atomic
def give_in_confidence(
    pairing: Pairing, word: Confidence, *, by: User, at: datetime
) -> ConfidedSignal:
    """Keep what one of the two says, and tell the leads outside the tandem that something waits.

    The same word again returns what is kept. Raises `NotOfTheTandemError` and `NobodyToConfideInError`.
    """
    kept = ConfidedSignal.objects.filter(public_id=word.public_id, author=by).first()
    if kept is not None:
        return kept
    kam = pairing.account.kam
    is_running = pairing.status == PairingStatus.ACTIVE
    if kam is None or not is_running or by not in (kam, pairing.sponsor.person):
        raise NotOfTheTandemError
    readers = readers_of(pairing)
    if not readers:
        raise NobodyToConfideInError
    taken = ConfidedSignal.objects.filter(public_id=word.public_id).exists()
    signal = ConfidedSignal(
        public_id=uuid4() if taken else word.public_id,
        pairing=pairing,
        kam=kam,
        author=by,
        drift=word.drift,
        sentence=word.sentence,
        given_at=at,
    )
    save_by(signal, by)
    for lead in readers:
        notify("signal_confided", subject_id=signal.public_id, recipient=lead)
    return signal


@transaction.atomic
def answer_confided(
    signal: ConfidedSignal,
    answer: str,
    *,
    by: User,
    at: datetime,
    agreement: Agreement | None = None,
) -> ConfidedSignal:
    """Keep a lead's answer and, where there is one, what the two agree to do. The same answer again changes nothing.

    Raises `ConfidedAnsweredError` where another lead was quicker, and `FollowUpPastError`.
    """
    row = locked(signal)
    if row.is_answered:
        if row.answer == answer and row.answered_by_id == by.pk:
            return row
        raise ConfidedAnsweredError(row)
    row.answer, row.answered_by, row.answered_at = answer, by, at
    if agreement is not None:
        write_down(row, agreement, on=at.date())
    save_by(row, by)
    cancel("signal_confided", subject_id=row.public_id)
    notify("signal_answered", subject_id=row.public_id, recipient=row.author)
    return row


@transaction.atomic
def agree_on(
    signal: ConfidedSignal, agreement: Agreement, *, by: User, at: datetime
) -> ConfidedSignal:
    """Write down what author and lead agree to do, or change it, and tell the other. Twice is once.

    Raises `NothingAgreedError` before an answer, `ConfidedDoneError` and `FollowUpPastError`.
    """
    row = locked(signal)
    if not row.is_answered:
        raise NothingAgreedError
    if row.done_at is not None:
        raise ConfidedDoneError
    if (row.agreed, row.follow_up_on) == (agreement.agreed, agreement.follow_up_on):
        return row
    write_down(row, agreement, on=at.date())
    save_by(row, by)
    tell_the_other(row, by=by, mark=agreement.follow_up_on.isoformat())
    return row


@transaction.atomic
def finish_confided(
    signal: ConfidedSignal, outcome: str, *, by: User, at: datetime
) -> ConfidedSignal:
    """Say what came of what was agreed; it is no longer followed. Twice is once.

    Raises `NothingAgreedError`.
    """
    row = locked(signal)
    if row.done_at is not None:
        return row
    if row.follow_up_on is None:
        raise NothingAgreedError
    row.outcome, row.done_by, row.done_at = outcome, by, at
    save_by(row, by)
    cancel("signal_follow_up", subject_id=row.public_id)
    tell_the_other(row, by=by, mark="done")
    return row


def write_down(row: ConfidedSignal, agreement: Agreement, *, on: date) -> None:
    """Set what was agreed, for a day ahead."""
    if agreement.follow_up_on < on:
        raise FollowUpPastError
    row.agreed, row.follow_up_on = agreement.agreed, agreement.follow_up_on


def tell_the_other(row: ConfidedSignal, *, by: User, mark: str) -> None:
    """Tell the author, or the lead who answered, that something is new."""
    for person in (row.author, row.answered_by):
        if person is not None and person != by:
            notify("signal_answered", subject_id=row.public_id, recipient=person, mark=mark)


def locked(signal: ConfidedSignal) -> ConfidedSignal:
    """Read it again under a row lock."""
    rows = ConfidedSignal.objects.select_for_update(of=("self",))
    return rows.select_related("author", "answered_by").get(pk=signal.pk)
