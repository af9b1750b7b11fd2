"""Sign-in as Tandem wants it: no open sign-up, links that lead to our own address."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _


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
        """Turn away whom the programme does not know, with a sentence instead of a sign-up form."""
        if not sociallogin.is_existing:
            messages.error(
                request,
                _(
                    "Your company account is not known to the programme. Ask a programme lead to add you."
                ),
            )
            raise ImmediateHttpResponse(redirect("account_login"))
