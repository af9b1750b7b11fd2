"""Executive briefs: the list for every executive, the page, and what the KAM writes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import FINAL_OUTCOMES
from accounts.forms.brief import SituationForm
from accounts.htmx import UserRequest, render_page_or_partial
from accounts.models import AskAnswer, Brief, KeyAccount, User
from accounts.queries import account_seen_by
from accounts.rules import is_on_account_team
from accounts.services.briefs import (
    BriefChangedMeanwhileError,
    check_brief,
    write_situation,
)
from sponsorship.brief_reads import LAST_HEARD
from sponsorship.briefs import compose_brief

PAGE, ANSWERED = 25, 5


@require_safe
def brief_list(request: UserRequest) -> HttpResponse:
    """All briefs that one may read, with search and freshness."""
    today = timezone.localdate()
    accounts = KeyAccount.objects.briefed_to(request.user).matching(request.GET.get("q", ""))
    stale = Q(brief__isnull=True) | Q(brief__in=Brief.objects.stale(today))
    show = request.GET.get("show", "")
    if show == "stale":
        accounts = accounts.filter(stale)
    elif show == "fresh":
        accounts = accounts.exclude(stale)
    accounts = accounts.select_related("sector", "brief").with_team().order_by("name", "pk")
    page = Paginator(accounts, PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "account": account,
            "brief": (brief := getattr(account, "brief", None)),
            "is_fresh": bool(brief and brief.is_fresh(today)),
        }
        for account in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "q": request.GET.get("q", ""),
        "show": show,
        "today": today,
    }
    return render_page_or_partial(
        request, "sponsorship/brief_list.html", context, partial="brief-table"
    )


@require_safe
def brief_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One page on an account, for whoever is about to meet the client."""
    account = brief_account(request.user, public_id)
    user = request.user
    context = {
        "account": account,
        "brief": compose_brief(account, reader=user, on=timezone.localdate()),
        "may_edit": user.has_perm("accounts.edit_brief", account),
        "may_report": user.has_perm("sponsors.report_meeting", account),
        "may_ask_go_ahead": user.has_perm("sponsors.ask_go_ahead", account),
        "opens_account": user.is_lead or is_on_account_team(user, account),
    }
    return render(request, "sponsorship/brief_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def brief_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The KAM writes the five lines; asks and no-gos stand beside them."""
    account = editable_account(request.user, public_id)
    brief = Brief.objects.filter(account=account).first() or Brief(account=account)
    form = SituationForm(
        request.POST or None, initial={"situation": brief.situation, "version": brief.version}
    )
    context: dict[str, Any] = {"account": account, "brief": brief, "form": form}
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            write_situation(
                account,
                facts["situation"],
                version=facts["version"],
                by=request.user,
                on=timezone.localdate(),
            )
        except BriefChangedMeanwhileError as refusal:
            form.add_error(
                "situation",
                _(
                    "The brief was changed meanwhile. What is saved now stands below; yours is still here."
                ),
            )
            again = request.POST.copy()
            again["version"] = str(refusal.brief.version)
            form.data = again
            context["kept"] = refusal.brief
        else:
            messages.success(request, _("The brief is saved and counts as checked today."))
            return redirect("brief_detail", account.public_id)
    context |= {
        "asks": account.asks.open().select_related("contact").annotate(**LAST_HEARD),
        "answered": AskAnswer.objects.visible_to(request.user)
        .filter(ask__account=account, outcome__in=FINAL_OUTCOMES)
        .select_related("ask", "person")[:ANSWERED],
        "no_gos": account.no_gos.open().select_related("contact"),
    }
    return render(request, "sponsorship/brief_edit.html", context)


@require_POST
def brief_check(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The KAM confirms that the brief still holds."""
    account = editable_account(request.user, public_id)
    check_brief(account, by=request.user, on=timezone.localdate())
    messages.success(request, _("Checked today. Thank you."))
    return redirect("brief_detail", account.public_id)


def brief_account(user: User, public_id: UUID) -> KeyAccount:
    """Return an account whose brief the person may read, or 404."""
    reads_all = user.is_executive or user.is_lead
    account = account_seen_by(user, public_id, sees_all=reads_all)
    if account is None:
        # An assistant's, perhaps.
        accounts = KeyAccount.objects.briefed_to(user).select_related("sector")
        return get_object_or_404(accounts, public_id=public_id)
    return account


def editable_account(user: User, public_id: UUID) -> KeyAccount:
    """Return an account whose brief the person writes; 404 where it is unknown, 403 where it is read-only."""
    account = brief_account(user, public_id)
    if not user.has_perm("accounts.edit_brief", account):
        raise PermissionDenied
    return account
