"""What files would do, or have done, as a report that another programme can read."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from accounts.choices import RowOutcome
from accounts.models import ImportBatch
from sponsorship.imports.batches import ORDER, remembered
from sponsorship.imports.checking import plan_rows
from sponsorship.imports.columns import Recognition, recognise
from sponsorship.imports.faults import UnreadableFileError
from sponsorship.imports.reader import read_file, read_head
from sponsorship.imports.reasons import reason_text
from sponsorship.imports.world import World

Report = dict[str, Any]


def rehearsal_of(files: list[Path], *, on: date) -> dict[str, Report]:
    """Return what each file would do, each built on those before it; nothing is written."""
    found, reports = [], {}
    for path in files:
        try:
            known = recognise(read_head(path)[0], remembered())
        except UnreadableFileError as fault:
            reports[path.name] = {"unreadable": reason_text(fault.code, fault.facts)}
            continue
        if known.needs_a_person:
            reports[path.name] = unnamed(known.unknown + known.missing)
        else:
            found.append((path, known))
    world = World.load()
    for path, known in sorted(found, key=lambda pair: ORDER.index(pair[1].kind)):
        reports[path.name] = rehearse(path, known, world, on=on)
    return reports


def rehearse(path: Path, known: Recognition, world: World, *, on: date) -> Report:
    """Return what one file would do."""
    world.seen.clear()
    report = blank()
    try:
        sheet = read_file(path)
        for plan in plan_rows(known, sheet.header, sheet.rows, world, on=on):
            if plan.outcome != RowOutcome.REFUSED:
                report[plan.outcome] += 1
            for issue in plan.issues:
                add(report, plan.number, asdict(issue))
    except UnreadableFileError as fault:
        return {"unreadable": reason_text(fault.code, fault.facts)}
    return report


def report_of(batch: ImportBatch) -> Report:
    """Return the counts of a file, and its rows with a reason."""
    if batch.fault:
        return {"unreadable": reason_text(batch.fault["code"], batch.fault["facts"])}
    if not batch.counts:
        return unnamed(batch.mapping.get("unknown", []))
    report = blank() | {name: batch.counts[name] for name in ("new", "changed", "unchanged")}
    for row in batch.rows.exclude(issues=[]).iterator(chunk_size=1000):
        for issue in row.issues:
            add(report, row.number, issue)
    return report


def blank() -> Report:
    """Return the report of a file of which nothing is known yet."""
    return {"new": 0, "changed": 0, "unchanged": 0, "refused": [], "warned": []}


def add(report: Report, row: int, issue: Mapping[str, Any]) -> None:
    """Add what is wrong with a cell."""
    reason = reason_text(issue["code"], issue["facts"])
    line = {"row": row, "column": issue["column"], "reason": reason}
    report["refused" if issue["is_refusal"] else "warned"].append(line)


def unnamed(columns: Iterable[str]) -> Report:
    """Return the report of a file whose columns a person has to name."""
    return {"unreadable": f"columns not known: {', '.join(columns)}"}
