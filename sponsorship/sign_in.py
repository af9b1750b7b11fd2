"""What a sign-in must be: it ends by itself, and of those with much power it asks for a second factor."""

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import User

Answer = Callable[[HttpRequest], HttpResponse]
BEGAN, SEEN, FACTOR = "tandem_began", "tandem_seen", "tandem_second_factor"
# What one may open before the second factor is set up: the way to it, and the way out.
ON_THE_WAY = ("mfa_", "account_logout", "account_reauthenticate", "set_language", "health_live")


@receiver(user_logged_in)
def begin(request: HttpRequest, **facts: Any) -> None:
    """Note the hour at which the session begins."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())
    request.session.pop(FACTOR, None)


class SessionLifetimeMiddleware:
    """Ends a session after hours without a request, and after a day's work in any case."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out whose session is over; note now and then that the others are still here."""
        session = request.session
        if SESSION_KEY in session:
            now = int(time.time())
            began, seen = session.get(BEGAN, now), session.get(SEEN, now)
            if is_over(request, began=began, idle=now - seen, now=now):
                logout(request)
            elif BEGAN not in session or now - seen >= settings.SESSION_NOTED_EVERY:
                session[BEGAN], session[SEEN] = began, now
        return self.get_response(request)


def is_over(request: HttpRequest, *, began: int, idle: int, now: int) -> bool:
    """Whether the session has lasted too long, or rested too long: a lead's rests less."""
    if now - began >= settings.SESSION_COOKIE_AGE or idle >= settings.SESSION_IDLE_AGE:
        return True
    return idle >= settings.SESSION_IDLE_AGE_OF_LEADS and getattr(request.user, "is_lead", False)


class SecondFactorMiddleware:
    """Leads and administrators set up a second factor before anything else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what is asked is asked once the address is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, words: Any, named: Any
    ) -> HttpResponse | None:
        """Lead whoever needs a second factor, and has none, to where it is set up."""
        if not settings.SECOND_FACTOR_REQUIRED or SESSION_KEY not in request.session:
            return None
        name = request.resolver_match.url_name or "" if request.resolver_match else ""
        if name.startswith(ON_THE_WAY):
            request.session.pop(FACTOR, None)
            return None
        if not needs_second_factor(request):
            return None
        messages.warning(
            request, _("You run the programme or keep its sign-in: set up a second factor first.")
        )
        return redirect("mfa_activate_totp")


def needs_second_factor(request: HttpRequest) -> bool:
    """Whether the reader is a lead or an administrator without a second factor; asked once a session."""
    user = request.user
    if not isinstance(user, User) or not (user.is_lead or user.is_administrator):
        return False
    if not request.session.get(FACTOR):
        request.session[FACTOR] = has_second_factor(user)
    return not request.session[FACTOR]


def has_second_factor(user: User) -> bool:
    """Whether a code is asked for when this person signs in."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
