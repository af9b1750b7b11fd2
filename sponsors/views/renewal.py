"""Another term for a running pairing: offered, agreed to by the two, or declined."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.htmx import UserRequest
from sponsors.forms.succession import DeclineRenewalForm, RenewalForm
from sponsors.models import Renewal
from sponsors.queries import pairings_for
from sponsors.services.eligibility import PairingRefusedError
from sponsors.services.pairings import current_charter
from sponsors.services.renewals import (
    RenewalMovedOnError,
    agree_to_renewal,
    decline_renewal,
    offer_renewal,
    withdraw_renewal,
)
from sponsors.views.refusals import sentence


@require_http_methods(["GET", "HEAD", "POST"])
def renewal_offer(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One of the two, or a lead, offers another term."""
    pairing = get_object_or_404(pairings_for(request.user), public_id=public_id)
    if not request.user.has_perm("sponsors.offer_renewal", pairing):
        raise PermissionDenied
    form = RenewalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        months = form.cleaned_data["months"]
        offered = attempt(request, lambda: offer_renewal(pairing, months=months, by=request.user))
        if offered:
            messages.success(request, _("Another term is offered. Whoever has to agree is told."))
        return redirect(pairing)
    return render(request, "sponsors/renewal_offer.html", {"form": form, "pairing": pairing})


@require_http_methods(["GET", "HEAD", "POST"])
def renewal_answer(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The KAM or the sponsor looks at the offer, and agrees."""
    renewal = fetch(request, public_id)
    if not request.user.has_perm("sponsors.answer_renewal", renewal):
        raise PermissionDenied
    if request.method == "POST":
        if attempt(request, lambda: agree_to_renewal(renewal, by=request.user)):
            messages.success(request, _("Thank you, that is noted."))
        return redirect(renewal.pairing)
    context = {"renewal": renewal, "charter": current_charter(), "form": DeclineRenewalForm()}
    return render(request, "sponsors/renewal_answer.html", context)


@require_POST
def renewal_decline(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The KAM or the sponsor says no; the reason goes to the leads alone."""
    renewal = fetch(request, public_id)
    if not request.user.has_perm("sponsors.answer_renewal", renewal):
        raise PermissionDenied
    form = DeclineRenewalForm(request.POST)
    if not form.is_valid():
        context = {"renewal": renewal, "charter": current_charter(), "form": form}
        return render(request, "sponsors/renewal_answer.html", context, status=422)
    reason = form.cleaned_data["reason"]
    if attempt(request, lambda: decline_renewal(renewal, by=request.user, reason=reason)):
        messages.success(request, _("Thank you for your answer. The programme leads are told."))
    return redirect(renewal.pairing)


@require_POST
def renewal_withdraw(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A lead takes the offer back."""
    renewal = fetch(request, public_id)
    if not request.user.has_perm("sponsors.withdraw_renewal", renewal):
        raise PermissionDenied
    if attempt(request, lambda: withdraw_renewal(renewal, by=request.user)):
        messages.success(request, _("The offer of another term is withdrawn."))
    return redirect(renewal.pairing)


def fetch(request: UserRequest, public_id: UUID) -> Renewal:
    """Return a renewal that the reader sees, or 404."""
    rows = Renewal.objects.visible_to(request.user).with_people()
    return get_object_or_404(rows, public_id=public_id)


def attempt(request: UserRequest, act: Callable[[], object]) -> bool:
    """Do it, or say in a message what stands against it; return whether it was done."""
    try:
        act()
    except PairingRefusedError as refusal:
        messages.error(request, sentence(refusal))
    except RenewalMovedOnError:
        messages.error(request, _("The offer of another term is no longer open."))
    else:
        return True
    return False
