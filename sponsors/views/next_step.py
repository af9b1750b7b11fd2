"""Promises and next steps: the list, and the tick."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.htmx import UserRequest, render_page_or_partial
from accounts.models import KeyAccount
from sponsors.forms.next_step import StepFilterForm
from sponsors.models import NextStep
from sponsors.services.next_steps import finish_step

PAGE = 25


@require_safe
def step_list(request: UserRequest) -> HttpResponse:
    """What one promised, or what was promised on one's accounts: the nearest day first."""
    form = StepFilterForm(request.GET)
    filters = form.cleaned_data if form.is_valid() else {}
    user, today = request.user, timezone.localdate()
    rows = NextStep.objects.visible_to(user)
    if filters.get("whose") == "accounts":
        rows = rows.filter(interaction__account__in=KeyAccount.objects.of_team(user))
    else:
        rows = rows.filter(owner=user)
    show = filters.get("show", "")
    if show == "kept":
        rows = rows.kept()
    elif show == "late":
        rows = rows.late(today)
    else:
        rows = rows.open().nearest_first()
    rows = rows.select_related("interaction__account", "owner")
    context = {
        "form": form,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "show": show,
        "today": today,
    }
    return render_page_or_partial(request, "sponsors/step_list.html", context, partial="step-list")


@require_POST
def step_finish(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Tick a promise or a next step off."""
    rows = NextStep.objects.visible_to(request.user).select_related("interaction")
    step = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm("sponsors.finish_step", step):
        raise PermissionDenied
    finish_step(step, by=request.user, on=timezone.localdate())
    messages.success(request, _("Done. Well kept."))
    return redirect("sponsors:step_list" if "list" in request.POST else step.interaction)
