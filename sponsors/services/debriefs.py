"""What a meeting brought, told in a minute; the other of the tandem confirms it or adds a line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import Contact, KeyAccount, User
from accounts.services.asks import Answered, answer_ask
from accounts.services.history import save_by
from accounts.services.notifications import cancel, notify
from sponsors.choices import DebriefWordKind, InteractionStatus, Mood, StepKind
from sponsors.models import DebriefWord, Interaction
from sponsors.services.drafts import Draft, InteractionRefusedError
from sponsors.services.go_ahead_marks import the_two
from sponsors.services.interaction_course import hold_interaction
from sponsors.services.interaction_ground import locked
from sponsors.services.interactions import log_interaction
from sponsors.services.next_steps import add_step
from sponsors.services.standing_in import speaker
from sponsors.services.vouching import vouch


class NothingToConfirmError(InteractionRefusedError):
    """Only what was held, and told by somebody else, can be confirmed."""


@dataclass(frozen=True)
class Promised:
    """What one of us promised to the client, or does next; without an owner it is whoever tells it."""

    text: str
    kind: StepKind | str = StepKind.STEP
    owner: User | None = None
    due_on: date | None = None
    is_commercial: bool = False


@dataclass(frozen=True)
class Told:
    """What one says of a meeting."""

    mood: Mood | str = ""
    notes: str = ""
    contacts: Iterable[Contact] | None = None
    promises: tuple[Promised, ...] = ()
    answers: tuple[Answered, ...] = ()
    is_operational: bool | None = None


@transaction.atomic
def debrief(
    interaction: Interaction, told: Told, *, by: User, on: date, version: int | None = None
) -> Interaction:
    """Keep how a meeting went, and ask the other of the tandem to look. The same again changes nothing.

    Raises what `hold_interaction` raises.
    """
    kept = hold_interaction(
        interaction,
        notes=told.notes,
        mood=told.mood,
        is_operational=told.is_operational,
        contacts=told.contacts,
        version=version,
        by=by,
        on=on,
    )
    for row in told.promises:
        add_step(
            kept,
            row.text,
            owner=row.owner or speaker(kept, by),
            due_on=row.due_on,
            by=by,
            kind=row.kind,
            is_commercial=row.is_commercial,
        )
    keep_answers(kept, told.answers, by=by)
    if kept.version != interaction.version:
        ask_the_other(kept, by=by)
    return kept


@transaction.atomic
def confirm_debrief(interaction: Interaction, *, by: User) -> Interaction:
    """One of the two says that it was so: from then on it counts, whoever logged it. Twice is once.

    Raises `NothingToConfirmError`.
    """
    interaction = locked(interaction)
    if interaction.status != InteractionStatus.HELD or interaction.debriefed_by_id == by.pk:
        raise NothingToConfirmError
    DebriefWord.objects.get_or_create(
        interaction=interaction, person=by, kind=DebriefWordKind.CONFIRMED
    )
    if interaction.vouched_by_id is None:
        vouch(interaction, by)
        save_by(interaction, by, update_fields=["vouched_by"])
    cancel("debrief_given", subject_id=interaction.public_id)
    return interaction


@transaction.atomic
def comment_debrief(interaction: Interaction, text: str, *, by: User) -> DebriefWord:
    """Add a line to a debrief, and tell whoever gave it. The same line again is the same.

    Raises `NothingToConfirmError`.
    """
    interaction = locked(interaction)
    if interaction.status != InteractionStatus.HELD:
        raise NothingToConfirmError
    word, is_new = DebriefWord.objects.get_or_create(
        interaction=interaction, person=by, kind=DebriefWordKind.COMMENTED, text=text
    )
    author = interaction.debriefed_by
    if is_new and author is not None and author != by:
        notify("debrief_commented", subject_id=interaction.public_id, recipient=author)
    return word


@transaction.atomic
def report_meeting(
    account: KeyAccount, draft: Draft, told: Told, *, by: User, on: date
) -> Interaction:
    """Keep that an executive met somebody of the client, and what was heard; the KAM is asked to look.

    The same draft again returns what is kept. Raises what `log_interaction` raises.
    """
    kept = log_interaction(account, draft, by=by, on=on)
    if told.mood and kept.mood != told.mood:
        kept.mood = told.mood
        save_by(kept, by, update_fields=["mood"])
    keep_answers(kept, told.answers, by=by)
    return kept


def keep_answers(interaction: Interaction, answers: Iterable[Answered], *, by: User) -> None:
    """Keep what was heard on the day of the meeting, and that it was heard there."""
    rows = [answer_ask(answered, by=by, on=interaction.day) for answered in answers]
    interaction.answers.add(*rows)


def ask_the_other(interaction: Interaction, *, by: User) -> None:
    """Ask whoever of the two did not give the debrief to look at it."""
    others = set(the_two(interaction)) - {None, by.pk, speaker(interaction, by).pk}
    for person in User.objects.active().filter(pk__in=others):
        notify("debrief_given", subject_id=interaction.public_id, recipient=person)
