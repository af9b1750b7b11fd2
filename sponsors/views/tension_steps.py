"""The steps of a tension: taken in, answered, kept up to date, closed."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.htmx import UserRequest
from sponsors.choices import TensionStage
from sponsors.forms.tension import TensionCloseForm, TensionTakeInForm, TensionUpdateForm
from sponsors.models import Tension
from sponsors.services.tensions import (
    TensionMovedOnError,
    TensionRefusedError,
    close_tension,
    note_contact,
    take_in,
    update_tension,
)
from sponsors.views.refusals import tension_sentence
from sponsors.views.tension import fetch


@require_http_methods(["GET", "HEAD", "POST"])
def tension_take_in(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The sponsor takes it in."""
    tension = allowed(request, public_id, "sponsors.take_in_tension")
    if not tension.is_open:
        return closed_already(request, tension)
    is_sent = request.method == "POST"
    form = TensionTakeInForm(request.POST if is_sent else None, tension=tension)
    if is_sent and form.is_valid():
        if attempt(request, lambda: taken(request, tension, form)):
            messages.success(request, _("You take it in. The KAM is told."))
        return redirect(tension)
    context = {
        "tension": tension,
        "form": form,
        "title": _("Take it in"),
        "action": _("I take it in"),
        "lede": _("From now on you care for it with the client, so that the KAM can go on working.")
        if tension.is_with_client
        else _("From now on you care for it inside our company."),
    }
    return render(request, "sponsors/tension_step.html", context)


@require_POST
def tension_contact(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Note that whoever is concerned has been spoken to."""
    tension = allowed(request, public_id, "sponsors.carry_tension")
    if attempt(request, lambda: note_contact(tension, by=request.user, at=timezone.now())):
        messages.success(request, _("First contact noted."))
    return redirect(tension)


@require_http_methods(["GET", "HEAD", "POST"])
def tension_update(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say what is new, and where it stands."""
    tension = allowed(request, public_id, "sponsors.carry_tension")
    if not tension.is_open:
        return closed_already(request, tension)
    form = TensionUpdateForm(request.POST or None, tension=tension)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            update_tension(tension, **facts, by=request.user, at=timezone.now())
        except TensionMovedOnError as refusal:
            if not refusal.tension.is_open:
                return closed_already(request, refusal.tension)
            # What was typed stays; the stages on offer are those within reach now.
            again = request.POST.copy()
            again["seen"], again["stage"] = refusal.tension.stage, refusal.tension.stage
            form = TensionUpdateForm(again, tension=refusal.tension)
            form.add_error(None, tension_sentence(refusal))
        else:
            messages.success(request, _("Noted. The next update is due in a week."))
            return redirect(tension)
    context = {
        "tension": tension,
        "form": form,
        "title": _("What is new"),
        "action": _("Save"),
    }
    return render(
        request, "sponsors/tension_step.html", context, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def tension_close(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Hand it back to the KAM, or say that it was lost, with what was learnt."""
    tension = allowed(request, public_id, "sponsors.carry_tension")
    if not tension.is_open:
        return closed_already(request, tension)
    form = TensionCloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        to, learnt = TensionStage(facts["to"]), facts["learnt"]
        if attempt(
            request,
            lambda: close_tension(tension, to, learnt=learnt, by=request.user, at=timezone.now()),
        ):
            messages.success(
                request,
                _("Handed back. What was learnt stays with the account.")
                if to == TensionStage.HANDED_BACK
                else _("Closed. What was learnt stays with the account."),
            )
        return redirect(tension)
    context = {
        "tension": tension,
        "form": form,
        "title": _("Hand it back"),
        "action": _("Close the tension"),
        "lede": _("It ends here, and cannot be opened again: a new strain is a new tension."),
    }
    return render(
        request, "sponsors/tension_step.html", context, status=422 if form.is_bound else 200
    )


def taken(request: UserRequest, tension: Tension, form: TensionTakeInForm) -> None:
    """Take it in, and note the first contact where it has taken place."""
    facts, at = form.cleaned_data, timezone.now()
    take_in(tension, is_shielded=facts.get("is_shielded", False), by=request.user, at=at)
    if facts.get("has_contact"):
        note_contact(tension, by=request.user, at=at)


def allowed(request: UserRequest, public_id: UUID, permission: str) -> Tension:
    """Return a tension that the reader may read and care for; 403 where it may only be read."""
    tension = fetch(request, public_id)
    if not request.user.has_perm(permission, tension):
        raise PermissionDenied
    return tension


def attempt(request: UserRequest, act: Callable[[], object]) -> bool:
    """Do it, or say in a message what stands against it; return whether it was done."""
    try:
        act()
    except TensionRefusedError as refusal:
        messages.error(request, tension_sentence(refusal))
        return False
    return True


def closed_already(request: UserRequest, tension: Tension) -> HttpResponse:
    """Say that nothing more can be said of it."""
    messages.error(request, tension_sentence(TensionMovedOnError(tension)))
    return redirect(tension)
