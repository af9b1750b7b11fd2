"""The steps inside the tandem: an introduction, a request to the committee, the alignment check."""

from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.htmx import UserRequest
from sponsors.forms.inside import (
    AlignmentForm,
    CommitteeAnswerForm,
    CommitteeForm,
    IntroductionAnswerForm,
    IntroductionForm,
    OutcomeForm,
    SignForm,
)
from sponsors.models import AlignmentCheck, CommitteeRequest, Introduction, Pairing
from sponsors.services.alignment import planned_lines, sign_alignment, write_alignment
from sponsors.services.committee import answer_request, ask_committee, withdraw_request
from sponsors.services.introductions import (
    InsideRefusedError,
    ask_introduction,
    make_introduction,
    note_introduction,
    refuse_introduction,
    say_what_came,
)
from sponsors.views.inside import allowed
from sponsors.views.inside_words import inside_sentence

Row = TypeVar("Row", Introduction, CommitteeRequest, AlignmentCheck)


@require_http_methods(["GET", "HEAD", "POST"])
def introduction_add(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The KAM asks for an introduction; the sponsor notes one that took place."""
    pairing = allowed(request, public_id, "sponsors.work_inside")
    is_sponsor = request.user.has_perm("sponsors.answer_inside", pairing)
    today = timezone.localdate()
    form = IntroductionForm(
        request.POST or None,
        pairing=pairing,
        is_sponsor=is_sponsor,
        today=today,
        initial={"contact": request.GET.get("contact")},
    )
    title = _("Note an introduction") if is_sponsor else _("Ask for an introduction")
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        two = {"colleague": facts["colleague"], "by": request.user}
        try:
            if is_sponsor:
                note_introduction(pairing, facts["contact"], **two, day=facts["day"], on=today)
            else:
                ask_introduction(pairing, facts["contact"], **two, why=facts["why"])
        except InsideRefusedError as refusal:
            form.add_error(None, inside_sentence(refusal))
        else:
            said = _("Noted. The KAM is told.") if is_sponsor else _("Asked. The sponsor is told.")
            messages.success(request, said)
            return back(pairing)
    return step(request, pairing, form, title, title)


@require_http_methods(["GET", "HEAD", "POST"])
def introduction_answer(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The sponsor says when the two were brought together, or why not; then either says what came of it."""
    introduction, pairing = part_of(request, Introduction, public_id, "sponsors.work_inside")
    if not introduction.is_open:
        return introduction_outcome(request, introduction, pairing)
    if not request.user.has_perm("sponsors.answer_inside", pairing):
        raise PermissionDenied
    form = IntroductionAnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        day, reason = form.cleaned_data["day"], form.cleaned_data["reason"]
        on = timezone.localdate()
        try:
            if day:
                make_introduction(introduction, day=day, by=request.user, on=on)
            else:
                refuse_introduction(introduction, reason, by=request.user)
        except InsideRefusedError as refusal:
            form.add_error("day", inside_sentence(refusal))
        else:
            messages.success(request, _("Noted. The KAM is told."))
            return back(pairing)
    title = _("Introduce %(colleague)s to %(contact)s") % {
        "colleague": introduction.colleague,
        "contact": introduction.contact,
    }
    return step(request, pairing, form, title, _("Save"), lede=introduction.why)


def introduction_outcome(
    request: UserRequest, introduction: Introduction, pairing: Pairing
) -> HttpResponse:
    """Say what came of it."""
    if not introduction.is_done:
        raise PermissionDenied
    form = OutcomeForm(request.POST or None, introduction=introduction)
    if request.method == "POST" and form.is_valid():
        say_what_came(introduction, form.cleaned_data["outcome"], by=request.user)
        messages.success(request, _("Noted."))
        return back(pairing)
    return step(request, pairing, form, str(introduction), _("Save"))


@require_http_methods(["GET", "HEAD", "POST"])
def committee_ask(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The KAM asks the sponsor to carry something to the executive committee."""
    pairing = allowed(request, public_id, "sponsors.ask_inside")
    form = CommitteeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_committee(pairing, **form.cleaned_data, by=request.user)
        except InsideRefusedError as refusal:
            form.add_error(None, inside_sentence(refusal))
        else:
            messages.success(request, _("Asked. The sponsor is told."))
            return back(pairing)
    title = _("Ask the executive committee")
    return step(request, pairing, form, title, _("Ask the sponsor to carry it"))


@require_http_methods(["GET", "HEAD", "POST"])
def committee_answer(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The sponsor says when it was carried, and what the committee says."""
    asked, pairing = part_of(request, CommitteeRequest, public_id, "sponsors.answer_inside")
    today = timezone.localdate()
    form = CommitteeAnswerForm(request.POST or None, committee_request=asked, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            answer_request(asked, **form.cleaned_data, by=request.user, on=today)
        except InsideRefusedError as refusal:
            form.add_error("carried_on", inside_sentence(refusal))
        else:
            messages.success(request, _("Noted. The KAM is told."))
            return back(pairing)
    return step(request, pairing, form, asked.title, _("Save"), lede=asked.why)


@require_POST
def committee_withdraw(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The KAM takes a request back."""
    asked, pairing = part_of(request, CommitteeRequest, public_id, "sponsors.ask_inside")
    try:
        withdraw_request(asked, by=request.user, on=timezone.localdate())
    except InsideRefusedError as refusal:
        messages.error(request, inside_sentence(refusal))
    else:
        messages.success(request, _("Withdrawn."))
    return back(pairing)


@require_http_methods(["GET", "HEAD", "POST"])
def alignment_write(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Write the check of this year, or change it before both have signed."""
    pairing = allowed(request, public_id, "sponsors.work_inside")
    check = pairing.alignment_checks.open().first()
    if check is None and not request.user.has_perm("sponsors.ask_inside", pairing):
        raise PermissionDenied
    form = AlignmentForm(request.POST or None, check=check)
    if request.method == "POST" and form.is_valid():
        try:
            write_alignment(pairing, **form.cleaned_data, by=request.user)
        except InsideRefusedError as refusal:
            form.add_error(None, inside_sentence(refusal))
        else:
            messages.success(request, _("Saved. Both of you sign it as it stands now."))
            return back(pairing)
    beside = {"company": form.company(), "objectives": planned_lines(pairing.account).splitlines()}
    return step(request, pairing, form, _("Alignment check"), _("Save"), **beside)


@require_POST
def alignment_sign(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Sign what was read."""
    check, pairing = part_of(request, AlignmentCheck, public_id, "sponsors.work_inside")
    form = SignForm(request.POST)
    read = form.cleaned_data if form.is_valid() else {"version": 0, "plan": 0}
    try:
        sign_alignment(check, **read, by=request.user, on=timezone.localdate())
    except InsideRefusedError as refusal:
        messages.error(request, inside_sentence(refusal))
    else:
        messages.success(request, _("Signed."))
    return back(pairing)


def part_of(
    request: UserRequest, model: type[Row], public_id: UUID, permission: str
) -> tuple[Row, Pairing]:
    """Return something inside a tandem that the reader may see, and its pairing, in which they have this part."""
    rows = model.objects.visible_to(request.user).select_related("pairing")
    row = get_object_or_404(rows, public_id=public_id)
    return row, allowed(request, row.pairing.public_id, permission)


def step(
    request: UserRequest, pairing: Pairing, form: Form, title: str, action: str, **more: Any
) -> HttpResponse:
    """Show the form of one step."""
    context = {"pairing": pairing, "form": form, "title": title, "action": action} | more
    status = 422 if form.is_bound else 200
    return render(request, "sponsors/inside_step.html", context, status=status)


def back(pairing: Pairing) -> HttpResponse:
    """Return to the page of the tandem."""
    return redirect("sponsors:inside_detail", pairing.public_id)
