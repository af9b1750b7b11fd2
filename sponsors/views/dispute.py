"""What the other of the tandem says of a debrief: confirmed, commented, disputed, settled."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.htmx import UserRequest
from accounts.models import User
from sponsors.choices import InteractionStatus
from sponsors.forms.debrief import CommentForm, DecisionForm, DisputeForm, TextForm
from sponsors.models import Dispute, Interaction
from sponsors.services import disputes as services
from sponsors.services.debriefs import comment_debrief, confirm_debrief
from sponsors.services.drafts import InteractionRefusedError
from sponsors.views.refusals import interaction_sentence

WAYS = ("propose_text", "agree_on_text", "withdraw_dispute", "bring_dispute", "decide_dispute")


@require_POST
def debrief_confirm(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One of the two says that it was so."""
    interaction = permitted(request.user, public_id, "sponsors.confirm_debrief")
    attempt(
        request, lambda: confirm_debrief(interaction, by=request.user), _("Confirmed. Thank you.")
    )
    return redirect(interaction)


@require_POST
def debrief_comment(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One of the two adds a line."""
    interaction = permitted(request.user, public_id, "sponsors.comment_debrief")
    form = CommentForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        attempt(
            request,
            lambda: comment_debrief(interaction, text, by=request.user),
            _("Your comment stands beside the debrief."),
        )
    else:
        messages.error(request, _("Say it in a sentence."))
    return redirect(interaction)


@require_http_methods(["GET", "HEAD", "POST"])
def dispute_open(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One of the two says what is not so."""
    interaction = permitted(request.user, public_id, "sponsors.dispute_debrief")
    form = DisputeForm(request.POST or None, interaction=interaction)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        text = facts.get("text", "")
        text = "" if text == interaction.notes else text
        attempt(
            request,
            lambda: services.open_dispute(
                interaction, facts["because"], text=text, by=request.user
            ),
            _("Noted: it counts for nothing until it is settled."),
        )
        return redirect(interaction)
    context = {"form": form, "interaction": interaction}
    status = 422 if form.is_bound else 200
    return render(request, "sponsors/dispute_open.html", context, status=status)


@require_POST
def dispute_propose(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Propose how it should read."""
    dispute = fetch(request.user, public_id, "sponsors.propose_text")
    form = TextForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        attempt(
            request,
            lambda: services.propose_text(dispute, text, by=request.user),
            _("The other is asked to agree."),
        )
    else:
        messages.error(request, _("Say it in a sentence."))
    return redirect(dispute.interaction)


@require_POST
def dispute_agree(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Agree to the text of the other."""
    dispute = fetch(request.user, public_id, "sponsors.agree_on_text")
    text = TextForm(request.POST)
    read = text.cleaned_data["text"] if text.is_valid() else ""
    attempt(
        request,
        lambda: services.agree_on_text(dispute, read, by=request.user),
        _("Settled: the debrief reads as you both agreed."),
    )
    return redirect(dispute.interaction)


@require_POST
def dispute_withdraw(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Take the dispute back."""
    dispute = fetch(request.user, public_id, "sponsors.withdraw_dispute")
    attempt(request, lambda: services.withdraw_dispute(dispute, by=request.user), _("Withdrawn."))
    return redirect(dispute.interaction)


@require_POST
def dispute_bring(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Let the programme leads read and settle it."""
    dispute = fetch(request.user, public_id, "sponsors.bring_dispute")
    attempt(
        request,
        lambda: services.bring_dispute(dispute, by=request.user),
        _("The programme leads can read it now."),
    )
    return redirect(dispute.interaction)


@require_POST
def dispute_decide(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A lead says whether the meeting counts."""
    dispute = fetch(request.user, public_id, "sponsors.decide_dispute")
    form = DecisionForm(request.POST)
    if form.is_valid():
        facts = form.cleaned_data
        attempt(
            request,
            lambda: services.decide_dispute(
                dispute, counts=facts["counts"], last_word=facts["last_word"], by=request.user
            ),
            _("Settled. Both are told."),
        )
    else:
        messages.error(request, _("Choose one of the two, and say why in a line."))
    return redirect(dispute.interaction)


def debrief_standing(interaction: Interaction, reader: User) -> dict[str, Any]:
    """Return what the page of a held interaction says of its debrief, and what the reader may do about it."""
    if interaction.status != InteractionStatus.HELD:
        return {}
    rows = Dispute.objects.visible_to(reader).filter(interaction=interaction)
    dispute = rows.select_related("opened_by", "proposed_by", "settled_by", "brought_by").first()
    if dispute is not None:
        dispute.interaction = interaction
    may = {way: reader.has_perm(f"sponsors.{way}", dispute) for way in WAYS if dispute}
    return {
        "words": interaction.debrief_words.select_related("person"),
        "dispute": dispute,
        "may": may,
        "may_confirm": reader.has_perm("sponsors.confirm_debrief", interaction)
        and not interaction.debrief_words.filter(person=reader, kind="confirmed").exists(),
        "may_comment": reader.has_perm("sponsors.comment_debrief", interaction),
        "may_dispute": reader.has_perm("sponsors.dispute_debrief", interaction),
        "comment_form": CommentForm(),
        "text_form": TextForm(initial={"text": interaction.notes}),
        "decision_form": DecisionForm(),
        "is_waiting": interaction.vouched_by_id is None and interaction.source != "import",
        "today": timezone.localdate(),
    }


def attempt(request: UserRequest, act: Callable[[], object], done: str) -> None:
    """Do it, or say in a message what stands against it."""
    try:
        act()
    except InteractionRefusedError as refusal:
        messages.error(request, interaction_sentence(refusal))
    else:
        messages.success(request, done)


def permitted(user: User, public_id: UUID, permission: str) -> Interaction:
    """Return an interaction with which the reader may do this; 404 where it is not theirs to know of."""
    rows = Interaction.objects.visible_to(user).select_related("account")
    interaction = get_object_or_404(rows, public_id=public_id)
    if not user.has_perm(permission, interaction):
        raise PermissionDenied
    return interaction


def fetch(user: User, public_id: UUID, permission: str) -> Dispute:
    """Return a dispute with which the reader may do this; 404 where it is not theirs to know of."""
    rows = Dispute.objects.visible_to(user).select_related("interaction__account")
    dispute = get_object_or_404(rows, public_id=public_id)
    if not user.has_perm(permission, dispute):
        raise PermissionDenied
    return dispute
