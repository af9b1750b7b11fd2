"""Objectives of an account plan: begun, changed, spoken of, closed and taken up again by the KAM."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.plan import CloseForm, ObjectiveForm, ProgressForm
from accounts.htmx import UserRequest
from accounts.models import KeyAccount, Objective
from accounts.services.meanwhile import ChangedMeanwhileError
from accounts.services.plans import (
    PlanRefusedError,
    ProgressAheadError,
    Word,
    add_objective,
    change_objective,
    close_objective,
    note_progress,
    reopen_objective,
)
from accounts.views.key_account import account_to
from accounts.views.refusals import plan_refused


@require_http_methods(["GET", "HEAD", "POST"])
def objective_add(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Begin an objective."""
    account = account_to(request, public_id, "accounts.edit_plan")
    today = timezone.localdate()
    form = ObjectiveForm(request.POST or None, account=account, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            add_objective(form.save(commit=False), by=request.user, on=today)
        except PlanRefusedError as refusal:
            form.add_error(None, plan_refused(refusal))
        else:
            messages.success(request, _("The objective is in the plan."))
            return back(account)
    return show(request, account, form, _("Add an objective"), _("Add"))


@require_http_methods(["GET", "HEAD", "POST"])
def objective_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Change what an objective says."""
    objective = objective_to(request, public_id)
    form = ObjectiveForm(
        request.POST or None,
        instance=objective,
        account=objective.account,
        today=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_objective(form.save(commit=False), by=request.user, read=form.what_was_read())
        except ChangedMeanwhileError as refusal:
            form.compare(refusal)
        except PlanRefusedError as refusal:
            form.add_error(None, plan_refused(refusal))
        else:
            messages.success(request, _("The objective is changed."))
            return back(objective.account)
    return show(request, objective.account, form, _("Change the objective"), _("Save"))


@require_http_methods(["GET", "HEAD", "POST"])
def objective_progress(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say how far an objective has come."""
    objective = objective_to(request, public_id)
    today = timezone.localdate()
    form = ProgressForm(request.POST or None, objective=objective, today=today)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        word = Word(facts["value"], facts["day"], facts["line"])
        try:
            note_progress(objective, word, by=request.user, today=today)
        except PlanRefusedError as refusal:
            beside = "day" if isinstance(refusal, ProgressAheadError) else None
            form.add_error(beside, plan_refused(refusal))
        else:
            messages.success(request, _("Noted."))
            return back(objective.account)
    title = _("How far has it come?")
    return show(request, objective.account, form, title, _("Save"), objective=objective)


@require_http_methods(["GET", "HEAD", "POST"])
def objective_close(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say that an objective was reached, or is set aside."""
    objective = objective_to(request, public_id)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        close_objective(
            objective,
            facts["state"],
            outcome=facts["outcome"],
            by=request.user,
            on=timezone.localdate(),
        )
        messages.success(request, _("Closed. It stays in the history of the plan."))
        return back(objective.account)
    title = _("Close the objective")
    return show(request, objective.account, form, title, _("Close"), objective=objective)


@require_POST
def objective_reopen(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Take a closed objective up again."""
    objective = objective_to(request, public_id)
    try:
        reopen_objective(objective, by=request.user)
    except PlanRefusedError as refusal:
        messages.error(request, plan_refused(refusal))
    else:
        messages.success(request, _("The objective is in the plan."))
    return back(objective.account)


def objective_to(request: UserRequest, public_id: UUID) -> Objective:
    """Return an objective that the reader may change; 404 where it is unknown, 403 where it is read-only."""
    rows = Objective.objects.visible_to(request.user).select_related("account").with_progress()
    objective = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm("accounts.edit_plan", objective.account):
        raise PermissionDenied
    return objective


def show(
    request: UserRequest, account: KeyAccount, form: Any, title: str, action: str, **more: Any
) -> HttpResponse:
    """Show the form of one step."""
    context = {"account": account, "form": form, "title": title, "action": action} | more
    status = 422 if form.is_bound else 200
    template = "edit" if isinstance(form, ObjectiveForm) else "form"
    return render(request, f"accounts/objective_{template}.html", context, status=status)


def back(account: KeyAccount) -> HttpResponse:
    """Return to the plan."""
    return redirect("accounts:plan_detail", account.public_id)
