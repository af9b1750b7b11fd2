"""The rehearsal of a file: every row is looked at, and nothing is written but what it would do."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.db.models import Count, Q

from accounts.choices import ImportKind, ImportState, RowOutcome
from accounts.models import ImportBatch, ImportRow
from accounts.services.jobs import Progress
from sponsorship.imports.batches import close_unreadable
from sponsorship.imports.checking import plan_rows
from sponsorship.imports.columns import Recognition
from sponsorship.imports.faults import UnreadableFileError
from sponsorship.imports.foresight import conflicts_in
from sponsorship.imports.plans import Plan
from sponsorship.imports.reader import read_file
from sponsorship.imports.world import World

CHUNK = 500
ROWS_NAMED = 12
# Files that say who reports to whom, and who manages which account.
ORGANISATION = {ImportKind.PEOPLE, ImportKind.ACCOUNTS}


def rehearse(
    batch: ImportBatch, *, on: date, progress: Progress, world: World | None = None
) -> None:
    """Look at every row without writing, and keep what each would do. May run again.

    Files that build on each other are rehearsed one after another with the same `world`.
    """
    batch.rows.all().delete()
    world = world or World.load()
    world.seen.clear()
    try:
        keep_plans(batch, world, on=on, progress=progress)
    except UnreadableFileError as fault:
        close_unreadable(batch, fault)
        return
    batch.state = ImportState.REHEARSED
    batch.foreseen = conflicts_in(world) if batch.kind in ORGANISATION else []
    sum_up(batch)
    batch.save()


def keep_plans(batch: ImportBatch, world: World, *, on: date, progress: Progress) -> None:
    """Keep what each row would do."""
    plans, about = plans_of(batch, world, on=on), batch.mapping.get("about", 0)
    while chunk := list(islice(plans, CHUNK)):
        ImportRow.objects.bulk_create([row_of(batch, plan) for plan in chunk])
        progress(chunk[-1].number, about)


def plans_of(batch: ImportBatch, world: World, *, on: date) -> Iterator[Plan]:
    """Yield what each row of the file would do."""
    sheet = read_file(Path(batch.stored_as))
    places, currency = batch.mapping["places"], batch.mapping.get("currency", "")
    recognition = Recognition(batch.kind, places, currency=currency)
    return plan_rows(recognition, sheet.header, sheet.rows, world, on=on)


def row_of(batch: ImportBatch, plan: Plan) -> ImportRow:
    """Return the row that keeps a plan."""
    row = ImportRow(batch=batch, number=plan.number, label=plan.label[:200])
    keep_outcome(row, plan)
    return row


def keep_outcome(row: ImportRow, plan: Plan) -> bool:
    """Keep with a row what is done with it and why; return whether that is something else than before."""
    issues = [asdict(issue) for issue in plan.issues]
    if (row.outcome, row.issues) == (plan.outcome, issues):
        return False
    row.outcome, row.issues, row.has_warning = plan.outcome, issues, bool(plan.warnings)
    return True


def sum_up(batch: ImportBatch) -> None:
    """Set on a file what its rows say together: how many of each, and why."""
    batch.counts, batch.reasons = counts_of(batch), reasons_of(batch)


def counts_of(batch: ImportBatch) -> dict[str, int]:
    """Return how many rows are new, changed, unchanged, refused, and imported with a warning."""
    outcomes = {name: Count("pk", filter=Q(outcome=name)) for name in RowOutcome.values}
    warned = Count("pk", filter=Q(has_warning=True) & ~Q(outcome=RowOutcome.REFUSED))
    return batch.rows.aggregate(**outcomes, warned=warned)


def reasons_of(batch: ImportBatch) -> list[dict[str, Any]]:
    """Return each reason once for each column, refusals and the most frequent first, with the first rows that have it.

    A fact that is not the same in all of these rows reads "…".
    """
    rows = batch.rows.exclude(issues=[]).order_by("number")
    reasons: dict[tuple[bool, str, str], dict[str, Any]] = {}
    for number, issues in rows.values_list("number", "issues").iterator(chunk_size=2000):
        for issue in issues:
            key = (issue["is_refusal"], issue["column"], issue["code"])
            reason = reasons.setdefault(key, issue | {"count": 0, "rows": []})
            reason["facts"] = {
                name: value if issue["facts"][name] == value else "…"
                for name, value in reason["facts"].items()
            }
            reason["count"] += 1
            reason["rows"] += [number] * (len(reason["rows"]) < ROWS_NAMED)
    return sorted(reasons.values(), key=lambda reason: (not reason["is_refusal"], -reason["count"]))
