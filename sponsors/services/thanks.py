"""Thanks: one line from the KAM for a quarter, beside what followed from what the sponsor did."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.history import save_by
from accounts.services.notifications import cancel, notify
from sponsors.models import Pairing, Thanks
from sponsors.queries.quarter import facts_of
from sponsors.services.steps import locked


class NothingFollowedError(Exception):
    """Nothing is noted in the quarter for which to give thanks."""


@transaction.atomic
def say_thanks(pairing: Pairing, quarter: date, line: str, *, by: User) -> Thanks:
    """Keep the line of a quarter and tell the sponsor, once; said again, it is changed and nobody is told.

    Raises `NothingFollowedError`.
    """
    pairing = locked(pairing)
    if not facts_of([pairing.pk], quarter):
        raise NothingFollowedError
    row = Thanks.objects.filter(pairing=pairing, quarter=quarter).first()
    is_new = row is None
    row = row or Thanks(pairing=pairing, quarter=quarter)
    if row.line == line.strip():
        return row
    row.line, row.written_by, row.written_at = line.strip(), by, timezone.now()
    save_by(row, by)
    cancel("thanks_due", subject_id=pairing.public_id)
    if is_new:
        notify("thanks_said", subject_id=row.public_id, recipient=pairing.sponsor.person)
    return row
