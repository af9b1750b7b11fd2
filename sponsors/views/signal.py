"""Points to watch: what a reader may know of, and nobody else."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.htmx import UserRequest
from accounts.models import User
from sponsors.choices import SignalRule
from sponsors.forms.signal import DismissForm
from sponsors.models import ConfidedSignal, DriftSignal, NextStep, Pairing
from sponsors.sentences.signals import how_others_do, what_stands_there
from sponsors.services import signals as services

EACH = 30


@require_safe
def signal_list(request: UserRequest) -> HttpResponse:
    """The points of one's own tandems, those brought to the leads, and what was said in confidence."""
    user = request.user
    tandems = Pairing.objects.running_for(user).with_people().order_by("account__name")
    points = told(DriftSignal.objects.visible_to(user).order_by("-since", "-pk"), user)
    own = [point for point in points if is_own(point["signal"], user)]
    context = {
        "tandems": tandems,
        "points": [point for point in own if point["signal"].is_open],
        "aside": [point for point in own if not point["signal"].is_open],
        "brought": [point for point in points if not is_own(point["signal"], user)],
        "today": timezone.localdate(),
        **confided_for(user),
    }
    return render(request, "sponsors/signal_list.html", context)


@require_safe
def signal_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One point: the facts, how others do, and what the two may do with it."""
    return show(request, fetch(request.user, public_id))


@require_POST
def signal_dismiss(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One of the two puts it aside, with a reason."""
    signal = allowed(request, public_id, "sponsors.handle_signal")
    form = DismissForm(request.POST)
    if not form.is_valid():
        return show(request, signal, form)
    reason = form.cleaned_data["reason"]
    try:
        services.dismiss_signal(signal, reason, by=request.user, at=timezone.now())
    except services.SignalOverError as refusal:
        messages.error(
            request,
            _("It no longer waits: %(state)s.") % {"state": refusal.signal.get_state_display()},
        )
    else:
        messages.success(request, _("Put aside. You both still find it below."))
    return redirect("sponsors:signal_list")


@require_POST
def signal_bring(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One of the two lets the programme leads read it."""
    signal = allowed(request, public_id, "sponsors.handle_signal")
    services.bring_signal(signal, by=request.user, at=timezone.now())
    messages.success(request, _("The programme leads can read it now."))
    return redirect(signal)


@require_POST
def promise_agreed(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The KAM says that the two had agreed on a promise."""
    rows = NextStep.objects.visible_to(request.user).select_related("interaction__account")
    step = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm("sponsors.agree_to_promise", step):
        raise PermissionDenied
    services.agree_to_promise(step, by=request.user, on=timezone.localdate())
    messages.success(request, _("Noted: you two had agreed on it."))
    return redirect("sponsors:signal_list")


def show(
    request: UserRequest, signal: DriftSignal, form: DismissForm | None = None
) -> HttpResponse:
    """Show a point; a form that was not filled in comes back as it was."""
    user = request.user
    may_handle = user.has_perm("sponsors.handle_signal", signal)
    rows = DriftSignal.objects.filter(pk=signal.pk)
    context = {
        "point": told(rows, user)[0],
        "signal": signal,
        "may_dismiss": may_handle and signal.is_open,
        "may_bring": may_handle and not signal.is_brought,
        "promises": promises_of(signal, user) if may_handle else [],
        "form": form or DismissForm(),
    }
    return render(request, "sponsors/signal_detail.html", context, status=422 if form else 200)


def told(rows: Any, reader: User) -> list[dict[str, Any]]:
    """Return each point with its records and its words."""
    shown = list(rows.with_people().prefetch_records(reader)[:EACH])
    return [
        {
            "signal": row,
            "records": row.shown_records,
            "says": what_stands_there(row, len(row.shown_records)),
            "others": how_others_do(row),
        }
        for row in shown
    ]


def promises_of(signal: DriftSignal, reader: User) -> list[NextStep]:
    """Return the commercial promises that wait for the KAM's word, to the KAM."""
    if signal.rule != SignalRule.PROMISE or signal.kam_id != reader.pk:
        return []
    rows = NextStep.objects.filter(
        interaction__in=signal.records.all(), is_commercial=True, agreed_by__isnull=True
    )
    return list(rows.order_by("pk"))


def is_own(signal: DriftSignal, reader: User) -> bool:
    """Whether the reader is one of the two whom it concerns."""
    return reader.pk in {signal.kam_id, signal.pairing.sponsor.person_id}


def confided_for(user: User) -> dict[str, Any]:
    """Return what the reader has said in confidence, and as a lead reads: unanswered, and followed."""
    said = ConfidedSignal.objects.visible_to(user).with_people()
    others = said.exclude(author=user)
    return {
        "own": said.filter(author=user).order_by("-given_at", "-pk")[:EACH],
        "unanswered": others.unanswered().order_by("given_at", "pk")[:EACH],
        "followed": others.followed().order_by("follow_up_on", "pk")[:EACH],
    }


def fetch(user: User, public_id: UUID) -> DriftSignal:
    """Return a point that the reader may know of, or 404."""
    return get_object_or_404(
        DriftSignal.objects.visible_to(user).with_people(), public_id=public_id
    )


def allowed(request: UserRequest, public_id: UUID, permission: str) -> DriftSignal:
    """Return a point that the reader may do this with; 403 where it may only be read."""
    signal = fetch(request.user, public_id)
    if not request.user.has_perm(permission, signal):
        raise PermissionDenied
    return signal
