"""A brief on paper: one A4 page, tagged, in the reader's language, with who printed it and when."""

import io
import zipfile
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import Job, KeyAccount, User
from accounts.services.jobs import JobRefusedError, Progress
from sponsorship.brief_words import words_of
from sponsorship.briefs import ExecutiveBrief, compose_brief
from sponsorship.paper import typeset


def render_brief(brief: ExecutiveBrief, *, reader: User, at: datetime) -> bytes:
    """Return the PDF of a brief: PDF/UA-1, no text of a person read as markup."""
    return typeset("brief.typ", words_of(brief, reader=reader, at=at))


def file_name(account: KeyAccount) -> str:
    """Return a harmless file name."""
    return f"brief-{slugify(account.name)[:60] or account.public_id}.pdf"


def draft_briefs_job(job: Job, progress: Progress) -> dict[str, Any]:
    """Write the briefs of all accounts that the requester may read into one archive; may run twice."""
    reader = job.requested_by
    if reader is None:
        raise JobRefusedError(_("Nobody asked for this."))
    accounts = list(
        KeyAccount.objects.briefed_to(reader)
        .select_related("sector")
        .with_team()
        .order_by("name", "pk")
    )
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bundle:
        for number, account in enumerate(accounts, start=1):
            brief = compose_brief(account, reader=reader, on=timezone.localdate())
            bundle.writestr(
                f"{number:04}-{file_name(account)}",
                render_brief(brief, reader=reader, at=timezone.localtime()),
            )
            if number % 10 == 0:
                progress(number, len(accounts))
    name = f"briefs/{job.public_id}.zip"
    default_storage.delete(name)
    default_storage.save(name, ContentFile(archive.getvalue()))
    return {
        "accounts": len(accounts),
        "file": name,
        "next": reverse("brief_archive", args=[job.public_id]),
    }
