"""The letter that presents the sponsor: written for a contact, handed over by the KAM."""

from datetime import date, timedelta

from django.db import transaction

from accounts.models import Contact, User
from accounts.services.history import save_by
from sponsors.models import Pairing, SponsorLetter
from sponsors.services.introductions import (
    AlreadySettledError,
    DayAheadError,
    ForeignContactError,
    locked_pairing,
)

OFFERED_FOR = timedelta(days=60)


@transaction.atomic
def write_letter(
    pairing: Pairing, contact: Contact, *, language: str, paragraph: str, by: User
) -> SponsorLetter:
    """Write the letter for a contact, or change it before it is handed over. The same again changes nothing.

    Raises `TandemOverError`, `ForeignContactError` and, once it is handed over, `AlreadySettledError`.
    """
    pairing = locked_pairing(pairing)
    if contact.account_id != pairing.account_id:
        raise ForeignContactError
    letter = SponsorLetter.objects.filter(pairing=pairing, contact=contact).first()
    said = (language, paragraph.strip())
    if letter is not None and (letter.language, letter.paragraph) == said:
        return letter
    if letter is not None and letter.handed_over_on is not None:
        raise AlreadySettledError
    letter = letter or SponsorLetter(pairing=pairing, contact=contact, written_by=by)
    letter.language, letter.paragraph = said
    save_by(letter, by)
    return letter


@transaction.atomic
def note_handed_over(letter: SponsorLetter, *, day: date, by: User, on: date) -> SponsorLetter:
    """Note the day on which the KAM handed the letter over. Twice is once, and the first day stays.

    Raises `TandemOverError` and `DayAheadError`.
    """
    locked_pairing(letter.pairing)
    row = SponsorLetter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if row.handed_over_on is not None:
        return row
    if day > on:
        raise DayAheadError
    row.handed_over_on, row.handed_over_by = day, by
    save_by(row, by)
    return row


def is_offered(pairing: Pairing, on: date) -> bool:
    """Whether the start of the pairing is near, and nobody has a letter yet."""
    if pairing.started_on is None or on - pairing.started_on > OFFERED_FOR:
        return False
    return not pairing.letters.handed_over().exists()
