"""Interactions: logged when held, planned when ahead, moved, held or cancelled; never deleted (R9)."""

import datetime as dt
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import DateField, UUIDField
from django.utils import timezone

from accounts.models import Contact, KeyAccount, User
from accounts.prepared import Given, Prepared
from accounts.services.notifications import cancel
from sponsors.choices import (
    TANDEM_KINDS,
    GoAheadMark,
    InteractionKind,
    InteractionStatus,
    Mood,
    Side,
)
from sponsors.models import Interaction, Pairing
from sponsors.services.calendar_entries import (
    Shown,
    forget_entries,
    send_entries,
    withdraw_entries,
)
from sponsors.services.coaching import keep_note
from sponsors.services.drafts import (
    Draft,
    InteractionRefusedError,
    NotYourNameError,
    check_day,
    check_draft,
)
from sponsors.services.go_ahead_effects import Before, follow, forget
from sponsors.services.go_ahead_marks import Change, bends_a_file, change_of, stamp
from sponsors.services.next_steps import add_step
from sponsors.services.participants import (
    name_participants,
    usual_people,
    write_contacts,
    write_people,
)
from sponsors.services.silence import hear_from
from sponsors.services.standing_in import save_for, speaker, spoken_for
from sponsors.services.vouching import ask_the_kam, sign

UNDO_FOR = timedelta(minutes=10)
REMINDERS = ("meeting_ahead", "debrief_missing")

ENTERED = Prepared(lambda: Interaction.objects.filter(public_id=Given("public_id", UUIDField())))
STARTED = Prepared(
    lambda: Pairing.objects.filter(
        account=Given("account"), started_on__lte=Given("day", DateField())
    ).order_by("-started_on")
)


@Prepared
def wait_for() -> Any:
    """Hold the row of a person until the transaction ends."""
    return User.objects.select_for_update().filter(pk=Given("person")).values_list("pk")


class HeldInTheFutureError(InteractionRefusedError):
    """What was held cannot lie ahead."""


class PlannedInThePastError(InteractionRefusedError):
    """What is planned cannot lie behind."""


class InteractionCancelledError(InteractionRefusedError):
    """What was cancelled stays so."""


class InteractionChangedMeanwhileError(InteractionRefusedError):
    """Somebody else saved the interaction while it was being changed."""

    def __init__(self, interaction: Interaction) -> None:
        super().__init__(str(interaction))
        self.interaction = interaction


class HeldWithoutGoAheadError(InteractionRefusedError):
    """What was held with the client without a go-ahead does not become a talk of the two by itself."""


class CameFromFileError(InteractionRefusedError):
    """What came from a file needs no go-ahead, and so is not made into something else (R7)."""


class UndoTooLateError(InteractionRefusedError):
    """Only a fresh entry can be undone, by whoever made it."""


@transaction.atomic
def log_interaction(account: KeyAccount, draft: Draft, *, by: User, on: date) -> Interaction:
    """Keep an interaction that was held. The same draft again returns what is kept.

    Raises `HeldInTheFutureError`, `DayOutOfRangeError`, `ForeignContactError` and `NotesOfTheTwoError`.
    """
    if draft.day > on:
        raise HeldInTheFutureError
    interaction = enter(account, draft, InteractionStatus.HELD, by=by)
    hear_from(interaction, on=on)
    return interaction


@transaction.atomic
def plan_interaction(account: KeyAccount, draft: Draft, *, by: User, on: date) -> Interaction:
    """Keep an interaction that lies ahead. The same draft again returns what is kept.

    Raises `PlannedInThePastError`, `DayOutOfRangeError`, `ForeignContactError` and `NotesOfTheTwoError`.
    """
    if draft.day < on:
        raise PlannedInThePastError
    return enter(account, draft, InteractionStatus.PLANNED, by=by)


@transaction.atomic
def edit_interaction(
    interaction: Interaction, draft: Draft, *, version: int, by: User, on: date
) -> Interaction:
    """Change what is kept; `version` is the one that was read.

    Raises `InteractionChangedMeanwhileError`, and what logging and planning raise.
    """
    interaction = locked(interaction)
    if interaction.version != version:
        raise InteractionChangedMeanwhileError(interaction)
    if interaction.status == InteractionStatus.CANCELLED:
        raise InteractionCancelledError
    if interaction.status == InteractionStatus.HELD and draft.day > on:
        raise HeldInTheFutureError
    if interaction.is_planned and draft.day < on and draft.day != interaction.day:
        raise PlannedInThePastError
    check_draft(interaction.account, draft)
    check_stays_marked(interaction, draft, by=by)
    before, shown = Before.of(interaction), Shown.of(interaction)
    change = change_of(
        interaction,
        by=by,
        people=[one.pk for one in draft.people],
        contacts=[one.pk for one in draft.contacts],
        subject=draft.subject,
    )
    if bends_a_file(interaction, change, draft.day):
        raise CameFromFileError
    is_private = fill_in(interaction, draft)
    verdict = stamp(interaction, change)
    interaction.version += 1
    save_for(interaction, by)
    if is_private:
        keep_note(interaction, draft.notes, by=by)
    name_participants(interaction, people=draft.people, contacts=draft.contacts, by=by)
    follow(interaction, verdict, change, before)
    send_entries(interaction, shown, by=by)
    hear_from(interaction, on=on)
    return interaction


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


