"""One line of thanks for a quarter."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.htmx import UserRequest
from sponsors.forms.thanks import ThanksForm
from sponsors.models import Thanks
from sponsors.queries import pairings_for
from sponsors.queries.quarter import facts_of, last_quarter
from sponsors.services.thanks import NothingFollowedError, say_thanks


@require_http_methods(["GET", "HEAD", "POST"])
def thanks_write(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The KAM thanks the sponsor for what followed in the last quarter."""
    pairing = get_object_or_404(pairings_for(request.user), public_id=public_id)
    if not request.user.has_perm("sponsors.say_thanks", pairing):
        raise PermissionDenied
    quarter = last_quarter(timezone.localdate())
    kept = Thanks.objects.visible_to(request.user).filter(pairing=pairing, quarter=quarter).first()
    form = ThanksForm(request.POST or None, initial={"line": kept.line if kept else ""})
    if request.method == "POST" and form.is_valid():
        try:
            say_thanks(pairing, quarter, form.cleaned_data["line"], by=request.user)
        except NothingFollowedError:
            messages.error(request, _("Nothing is noted in that quarter yet."))
        else:
            messages.success(request, _("Your sponsor reads it on this page and by e-mail."))
        return redirect("sponsors:rhythm_detail", public_id)
    facts = facts_of([pairing.pk], quarter).get(pairing.pk, [])
    context = {"pairing": pairing, "quarter": quarter, "facts": facts, "form": form}
    return render(request, "sponsors/thanks_write.html", context)
