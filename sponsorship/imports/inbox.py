"""Files left in the inbox folder are taken in at night, and the leads are told."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from accounts.services.notifications import notify
from sponsorship.imports import batches
from sponsorship.imports.columns import recognise
from sponsorship.imports.reader import UnreadableFileError, read_file
from sponsorship.management.commands.import_company import ORDER, READABLE, store

TAKEN, LEFT = "taken", "not-read"


def take_in_inbox() -> int:
    """Take in every readable file of the inbox in the right order and move it away; return how many. May run twice."""
    inbox = Path(settings.INBOX_DIR)
    inbox.mkdir(parents=True, exist_ok=True)
    found = [
        (kind_of(path), path) for path in sorted(inbox.iterdir()) if path.suffix.lower() in READABLE
    ]
    by = User.objects.leads().order_by("pk").first()
    if not found or by is None:
        return 0
    for kind, path in sorted(
        found, key=lambda pair: (ORDER.index(pair[0]) if pair[0] else len(ORDER), pair[1].name)
    ):
        take_in_one(path, by, is_known=bool(kind))
    return len(found)


def take_in_one(path: Path, by: User, *, is_known: bool) -> None:
    """Apply one file, move it away and report it to the leads; a file that needs a person is left for the page."""
    batch = store(path, by, from_inbox=True)
    if is_known and batch.state == "uploaded":
        today = timezone.localdate()
        batches.rehearse(batch, on=today, progress=lambda _done, _total: None)
        if batch.state == "rehearsed":
            batches.apply(batch, on=today, progress=lambda _done, _total: None)
    folder = path.parent / (TAKEN if batch.state == "applied" else LEFT)
    folder.mkdir(exist_ok=True)
    path.replace(folder / f"{timezone.now():%Y%m%d-%H%M%S}-{path.name}")
    for lead in User.objects.leads():
        notify(
            "import_report",
            subject_id=batch.public_id,
            recipient=lead,
            data={"file": batch.file_name, "counts": batch.counts},
        )


def kind_of(path: Path) -> str:
    """Return what a file is about, or nothing where a person has to say it."""
    try:
        found = recognise(read_file(path)[0], batches.remembered())
    except UnreadableFileError:
        return ""
    return "" if found.needs_a_person else found.kind
