"""A brief on paper: one A4 page, tagged, in the reader's language, with who printed it and when."""

import io
import json
import zipfile
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import UUID

import typst
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from fontTools.ttLib import TTFont

from accounts.htmx import UserRequest
from accounts.models import Job, KeyAccount, User
from accounts.services.jobs import JobRefusedError, Progress, start_job
from sponsorship.brief_words import words_of
from sponsorship.briefs import ExecutiveBrief, compose_brief
from sponsorship.pages.brief import brief_account

TEMPLATE = settings.BASE_DIR / "templates" / "pdf" / "brief.typ"
BOX = "\N{WHITE SQUARE}"


@require_safe
def brief_pdf(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Return the brief as a PDF."""
    account = brief_account(request.user, public_id)
    brief = compose_brief(account, reader=request.user, on=timezone.localdate())
    pdf = render_brief(brief, reader=request.user, at=timezone.localtime())
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{file_name(account)}"'
    return response


def render_brief(brief: ExecutiveBrief, *, reader: User, at: datetime) -> bytes:
    """Return the PDF of a brief: PDF/UA-1, no text of a person read as markup."""
    words = drawn(words_of(brief, reader=reader, at=at))
    return typst.compile(
        str(TEMPLATE),
        font_paths=fonts(),
        sys_inputs={"data": json.dumps(words)},
        pdf_standards=["ua-1"],
    )


@cache
def fonts() -> typst.Fonts:
    """Return Inter, as its package ships it, and typst's own fonts behind it."""
    return typst.Fonts(
        include_system_fonts=False, font_paths=[str(folder) for folder in font_folders()]
    )


def font_folders() -> list[Path]:
    """Return where the typeface lies."""
    spec = find_spec("fontpkg_inter")
    return [Path(spec.origin).parent / "files"] if spec and spec.origin else []


@cache
def letters() -> frozenset[int]:
    """Return the signs that the page's typeface can draw."""
    known: list[set[int]] = []
    for folder in font_folders():
        for file in folder.glob("*.[to]tf"):
            with TTFont(file, lazy=True) as font:
                known.append(set(font.getBestCmap()))
    return frozenset(set.intersection(*known)) if known else frozenset()


def drawn(words: Any) -> Any:
    """Return the words with a box in place of each sign that the typeface lacks: a PDF for all must draw what it says."""
    if isinstance(words, dict):
        return {name: drawn(value) for name, value in words.items()}
    if isinstance(words, list):
        return [drawn(value) for value in words]
    if isinstance(words, str):
        known = letters()
        return "".join(sign if ord(sign) in known or sign == "\n" else BOX for sign in words)
    return words


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


@require_POST
def brief_drafts(request: UserRequest) -> HttpResponse:
    """Begin to write the briefs of all accounts into one archive."""
    if not request.user.has_perm("accounts.run_programme"):
        raise PermissionDenied
    job = start_job("draft_briefs", {}, by=request.user)
    return redirect("accounts:job_detail", job.public_id)


@require_safe
def brief_archive(request: UserRequest, public_id: UUID) -> FileResponse:
    """Return the archive of briefs that one's own job has written."""
    job = Job.objects.filter(
        requested_by=request.user, kind="draft_briefs", public_id=public_id
    ).first()
    if job is None or not job.result.get("file"):
        raise Http404
    return FileResponse(
        default_storage.open(job.result["file"]), as_attachment=True, filename="briefs.zip"
    )
