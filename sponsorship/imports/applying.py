"""A checked file is written: in chunks that are whole or not at all, so that what was stopped goes on where it was."""

from datetime import date
from itertools import islice

from django.db import transaction
from django.utils import timezone

from accounts.choices import ImportKind, ImportState
from accounts.models import ImportBatch, ImportRow, OrganisationLock, User
from accounts.services.jobs import Progress
from sponsorship.imports.plans import Plan
from sponsorship.imports.rehearsing import CHUNK, keep_outcome, plans_of, sum_up
from sponsorship.imports.world import World
from sponsorship.imports.writing import write_chunk
from sponsorship.imports.written import Author

WHOLE_FILE = {ImportKind.PEOPLE, ImportKind.ACCOUNTS}
# An UPDATE with a value for each row grows faster than its rows.
AT_ONCE = 200


def apply(batch: ImportBatch, *, on: date, progress: Progress) -> None:
    """Write what the rehearsal announced, against the programme as it is now; a second run writes nothing more.

    People and accounts are written as a whole, under the organisation lock; other files in chunks.
    """
    if batch.state == ImportState.APPLIED:
        return
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
    sum_up(batch)
    batch.save(update_fields=["state", "applied_at", "applied_to", "counts", "reasons"])


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
    """Write rows and keep with each what it wrote: both, or neither.

    What an earlier run has written stays as it was kept then; of the others it is kept what becomes of them now.
    """
    written = {row.number: row for row in write_chunk(batch.kind, chunk, author)}
    rows = batch.rows.filter(number__in=[plan.number for plan in chunk], target="")
    kept = {row.number: row for row in rows}
    moved = [
        kept[plan.number]
        for plan in chunk
        if plan.number in kept and keep_outcome(kept[plan.number], plan)
    ]
    ImportRow.objects.bulk_update(moved, ["outcome", "issues", "has_warning"], batch_size=AT_ONCE)
    wrote = [kept[number] for number in written if number in kept]
    for row in wrote:
        row.target, row.before = written[row.number].target, written[row.number].before
    ImportRow.objects.bulk_update(wrote, ["target", "before"], batch_size=AT_ONCE)
