"""A file on its way in: kept, its columns recognised or named, set aside."""

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from accounts.choices import ImportKind, ImportState, JobState
from accounts.models import ImportBatch, Job, RememberedColumn, User
from sponsorship.imports.columns import KINDS, plain, recognise
from sponsorship.imports.faults import UnreadableFileError
from sponsorship.imports.reader import read_head

# Files that nobody has applied: they can still be named, checked again or set aside.
OPEN_STATES = {
    ImportState.UPLOADED,
    ImportState.TO_MAP,
    ImportState.REHEARSED,
    ImportState.UNREADABLE,
}
# Files that build on others come after them.
ORDER = list(ImportKind.values)
READABLE = {".csv", ".txt", ".tsv", ".xlsx"}
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


def store(path: Path, *, by: User, from_inbox: bool = False) -> ImportBatch:
    """Keep a copy of a file of a folder under a name of our own and look at its header."""
    folder = Path(settings.IMPORT_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / uuid4().hex
    shutil.copyfile(path, copy)
    with copy.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return begin(copy, name=path.name, digest=digest, by=by, from_inbox=from_inbox)


def readable_files(folder: Path) -> list[Path]:
    """Return the files of a folder that an import may read, by name."""
    return sorted(
        path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in READABLE
    )


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
        header, first_row, about = read_head(path)
    except UnreadableFileError as fault:
        return close_unreadable(batch, fault)
    found = recognise(header, remembered(), kind="")
    batch.header, batch.kind = header, found.kind or kind
    batch.mapping = {
        "places": found.places,
        "currency": found.currency,
        "unknown": found.unknown,
        "about": about,
        "examples": [cell[:EXAMPLE] for cell in first_row],
    }
    batch.state = ImportState.TO_MAP if found.needs_a_person else ImportState.UPLOADED
    batch.save()
    return batch


def close_unreadable(batch: ImportBatch, fault: UnreadableFileError) -> ImportBatch:
    """Keep why the file cannot be read, and nothing that was read of it."""
    if batch.pk:
        batch.rows.all().delete()
    batch.counts, batch.reasons = {}, []
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
