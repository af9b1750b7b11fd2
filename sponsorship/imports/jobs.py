"""Imports as long work: rehearse, apply, undo."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ImportBatch, Job
from accounts.services.jobs import JobRefusedError, Progress
from sponsorship.imports import batches, undoing


def batch_of(job: Job) -> ImportBatch:
    """Return the batch that a job is about."""
    return ImportBatch.objects.get(public_id=job.arguments["batch"])


def answer(batch: ImportBatch, counts: dict[str, int]) -> dict[str, Any]:
    """Return the counts, and where to look at them."""
    return {"counts": counts, "next": reverse("import_detail", args=[batch.public_id])}


def rehearse(job: Job, progress: Progress) -> dict[str, Any]:
    """Look at every row without writing."""
    batch = batch_of(job)
    return answer(batch, batches.rehearse(batch, on=timezone.localdate(), progress=progress))


def apply(job: Job, progress: Progress) -> dict[str, Any]:
    """Write what the rehearsal announced."""
    batch = batch_of(job)
    return answer(batch, batches.apply(batch, on=timezone.localdate(), progress=progress))


def undo(job: Job, progress: Progress) -> dict[str, Any]:
    """Take an import back."""
    batch = batch_of(job)
    if job.requested_by is None:
        raise JobRefusedError(_("Nobody asked for this."))
    try:
        count = undoing.undo(batch, by=job.requested_by, on=timezone.localdate())
    except undoing.NotUndoableError as refusal:
        words = _("Something builds on this import already: %(what)s.") % {"what": refusal.what}
        raise JobRefusedError(words) from refusal
    return answer(batch, {"undone": count})
