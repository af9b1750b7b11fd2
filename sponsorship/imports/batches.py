"""A file on its way in: kept, rehearsed, applied in chunks, undone while nothing builds on it."""

import hashlib
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.choices import ImportKind, ImportState
from accounts.models import (
    ImportBatch,
    ImportRow,
    OrganisationLock,
    RememberedColumn,
    TeamMember,
    User,
)
from accounts.services.history import save_by
from accounts.services.jobs import Progress
from accounts.services.organisation import organisation_changed
from sponsorship.imports.checking import Plan, plan_rows
from sponsorship.imports.columns import KINDS, Recognition, plain, recognise
from sponsorship.imports.reader import UnreadableFileError, read_file
from sponsorship.imports.world import World
from sponsorship.imports.writing import Author, write_chunk

CHUNK = 500
WHOLE_FILE = {ImportKind.PEOPLE, ImportKind.ACCOUNTS}


class NotUndoableError(Exception):
    """Something builds on what the import brought."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


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
        header, rows = read_file(path)
        next(rows)
        rows.close()  # type: ignore[attr-defined]  # a generator
    except StopIteration:
        header = []
    except UnreadableFileError as fault:
        batch.state, batch.fault = (
            ImportState.UNREADABLE,
            {"code": fault.code, "facts": fault.facts},
        )
        batch.save()
        return batch
    found = recognise(header, remembered(), kind="")
    batch.header, batch.kind = header, found.kind or kind
    batch.mapping = {"places": found.places, "currency": found.currency, "unknown": found.unknown}
    batch.state = ImportState.TO_MAP if found.needs_a_person else ImportState.UPLOADED
    batch.save()
    return batch


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
    batch.mapping = {"places": places, "currency": batch.mapping.get("currency", ""), "unknown": []}
    batch.state = ImportState.TO_MAP if missing else ImportState.UPLOADED
    batch.save()
    return missing


def recognition_of(batch: ImportBatch) -> Recognition:
    """Return what the batch's columns are."""
    return Recognition(
        batch.kind, batch.mapping["places"], [], [], batch.mapping.get("currency", "")
    )


def plans_of(batch: ImportBatch, world: World, *, on: date) -> Iterator[Plan]:
    """Yield what each row of the file would do."""
    header, rows = read_file(Path(batch.stored_as))
    return plan_rows(recognition_of(batch), header, rows, world, on=on)


def rehearse(batch: ImportBatch, *, on: date, progress: Progress) -> dict[str, int]:
    """Look at every row without writing, keep what each would do, and return the counts. May run again."""
    batch.rows.all().delete()
    counts = {"new": 0, "changed": 0, "unchanged": 0, "refused": 0, "warned": 0}
    try:
        plans = plans_of(batch, World.load(), on=on)
        done = 0
        while chunk := list(islice(plans, CHUNK)):
            ImportRow.objects.bulk_create([row_of(batch, plan) for plan in chunk])
            for plan in chunk:
                counts[plan.outcome] += 1
                counts["warned"] += bool(plan.warnings) and not plan.is_refused
            done += len(chunk)
            progress(done, 0)
    except UnreadableFileError as fault:
        batch.state, batch.fault = (
            ImportState.UNREADABLE,
            {"code": fault.code, "facts": fault.facts},
        )
        batch.save()
        return counts
    batch.counts, batch.state = counts, ImportState.REHEARSED
    batch.save()
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
    """Write what the rehearsal announced, against the programme as it is now; a second run writes nothing more."""
    if batch.state == ImportState.APPLIED:
        return dict(batch.counts)
    batch.state = ImportState.APPLYING
    batch.save(update_fields=["state"])
    author = Author(batch.uploaded_by or User.objects.leads().order_by("pk")[:1].get(), on)
    total = batch.rows.count()
    done = 0
    plans = plans_of(batch, World.load(), on=on)
    size = total + 1 if batch.kind in WHOLE_FILE else CHUNK
    while chunk := list(islice(plans, size)):
        written = {row.number: row for row in write_chunk(batch.kind, chunk, author)}
        keep_targets(batch, chunk, written)
        done += len(chunk)
        progress(done, total)
    batch.state, batch.applied_at, batch.applied_to = ImportState.APPLIED, timezone.now(), done
    batch.save(update_fields=["state", "applied_at", "applied_to"])
    return dict(batch.counts)


def keep_targets(batch: ImportBatch, chunk: list[Plan], written: dict[int, Any]) -> None:
    """Keep with each row what it wrote, unless an earlier run has kept it."""
    rows = list(batch.rows.filter(number__in=list(written), target="").order_by("number"))
    for row in rows:
        row.target, row.before = written[row.number].target, written[row.number].before
    ImportRow.objects.bulk_update(rows, ["target", "before"], batch_size=200)


@transaction.atomic
def undo(batch: ImportBatch, *, by: User) -> int:
    """Take an applied import back: what it made is removed, what it changed is as it was. Twice is once.

    Raises `NotUndoableError` and leaves everything as it is, where something builds on it.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == ImportState.UNDONE:
        return 0
    OrganisationLock.take()
    rows = list(batch.rows.exclude(target="").order_by("-number"))
    made = [row for row in rows if row.before is None]
    restore([row for row in rows if row.before], by=by)
    remove(made, by=by)
    organisation_changed()
    batch.state = ImportState.UNDONE
    batch.save(update_fields=["state"])
    return len(rows)


def restore(rows: list[ImportRow], *, by: User) -> None:
    """Set changed records back to what stood there before."""
    for row in rows:
        label, pk = row.target.split(":")
        record = apps.get_model(label).objects.get(pk=pk)
        for name, value in (row.before or {}).items():
            setattr(record, name, record._meta.get_field(name).to_python(value))
        save_by(record, by)


def remove(rows: list[ImportRow], *, by: User) -> None:
    """Remove what the import made, unless something stands on it."""
    keys: dict[str, list[int]] = {}
    for row in rows:
        label, pk = row.target.split(":")
        keys.setdefault(label, []).append(int(pk))
    try:
        for label, pks in keys.items():
            if label == "accounts.keyaccount":
                check_untouched_accounts(pks)
            if label == "accounts.user":
                User.objects.filter(pk__in=pks).update(manager=None)
            if label == "sponsors.interaction":
                apps.get_model("reviews.accountreview").objects.filter(interaction__in=pks).delete()
            for start in range(0, len(pks), CHUNK):
                apps.get_model(label).objects.filter(pk__in=pks[start : start + CHUNK]).delete()
    except ProtectedError as error:
        first = next(iter(error.protected_objects), None)
        raise NotUndoableError(str(first)) from error


def check_untouched_accounts(pks: list[int]) -> None:
    """Refuse to remove accounts on which somebody has worked: a brief, figures or contacts hang on them."""
    for model in (
        "accounts.brief",
        "accounts.contact",
        "accounts.annualfigures",
        "accounts.ask",
        "accounts.clientevent",
    ):
        first = apps.get_model(model).objects.filter(account__in=pks).first()
        if first is not None:
            raise NotUndoableError(str(first))
    others = TeamMember.objects.filter(account__in=pks).exclude(role="kam").first()
    if others is not None:
        raise NotUndoableError(str(others))
