"""Sign-in as Tandem wants it: no open sign-up, links that lead to our own address."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.prepared import Given, Prepared

# One row for each group of a person, or one without.
WITH_GROUPS = Prepared(
    lambda: User.objects.filter(pk=Given("key")).annotate(group=F("groups__name"))
)


class SignInBackend(AuthenticationBackend):
    """Signs people in by e-mail, and brings the names of their groups along with them."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person of a session, or nobody where they may not sign in any more."""
        rows = WITH_GROUPS(key=user_id)
        if not rows or not self.user_can_authenticate(rows[0]):
            return None
        person = rows[0]
        person.__dict__["group_names"] = frozenset(row.group for row in rows if row.group)
        return person


class AccountAdapter(DefaultAccountAdapter):
    """People are invited or imported; nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """The company's own sign-in opens the door to people whom the programme knows."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody is made by signing in."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Turn away whom the programme does not know, with a sentence instead of a sign-up form.

        Who is signed in already is linked to nobody: a foreign page could have sent them here.
        """
        if request.user.is_authenticated:
            raise ImmediateHttpResponse(redirect("home"))
        if not sociallogin.is_existing:
            messages.error(
                request,
                _(
                    "Your company account is not known to the programme. Ask a programme lead to add you."
                ),
            )
            raise ImmediateHttpResponse(redirect("account_login"))
