"""A debrief that one of the two disputes counts for nothing until it is settled.

Whoever disputes it may withdraw; both may agree on a changed text; a programme lead settles it only where one of the two
has brought it.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.history import save_by
from accounts.services.notifications import cancel, notify
from sponsors.choices import DisputeEnd, InteractionStatus
from sponsors.models import Dispute, Interaction
from sponsors.services.debriefs import NothingToConfirmError
from sponsors.services.drafts import InteractionRefusedError
from sponsors.services.go_ahead_marks import the_two
from sponsors.services.interaction_ground import locked
from sponsors.services.vouching import vouch

ABOUT = ("dispute_opened", "dispute_text", "dispute_brought")


class DisputeSettledError(InteractionRefusedError):
    """The dispute was settled meanwhile."""


class NotYoursToSettleError(InteractionRefusedError):
    """Only who disputed withdraws, only the other agrees, only a lead to whom it was brought decides."""


class TextMovedOnError(InteractionRefusedError):
    """Another text was proposed meanwhile."""


@transaction.atomic
def open_dispute(interaction: Interaction, because: str, *, by: User, text: str = "") -> Dispute:
    """Say what is not so, and perhaps how it should read. While one is open, that one is returned.

    Raises `NothingToConfirmError` where nothing was held, or where the words are one's own.
    """
    interaction = locked(interaction)
    if interaction.status != InteractionStatus.HELD or interaction.debriefed_by_id == by.pk:
        raise NothingToConfirmError
    opened = interaction.disputes.open().first()
    if opened is not None:
        return opened
    text = "" if interaction.is_between_us else text
    proposed_by = by if text else None
    dispute = Dispute(
        interaction=interaction, opened_by=by, because=because, text=text, proposed_by=proposed_by
    )
    save_by(dispute, by)
    mark(interaction, is_disputed=True, by=by)
    cancel("debrief_given", subject_id=interaction.public_id)
    tell_the_others(dispute, "dispute_opened", by=by)
    return dispute


@transaction.atomic
def propose_text(dispute: Dispute, text: str, *, by: User) -> Dispute:
    """Propose how the debrief should read. The same text again changes nothing.

    Raises `DisputeSettledError`, and `NotYoursToSettleError` where the two's private notes are the only text there is.
    """
    dispute = locked_dispute(dispute)
    if dispute.interaction.is_between_us:
        raise NotYoursToSettleError
    if (dispute.text, dispute.proposed_by_id) != (text, by.pk):
        dispute.text, dispute.proposed_by = text, by
        save_by(dispute, by)
        tell_the_others(dispute, "dispute_text", by=by)
    return dispute


@transaction.atomic
def agree_on_text(dispute: Dispute, text: str, *, by: User) -> Dispute:
    """Agree to the text that the other proposed: it becomes the debrief, and the meeting counts again.

    Raises `DisputeSettledError`, `NotYoursToSettleError`, and `TextMovedOnError` where it is not the text that was read.
    """
    dispute = locked_dispute(dispute)
    if dispute.proposed_by_id in {None, by.pk}:
        raise NotYoursToSettleError
    if dispute.text != text:
        raise TextMovedOnError
    interaction = dispute.interaction
    interaction.notes = dispute.text
    interaction.version += 1
    vouch(interaction, by)
    return settle(dispute, DisputeEnd.AGREED, by=by)


@transaction.atomic
def withdraw_dispute(dispute: Dispute, *, by: User) -> Dispute:
    """Whoever disputed it takes that back. Raises `DisputeSettledError` and `NotYoursToSettleError`."""
    dispute = locked_dispute(dispute)
    if dispute.opened_by_id != by.pk:
        raise NotYoursToSettleError
    return settle(dispute, DisputeEnd.WITHDRAWN, by=by)


@transaction.atomic
def bring_dispute(dispute: Dispute, *, by: User) -> Dispute:
    """Let the programme leads read and settle it. Twice is once. Raises `DisputeSettledError`."""
    dispute = locked_dispute(dispute)
    if dispute.brought_at is None:
        dispute.brought_by, dispute.brought_at = by, timezone.now()
        save_by(dispute, by)
        for lead in User.objects.active().leads().exclude(pk__in=parties(dispute)):
            notify("dispute_brought", subject_id=dispute.public_id, recipient=lead)
    return dispute


@transaction.atomic
def decide_dispute(dispute: Dispute, *, counts: bool, last_word: str, by: User) -> Dispute:
    """A lead to whom it was brought, and who is none of its people, says whether the meeting counts.

    Raises `DisputeSettledError` and `NotYoursToSettleError`.
    """
    dispute = locked_dispute(dispute)
    if dispute.brought_at is None or not by.is_lead or by.pk in parties(dispute):
        raise NotYoursToSettleError
    dispute.last_word = last_word
    return settle(dispute, DisputeEnd.STANDS if counts else DisputeEnd.UPHELD, by=by)


def settle(dispute: Dispute, end: DisputeEnd, *, by: User, at: datetime | None = None) -> Dispute:
    """Close a dispute under its lock; unless it is upheld the meeting counts again."""
    dispute.end, dispute.settled_by, dispute.settled_at = end, by, at or timezone.now()
    save_by(dispute, by)
    mark(dispute.interaction, is_disputed=end == DisputeEnd.UPHELD, by=by)
    for kind in ABOUT:
        cancel(kind, subject_id=dispute.public_id)
    tell_the_others(dispute, "dispute_settled", by=by)
    return dispute


def mark(interaction: Interaction, *, is_disputed: bool, by: User) -> None:
    """Write on the interaction whether it is disputed."""
    interaction.is_disputed = is_disputed
    save_by(interaction, by)


def parties(dispute: Dispute) -> set[int]:
    """Return the keys of whom a dispute concerns: the two of that day, whoever gave the debrief, whoever disputes it."""
    row = dispute.interaction
    keys = {*the_two(row), row.debriefed_by_id, dispute.opened_by_id}
    return {key for key in keys if key is not None}


def tell_the_others(dispute: Dispute, kind: str, *, by: User) -> None:
    """Tell the others whom it concerns."""
    for person in User.objects.active().filter(pk__in=parties(dispute) - {by.pk}):
        notify(kind, subject_id=dispute.public_id, recipient=person)


def locked_dispute(dispute: Dispute) -> Dispute:
    """Read an open dispute again under the lock of its interaction. Raises `DisputeSettledError`."""
    interaction = locked(dispute.interaction)
    row = Dispute.objects.select_for_update(of=("self",)).get(pk=dispute.pk)
    if not row.is_open:
        raise DisputeSettledError
    row.interaction = interaction
    return row
