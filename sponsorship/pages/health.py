"""Whether the web process answers at all."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Say yes; asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")
