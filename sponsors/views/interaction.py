"""One interaction: read, changed, moved, held, cancelled."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.htmx import UserRequest
from accounts.models import KeyAccount, User
from sponsors.forms.debrief import DebriefForm
from sponsors.forms.interaction import EditForm, MoveForm, ReasonForm
from sponsors.models import CoachingNote, Interaction
from sponsors.queries.traces import traces_of
from sponsors.services import interaction_course as course
from sponsors.services import interactions as services
from sponsors.services.coaching import may_keep
from sponsors.services.drafts import (
    InteractionChangedMeanwhileError,
    InteractionRefusedError,
    UndoTooLateError,
)
from sponsors.views.dispute import debrief_standing
from sponsors.views.go_ahead import standing_of
from sponsors.views.refusals import field_of, interaction_sentence, kept_meanwhile


@require_safe
def interaction_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What took place, or is to: when, with whom, what it brought and what follows."""
    interaction = fetch(request, public_id)
    between_us = interaction.is_between_us
    may_edit = request.user.has_perm("sponsors.edit_interaction", interaction)
    is_fresh = (
        interaction.hand_id == request.user.pk
        and interaction.status != "cancelled"
        and timezone.now() - interaction.logged_at <= course.UNDO_FOR
    )
    context = {
        "interaction": interaction,
        "people": interaction.people.by_name(),
        "notes": private_notes(interaction, request.user) if between_us else [],
        "is_one_of_the_two": may_keep(interaction, request.user),
        "met": interaction.met.select_related("contact"),
        "steps": interaction.next_steps.select_related("owner").order_by("done_on", "due_on", "pk"),
        "may_edit": may_edit and interaction.status != "cancelled",
        "may_undo": is_fresh,
        "traces": traces_of(interaction),
        "opens_account": KeyAccount.objects.visible_to(request.user)
        .filter(pk=interaction.account_id)
        .exists(),
        "go_ahead": standing_of(interaction, request.user),
        "debrief": debrief_standing(interaction, request.user),
        "answers": [] if between_us else interaction.answers.select_related("ask", "person"),
        "awaits_debrief": interaction.is_planned and interaction.day <= timezone.localdate(),
    }
    return render(request, "sponsors/interaction_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def interaction_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Change what is kept."""
    interaction = editable(request, public_id)
    today = timezone.localdate()
    form = EditForm(
        request.POST or None,
        account=interaction.account,
        reader=request.user,
        today=today,
        interaction=interaction,
        initial={"version": interaction.version},
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data.pop("version")
        try:
            services.edit_interaction(
                interaction, form.draft(), version=version, by=request.user, on=today
            )
        except InteractionChangedMeanwhileError as refusal:
            show_both(request, form, refusal)
        except InteractionRefusedError as refusal:
            form.add_error(field_of(refusal), interaction_sentence(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(interaction)
    return render(
        request, "sponsors/interaction_form.html", {"form": form, "interaction": interaction}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def interaction_move(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Move what is planned."""
    interaction = editable(request, public_id)
    form = MoveForm(
        request.POST or None, initial={"day": interaction.day, "time": interaction.time}
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            course.move_interaction(
                interaction,
                day=facts["day"],
                at=facts["time"],
                by=request.user,
                on=timezone.localdate(),
            )
        except InteractionRefusedError as refusal:
            form.add_error("day", interaction_sentence(refusal))
        else:
            messages.success(request, _("Moved."))
            return redirect(interaction)
    context = {"form": form, "interaction": interaction, "title": _("Move"), "action": _("Move")}
    return render(request, "sponsors/interaction_step.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def interaction_cancel(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Cancel it; it stays in the history."""
    interaction = editable(request, public_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        course.cancel_interaction(
            interaction, because=form.cleaned_data["because"], by=request.user
        )
        messages.success(request, _("Cancelled."))
        return redirect(interaction)
    context = {
        "form": form,
        "interaction": interaction,
        "title": _("Cancel it"),
        "action": _("Cancel it"),
    }
    return render(request, "sponsors/interaction_step.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def interaction_undo(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Take a fresh entry back."""
    interaction = editable(request, public_id)
    if request.method == "POST":
        attempt(request, lambda: course.undo_log(interaction, by=request.user), _("Taken back."))
        opened = KeyAccount.objects.visible_to(request.user)
        account = opened.filter(pk=interaction.account_id).first()
        return redirect(account or "home")
    return render(request, "sponsors/interaction_undo.html", {"interaction": interaction})


def show_both(
    request: UserRequest, form: EditForm | DebriefForm, refusal: InteractionChangedMeanwhileError
) -> None:
    """Leave what was typed in the form, ready to be kept once more, and say what the other has kept."""
    form.add_error(None, interaction_sentence(refusal))
    for label, now in kept_meanwhile(refusal, form.cleaned_data):
        form.add_error(None, f"{label}: {now}")
    again = request.POST.copy()
    again["version"] = str(refusal.interaction.version)
    form.data = again


def attempt(request: UserRequest, act: Callable[[], object], done: str) -> None:
    """Do it, or say in a message what stands against it."""
    try:
        act()
    except UndoTooLateError as refusal:
        messages.error(request, interaction_sentence(refusal))
    else:
        messages.success(request, done)


def private_notes(interaction: Interaction, reader: User) -> "QuerySet[CoachingNote]":
    """Return what the two keep for themselves of an exchange, for one of them."""
    notes = CoachingNote.objects.visible_to(reader).filter(interaction=interaction)
    return notes.select_related("author")


def fetch(request: UserRequest, public_id: UUID) -> Interaction:
    """Return an interaction that the reader may see, or 404."""
    rows = Interaction.objects.visible_to(request.user).select_related(
        "account",
        "logged_by",
        "written_by",
        "pairing__sponsor__person",
        "talked_in",
        "settled_by",
        "debriefed_by",
        "vouched_by",
    )
    return get_object_or_404(rows, public_id=public_id)


def editable(request: UserRequest, public_id: UUID) -> Interaction:
    """Return an interaction that the reader may change; 403 where it may only be read."""
    interaction = fetch(request, public_id)
    if not request.user.has_perm("sponsors.edit_interaction", interaction):
        raise PermissionDenied
    return interaction
