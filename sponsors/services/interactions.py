"""Interactions: logged when held, planned when ahead, changed; never deleted (R9)."""

from datetime import date

from django.db import transaction
from django.db.models import UUIDField

from accounts.models import KeyAccount, User
from accounts.prepared import Given, Prepared
from accounts.services.taken import hold
from sponsors.choices import (
    TANDEM_KINDS,
    GoAheadMark,
    InteractionKind,
    InteractionStatus,
    Side,
)
from sponsors.models import Interaction
from sponsors.services.calendar_entries import (
    Shown,
    send_entries,
)
from sponsors.services.coaching import keep_note
from sponsors.services.drafts import (
    CameFromFileError,
    Draft,
    HeldInTheFutureError,
    HeldWithoutGoAheadError,
    InteractionCancelledError,
    InteractionChangedMeanwhileError,
    NotYourNameError,
    PlannedInThePastError,
    check_draft,
)
from sponsors.services.go_ahead_effects import Before, follow
from sponsors.services.go_ahead_marks import Change, bends_a_file, change_of, stamp
from sponsors.services.interaction_ground import locked, pairing_on, side_of
from sponsors.services.next_steps import add_step
from sponsors.services.participants import (
    name_participants,
    usual_people,
    write_contacts,
    write_people,
)
from sponsors.services.silence import hear_from
from sponsors.services.standing_in import save_for, spoken_for
from sponsors.services.vouching import ask_the_kam, sign

ENTERED = Prepared(lambda: Interaction.objects.filter(public_id=Given("public_id", UUIDField())))


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


def enter(account: KeyAccount, draft: Draft, status: InteractionStatus, *, by: User) -> Interaction:
    """Write a new interaction with who was there; a draft that is kept already is returned.

    Where the draft's identifier is that of something else, it gets one of its own.
    """
    # Two clicks at once wait for each other here, so that the second finds what the first wrote.
    hold(draft.public_id)
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


def check_stays_marked(interaction: Interaction, draft: Draft, *, by: User) -> None:
    """Refuse to turn what was held without a go-ahead into a talk of the two; the KAM may."""
    held_without = (
        interaction.go_ahead == GoAheadMark.WITHOUT and interaction.status == InteractionStatus.HELD
    )
    if held_without and draft.kind in TANDEM_KINDS and by != interaction.account.kam:
        raise HeldWithoutGoAheadError
