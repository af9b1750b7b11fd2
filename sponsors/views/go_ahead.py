"""Go-aheads: asked, answered, withdrawn, brought to a lead; and what was held without one, settled."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.htmx import UserRequest
from accounts.models import KeyAccount, TeamMember, User
from sponsors.choices import ANSWERS, GoAheadState, InteractionStatus, PairingStatus
from sponsors.forms.go_ahead import AdviceForm, AskForm, NotNowForm, said_for, said_of
from sponsors.models import GoAhead, Interaction, Pairing
from sponsors.services import go_aheads as services
from sponsors.services.drafts import InteractionRefusedError
from sponsors.services.go_ahead_marks import exchanges_for
from sponsors.services.go_aheads import Answer, GoAheadRefusedError
from sponsors.views.refusals import go_ahead_sentence

EACH = 30


@require_safe
def go_ahead_list(request: UserRequest) -> HttpResponse:
    """What waits for me as KAM, and what I have asked as sponsor."""
    user, today = request.user, timezone.localdate()
    rows = GoAhead.objects.visible_to(user).with_people()
    asked = rows.of_sponsor(user)
    without = Interaction.objects.visible_to(user).without_go_ahead().select_related("account")
    managed = TeamMember.objects.kam_of(user).values("account")
    sponsored = Pairing.objects.active().filter(sponsor__person=user).values("account")
    held = without.held().newest_first()
    brought = rows.filter(brought_at__isnull=False) if user.is_lead else rows.none()
    coming = GoAhead.objects.coming_to(user).with_people().order_by("day", "pk")[:EACH]
    stood_in = [row for row in coming if user.has_perm("sponsors.answer_go_ahead", row)]
    context = {
        "waiting": [*rows.waiting_for(user).order_by("day", "pk")[:EACH], *stood_in],
        "to_settle": held.filter(account__in=managed)[:EACH],
        "asked": asked.open().order_by("day", "pk")[:EACH],
        "answered": asked.filter(state__in=ANSWERS).ahead(today).order_by("day", "pk")[:EACH],
        "to_ask": without.ahead(today).filter(account__in=sponsored)[:EACH],
        "unsettled": held.filter(account__in=sponsored)[:EACH],
        "accounts": KeyAccount.objects.filter(pk__in=sponsored).order_by("name"),
        "brought": brought.order_by("-brought_at", "-pk")[:EACH],
        "today": today,
    }
    return render(request, "sponsors/go_ahead_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def go_ahead_ask(request: UserRequest) -> HttpResponse:
    """A short form, filled in as far as it can be; where the address names nothing, the list of what can be asked."""
    if not {"interaction", "account"} & request.GET.keys():
        return redirect("sponsors:go_ahead_list")
    account, planned = what_is_asked(request)
    today = timezone.localdate()
    first = said_of(planned) if planned else said_for(account, contact_named(request), today)
    form = AskForm(request.POST or None, account=account, initial=first)
    if request.method == "POST" and form.is_valid() and ask(request, account, planned, form):
        messages.success(request, _("%(kam)s is asked at once.") % {"kam": account.kam})
        return redirect(planned or account)
    context = {
        "account": account,
        "planned": planned,
        "form": form,
        "kam": account.kam,
        "exchanges": exchanges_for(planned)[:5] if planned else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "sponsors/go_ahead_ask.html", context, status=status)


@require_safe
def go_ahead_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One request, with its answer or the three ways to answer."""
    return show(request, fetch(request.user, public_id))


