"""Briefs as PDF: one, or those of all accounts in one archive."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.htmx import UserRequest
from accounts.models import Job
from accounts.services.jobs import start_job
from sponsorship.brief_paper import file_name, render_brief
from sponsorship.briefs import compose_brief
from sponsorship.pages.brief import brief_account


@require_safe
def brief_pdf(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Return the brief as a PDF."""
    account = brief_account(request.user, public_id)
    brief = compose_brief(account, reader=request.user, on=timezone.localdate())
    pdf = render_brief(brief, reader=request.user, at=timezone.localtime())
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{file_name(account)}"'
    return response


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
