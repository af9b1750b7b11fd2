"""Periodic work that joins the floors."""

from celery import shared_task
from django.utils import timezone

from sponsorship import reminders
from sponsorship.imports import inbox


@shared_task
def write_reminders() -> None:
    """Write the reminders that have come due."""
    reminders.write_reminders(timezone.now())


@shared_task
def take_in_inbox() -> None:
    """Take in the files that other systems left."""
    inbox.take_in_inbox()
