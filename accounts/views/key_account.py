"""Key accounts: taking one in, and changing its facts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms.key_account import KeyAccountForm, NewKeyAccountForm
from accounts.htmx import UserRequest
from accounts.models import KeyAccount
from accounts.services.key_accounts import (
    AccountChangedMeanwhileError,
    add_account,
    edit_account,
)
from accounts.services.taken import TakenError
from accounts.views.refusals import taken

OFFERED = 8


@require_safe
def key_account_suggest(request: UserRequest) -> HttpResponse:
    """Offer key accounts while one types a name; the line that asks may bear any name."""
    text = str(next(iter(request.GET.values()), "")).strip()[:100].replace("·", " ")
    accounts = KeyAccount.objects.listed_to(request.user).matching(text).order_by("search_text")
    found = accounts[:OFFERED] if len(text) > 1 else []
    return render(request, "accounts/key_account_options.html", {"accounts": found})


@require_http_methods(["GET", "HEAD", "POST"])
def key_account_add(request: UserRequest) -> HttpResponse:
    """Take a key account into the programme."""
    if not request.user.has_perm("accounts.add_account"):
        raise PermissionDenied
    form = NewKeyAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kam, today = form.cleaned_data["kam"], timezone.localdate()
        try:
            account = add_account(form.facts(), kam=kam, on=today, by=request.user)
        except TakenError as refusal:
            form.add_error(refusal.field, taken(refusal))
        else:
            messages.success(request, _("%(name)s is added.") % {"name": account.name})
            return redirect(account)
    return render(request, "accounts/key_account_form.html", {"form": form, "account": None})


@require_http_methods(["GET", "HEAD", "POST"])
def key_account_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Change the facts of a key account."""
    account = account_to(request, public_id, "accounts.edit_account")
    name, context = account.name, dict[str, Any]()
    form = KeyAccountForm(request.POST or None, instance=account)
    if request.method == "POST" and form.is_valid():
        try:
            edit_account(account, form.facts(), version=form.version_read, by=request.user)
        except AccountChangedMeanwhileError as refusal:
            context["refusal"], context["difference"] = refusal, form.difference(refusal)
            form = form.upon(refusal)
        except TakenError as refusal:
            form.add_error(refusal.field, taken(refusal))
        else:
            messages.success(
                request, _("The facts of %(name)s are saved.") % {"name": account.name}
            )
            return redirect(account)
    context |= {"form": form, "account": account, "name": name}
    status = 409 if "refusal" in context else 200
    return render(request, "accounts/key_account_form.html", context, status=status)


def account_to(request: UserRequest, public_id: UUID, permission: str) -> KeyAccount:
    """Return the account if the reader may open it and do this; 404 and 403 say which is missing."""
    account = get_object_or_404(KeyAccount.objects.visible_to(request.user), public_id=public_id)
    if not request.user.has_perm(permission, account):
        raise PermissionDenied
    return account
