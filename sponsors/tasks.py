"""Periodic work on pairings."""

from celery import shared_task
from django.utils import timezone

from sponsors.services import coaching, forgetting, pairings, signals, silence


@shared_task
def advance_pairings() -> None:
    """Activate the agreed pairings whose day has come, and mark the tandems that have become silent."""
    today = timezone.localdate()
    pairings.advance_pairings(on=today)
    silence.mark_silence(on=today)


@shared_task
def delete_old_notes() -> None:
    """Delete the private notes of tandems that ended a year ago."""
    coaching.delete_old_notes(on=timezone.localdate())


@shared_task
def look_for_signals() -> None:
    """Look at every running tandem for points to watch."""
    signals.look_everywhere(on=timezone.localdate())


@shared_task
def delete_old_signals() -> None:
    """Delete the points to watch of tandems that ended a year ago."""
    forgetting.delete_old_signals(on=timezone.localdate())
