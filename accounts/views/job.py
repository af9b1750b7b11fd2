"""The progress of long work."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.choices import JobState
from accounts.htmx import UserRequest, render_page_or_partial
from accounts.models import Job


@require_safe
def job_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """How far it is, or what came of it."""
    job = get_object_or_404(Job.objects.visible_to(request.user), public_id=public_id)
    context = {"job": job, "is_over": job.state in {JobState.DONE, JobState.FAILED}}
    return render_page_or_partial(
        request, "accounts/job_detail.html", context, partial="job-progress"
    )
