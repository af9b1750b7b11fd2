"""Client events: the list over one's accounts, one event with its history, and how they are noted and corrected."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import ClientEventKind
from accounts.forms.client_event import (
    ClientEventFilterForm,
    ClientEventForm,
    OutsideEventForm,
)
from accounts.htmx import UserRequest, render_page_or_partial
from accounts.models import ClientEvent, KeyAccount
from accounts.queries.changes import changes_of
from accounts.services.client_events import add_client_event, change_client_event, note_public
from accounts.services.meanwhile import ChangedMeanwhileError
from accounts.views.key_account import account_to
from accounts.views.paging import BoundedPaginator

PAGE = 25
TOLD = (
    *("kind", "text", "known_on", "public_on", "contact", "source"),
    *("happens_on", "our_part", "what_we_did"),
)


@require_safe
def client_event_list(request: UserRequest) -> HttpResponse:
    """What happens at one's clients, the newest first; `?account=` shows those of one."""
    form = ClientEventFilterForm(request.GET)
    events = form.choose(ClientEvent.objects.visible_to(request.user))
    events = events.select_related("account", "contact").order_by("-known_on", "-pk")
    accounts = KeyAccount.objects.visible_to(request.user)
    key = form.cleaned_data.get("account")
    account = accounts.filter(public_id=key).first() if key else None
    context = {
        "form": form,
        "page": BoundedPaginator(events, PAGE).get_page(request.GET.get("page")),
        "account": account,
        "may_add": account and request.user.has_perm("accounts.add_client_event", account),
        "is_filtered": any(form.cleaned_data.get(name) for name in ("q", "kind", "show")),
    }
    return render_page_or_partial(
        request, "accounts/client_event_list.html", context, partial="client-events"
    )


@require_safe
def client_event_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One event, and what was changed of it since."""
    event = event_to(request, public_id)
    context = {
        "event": event,
        "may_edit": request.user.has_perm("accounts.add_client_event", event.account),
        "changes": changes_of(event, TOLD, "contact"),
    }
    return render(request, "accounts/client_event_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def client_event_add(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Note something at the client that one would like to know early; `?kind=outside` something outside business."""
    account = account_to(request, public_id, "accounts.add_client_event")
    today = timezone.localdate()
    is_outside = request.GET.get("kind") == ClientEventKind.OUTSIDE
    form = form_for(is_outside)(
        request.POST or None, account=account, today=today, initial={"known_on": today}
    )
    if request.method == "POST" and form.is_valid():
        add_client_event(form.save(commit=False), on=today, by=request.user)
        messages.success(request, _("The event is noted."))
        return redirect(account)
    context = {"form": form, "account": account, "event": None, "is_outside": is_outside}
    return render(request, "accounts/client_event_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def client_event_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Correct what was noted."""
    event = editable(request, public_id)
    form = form_for(event.is_outside)(
        request.POST or None, instance=event, account=event.account, today=timezone.localdate()
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_client_event(form.save(commit=False), by=request.user, read=form.what_was_read())
        except ChangedMeanwhileError as refusal:
            form.compare(refusal)
        else:
            messages.success(request, _("The event is changed."))
            return redirect(event)
    context = {
        "form": form,
        "account": event.account,
        "event": event,
        "is_outside": event.is_outside,
    }
    return render(request, "accounts/client_event_form.html", context)


@require_POST
def client_event_public(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Note that everybody knows of it from today on."""
    event = editable(request, public_id)
    note_public(event, on=timezone.localdate(), by=request.user)
    messages.success(request, _("Noted as public."))
    return redirect(event)


def form_for(is_outside: bool) -> Any:  # noqa: FBT001 - says which of two
    """Return the form of an event at the client, or of one outside business."""
    return OutsideEventForm if is_outside else ClientEventForm


def event_to(request: UserRequest, public_id: UUID) -> ClientEvent:
    """Return an event that the reader may see, or 404."""
    rows = ClientEvent.objects.visible_to(request.user)
    rows = rows.select_related("account", "contact", "entered_by")
    return get_object_or_404(rows, public_id=public_id)


def editable(request: UserRequest, public_id: UUID) -> ClientEvent:
    """Return an event that the reader may correct; 403 where it is read-only."""
    event = event_to(request, public_id)
    if not request.user.has_perm("accounts.add_client_event", event.account):
        raise PermissionDenied
    return event
