"""Words in confidence: given by one of a tandem, answered by a lead, followed until done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.htmx import UserRequest
from sponsors.forms.confided import (
    AgreementForm,
    AnswerConfidedForm,
    ConfideForm,
    FinishConfidedForm,
)
from sponsors.models import ConfidedSignal, Pairing
from sponsors.services import confided as services
from sponsors.services.confided import ConfidedRefusedError
from sponsors.views.confided_refusals import confided_sentence


@require_http_methods(["GET", "HEAD", "POST"])
def confided_give(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say something in confidence, to the programme leads who are named above the form."""
    rows = Pairing.objects.visible_to(request.user).with_people()
    pairing = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm("sponsors.confide", pairing):
        raise PermissionDenied
    form = ConfideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            signal = services.give_in_confidence(
                pairing, form.word(), by=request.user, at=timezone.now()
            )
        except ConfidedRefusedError as refusal:
            form.add_error(None, confided_sentence(refusal))
        else:
            messages.success(request, _("Said in confidence. A programme lead answers you here."))
            return redirect(signal)
    context = {"pairing": pairing, "form": form, "readers": services.readers_of(pairing)}
    status = 422 if form.is_bound else 200
    return render(request, "sponsors/confided_give.html", context, status=status)


@require_safe
def confided_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What was said, the answer, and what is agreed."""
    return show(request, fetch(request, public_id))


@require_POST
def confided_answer(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A lead answers."""
    signal = allowed(request, public_id, "sponsors.answer_confided")
    form = AnswerConfidedForm(request.POST, today=timezone.localdate(), signal=signal)
    if not form.is_valid():
        return show(request, signal, answer_form=form)
    attempt(
        request,
        lambda: services.answer_confided(
            signal,
            form.cleaned_data["answer"],
            by=request.user,
            at=timezone.now(),
            agreement=form.agreement(),
        ),
        _("%(author)s is told.") % {"author": signal.author},
    )
    return redirect(signal)


@require_POST
def confided_agree(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Author or lead writes down what they agree to do."""
    signal = allowed(request, public_id, "sponsors.follow_confided")
    form = AgreementForm(request.POST, today=timezone.localdate(), signal=signal)
    agreement = form.agreement() if form.is_valid() else None
    if agreement is None:
        return show(request, signal, agreement_form=form)
    attempt(
        request,
        lambda: services.agree_on(signal, agreement, by=request.user, at=timezone.now()),
        _("Noted. Both of you are reminded on that day."),
    )
    return redirect(signal)


@require_POST
def confided_finish(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Author or lead says what came of it."""
    signal = allowed(request, public_id, "sponsors.follow_confided")
    form = FinishConfidedForm(request.POST)
    if not form.is_valid():
        return show(request, signal, finish_form=form)
    outcome = form.cleaned_data["outcome"]
    attempt(
        request,
        lambda: services.finish_confided(signal, outcome, by=request.user, at=timezone.now()),
        _("Noted, and no longer followed."),
    )
    return redirect(signal)


def show(request: UserRequest, signal: ConfidedSignal, **faulty: forms.Form) -> HttpResponse:
    """Show it with what the reader may do next; a form that was not filled in comes back as it was."""
    today, user = timezone.localdate(), request.user
    offered: dict[str, Any] = {}
    if not signal.is_answered and user.has_perm("sponsors.answer_confided", signal):
        offered["answer_form"] = AnswerConfidedForm(today=today, signal=signal)
    if signal.done_at is None and user.has_perm("sponsors.follow_confided", signal):
        offered["agreement_form"] = AgreementForm(today=today, signal=signal)
        if signal.is_followed:
            offered["finish_form"] = FinishConfidedForm()
    context = {"signal": signal, "is_author": signal.author_id == user.pk, "today": today}
    if not signal.is_answered:
        context["readers"] = services.readers_of(signal.pairing)
    status = 422 if faulty else 200
    return render(
        request, "sponsors/confided_detail.html", context | offered | faulty, status=status
    )


def attempt(request: UserRequest, act: Callable[[], object], done: str) -> None:
    """Do it, or say in a message what stands against it."""
    try:
        act()
    except ConfidedRefusedError as refusal:
        messages.error(request, confided_sentence(refusal))
    else:
        messages.success(request, done)


def fetch(request: UserRequest, public_id: UUID) -> ConfidedSignal:
    """Return what the reader may read, or 404."""
    rows = ConfidedSignal.objects.visible_to(request.user).with_people()
    return get_object_or_404(rows, public_id=public_id)


def allowed(request: UserRequest, public_id: UUID, permission: str) -> ConfidedSignal:
    """Return what the reader may read and do this with; 403 where it may only be read."""
    signal = fetch(request, public_id)
    if not request.user.has_perm(permission, signal):
        raise PermissionDenied
    return signal
