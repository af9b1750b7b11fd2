"""Take in a folder of files that HR, CRM and finance left."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.choices import ImportKind, ImportState, RowOutcome
from accounts.models import ImportBatch, User
from sponsorship.imports import batches
from sponsorship.imports.checking import plan_rows
from sponsorship.imports.columns import Recognition, recognise
from sponsorship.imports.reader import UnreadableFileError, read_file
from sponsorship.imports.reasons import reason_text
from sponsorship.imports.world import World

# Files that build on others come after them.
ORDER = list(ImportKind.values)
READABLE = {".csv", ".txt", ".tsv", ".xlsx"}


class Command(BaseCommand):
    help = "Import a folder of CSV and XLSX files; --rehearse only says what would happen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--rehearse", action="store_true", help="write nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--by", help="e-mail of the programme lead in whose name it is done")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() in READABLE)
        recognised, report = self.recognise_all(files)
        if options["rehearse"]:
            report |= rehearse_together(recognised)
        else:
            by = self.author(options["by"])
            for path, found in recognised:
                report[path.name] = take_in(path, found, by)
        self.print_report(report, as_json=options["json"])

    def recognise_all(
        self, files: list[Path]
    ) -> tuple[list[tuple[Path, Recognition]], dict[str, Any]]:
        """Return the files whose columns are known, in the order in which they build on each other."""
        recognised, report = [], {}
        for path in files:
            try:
                found = recognise(read_file(path)[0], batches.remembered())
            except UnreadableFileError as fault:
                report[path.name] = {"unreadable": reason_text(fault.code, fault.facts)}
                continue
            if found.needs_a_person:
                report[path.name] = {
                    "unreadable": f"columns not known: {', '.join(found.unknown + found.missing)}"
                }
                continue
            recognised.append((path, found))
        return sorted(recognised, key=lambda pair: ORDER.index(pair[1].kind)), report

    def author(self, email: str | None) -> User:
        """Return the lead in whose name the files are taken in."""
        leads = User.objects.leads().order_by("pk")
        by = leads.filter(email=email.lower()).first() if email else leads.first()
        if by is None:
            raise CommandError("No such programme lead. Make one first: manage.py first_lead EMAIL")
        return by

    def print_report(self, report: dict[str, Any], *, as_json: bool) -> None:
        """Print the report for a person, or as JSON."""
        if as_json:
            self.stdout.write(json.dumps(report, indent=2, ensure_ascii=False))
            return
        for name, counts in report.items():
            if "unreadable" in counts:
                self.stdout.write(f"{name}: {counts['unreadable']}")
                continue
            self.stdout.write(
                f"{name}: {counts['new']} new, {counts['changed']} changed, {counts['unchanged']} unchanged, "
                f"{len(counts['refused'])} refused, {len(counts['warned'])} warned"
            )
            for row in [*counts["refused"], *counts["warned"]]:
                self.stdout.write(f"  row {row['row']}, {row['column']}: {row['reason']}")


def rehearse_together(files: list[tuple[Path, Recognition]]) -> dict[str, Any]:
    """Return what each file would do, each built on those before it; nothing is written."""
    world, today = World.load(), timezone.localdate()
    report = {}
    for path, found in files:
        header, rows = read_file(path)
        counts: dict[str, Any] = {
            "new": 0,
            "changed": 0,
            "unchanged": 0,
            "refused": [],
            "warned": [],
        }
        world.seen.clear()
        for plan in plan_rows(found, header, rows, world, on=today):
            if plan.outcome != RowOutcome.REFUSED:
                counts[plan.outcome] += 1
            for issue in plan.issues:
                line = {
                    "row": plan.number,
                    "column": issue.column,
                    "reason": reason_text(issue.code, issue.facts),
                }
                counts["refused" if issue.is_refusal else "warned"].append(line)
        report[path.name] = counts
    return report


def take_in(
    path: Path, found: Recognition, by: User | None, *, from_inbox: bool = False
) -> dict[str, Any]:
    """Rehearse and apply one file, and return its report."""
    batch = store(path, by, from_inbox=from_inbox)
    today = timezone.localdate()
    batches.rehearse(batch, on=today, progress=no_progress)
    if batch.state == ImportState.REHEARSED:
        batches.apply(batch, on=today, progress=no_progress)
    return report_of(batch)


def store(path: Path, by: User | None, *, from_inbox: bool) -> ImportBatch:
    """Keep a copy of the file under a name of our own and make its batch."""
    folder = Path(settings.IMPORT_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / uuid4().hex
    shutil.copyfile(path, copy)
    digest = hashlib.sha256(copy.read_bytes()).hexdigest()
    return batches.begin(copy, name=path.name, digest=digest, by=by, from_inbox=from_inbox)


def report_of(batch: ImportBatch) -> dict[str, Any]:
    """Return the counts and the rows with a reason of a batch."""
    counts: dict[str, Any] = {
        name: batch.counts.get(name, 0) for name in ("new", "changed", "unchanged")
    }
    counts |= {"refused": [], "warned": []}
    for row in batch.rows.exclude(issues=[]):
        for issue in row.issues:
            line = {
                "row": row.number,
                "column": issue["column"],
                "reason": reason_text(issue["code"], issue["facts"]),
            }
            counts["refused" if issue["is_refusal"] else "warned"].append(line)
    return counts


def no_progress(done: int, total: int) -> None:
    """Nobody watches."""
