"""The programme's own settings."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms.settings import ProgrammeForm
from accounts.htmx import UserRequest
from accounts.models import Programme
from accounts.services.meanwhile import ChangedMeanwhileError
from accounts.services.programme import keep_programme


@require_http_methods(["GET", "HEAD", "POST"])
def programme_edit(request: UserRequest) -> HttpResponse:
    """The company's name, and when the programme started."""
    if not request.user.has_perm("accounts.run_programme"):
        raise PermissionDenied
    programme = Programme.current()
    form = ProgrammeForm(request.POST or None, instance=programme)
    if request.method == "POST" and form.is_valid():
        try:
            keep_programme(form.save(commit=False), by=request.user, read=form.what_was_read())
        except ChangedMeanwhileError as refusal:
            form.compare(refusal)
        else:
            messages.success(request, _("The settings of the programme are saved."))
            return redirect("accounts:programme_edit")
    return render(request, "accounts/programme_form.html", {"form": form})
