"""Files left in the inbox folder are taken in at night, and the leads are told."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.choices import ImportState
from accounts.models import User
from sponsorship.imports.batches import readable_files, store
from sponsorship.imports.jobs import begin, report_to_leads

TAKEN, LEFT = "taken", "not-read"


def take_in_inbox() -> int:
    """Take in every readable file of the inbox as one piece of work; return how many there were. May run twice.

    A file that needs a person waits on the page of imports.
    """
    inbox = Path(settings.INBOX_DIR)
    inbox.mkdir(parents=True, exist_ok=True)
    by = User.objects.leads().order_by("pk").first()
    found = readable_files(inbox)
    if not found or by is None:
        return 0
    with transaction.atomic():
        files = [store(path, by=by, from_inbox=True) for path in found]
        known = [batch for batch in files if batch.state == ImportState.UPLOADED]
        for batch in files:
            if batch not in known:
                report_to_leads(batch)
        if known:
            begin("import_take_in", known, by)
    for path, batch in zip(found, files, strict=True):
        move_away(path, TAKEN if batch in known else LEFT)
    return len(found)


def move_away(path: Path, name: str) -> None:
    """Put a file that was seen into a folder beside it, under the moment at which it was."""
    folder = path.parent / name
    folder.mkdir(exist_ok=True)
    path.replace(folder / f"{timezone.now():%Y%m%d-%H%M%S}-{path.name}")
