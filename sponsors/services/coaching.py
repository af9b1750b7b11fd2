"""Private notes of the two: kept beside the fact, deleted a year after the tandem's end."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.services.history import remove_by, save_by
from sponsors.choices import PairingStatus
from sponsors.models import CoachingNote, Interaction
from sponsors.services.drafts import InteractionRefusedError

KEPT_FOR_YEARS = 1


class NotesOfTheTwoError(InteractionRefusedError):
    """Only the KAM and the sponsor of a tandem keep notes of what they say to each other."""


@transaction.atomic
def keep_note(interaction: Interaction, text: str, *, by: User) -> CoachingNote | None:
    """Keep what one of the two notes of a session, instead of what that person noted before; nothing takes it away.

    Raises `NotesOfTheTwoError` for anybody else's notes.
    """
    kept = CoachingNote.objects.select_for_update(of=("self",)).filter(interaction=interaction)
    own, text = kept.filter(author=by).first(), text.strip()
    if not text:
        if own is not None:
            remove_by(own, by)
        return None
    if not may_keep(interaction, by):
        raise NotesOfTheTwoError
    if own is None:
        own = CoachingNote(
            interaction=interaction,
            pairing=interaction.pairing,
            kam=interaction.account.kam,
            author=by,
        )
    elif own.text == text:
        return own
    own.text = text
    save_by(own, by)
    return own


def may_keep(interaction: Interaction, person: User) -> bool:
    """Whether the person is one of the tandem that ran that day, and still is."""
    pairing = interaction.pairing
    kam = interaction.account.kam
    if pairing is None or pairing.status != PairingStatus.ACTIVE or kam is None:
        return False
    return person in (kam, pairing.sponsor.person)


def own_note(interaction: Interaction, person: User) -> str:
    """Return what this person has noted of a session."""
    notes = CoachingNote.objects.visible_to(person).filter(interaction=interaction, author=person)
    return notes.values_list("text", flat=True).first() or ""


def delete_old_notes(*, on: date) -> int:
    """Delete the notes of tandems that ended a year ago or earlier; twice is once. Return how many there were."""
    limit = a_year_before(on)
    ended = Q(pairing__ended_on__lte=limit)
    without = Q(pairing__isnull=True, interaction__day__lte=limit)
    notes = CoachingNote.objects.filter(ended | without)
    count = notes.count()
    notes.delete()
    return count


def a_year_before(day: date) -> date:
    """Return the same day of the year before; of 29 February, the 28th."""
    try:
        return day.replace(year=day.year - KEPT_FOR_YEARS)
    except ValueError:
        return (day - timedelta(days=1)).replace(year=day.year - KEPT_FOR_YEARS)
