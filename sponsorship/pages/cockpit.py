"""The cockpit of programme leads: each figure opens its work list."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.htmx import UserRequest
from sponsorship.cockpit import read_cockpit


@require_safe
def cockpit(request: UserRequest) -> HttpResponse:
    """Coverage, free places, conflicts, terms that end, stale briefs and silent tandems."""
    if not request.user.has_perm("accounts.run_programme"):
        raise PermissionDenied
    today = timezone.localdate()
    figures, lists = read_cockpit(request.user, on=today)
    context = {"figures": figures, "lists": lists, "today": today}
    return render(request, "sponsorship/cockpit.html", context)
