"""Django's admin: technical rows alone, for administrators, by the one sign-in there is."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from accounts.models import Job, Notification

# The page of its own would let in with a password alone, as often as one likes.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
for model in (
    EmailAddress,
    Authenticator,
    SocialAccount,
    SocialApp,
    SocialToken,
    UserSession,
    Group,
):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class TechnicalRows(admin.ModelAdmin):
    """Rows that an administrator looks at; the fields shown are named, so that no words of people come along."""

    may_delete = False
    actions = None

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Show what the list shows."""
        return list(self.list_display)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators look."""
        return bool(getattr(request.user, "is_administrator", False))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Administrators find it."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody makes one here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes one here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A session can be ended and a lost second factor taken away; nothing else."""
        return self.may_delete and self.has_view_permission(request)


@admin.register(Job)
class JobAdmin(TechnicalRows):
    """Long work, without what came of it."""

    list_display = (
        "public_id",
        "kind",
        "state",
        "progress",
        "total",
        "attempts",
        "created_at",
        "finished_at",
    )
    list_filter = ("state", "kind")


@admin.register(Notification)
class NotificationAdmin(TechnicalRows):
    """Messages, without their words and without the fact they tell."""

    list_display = (
        "message_id",
        "state",
        "due_at",
        "attempts",
        "next_try_at",
        "sent_at",
        "last_error",
    )
    list_filter = ("state",)


@admin.register(UserSession)
class UserSessionAdmin(TechnicalRows):
    """Who is signed in; a session can be ended."""

    list_display = ("user", "ip", "created_at", "last_seen_at")
    may_delete = True


@admin.register(Authenticator)
class AuthenticatorAdmin(TechnicalRows):
    """Second factors, without their secrets; who lost the phone and the recovery codes begins again."""

    list_display = ("user", "type", "created_at", "last_used_at")
    may_delete = True
