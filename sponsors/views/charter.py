"""The charter that both people of a tandem agree to."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.htmx import UserRequest
from sponsors.forms.pairing import CharterForm
from sponsors.services.charters import publish_charter
from sponsors.services.pairings import current_charter


@require_safe
def charter_detail(request: UserRequest) -> HttpResponse:
    """What each of the two does, and the five drifts."""
    context = {
        "charter": current_charter(),
        "may_edit": request.user.has_perm("sponsors.edit_charter"),
    }
    return render(request, "sponsors/charter_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def charter_edit(request: UserRequest) -> HttpResponse:
    """A lead publishes a new version; running pairings keep the one they agreed to."""
    if not request.user.has_perm("sponsors.edit_charter"):
        raise PermissionDenied
    charter = current_charter()
    form = CharterForm(
        request.POST or None, initial={"text_en": charter.text_en, "text_fr": charter.text_fr}
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        publish_charter(
            facts["text_en"], facts["text_fr"], by=request.user, on=timezone.localdate()
        )
        messages.success(request, _("The new version is published."))
        return redirect("sponsors:charter_detail")
    return render(request, "sponsors/charter_form.html", {"form": form, "charter": charter})
