"""The log sheet: from any page, three things to say."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.htmx import UserRequest
from accounts.models import KeyAccount
from accounts.queries import account_seen_by
from accounts.rules import is_on_account_team
from sponsors.choices import GoAheadMark, InteractionKind
from sponsors.forms.go_ahead import said_in
from sponsors.forms.interaction import InteractionForm, accounts_to_log_on
from sponsors.models import GoAhead, Interaction
from sponsors.services.drafts import InteractionRefusedError
from sponsors.services.interactions import log_interaction, plan_interaction
from sponsors.services.standing_in import spoken_for
from sponsors.views.refusals import field_of, interaction_sentence

CHOICES = 40


@require_http_methods(["GET", "HEAD", "POST"])
def interaction_log(request: UserRequest) -> HttpResponse:
    """Note an exchange that took place, or plan one: a day ahead plans it."""
    account = asked_account(request)
    if account is None:
        return answer(request, {"accounts": accounts_to_log_on(request.user)[:CHOICES]})
    if not request.user.has_perm("sponsors.log_interaction", account):
        raise PermissionDenied
    form = InteractionForm(
        request.POST or None,
        account=account,
        reader=request.user,
        today=timezone.localdate(),
        names=spoken_for(request.user, account),
        initial=from_address(request) | from_go_ahead(request, account),
    )
    if request.method == "POST" and form.is_valid() and (kept := keep(request, account, form)):
        return done(request, account, kept)
    return answer(
        request,
        {
            "form": form,
            "account": account,
            "is_plan": bool(request.GET.get("plan")),
            "may_open_tension": request.user.has_perm("sponsors.open_tension", account),
        },
        failed=form.is_bound,
    )


def asked_account(request: UserRequest) -> KeyAccount | None:
    """Return the account that the address or the form names, or the only one there is; 404 for what is not one's own."""
    named = request.POST.get("account") or request.GET.get("account")
    if not named:
        first = list(accounts_to_log_on(request.user)[:2])
        return first[0] if len(first) == 1 else None
    try:
        wanted = UUID(named)
    except ValueError as error:
        raise Http404 from error
    user = request.user
    found = account_seen_by(user, wanted, sees_all=user.is_lead)
    if found is None:
        found = get_object_or_404(KeyAccount.objects.listed_to(user), public_id=wanted)
    return found


def from_address(request: UserRequest) -> dict[str, Any]:
    """Return what the address says already: what, when, who of us and with whom."""
    said = {name: request.GET[name] for name in ("kind", "day") if request.GET.get(name)}
    named = {name: request.GET.getlist(name) for name in ("people", "contacts")}
    return {"kind": None, **named, **said}


def from_go_ahead(request: UserRequest, account: KeyAccount) -> dict[str, Any]:
    """Return what a go-ahead that the address names has said already."""
    named = request.GET.get("go_ahead")
    if not named or request.method == "POST":
        return {}
    try:
        rows = GoAhead.objects.visible_to(request.user).filter(account=account)
        found = rows.with_people().filter(public_id=UUID(named)).first()
    except ValueError as error:
        raise Http404 from error
    return said_in(found) if found else {}


def keep(request: UserRequest, account: KeyAccount, form: InteractionForm) -> Interaction | None:
    """Keep what was said, held or planned by its day; where a rule stands against it, say so beside the day."""
    draft, today = form.draft(), timezone.localdate()
    write = plan_interaction if draft.day > today else log_interaction
    try:
        interaction = write(account, draft, by=request.user, on=today)
    except InteractionRefusedError as refusal:
        form.add_error(field_of(refusal), interaction_sentence(refusal))
        return None
    said = _("Planned for %(account)s.") if draft.day > today else _("Noted for %(account)s.")
    undo = reverse("sponsors:interaction_undo", args=[interaction.public_id])
    messages.success(
        request, format_html('{} <a href="{}">{}</a>', said % {"account": account}, undo, _("Undo"))
    )
    if interaction.kind == InteractionKind.ESCALATION:
        tension = f"{reverse('sponsors:tension_open')}?account={account.public_id}"
        messages.info(request, format_html('<a href="{}">{}</a>', tension, _("Open a tension")))
    return interaction


def done(request: UserRequest, account: KeyAccount, kept: Interaction) -> HttpResponse:
    """Close the sheet and let the timeline look again; without JavaScript, show the account.

    A sponsor who has not talked to the KAM yet is led to the question, or to what is to be settled.
    """
    if kept.go_ahead == GoAheadMark.WITHOUT:
        if request.user.has_perm("sponsors.ask_go_ahead_for", kept):
            return redirect(f"{reverse('sponsors:go_ahead_ask')}?interaction={kept.public_id}")
        if request.user.has_perm("sponsors.see_go_ahead", kept):
            return redirect(kept)
    if getattr(request, "htmx", False):
        return HttpResponse(
            "", headers={"HX-Trigger": '{"sheet:close": true, "timeline:changed": true}'}
        )
    return redirect(account if opens(request, account) else kept)


def opens(request: UserRequest, account: KeyAccount) -> bool:
    """Whether the reader may open the page of the account: an assistant may not."""
    return request.user.is_lead or is_on_account_team(request.user, account)


def answer(request: UserRequest, context: dict[str, Any], *, failed: bool = False) -> HttpResponse:
    """Show the sheet's content inside the sheet, else a page of its own."""
    in_sheet = getattr(request, "htmx", False) and request.htmx.target == "sheet"
    name = "sponsorship/log.html#log-form" if in_sheet else "sponsorship/log.html"
    return render(request, name, context | {"in_sheet": in_sheet}, status=422 if failed else 200)