def enter(account: KeyAccount, draft: Draft, status: InteractionStatus, *, by: User) -> Interaction:
    """Write a new interaction with who was there; a draft that is kept already is returned.

    Where the draft's identifier is that of something else, it gets one of its own.
    """
    if connection.features.has_select_for_update:
        # Two clicks at once wait for each other here, so that the second finds what the first wrote.
        wait_for(person=by.pk)
    taken = next(iter(ENTERED(public_id=draft.public_id)), None)
    if taken is not None and is_what_was_kept(taken, account, draft, by=by):
        return taken
    check_draft(account, draft)
    name = draft.on_behalf_of or by
    if name != by and name not in spoken_for(by, account):
        raise NotYourNameError
    interaction = Interaction(
        account=account,
        status=status,
        logged_by=name,
        written_by=by if name != by else None,
        external_id=draft.external_id,
        external_version=draft.external_version,
    )
    if taken is None:
        interaction.public_id = draft.public_id
    is_private = fill_in(interaction, draft)
    people = {one.pk for one in draft.people} or usual_people(interaction, name)
    contacts = {one.pk: one for one in draft.contacts}
    change = Change(by, frozenset(people), frozenset(contacts))
    verdict = stamp(interaction, change)
    if status == InteractionStatus.HELD:
        sign(interaction, name)
    save_for(interaction, by)
    if is_private and draft.notes.strip():
        keep_note(interaction, draft.notes, by=by)
    write_people(interaction, people, by=by, at=interaction.logged_at)
    write_contacts(interaction, contacts.values(), by=by, at=interaction.logged_at)
    follow(interaction, verdict, change, None)
    announce(interaction, by=by)
    if draft.next_step:
        add_step(
            interaction,
            draft.next_step,
            owner=draft.step_owner or name,
            due_on=draft.step_due_on,
            by=by,
        )
    return interaction


def announce(interaction: Interaction, *, by: User) -> None:
    """Send the entry of what is planned; ask the KAM to look at what none of the two has told."""
    if interaction.is_planned:
        send_entries(interaction, None, by=by)
    elif interaction.vouched_by is None:
        ask_the_kam(interaction)


def is_what_was_kept(
    interaction: Interaction, account: KeyAccount, draft: Draft, *, by: User
) -> bool:
    """Whether a draft sent again is this interaction, and not another's, another account's or one taken back."""
    return (
        interaction.hand_id == by.pk
        and interaction.account_id == account.pk
        and (interaction.kind == InteractionKind.REVIEW) == (draft.kind == InteractionKind.REVIEW)
        and interaction.status != InteractionStatus.CANCELLED
    )


def fill_in(interaction: Interaction, draft: Draft) -> bool:
    """Set what the draft says, the side that follows from the kind, and the pairing of that day.

    Return whether its notes are the two's alone: of what lies between them, and of what lay there till now.
    """
    was_between_us = interaction.side == Side.TANDEM
    for name in ("kind", "day", "time", "subject", "mode", "place"):
        setattr(interaction, name, getattr(draft, name))
    interaction.side = side_of(draft.kind)
    interaction.is_operational = draft.is_operational and interaction.side == Side.CLIENT
    is_private = was_between_us or interaction.side == Side.TANDEM
    interaction.notes = "" if is_private else draft.notes
    interaction.pairing = pairing_on(interaction.account, draft.day)
    return is_private


def side_of(kind: InteractionKind | str) -> Side:
    """Return between whom an interaction of this kind takes place."""
    return Side.TANDEM if kind in TANDEM_KINDS else Side.CLIENT


def check_stays_marked(interaction: Interaction, draft: Draft, *, by: User) -> None:
    """Refuse to turn what was held without a go-ahead into a talk of the two; the KAM may."""
    held_without = (
        interaction.go_ahead == GoAheadMark.WITHOUT and interaction.status == InteractionStatus.HELD
    )
    if held_without and draft.kind in TANDEM_KINDS and by != interaction.account.kam:
        raise HeldWithoutGoAheadError


def same_action(
    interaction: Interaction, *, by: User, contacts: Iterable[Contact] | None = None
) -> Change:
    """Return a change that leaves people and subject as they are kept, and perhaps the contacts."""
    kept = interaction.met.values_list("contact", flat=True)
    return change_of(
        interaction,
        by=by,
        people=interaction.participants.values_list("person", flat=True),
        contacts=kept if contacts is None else [one.pk for one in contacts],
        subject=interaction.subject,
    )


def pairing_on(account: KeyAccount, day: date) -> Pairing | None:
    """Return the pairing that was active on that day; of a day ahead, the one that runs now."""
    started = STARTED(account=account.pk, day=day)
    return next((pairing for pairing in started if pairing.ran_on(day)), None)


def forget_reminders(interaction: Interaction) -> None:
    """Take back what was announced about it."""
    for kind in REMINDERS:
        cancel(kind, subject_id=interaction.public_id)


def locked(interaction: Interaction) -> Interaction:
    """Read the interaction again under a row lock."""
    return (
        Interaction.objects.select_for_update(of=("self",))
        .select_related("account")
        .get(pk=interaction.pk)
    )
