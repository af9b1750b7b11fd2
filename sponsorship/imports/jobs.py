"""Imports as long work: rehearse, apply, undo."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ImportBatch, Job, User
from accounts.services.jobs import JobRefusedError, Progress, start_job
from sponsors.models import Pairing
from sponsorship.imports import batches, undoing
from sponsorship.imports.reader import UnreadableFileError
from sponsorship.imports.reasons import reason_text
from sponsorship.imports.world import World


def batches_of(job: Job) -> list[ImportBatch]:
    """Return the files that a job is about, in the order in which they build on each other."""
    return batches.in_order(ImportBatch.objects.filter(public_id__in=job.arguments["batches"]))


def answer(files: list[ImportBatch]) -> dict[str, Any]:
    """Return where to look at what came of it."""
    if len(files) == 1:
        return {"next": reverse("import_detail", args=[files[0].public_id])}
    return {"next": reverse("import_list")}


def after(progress: Progress, before: int, all_rows: int) -> Progress:
    """Return a progress that counts on from the files before."""

    def go_on(done: int, total: int) -> None:
        progress(before + done, all_rows)

    return go_on


def rehearse(job: Job, progress: Progress) -> dict[str, Any]:
    """Look at every row without writing; each file is checked against what those before it would bring."""
    files, world, before = batches_of(job), World.load(), 0
    for batch in files:
        counts = batches.rehearse(
            batch, on=timezone.localdate(), progress=after(progress, before, 0), world=world
        )
        before += sum(counts.get(name, 0) for name in ("new", "changed", "unchanged", "refused"))
    return answer(files)


def apply(job: Job, progress: Progress) -> dict[str, Any]:
    """Write what the rehearsal announced, file after file."""
    files, before = batches_of(job), 0
    sizes = {batch.pk: batch.rows.count() for batch in files}
    for batch in files:
        try:
            batches.apply(
                batch,
                on=timezone.localdate(),
                progress=after(progress, before, sum(sizes.values())),
            )
        except UnreadableFileError as fault:
            raise JobRefusedError(reason_text(fault.code, fault.facts)) from fault
        before += sizes[batch.pk]
    is_first = len(files) > 1 and not Pairing.objects.exists()
    return {"next": reverse("home")} if is_first else answer(files)


def undo(job: Job, progress: Progress) -> dict[str, Any]:
    """Take an import back."""
    [batch] = batches_of(job)
    if job.requested_by is None:
        raise JobRefusedError(_("Nobody asked for this."))
    try:
        undoing.undo(batch, by=job.requested_by, on=timezone.localdate())
    except undoing.NotUndoableError as refusal:
        words = _("Something builds on this import already: %(what)s.") % {"what": refusal.what}
        raise JobRefusedError(words) from refusal
    return answer([batch])


@transaction.atomic
def begin(kind: str, files: list[ImportBatch], by: User) -> Job:
    """Start the work on these files, and remember it with each."""
    job = start_job(kind, {"batches": [str(batch.public_id) for batch in files]}, by=by)
    for batch in files:
        batch.job = job
        batch.save(update_fields=["job"])
    return job


@transaction.atomic
def begin_applying(files: list[ImportBatch], by: User) -> Job | None:
    """Start to apply those of the files that wait for it; nothing where none does, or another has begun."""
    taken = [batch for batch in files if batches.take_for_applying(batch)]
    return begin("import_apply", taken, by) if taken else None
