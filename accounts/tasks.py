"""Work that the worker and beat do on the ground floor."""

from uuid import UUID

from celery import shared_task

from accounts.services import delivery, jobs


@shared_task
def deliver_due() -> None:
    """Deliver the messages that are due."""
    delivery.deliver_due()


@shared_task
def sweep() -> None:
    """Take up again what dead workers left."""
    delivery.sweep_notifications()
    jobs.sweep_jobs()


@shared_task
def run_job(*, public_id: str) -> None:
    """Do one piece of long work."""
    jobs.run_job(UUID(public_id))
