"""Pairings about which a programme lead decides: in conflict with the organisation, or left by one of the two."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.days import date_format
from accounts.htmx import UserRequest
from accounts.services.organisation import people_in_order
from sponsors.forms.succession import AcknowledgeForm
from sponsors.queries import pairings_for
from sponsors.queries.declared import declared_for
from sponsors.queries.succession import (
    departing_for,
    in_conflict_for,
    what_follows,
    without_their_kam_for,
)
from sponsors.services.conflicts import (
    AcknowledgedTooLongError,
    NotInConflictError,
    acknowledge_conflict,
)


@require_safe
def conflict_list(request: UserRequest) -> HttpResponse:
    """Every conflict with its path and its three ways out, every sponsor who leaves, and every KAM who has left."""
    if not request.user.has_perm("sponsors.decide_conflict"):
        raise PermissionDenied
    context = {
        "conflicts": in_conflict_for(request.user),
        "departures": departing_for(request.user),
        "without_kam": without_their_kam_for(request.user),
        "declared": declared_for(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "sponsors/conflict_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def conflict_acknowledge(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A lead lets a conflict go on until a day; the mark stays, the reminders pause."""
    pairing = get_object_or_404(pairings_for(request.user), public_id=public_id)
    if pairing.conflict_since is None or not request.user.has_perm(
        "sponsors.decide_conflict", pairing
    ):
        raise PermissionDenied
    today = timezone.localdate()
    known = what_follows(pairing, reader=request.user).acknowledged
    initial = {"until": known.until, "reason": known.reason} if known else {}
    first = known.acknowledged_on if known else today
    form = AcknowledgeForm(request.POST or None, first=first, today=today, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = acknowledge_conflict(pairing, by=request.user, on=today, **form.cleaned_data)
        except NotInConflictError:
            messages.info(request, _("The pairing is no longer in conflict."))
        except AcknowledgedTooLongError as refusal:
            said = _("Ninety days at most after %(day)s, when it was first acknowledged.")
            messages.error(request, said % {"day": date_format(refusal.first)})
        else:
            said = _("Acknowledged until %(day)s. The mark stays; no reminder until then.")
            messages.success(request, said % {"day": date_format(row.until)})
        return redirect("sponsors:conflict_list")
    path = people_in_order(pairing.conflict_path)
    context = {"form": form, "pairing": pairing, "path": path, "last": form.last}
    return render(request, "sponsors/conflict_acknowledge.html", context)
