"""Imports as long work, one after another: rehearse, apply, both in one go, undo."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import ImportState
from accounts.models import ImportBatch, Job, User
from accounts.services.jobs import JobRefusedError, Progress, start_job
from accounts.services.notifications import notify_leads
from sponsors.models import Pairing
from sponsors.services.silence import mark_silence
from sponsorship.imports import applying, batches, rehearsing, undoing
from sponsorship.imports.faults import UnreadableFileError
from sponsorship.imports.reasons import reason_text
from sponsorship.imports.world import World

LANE = "imports"


def batches_of(job: Job) -> list[ImportBatch]:
    """Return the files that a job is about, in the order in which they build on each other."""
    return batches.in_order(ImportBatch.objects.filter(public_id__in=job.arguments["batches"]))


def answer(files: list[ImportBatch]) -> dict[str, Any]:
    """Return where to look at what came of it."""
    if len(files) == 1:
        return {"next": reverse("import_detail", args=[files[0].public_id])}
    return {"next": reverse("import_list")}


def across(files: list[ImportBatch], progress: Progress) -> Iterator[tuple[ImportBatch, Progress]]:
    """Yield each file with a progress that counts on from the files before."""
    sizes = [batch.mapping.get("about", 0) for batch in files]
    for place, batch in enumerate(files):
        yield batch, partial(go_on, progress, sum(sizes[:place]), sum(sizes))


def go_on(progress: Progress, before: int, total: int, done: int, _of: int) -> None:
    """Move the bar of all files by what is done of one."""
    progress(min(before + done, total), total)


def rehearse(job: Job, progress: Progress) -> dict[str, Any]:
    """Look at every row without writing; each file is checked against what those before it would bring."""
    files, world = batches_of(job), World.load()
    for batch, moved in across(files, progress):
        rehearsing.rehearse(batch, on=timezone.localdate(), progress=moved, world=world)
    return answer(files)


def apply(job: Job, progress: Progress) -> dict[str, Any]:
    """Write what the rehearsal announced, file after file."""
    files = batches_of(job)
    for batch, moved in across(files, progress):
        apply_one(batch, moved)
    is_first = len(files) > 1 and not Pairing.objects.exists()
    return {"next": reverse("home")} if is_first else answer(files)


def apply_one(batch: ImportBatch, progress: Progress) -> None:
    """Write one file, and look which tandems are silent now. Raises `JobRefusedError` where what was kept of it can no longer be read."""
    try:
        applying.apply(batch, on=timezone.localdate(), progress=progress)
    except UnreadableFileError as fault:
        raise JobRefusedError(reason_text(fault.code, fault.facts)) from fault
    mark_silence(on=timezone.localdate())


def take_in(job: Job, progress: Progress) -> dict[str, Any]:
    """Check and write files in one go, as a folder brings them; leads are told of those that came by night."""
    files = batches_of(job)
    for batch, moved in across(files, progress):
        if batch.state == ImportState.UPLOADED:
            rehearsing.rehearse(batch, on=timezone.localdate(), progress=moved)
        if batch.state in {ImportState.REHEARSED, ImportState.APPLYING}:
            apply_one(batch, moved)
        if batch.from_inbox:
            report_to_leads(batch)
    return answer(files)


def report_to_leads(batch: ImportBatch) -> None:
    """Tell the leads what came of a file. Twice is once."""
    facts = {"file": batch.file_name, "counts": batch.counts}
    notify_leads("import_report", subject_id=batch.public_id, data=facts)


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
    job = start_job(kind, about(files), by=by, lane=LANE)
    for batch in files:
        batch.job = job
        batch.save(update_fields=["job"])
    return job


def about(files: list[ImportBatch]) -> dict[str, Any]:
    """Return what a job is told of its files."""
    return {"batches": [str(batch.public_id) for batch in files]}


@transaction.atomic
def begin_applying(files: list[ImportBatch], by: User) -> Job | None:
    """Start to apply those of the files that wait for it; nothing where none does, or another has begun."""
    taken = [batch for batch in files if batches.take_for_applying(batch)]
    return begin("import_apply", taken, by) if taken else None
