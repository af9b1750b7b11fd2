"""Invitations: leads send them, and whoever receives one chooses a password."""

from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.person import ChoosePasswordForm
from accounts.htmx import UserRequest
from accounts.identifiers import as_uuids
from accounts.models import User
from accounts.services.invitations import (
    AlreadyJoinedError,
    InvitationSpentError,
    PersonInactiveError,
    accept_invitation,
    invite,
    invite_many,
    person_invited_by,
)
from accounts.views.refusals import has_joined, has_left

COOKIE = "tandem_invitation"
NAMED = 12


@require_POST
def person_invite(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Invite one person."""
    person = get_object_or_404(User.objects.visible_to(request.user), public_id=public_id)
    if not request.user.has_perm("accounts.invite_people"):
        raise PermissionDenied
    try:
        invite(person, by=request.user, at=timezone.now())
    except PersonInactiveError as refusal:
        messages.error(request, has_left(refusal))
    except AlreadyJoinedError as refusal:
        messages.error(request, has_joined(refusal))
    else:
        messages.success(request, _("The invitation to %(name)s is on its way.") % {"name": person})
    return redirect(person)


@require_http_methods(["GET", "HEAD", "POST"])
def people_invite(request: UserRequest) -> HttpResponse:
    """Invite those ticked in the list, or, after a look at who they are, all who wait for it."""
    if not request.user.has_perm("accounts.invite_people"):
        raise PermissionDenied
    waiting = User.objects.waiting_for_invitation().by_name()
    if request.method == "POST":
        everyone = "everyone" in request.POST
        ticked = as_uuids(request.POST.getlist("person"))
        people = waiting if everyone else User.objects.not_joined().filter(public_id__in=ticked)
        sent = invite_many(people, by=request.user, at=timezone.now())
        told = ngettext(
            "%(n)d invitation is on its way.", "%(n)d invitations are on their way.", sent
        )
        messages.success(request, told % {"n": sent})
        return redirect("accounts:person_list")
    context = {"people": waiting[:NAMED], "count": waiting.count()}
    return render(request, "accounts/people_invite.html", context)


@login_not_required
@never_cache
@require_safe
def invitation_open(request: HttpRequest, token: str) -> HttpResponse:
    """Take the link out of the address: whoever opens it next sees a form, and nothing is changed yet."""
    response = redirect("accounts:invitation_accept")
    response.set_cookie(
        COOKIE,
        token,
        max_age=60 * 60,
        path=reverse("accounts:invitation_accept"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@sensitive_post_parameters("password", "again")
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest) -> HttpResponse:
    """Choose a password and be signed in."""
    token = request.COOKIES.get(COOKIE, "")
    person = person_invited_by(token)
    if person is None:
        return render(request, "accounts/invitation_gone.html", status=410)
    form = ChoosePasswordForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            person = accept_invitation(token, password=form.cleaned_data["password"])
        except InvitationSpentError:
            return render(request, "accounts/invitation_gone.html", status=410)
        if is_mfa_enabled(person):
            messages.success(request, _("The password is saved. Sign in with it and your code."))
            response = redirect(settings.LOGIN_URL)
        else:
            login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
            response = redirect(settings.LOGIN_REDIRECT_URL)
        response.delete_cookie(COOKIE, path=reverse("accounts:invitation_accept"))
        return response
    context = {"form": form, "person": person}
    return render(request, "accounts/invitation_accept.html", context)
