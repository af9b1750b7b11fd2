"""Take in a folder of files that HR, CRM and finance left."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.choices import ImportState, JobState
from accounts.models import ImportBatch, User
from accounts.services.jobs import run_job, write_job
from sponsorship.imports import reporting
from sponsorship.imports.batches import readable_files, store
from sponsorship.imports.jobs import LANE, about

Report = dict[str, Any]


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
        files = readable_files(folder)
        if options["rehearse"]:
            report = reporting.rehearsal_of(files, on=timezone.localdate())
        else:
            report = take_in(files, by=author(options["by"]))
        if options["json"]:
            self.stdout.write(json.dumps(report, indent=2, ensure_ascii=False))
        else:
            self.print_report(report)

    def print_report(self, report: dict[str, Report]) -> None:
        """Print the report for a person."""
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


def author(email: str | None) -> User:
    """Return the lead in whose name the files are taken in."""
    leads = User.objects.leads().order_by("pk")
    by = leads.filter(email=email.lower()).first() if email else leads.first()
    if by is None:
        raise CommandError("No such programme lead. Make one first: manage.py first_lead EMAIL")
    return by


def take_in(files: list[Path], *, by: User) -> dict[str, Report]:
    """Check and write the files as one job, in this process, and return what came of each."""
    batches = [store(path, by=by) for path in files]
    known = [batch for batch in batches if batch.state == ImportState.UPLOADED]
    job = write_job("import_take_in", about(known), by, lane=LANE)
    run_job(job.public_id)
    job.refresh_from_db()
    if job.state == JobState.QUEUED:
        raise CommandError("Another import is under way; this one follows it.")
    if job.state != JobState.DONE:
        raise CommandError(f"The import was stopped: {job.error or 'a worker takes it up again'}.")
    done = ImportBatch.objects.in_bulk([batch.pk for batch in batches])
    return {batch.file_name: reporting.report_of(done[batch.pk]) for batch in batches}
