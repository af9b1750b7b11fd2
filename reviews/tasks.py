"""What the clock asks of this floor."""

from celery import shared_task
from django.utils import timezone

from reviews.services import scorecards


@shared_task
def compute_open_seasons() -> None:
    """Have the scorecards of every season that still counts computed, each night."""
    scorecards.compute_open_seasons(on=timezone.localdate())