@require_POST
def go_ahead_answer(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The KAM's word."""
    go_ahead = fetch(request.user, public_id)
    if not request.user.has_perm("sponsors.answer_go_ahead", go_ahead):
        if go_ahead.is_open or request.user not in {go_ahead.account.kam, go_ahead.answered_by}:
            raise PermissionDenied
        messages.error(request, go_ahead_sentence(services.GoAheadClosedError(go_ahead)))
        return redirect(go_ahead)
    forms: dict[str, AdviceForm | NotNowForm] = {
        GoAheadState.AGREED_WITH_ADVICE: AdviceForm(request.POST),
        GoAheadState.NOT_NOW: NotNowForm(request.POST, today=timezone.localdate()),
    }
    state = request.POST.get("state", "")
    form = forms.get(state)
    if form is not None and not form.is_valid():
        return show(request, go_ahead, {type(form): form})
    if form is None and state != GoAheadState.AGREED:
        return show(request, go_ahead)
    answer = form.answer() if form else Answer(GoAheadState.AGREED)
    attempt(
        request,
        lambda: services.answer_go_ahead(go_ahead, answer, by=request.user),
        _("%(sponsor)s is told.") % {"sponsor": go_ahead.pairing.sponsor.person},
    )
    return redirect("sponsors:go_ahead_list")


@require_POST
def go_ahead_withdraw(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The sponsor takes the question back."""
    go_ahead = fetch(request.user, public_id)
    if not request.user.has_perm("sponsors.withdraw_go_ahead", go_ahead):
        raise PermissionDenied
    attempt(
        request,
        lambda: services.withdraw_go_ahead(go_ahead, by=request.user),
        _("Withdrawn."),
    )
    return redirect(go_ahead)


@require_POST
def go_ahead_bring(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One of the two lets the programme leads read it."""
    go_ahead = fetch(request.user, public_id)
    if not request.user.has_perm("sponsors.bring_go_ahead", go_ahead):
        raise PermissionDenied
    services.bring_to_lead(go_ahead, by=request.user)
    messages.success(request, _("The programme leads can read it now."))
    return redirect(go_ahead)


@require_POST
def interaction_talked(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One of the two says in which exchange they talked of it."""
    interaction = permitted(request.user, public_id, "sponsors.say_talked")
    try:
        named = UUID(request.POST.get("exchange", ""))
    except ValueError as error:
        raise Http404 from error
    rows = Interaction.objects.visible_to(request.user).filter(account=interaction.account)
    exchange = get_object_or_404(rows, public_id=named)
    attempt(
        request,
        lambda: services.say_talked(interaction, exchange, by=request.user),
        _("Noted: you talked of it on that day."),
    )
    return redirect(interaction)


@require_POST
def interaction_settle(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The KAM says afterwards that the two had talked."""
    interaction = permitted(request.user, public_id, "sponsors.settle_go_ahead")
    attempt(
        request,
        lambda: services.settle(interaction, by=request.user),
        _("Thank you: it counts from now on."),
    )
    return redirect(interaction)


def show(
    request: UserRequest,
    go_ahead: GoAhead,
    faulty: dict[type, AdviceForm | NotNowForm] | None = None,
) -> HttpResponse:
    """Show a request; a form that was not filled in comes back as it was."""
    user, kept = request.user, faulty or {}
    context = {
        "go_ahead": go_ahead,
        "sponsor": go_ahead.pairing.sponsor.person,
        "kam": go_ahead.account.kam,
        "may_answer": user.has_perm("sponsors.answer_go_ahead", go_ahead),
        "may_withdraw": user.has_perm("sponsors.withdraw_go_ahead", go_ahead),
        "may_bring": user.has_perm("sponsors.bring_go_ahead", go_ahead),
        "may_plan": go_ahead.is_yes
        and go_ahead.interaction_id is None
        and user.has_perm("sponsors.ask_go_ahead", go_ahead.account),
        "advice_form": kept.get(AdviceForm, AdviceForm()),
        "not_now_form": kept.get(NotNowForm, NotNowForm(today=timezone.localdate())),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "sponsors/go_ahead_detail.html", context, status=status)


def what_is_asked(request: UserRequest) -> tuple[KeyAccount, Interaction | None]:
    """Return the account, and the planned interaction that the address names; 404 for what is not one's own."""
    named = {name: request.GET.get(name, "") for name in ("interaction", "account")}
    try:
        keys = {name: UUID(value) for name, value in named.items() if value}
    except ValueError as error:
        raise Http404 from error
    if "interaction" in keys:
        planned = permitted(request.user, keys["interaction"], "sponsors.ask_go_ahead_for")
        return planned.account, planned
    accounts = KeyAccount.objects.visible_to(request.user).with_team()
    account = get_object_or_404(accounts, public_id=keys.get("account"))
    if not request.user.has_perm("sponsors.ask_go_ahead", account):
        raise PermissionDenied
    return account, None


def contact_named(request: UserRequest) -> str:
    """Return the identifier of the contact that the address names, if it is one."""
    try:
        return str(UUID(request.GET.get("contact", "")))
    except ValueError:
        return ""


def ask(
    request: UserRequest, account: KeyAccount, planned: Interaction | None, form: AskForm
) -> GoAhead | None:
    """Ask the KAM; where a rule stands against it, say so beside the day."""
    pairing = Pairing.objects.get(account=account, status=PairingStatus.ACTIVE)
    try:
        return services.ask_go_ahead(
            pairing, form.request(planned), by=request.user, on=timezone.localdate()
        )
    except (GoAheadRefusedError, InteractionRefusedError) as refusal:
        form.add_error("day", go_ahead_sentence(refusal))
        return None


def attempt(request: UserRequest, act: Callable[[], object], done: str) -> None:
    """Do it, or say in a message what stands against it."""
    try:
        act()
    except GoAheadRefusedError as refusal:
        messages.error(request, go_ahead_sentence(refusal))
    else:
        messages.success(request, done)


def fetch(user: User, public_id: UUID) -> GoAhead:
    """Return a request that the reader may see, or 404."""
    return get_object_or_404(GoAhead.objects.visible_to(user).with_people(), public_id=public_id)


def permitted(user: User, public_id: UUID, permission: str) -> Interaction:
    """Return an interaction with which the reader may do this; 404 where it is not theirs to know of."""
    rows = Interaction.objects.visible_to(user).select_related("account")
    interaction = get_object_or_404(rows, public_id=public_id)
    if not user.has_perm(permission, interaction):
        raise PermissionDenied
    return interaction


def standing_of(interaction: Interaction, reader: User) -> dict[str, Any]:
    """Return what the page of an interaction says of its go-ahead, to one of the two alone."""
    if not reader.has_perm("sponsors.see_go_ahead", interaction):
        return {}
    is_open = interaction.status != InteractionStatus.CANCELLED
    may_talk = is_open and reader.has_perm("sponsors.say_talked", interaction)
    return {
        "asked": GoAhead.objects.visible_to(reader)
        .filter(interaction=interaction)
        .with_people()
        .order_by("-asked_at", "-pk")
        .first(),
        "exchanges": exchanges_for(interaction)[:3] if may_talk else [],
        "may_ask": reader.has_perm("sponsors.ask_go_ahead_for", interaction),
        "may_settle": reader.has_perm("sponsors.settle_go_ahead", interaction),
    }
