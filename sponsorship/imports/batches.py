"""A file on its way in: kept, rehearsed, applied in chunks, undone while nothing builds on it."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.choices import ImportKind, ImportState, JobState
from accounts.models import (
    ImportBatch,
    ImportRow,
    Job,
    OrganisationLock,
    RememberedColumn,
    User,
)
from accounts.services.jobs import Progress
from sponsorship.imports.checking import plan_rows
from sponsorship.imports.columns import KINDS, Recognition, plain, recognise
from sponsorship.imports.plans import Plan
from sponsorship.imports.reader import UnreadableFileError, read_file
from sponsorship.imports.world import World
from sponsorship.imports.writing import write_chunk
from sponsorship.imports.written import Author, Written

CHUNK = 500
WHOLE_FILE = {ImportKind.PEOPLE, ImportKind.ACCOUNTS}
# Files that nobody has applied: they can still be named, checked again or set aside.
OPEN_STATES = {
    ImportState.UPLOADED,
    ImportState.TO_MAP,
    ImportState.REHEARSED,
    ImportState.UNREADABLE,
}
# Files that build on others come after them.
ORDER = list(ImportKind.values)
EXAMPLE = 60


def receive(upload: UploadedFile, *, by: User, kind: str = "") -> ImportBatch:
    """Keep an uploaded file under a name of our own and look at its header."""
    folder = Path(settings.IMPORT_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / uuid4().hex
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for chunk in upload.chunks():
            digest.update(chunk)
            file.write(chunk)
    return begin(path, name=upload.name or "file", digest=digest.hexdigest(), by=by, kind=kind)


def is_stuck(batch: ImportBatch) -> bool:
    """Whether the worker that applied a file gave up, so that it may be begun again."""
    fell = batch.job is None or batch.job.state == JobState.FAILED
    return bool(batch.state == ImportState.APPLYING and fell)


def begin(
    path: Path, *, name: str, digest: str, by: User | None, kind: str = "", from_inbox: bool = False
) -> ImportBatch:
    """Make the batch of a stored file, and recognise its columns."""
    batch = ImportBatch(
        file_name=Path(name).name[:200],
        stored_as=str(path),
        digest=digest,
        uploaded_by=by,
        from_inbox=from_inbox,
    )
    try:
        header, first_row = head_of(path)
    except UnreadableFileError as fault:
        return close_unreadable(batch, fault)
    found = recognise(header, remembered(), kind="")
    batch.header, batch.kind = header, found.kind or kind
    batch.mapping = {
        "places": found.places,
        "currency": found.currency,
        "unknown": found.unknown,
        "examples": [cell[:EXAMPLE] for cell in first_row],
    }
    batch.state = ImportState.TO_MAP if found.needs_a_person else ImportState.UPLOADED
    batch.save()
    return batch


def head_of(path: Path) -> tuple[list[str], list[str]]:
    """Return the header of a file and its first row."""
    header, rows = read_file(path)
    first = next(rows, (0, []))[1]
    rows.close()  # type: ignore[attr-defined]  # a generator
    return header, first


def close_unreadable(batch: ImportBatch, fault: UnreadableFileError) -> ImportBatch:
    """Keep why the file cannot be read."""
    batch.state = ImportState.UNREADABLE
    batch.fault = {"code": fault.code, "facts": fault.facts}
    batch.save()
    return batch


def drop(batch: ImportBatch) -> None:
    """Forget a file that was never applied, and what was kept of it."""
    Path(batch.stored_as).unlink(missing_ok=True)
    batch.delete()


@transaction.atomic
def discard(batch: ImportBatch) -> bool:
    """Set a file aside that nobody wants to apply; return whether it could be. Twice is once."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in OPEN_STATES | {ImportState.DISCARDED}:
        return False
    batch.state = ImportState.DISCARDED
    batch.save(update_fields=["state"])
    return True


def take_for_applying(batch: ImportBatch) -> bool:
    """Reserve a checked file for one worker; a file whose worker gave up may be taken again."""
    fallen = Q(job__isnull=True) | Q(job__in=Job.objects.filter(state=JobState.FAILED))
    ready = Q(state=ImportState.REHEARSED) | Q(state=ImportState.APPLYING) & fallen
    return bool(ImportBatch.objects.filter(ready, pk=batch.pk).update(state=ImportState.APPLYING))


def remembered() -> dict[tuple[str, str], str]:
    """Return what was said of headers before."""
    return {(row.kind, row.header): row.field for row in RememberedColumn.objects.all()}


@transaction.atomic
def name_columns(batch: ImportBatch, kind: str, fields: dict[int, str]) -> list[str]:
    """Keep what a person says the columns are, for this file and the next; return what is still missing."""
    for place, header in enumerate(batch.header):
        if header:
            RememberedColumn.objects.update_or_create(
                kind=kind, header=plain(header)[:120], defaults={"field": fields.get(place, "")}
            )
    places = {name: place for place, name in fields.items() if name}
    missing = [
        column.name for column in KINDS[kind] if column.required and column.name not in places
    ]
    batch.kind = kind
    batch.mapping = batch.mapping | {"places": places, "unknown": []}
    batch.state = ImportState.TO_MAP if missing else ImportState.UPLOADED
    batch.save()
    return missing


