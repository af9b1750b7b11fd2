"""The course of an interaction: moved, held, cancelled, taken back; never deleted (R9)."""

import datetime as dt
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Contact, User
from sponsors.choices import (
    GoAheadMark,
    InteractionStatus,
    Mood,
    Side,
)
from sponsors.models import Interaction
from sponsors.services.calendar_entries import (
    Shown,
    forget_entries,
    send_entries,
    withdraw_entries,
)
from sponsors.services.coaching import keep_note
from sponsors.services.drafts import (
    CameFromFileError,
    HeldInTheFutureError,
    InteractionCancelledError,
    InteractionChangedMeanwhileError,
    PlannedInThePastError,
    UndoTooLateError,
    check_day,
)
from sponsors.services.go_ahead_effects import Before, follow, forget
from sponsors.services.go_ahead_marks import bends_a_file, stamp
from sponsors.services.interaction_ground import forget_reminders, locked, pairing_on, same_action
from sponsors.services.participants import (
    name_participants,
)
from sponsors.services.silence import hear_from
from sponsors.services.standing_in import save_for, speaker
from sponsors.services.vouching import sign

UNDO_FOR = timedelta(minutes=10)


@transaction.atomic
def move_interaction(
    interaction: Interaction, *, day: date, at: dt.time | None, by: User, on: date
) -> Interaction:
    """Move a planned interaction to another day. The same day again changes nothing."""
    interaction = locked(interaction)
    if not interaction.is_planned:
        raise InteractionCancelledError
    if day < on:
        raise PlannedInThePastError
    check_day(day)
    if (interaction.day, interaction.time) != (day, at):
        before, change = Before.of(interaction), same_action(interaction, by=by)
        shown = Shown.of(interaction)
        interaction.day, interaction.time = day, at
        interaction.pairing = pairing_on(interaction.account, day)
        verdict = stamp(interaction, change)
        interaction.version += 1
        save_for(interaction, by)
        forget_reminders(interaction)
        follow(interaction, verdict, change, before)
        send_entries(interaction, shown, by=by)
    return interaction


@transaction.atomic
def cancel_interaction(interaction: Interaction, *, because: str, by: User) -> Interaction:
    """Cancel it with a reason; it stays in the history. Twice is once."""
    interaction = locked(interaction)
    if interaction.status != InteractionStatus.CANCELLED:
        interaction.status, interaction.cancelled_because = InteractionStatus.CANCELLED, because
        if interaction.go_ahead == GoAheadMark.SETTLED_LATER:
            interaction.go_ahead = GoAheadMark.WITHOUT
            interaction.settled_by = interaction.settled_at = None
        interaction.version += 1
        save_for(interaction, by)
        forget_reminders(interaction)
        forget(interaction, by=by)
        withdraw_entries(interaction)
    return interaction


@transaction.atomic
def undo_log(interaction: Interaction, *, by: User) -> Interaction:
    """Take a fresh entry of one's own back, within ten minutes. Twice is once."""
    fresh = interaction.hand_id == by.pk and timezone.now() - interaction.logged_at <= UNDO_FOR
    if not fresh:
        raise UndoTooLateError
    return cancel_interaction(interaction, because="", by=by)


@transaction.atomic
def hold_interaction(
    interaction: Interaction,
    *,
    notes: str,
    by: User,
    on: date,
    mood: Mood | str | None = None,
    is_operational: bool | None = None,
    contacts: Iterable[Contact] | None = None,
    version: int | None = None,
) -> Interaction:
    """Say that a planned interaction took place, and how it went. Again, only new notes or another mood are kept.

    Raises `InteractionCancelledError`, `HeldInTheFutureError` before its day, and where `version` is given and no
    longer the one that was read, `InteractionChangedMeanwhileError`, unless the same notes are kept already.
    """
    interaction = locked(interaction)
    notes = notes_of_the_account(interaction, notes, by=by)
    if version not in (None, interaction.version) and interaction.notes != notes:
        raise InteractionChangedMeanwhileError(interaction)
    if interaction.status == InteractionStatus.CANCELLED:
        raise InteractionCancelledError
    if interaction.day > on:
        raise HeldInTheFutureError
    before = Before.of(interaction)
    change = same_action(interaction, by=by, contacts=contacts)
    if bends_a_file(interaction, change, interaction.day):
        raise CameFromFileError
    mood = interaction.mood if mood is None else mood
    tick = interaction.is_operational if is_operational is None else is_operational
    kept = (interaction.notes, interaction.mood, interaction.is_operational)
    says_more = kept != (notes, mood, tick)
    if interaction.is_planned or says_more or change.strays:
        interaction.status = InteractionStatus.HELD
        interaction.notes, interaction.mood, interaction.is_operational = notes, mood, tick
        verdict = stamp(interaction, change)
        sign(interaction, speaker(interaction, by))
        interaction.version += 1
        save_for(interaction, by)
        forget_reminders(interaction)
        forget_entries(interaction)
        follow(interaction, verdict, change, before)
        hear_from(interaction, on=on)
    name_participants(interaction, contacts=contacts, by=by)
    return interaction


def notes_of_the_account(interaction: Interaction, notes: str, *, by: User) -> str:
    """Tie it to its pairing, and return the notes that stay with it: of what the two said, none."""
    interaction.pairing = interaction.pairing or pairing_on(interaction.account, interaction.day)
    if interaction.side != Side.TANDEM:
        return notes
    keep_note(interaction, notes, by=by)
    return ""
