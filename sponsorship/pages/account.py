"""The page of one account, and its timeline."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.htmx import UserRequest
from accounts.languages import is_french
from accounts.models.base import fold
from accounts.queries import account_seen_by
from sponsors.forms.interaction import LOGGED_KINDS
from sponsors.queries import timeline
from sponsorship.account_page import account_page


@require_safe
def account_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Tandem, next dates, timeline, people, figures, events and reviews of one account."""
    user = request.user
    language = "fr" if is_french() else "en"
    account: Any = account_seen_by(user, public_id, sees_all=user.is_lead, agenda_in=language)
    if account is None:
        raise Http404
    page = account_page(account, reader=user, on=timezone.localdate())
    context = {
        "account": account,
        "page": page,
        "timeline": page.timeline,
        "agenda": sorted(account.agenda or [], key=fold),
        "kinds": LOGGED_KINDS,
        "kind": "",
        "may_edit": user.has_perm("accounts.edit_account", account),
        "may_add_event": user.has_perm("accounts.add_client_event", account),
        "may_log": user.has_perm("sponsors.log_interaction", account),
        "may_ask_go_ahead": user.has_perm("sponsors.ask_go_ahead", account),
        "may_plan_review": user.has_perm("reviews.plan_review", account),
        "may_propose": user.has_perm("sponsors.propose_pairing")
        and page.pairing is None
        and page.preparing is None,
        "today": timezone.localdate(),
    }
    return render(request, "sponsorship/account_detail.html", context)


@require_safe
def account_timeline(request: UserRequest, public_id: UUID) -> HttpResponse:
    """More of the timeline, or only one kind of it."""
    account = account_seen_by(request.user, public_id, sees_all=request.user.is_lead)
    if account is None:
        raise Http404
    kind, after = request.GET.get("kind", ""), request.GET.get("after", "")
    context = {
        "account": account,
        "timeline": timeline(account, kind=kind, after=after),
        "kinds": LOGGED_KINDS,
        "kind": kind,
        "more": urlencode({"kind": kind}),
        "is_more": bool(after),
        "today": timezone.localdate(),
    }
    target = getattr(request, "htmx", None) and request.htmx.target
    part = {"timeline": "#timeline", "timeline-more": "#timeline-rows"}.get(target or "", "")
    return render(request, f"sponsorship/account_timeline.html{part}", context)
