"""Preparing who comes next while a pairing still runs."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.htmx import UserRequest
from sponsors.forms.succession import SuccessionForm
from sponsors.models import Pairing, Sponsor
from sponsors.queries import pairings_for
from sponsors.queries.succession import possible_successors
from sponsors.services.eligibility import PairingRefusedError
from sponsors.services.pairings import propose_pairing
from sponsors.views.pairing import named
from sponsors.views.refusals import sentence


@require_http_methods(["GET", "HEAD", "POST"])
def succession_prepare(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A lead proposes a successor; the KAM is asked first, as always."""
    pairing = get_object_or_404(pairings_for(request.user), public_id=public_id)
    if not request.user.has_perm("sponsors.prepare_succession", pairing):
        raise PermissionDenied
    today = timezone.localdate()
    chosen = named(Sponsor.objects.select_related("person"), request.GET.get("sponsor"))
    form = SuccessionForm(
        request.POST or None,
        today=today,
        first_day=day_after(pairing, today),
        initial={"sponsor": chosen},
    )
    if request.method == "POST" and form.is_valid():
        try:
            successor = propose_pairing(pairing.account, by=request.user, **form.cleaned_data)
        except PairingRefusedError as refusal:
            form.add_error("sponsor", sentence(refusal))
        else:
            said = _("Proposed. %(kam)s is asked first.") % {"kam": successor.kam.full_name}
            messages.success(request, said)
            return redirect(successor)
    free = possible_successors(pairing, today)
    context = {"form": form, "pairing": pairing, "candidates": free}
    return render(request, "sponsors/succession_form.html", context)


def day_after(pairing: Pairing, today: date) -> date:
    """Return when a successor would begin: after the last term, or now where the pairing cannot go on."""
    terms = list(pairing.terms.all())
    if pairing.conflict_since or pairing.departure_since or not terms:
        return today
    return terms[-1].ends_on + timedelta(days=1)
