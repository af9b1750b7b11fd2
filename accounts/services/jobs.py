"""Long work: started in the transaction of its cause, done by a worker, taken up again if that one dies.

How to call it, from a service or a view::

    job = start_job("import_apply", {"batch": str(batch.public_id)}, by=request.user)
    return redirect("accounts:job_detail", job.public_id)

What does the work is named in `settings.JOB_KINDS` by its dotted path::

    def apply(job: Job, progress: Progress) -> dict[str, Any]: ...

- `progress(done, total)` moves the bar and renews the worker's lease of two minutes: call it at least once
  a minute, and outside of long transactions. It raises `LeaseLostError` when another worker has taken
  the job; let it pass.
- What is returned (JSON) becomes `job.result`; `{"next": "/path/"}` in it gives the job page its button.
- A worker may die anywhere, so that the work may begin again with the same job: it must be resumable.
- `JobRefusedError("words for the person")` ends the job as failed with these words.
- Jobs that must not run at the same moment share a `lane`: the second waits until the first is done.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

import structlog
from celery import current_app
from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError as BrokerError

from accounts.choices import JobState
from accounts.models import Job, User
from accounts.services.kinds import UnknownKindError

LEASE = timedelta(minutes=2)
WAIT_FOR_A_WORKER = timedelta(minutes=1)
MAX_ATTEMPTS = 5
log = structlog.get_logger(__name__)


class LeaseLostError(Exception):
    """Another worker has taken the job; this one stops."""


class JobRefusedError(Exception):
    """The work cannot be done, for a reason that the person who asked understands."""


class Progress(Protocol):
    """Says how far the work is."""

    def __call__(self, done: int, total: int) -> None:
        """Move the bar, and renew the lease."""


Work = Callable[[Job, Progress], dict[str, Any] | None]


@transaction.atomic
def start_job(kind: str, arguments: dict[str, Any], by: User | None, *, lane: str = "") -> Job:
    """Write the job and hand it to a worker once the transaction is through. Raises `UnknownKindError`."""
    job = write_job(kind, arguments, by, lane=lane)
    transaction.on_commit(lambda: hand_to_worker(job.public_id))
    return job


@transaction.atomic
def write_job(kind: str, arguments: dict[str, Any], by: User | None, *, lane: str = "") -> Job:
    """Write a job that the caller runs itself; if it does not, the sweeper finds somebody who does."""
    if kind not in settings.JOB_KINDS:
        raise UnknownKindError(kind)
    job = Job.objects.create(kind=kind, arguments=arguments, requested_by=by, lane=lane)
    Job.objects.filter(pk=job.pk).update(lease_until=Now() + WAIT_FOR_A_WORKER)
    return job


def hand_to_worker(public_id: UUID) -> None:
    """Put the job in the queue. A queue that is away costs nothing: the sweeper hands it over again."""
    try:
        current_app.send_task(
            "accounts.tasks.run_job", kwargs={"public_id": str(public_id)}, retry=False
        )
    except (BrokerError, OSError) as error:
        log.warning("job_not_queued", job=str(public_id), error=repr(error))


def run_job(public_id: UUID) -> bool:
    """Do the job unless it is done or another worker holds it; return whether it was done here."""
    job = claim(public_id)
    if job is None:
        return False
    try:
        work: Work = import_string(settings.JOB_KINDS[job.kind])
        result = work(job, progress_of(job))
    except LeaseLostError:
        return False
    except DatabaseError:
        # It heals by itself: the lease runs out, and the sweeper hands the job over again.
        log.exception("job_interrupted", job=str(public_id))
        return False
    except JobRefusedError as error:
        return finish(job, JobState.FAILED, error=str(error)[:300])
    except Exception as error:
        log.exception("job_failed", job=str(public_id))
        return finish(job, JobState.FAILED, error=type(error).__name__)
    return finish(job, JobState.DONE, result=result or {})


def claim(public_id: UUID) -> Job | None:
    """Take the job for two minutes, if nobody has it and its lane is free."""
    token = str(uuid.uuid4())
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=Now())
    waiting = Job.objects.filter(free, public_id=public_id, attempts__lt=MAX_ATTEMPTS)
    try:
        with transaction.atomic():
            taken = waiting.update(
                state=JobState.RUNNING,
                token=token,
                lease_until=Now() + LEASE,
                attempts=F("attempts") + 1,
            )
    except IntegrityError:
        return None
    return Job.objects.get(public_id=public_id) if taken else None


def progress_of(job: Job) -> Progress:
    """Return what the work calls to move the bar."""

    def progress(done: int, total: int) -> None:
        held = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, token=job.token)
        if not held.update(progress=done, total=total, lease_until=Now() + LEASE):
            raise LeaseLostError

    return progress


def finish(job: Job, state: JobState, **facts: Any) -> bool:
    """Bring the job to its end, if this worker still holds it."""
    held = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, token=job.token)
    is_over = held.update(
        state=state, finished_at=timezone.now(), lease_until=None, token="", **facts
    )
    follower = Job.objects.filter(state=JobState.QUEUED, lane=job.lane).exclude(lane="")
    if is_over and (waiting := follower.order_by("pk").first()):
        hand_to_worker(waiting.public_id)
    return bool(is_over)


def sweep_jobs() -> int:
    """Hand over again what no worker holds, and give up what five workers did not finish; return how many."""
    left = Job.objects.under_way().filter(lease_until__lt=Now())
    left.filter(attempts__gte=MAX_ATTEMPTS).update(
        state=JobState.FAILED, finished_at=timezone.now(), lease_until=None, error="interrupted"
    )
    waiting = list(left.values_list("pk", "public_id")[:100])
    for pk, public_id in waiting:
        if left.filter(pk=pk).update(state=JobState.QUEUED, lease_until=Now() + WAIT_FOR_A_WORKER):
            hand_to_worker(public_id)
    return len(waiting)
