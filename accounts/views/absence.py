"""Absences: entered by the person or an assistant, and taken back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.delegation import AbsenceForm
from accounts.htmx import UserRequest
from accounts.models import Absence
from accounts.services.absences import cancel_absence, enter_absence
from accounts.views.delegation import person_to


@require_http_methods(["GET", "HEAD", "POST"])
def absence_add(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say when a person is away."""
    person = person_to(request, public_id, "accounts.enter_absence")
    form = AbsenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        enter_absence(person, **form.cleaned_data, by=request.user)
        messages.success(request, _("The absence is noted."))
        return redirect("accounts:delegate_list", person.public_id)
    context = {"form": form, "person": person, "is_me": person == request.user}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/absence_form.html", context, status=status)


@require_POST
def absence_cancel(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Take it back."""
    rows = Absence.objects.visible_to(request.user).select_related("person")
    absence = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm("accounts.enter_absence", absence.person):
        raise PermissionDenied
    cancel_absence(absence, by=request.user)
    messages.success(request, _("The absence is taken back."))
    return redirect("accounts:delegate_list", absence.person.public_id)
