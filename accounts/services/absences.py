"""Absences: entered, and taken back; never deleted."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Absence, User
from accounts.services.history import save_by


@transaction.atomic
def enter_absence(
    person: User, *, from_day: date, until: date, word: str = "", by: User
) -> Absence:
    """Keep some days on which a person is away. The same days again are the same absence, with the new word."""
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    same = Absence.objects.kept().filter(person=person, from_day=from_day, until=until).first()
    row = same or Absence(person=person, from_day=from_day, until=until, entered_by=by)
    if same is None or same.word != word:
        row.word = word
        save_by(row, by)
    return row


@transaction.atomic
def cancel_absence(absence: Absence, *, by: User) -> Absence:
    """Take it back; it stays in the history. Twice is once."""
    row = Absence.objects.select_for_update().get(pk=absence.pk)
    if row.cancelled_at is None:
        row.cancelled_at = timezone.now()
        save_by(row, by, update_fields=["cancelled_at"])
    return row
