"""Periodic work on pairings."""

from celery import shared_task
from django.utils import timezone

from sponsors.services import pairings


@shared_task
def advance_pairings() -> None:
    """Activate the agreed pairings whose day has come."""
    pairings.advance_pairings(on=timezone.localdate())