def in_order(batches: Iterable[ImportBatch]) -> list[ImportBatch]:
    """Return files in the order in which they build on each other."""
    return sorted(batches, key=lambda batch: (ORDER.index(batch.kind), batch.pk))


def recognition_of(batch: ImportBatch) -> Recognition:
    """Return what the batch's columns are."""
    return Recognition(
        batch.kind, batch.mapping["places"], [], [], batch.mapping.get("currency", "")
    )


def plans_of(batch: ImportBatch, world: World, *, on: date) -> Iterator[Plan]:
    """Yield what each row of the file would do."""
    header, rows = read_file(Path(batch.stored_as))
    return plan_rows(recognition_of(batch), header, rows, world, on=on)


def rehearse(
    batch: ImportBatch, *, on: date, progress: Progress, world: World | None = None
) -> dict[str, int]:
    """Look at every row without writing, keep what each would do, and return the counts. May run again.

    Files that build on each other are rehearsed one after another with the same `world`.
    """
    batch.rows.all().delete()
    world = world or World.load()
    world.seen.clear()
    try:
        counts = plan_all(batch, world, on=on, progress=progress)
    except UnreadableFileError as fault:
        close_unreadable(batch, fault)
        return {}
    batch.counts, batch.state = counts, ImportState.REHEARSED
    batch.save()
    return counts


def plan_all(batch: ImportBatch, world: World, *, on: date, progress: Progress) -> dict[str, int]:
    """Keep what each row would do, and return the counts."""
    counts = {"new": 0, "changed": 0, "unchanged": 0, "refused": 0, "warned": 0}
    plans, done = plans_of(batch, world, on=on), 0
    while chunk := list(islice(plans, CHUNK)):
        ImportRow.objects.bulk_create([row_of(batch, plan) for plan in chunk])
        for plan in chunk:
            counts[plan.outcome] += 1
            counts["warned"] += bool(plan.warnings) and not plan.is_refused
        done += len(chunk)
        progress(done, 0)
    return counts


def row_of(batch: ImportBatch, plan: Plan) -> ImportRow:
    """Return the row that keeps a plan."""
    return ImportRow(
        batch=batch,
        number=plan.number,
        outcome=plan.outcome,
        label=plan.label[:200],
        has_warning=bool(plan.warnings),
        issues=[
            {
                "column": issue.column,
                "code": issue.code,
                "facts": issue.facts,
                "is_refusal": issue.is_refusal,
            }
            for issue in plan.issues
        ],
    )


def apply(batch: ImportBatch, *, on: date, progress: Progress) -> dict[str, int]:
    """Write what the rehearsal announced, against the programme as it is now; a second run writes nothing more.

    People and accounts are written as a whole, under the organisation lock; other files in chunks, so that
    what was stopped goes on where it was.
    """
    if batch.state == ImportState.APPLIED:
        return dict(batch.counts)
    batch.state = ImportState.APPLYING
    batch.save(update_fields=["state"])
    author = Author(batch.uploaded_by or User.objects.leads().order_by("pk")[:1].get(), on)
    total = batch.rows.count()
    progress(0, total)
    if batch.kind in WHOLE_FILE:
        done = write_whole(batch, author)
    else:
        done = write_chunks(batch, author, total, progress)
    batch.state, batch.applied_at, batch.applied_to = ImportState.APPLIED, timezone.now(), done
    batch.save(update_fields=["state", "applied_at", "applied_to"])
    return dict(batch.counts)


@transaction.atomic
def write_whole(batch: ImportBatch, author: Author) -> int:
    """Look at the organisation and write it while nobody else changes it; return how many rows there were."""
    OrganisationLock.take()
    plans = list(plans_of(batch, World.load(), on=author.on))
    write_next(batch, plans, author)
    return len(plans)


def write_chunks(batch: ImportBatch, author: Author, total: int, progress: Progress) -> int:
    """Write a file chunk by chunk; return how many rows there were."""
    plans, done = plans_of(batch, World.load(), on=author.on), 0
    while chunk := list(islice(plans, CHUNK)):
        write_next(batch, chunk, author)
        done += len(chunk)
        progress(done, total)
    return done


@transaction.atomic
def write_next(batch: ImportBatch, chunk: list[Plan], author: Author) -> None:
    """Write rows and keep with each what it wrote: both, or neither."""
    written = {row.number: row for row in write_chunk(batch.kind, chunk, author)}
    keep_targets(batch, written)


def keep_targets(batch: ImportBatch, written: dict[int, Written]) -> None:
    """Keep with each row what it wrote, unless an earlier run has kept it."""
    rows = list(batch.rows.filter(number__in=list(written), target="").order_by("number"))
    for row in rows:
        row.target, row.before = written[row.number].target, written[row.number].before
    ImportRow.objects.bulk_update(rows, ["target", "before"], batch_size=200)
