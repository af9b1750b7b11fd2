"""The account plan: its page, and the sponsor's endorsement."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.plan import EndorseForm
from accounts.htmx import UserRequest
from accounts.models import KeyAccount
from accounts.queries.plan import plan_page
from accounts.services.plans import PlanRefusedError, ask_for_endorsement, endorse_plan
from accounts.views.key_account import account_to
from accounts.views.refusals import plan_refused


@require_safe
def plan_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What we want to reach with this client, how far it has come, and whether the sponsor stands behind it."""
    accounts = KeyAccount.objects.visible_to(request.user).with_team()
    account = get_object_or_404(accounts, public_id=public_id)
    page = plan_page(account, on=timezone.localdate())
    may_endorse = request.user.has_perm("accounts.endorse_plan", account)
    context = {
        "account": account,
        "page": page,
        "sponsor": account.sponsor_person,
        "may_edit": request.user.has_perm("accounts.edit_plan", account),
        "may_endorse": may_endorse and bool(page.standings) and not page.is_endorsed,
        "form": EndorseForm(initial={"version": page.plan.version}),
    }
    return render(request, "accounts/plan_detail.html", context)


@require_POST
def plan_ask(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The KAM asks the sponsor to endorse the plan."""
    account = account_to(request, public_id, "accounts.edit_plan")
    try:
        ask_for_endorsement(account, by=request.user)
    except PlanRefusedError as refusal:
        messages.error(request, plan_refused(refusal))
    else:
        messages.success(request, _("Asked. The sponsor is told."))
    return redirect("accounts:plan_detail", account.public_id)


@require_POST
def plan_endorse(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The sponsor endorses the plan that was read."""
    account = account_to(request, public_id, "accounts.endorse_plan")
    form = EndorseForm(request.POST)
    facts = form.cleaned_data if form.is_valid() else {}
    try:
        endorse_plan(
            account,
            version=facts.get("version", 0),
            line=facts.get("line", ""),
            by=request.user,
            on=timezone.localdate(),
        )
    except PlanRefusedError as refusal:
        messages.error(request, plan_refused(refusal))
    else:
        messages.success(request, _("Endorsed. The KAM is told."))
    return redirect("accounts:plan_detail", account.public_id)
