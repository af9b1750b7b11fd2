"""Points to watch are forgotten a year after the tandem's end, with all that told of them."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import Notification
from sponsors.models import ConfidedSignal, DriftSignal
from sponsors.services.coaching import a_year_before

TOLD_AS = {
    DriftSignal: ("signal_found", "signal_brought"),
    ConfidedSignal: ("signal_confided", "signal_answered", "signal_follow_up"),
}


@transaction.atomic
def delete_old_signals(*, on: date) -> int:
    """Delete those of pairings that ended a year ago or earlier, their history and their messages; twice is once.

    Return how many there were. Unlike a coaching note, that there was one is told by nothing that stays.
    """
    return sum(forget(model, kinds, a_year_before(on)) for model, kinds in TOLD_AS.items())


def forget(model: Any, kinds: tuple[str, ...], limit: date) -> int:
    """Delete the rows of pairings that ended by that day."""
    rows = model.objects.filter(pairing__ended_on__lte=limit)
    keys = dict(rows.values_list("pk", "public_id"))
    told = Notification.objects.filter(kind__in=kinds)
    told.filter(subject_id__in=[str(public_id) for public_id in keys.values()]).delete()
    rows.delete()
    model.history.filter(id__in=keys).delete()
    return len(keys)
