"""The account team: who belongs to an account, and who manages it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.key_account import KamForm, TeamMemberForm
from accounts.htmx import UserRequest
from accounts.models import KeyAccount, TeamMember, User
from accounts.services.key_accounts import (
    AlreadyOnTeamError,
    PersonHasLeftError,
    add_team_member,
    remove_team_member,
)
from accounts.services.organisation import InactiveKamError, change_kam
from accounts.views.foresight import conflicts_ahead
from accounts.views.key_account import account_to
from accounts.views.refusals import has_left, on_team


@require_http_methods(["GET", "HEAD", "POST"])
def team_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """See who belongs and who belonged to the account, and let a colleague join."""
    account = account_to(request, public_id, "accounts.change_team")
    form = TeamMemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and join(request, form, account):
        return redirect("accounts:team_edit", account.public_id)
    return render(
        request, "accounts/team_edit.html", team_context(request, account) | {"form": form}
    )


@require_POST
def team_leave(request: UserRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Let a colleague leave the account team; the time there stays on record."""
    account = account_to(request, public_id, "accounts.change_team")
    person = get_object_or_404(User, public_id=person_id, team_memberships__in=account.team())
    if remove_team_member(account, person, on=timezone.localdate(), by=request.user):
        left = _("%(name)s is no longer on the account team.") % {"name": person.full_name}
        messages.success(request, left)
    return redirect("accounts:team_edit", account.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def kam_change(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Give the account to another KAM."""
    account = account_to(request, public_id, "accounts.change_kam")
    form = KamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        question = _("Give %(account)s to %(name)s?") % {
            "account": account.name,
            "name": person.full_name,
        }
        kams = {account.pk: person.pk}
        back = account.get_absolute_url()
        if ahead := conflicts_ahead(request, question=question, back=back, kams=kams):
            return ahead
        try:
            change_kam(account, person, on=timezone.localdate(), by=request.user)
        except InactiveKamError as refusal:
            form.add_error("person", has_left(refusal))
        else:
            told = _("%(name)s is the KAM of %(account)s from today on.")
            messages.success(request, told % {"name": person.full_name, "account": account.name})
            return redirect(account)
    return render(request, "accounts/kam_form.html", {"form": form, "account": account})


def join(request: UserRequest, form: TeamMemberForm, account: KeyAccount) -> bool:
    """Let the colleague join; where that cannot be, say so beside the field."""
    person = form.cleaned_data["person"]
    try:
        add_team_member(account, person, on=timezone.localdate(), by=request.user)
    except AlreadyOnTeamError as refusal:
        form.add_error("person", on_team(refusal))
    except PersonHasLeftError as refusal:
        form.add_error("person", has_left(refusal))
    else:
        messages.success(
            request, _("%(name)s is on the account team.") % {"name": person.full_name}
        )
    return not form.errors


def team_context(request: UserRequest, account: KeyAccount) -> dict[str, object]:
    """Return who belongs to the account now, and the last who left."""
    former = TeamMember.objects.filter(account=account, to_day__isnull=False)
    return {
        "account": account,
        "members": account.team(),
        "former": former.select_related("person").order_by("-to_day", "-pk")[:20],
        "may_change_kam": request.user.has_perm("accounts.change_kam", account),
    }
