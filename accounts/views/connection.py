"""Connections: how well one of us knows a contact is said by one, confirmed by another, and said again when it fades."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.connection import LevelForm
from accounts.htmx import UserRequest
from accounts.models import Connection, ConnectionLevel, Contact
from accounts.queries.connections import words_to_confirm
from accounts.services.connections import (
    LevelRefusedError,
    confirm_level,
    say_again,
    say_level,
)
from accounts.views.refusals import level_refused

MOST = 200


@require_safe
def connection_list(request: UserRequest) -> HttpResponse:
    """Whom at clients I know, what of it fades, and what waits for my word."""
    today, user = timezone.localdate(), request.user
    mine = ConnectionLevel.objects.last_words().at_clients().with_people()
    mine = mine.filter(connection__person=user).order_by("on", "pk")
    rows = list(mine[:MOST])
    context: dict[str, Any] = {
        "fading": [row for row in rows if row.is_faded(today)],
        "fresh": [row for row in reversed(rows) if not row.is_faded(today)],
        "to_confirm": words_to_confirm(user)[:MOST],
    }
    return render(request, "accounts/connection_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def connection_say(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say how well one knows a contact; who keeps the account says it of colleagues too."""
    user, today = request.user, timezone.localdate()
    contacts = Contact.objects.visible_to(user).active().select_related("account")
    contact = get_object_or_404(contacts, public_id=public_id)
    if not user.has_perm("accounts.say_level", contact.account):
        raise PermissionDenied
    of_others = user.has_perm("accounts.say_level_of_others", contact.account)
    form = LevelForm(
        request.POST or None,
        contact=contact,
        by=user,
        of_others=of_others,
        today=today,
        initial={"person": request.GET.get("person") or user.public_id},
    )
    back = way_back(request) or reverse("accounts:connection_list")
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        person = facts.get("person") or user
        evidence = facts["evidence"]
        say_level(person, contact, facts["level"], by=user, on=facts["on"], evidence=evidence)
        messages.success(request, _("Noted. Somebody else confirms it."))
        return redirect(back)
    context = {"form": form, "contact": contact, "next": back}
    return render(request, "accounts/connection_say.html", context)


@require_POST
def connection_confirm(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Confirm the level that was shown, unless something newer was said since."""
    return give_word(request, public_id, lambda entry: confirm_level(entry, by=request.user))


@require_POST
def connection_again(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say that a level that fades still holds."""
    today = timezone.localdate()
    return give_word(request, public_id, lambda entry: say_again(entry, by=request.user, on=today))


def give_word(
    request: UserRequest, public_id: UUID, give: Callable[[ConnectionLevel], object]
) -> HttpResponse:
    """Give the reader's word on the entry that was shown, or say what stands against it."""
    connection = connection_to(request, public_id)
    entry = shown(request, connection)
    try:
        if entry is not None:
            give(entry)
    except LevelRefusedError as refusal:
        messages.error(request, level_refused(refusal))
    else:
        messages.success(request, _("Thank you, that is noted."))
    return redirect(way_back(request) or connection.person)


def connection_to(request: UserRequest, public_id: UUID) -> Connection:
    """Return a connection on which the reader has a word, with what was said."""
    connections = Connection.objects.visible_to(request.user).with_entries()
    connection = get_object_or_404(connections, public_id=public_id)
    if not request.user.has_perm("accounts.confirm_level", connection):
        raise PermissionDenied
    return connection


def shown(request: UserRequest, connection: Connection) -> ConnectionLevel | None:
    """Return the entry that the reader had before them."""
    entry = request.POST.get("entry", "")
    return next((row for row in connection.said if str(row.pk) == entry), connection.last)


def way_back(request: UserRequest) -> str:
    """Return the page of ours from which the reader came, or nothing."""
    back = request.POST.get("next") or request.GET.get("next", "")
    is_local = url_has_allowed_host_and_scheme(
        back, allowed_hosts=None, require_https=request.is_secure()
    )
    return back if is_local else ""
