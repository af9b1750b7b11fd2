"""Delegates and absences of a person: who acts for them, for whom they act, and when they are away."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import DelegationKind
from accounts.forms.delegation import DelegationEditForm, DelegationForm
from accounts.htmx import UserRequest
from accounts.models import Absence, Delegation, TeamMember, User
from accounts.services.delegations import (
    DelegationRefusedError,
    edit_delegation,
    end_delegation,
    give_delegation,
)
from accounts.views.refusals import delegation_refused


@require_safe
def delegate_list(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Who acts for a person, for whom the person acts, and when the person is away."""
    person = person_to(request, public_id, "accounts.see_delegates")
    me, today = request.user, timezone.localdate()
    standing = Delegation.objects.standing(today).with_people().order_by("kind", "from_day", "pk")
    has_own_view = me.has_perm("accounts.give_delegation", person)
    may_enter = me.has_perm("accounts.enter_absence", person)
    context = {
        "person": person,
        "is_me": person == me,
        "given": standing.filter(of=person) if has_own_view else [],
        "held": standing.filter(to=person) if has_own_view else [],
        "sees_delegates": has_own_view,
        "may_give": has_own_view and bool(kinds_of(person)),
        "absences": Absence.objects.not_over(today)
        .filter(person=person)
        .select_related("entered_by"),
        "may_enter": may_enter,
        "today": today,
    }
    return render(request, "accounts/delegate_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def delegation_give(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Name an assistant of an executive, or a deputy of a KAM."""
    person = person_to(request, public_id, "accounts.give_delegation")
    kinds, today = kinds_of(person), timezone.localdate()
    form = DelegationForm(request.POST or None, of=person, kinds=kinds, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            kept = give_delegation(form.delegation(), by=request.user, on=today)
        except DelegationRefusedError as refusal:
            form.add_error("to", delegation_refused(refusal))
        else:
            messages.success(request, _("%(to)s acts for %(of)s.") % {"to": kept.to, "of": kept.of})
            return redirect("accounts:delegate_list", person.public_id)
    context = {"form": form, "person": person, "is_me": person == request.user, "kinds": kinds}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/delegation_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def delegation_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Change the last day, or the copies."""
    delegation = delegation_to(request, public_id, "accounts.edit_delegation")
    form = DelegationEditForm(request.POST or None, delegation=delegation)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            edit_delegation(
                delegation,
                until=facts["until"],
                in_copy=facts.get("in_copy", False),
                by=request.user,
                on=timezone.localdate(),
            )
        except DelegationRefusedError as refusal:
            form.add_error("until", delegation_refused(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:delegate_list", delegation.of.public_id)
    context = {
        "form": form,
        "person": delegation.of,
        "is_me": delegation.of == request.user,
        "delegation": delegation,
    }
    return render(request, "accounts/delegation_form.html", context)


@require_POST
def delegation_end(request: UserRequest, public_id: UUID) -> HttpResponse:
    """End it now; either side may."""
    delegation = delegation_to(request, public_id, "accounts.end_delegation")
    end_delegation(delegation, by=request.user)
    messages.success(
        request,
        _("%(to)s no longer acts for %(of)s.") % {"to": delegation.to, "of": delegation.of},
    )
    may_see = request.user.has_perm("accounts.see_delegates", delegation.of)
    page = delegation.of if may_see else request.user
    return redirect("accounts:delegate_list", page.public_id)


def kinds_of(person: User) -> list[DelegationKind]:
    """Return what a person may name: an executive assistants, a KAM deputies."""
    kinds = [DelegationKind.ASSISTANT] if person.is_executive else []
    if TeamMember.objects.kam_of(person).exists():
        kinds.append(DelegationKind.DEPUTY)
    return kinds


def person_to(request: UserRequest, public_id: UUID, permission: str) -> User:
    """Return a person with whom the reader may do this; 404 where unknown, 403 where it is not theirs to do."""
    person = get_object_or_404(User.objects.visible_to(request.user), public_id=public_id)
    if not request.user.has_perm(permission, person):
        raise PermissionDenied
    return person


def delegation_to(request: UserRequest, public_id: UUID, permission: str) -> Delegation:
    """Return a delegation with which the reader may do this; 404 where it is not theirs to know of."""
    rows = Delegation.objects.visible_to(request.user).with_people()
    delegation = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm(permission, delegation):
        raise PermissionDenied
    return delegation
