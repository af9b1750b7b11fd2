"""The lines of a brief: what to obtain, what came of it, and what not to raise."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.choices import AskOutcome
from accounts.forms.brief import AskForm, NoGoForm, OutcomeForm
from accounts.htmx import UserRequest
from accounts.models import Ask, AskAnswer, KeyAccount, NoGo
from accounts.services.asks import Answered, answer_ask
from accounts.services.briefs import close, save_ask, save_no_go
from accounts.services.meanwhile import ChangedMeanwhileError
from sponsorship.pages.brief import editable_account


@require_http_methods(["GET", "HEAD", "POST"])
def ask_add(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A new ask."""
    account = editable_account(request.user, public_id)
    return line_form(
        request,
        account,
        AskForm(
            request.POST or None, account=account, initial={"whom": request.GET.get("whom", "")}
        ),
        title=_("New ask"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Change an ask."""
    ask = get_object_or_404(
        Ask.objects.open().select_related("account", "contact"), public_id=public_id
    )
    account = editable_account(request.user, ask.account.public_id)
    return line_form(
        request,
        account,
        AskForm(request.POST or None, instance=ask, account=account),
        title=_("Change the ask"),
    )


@require_POST
def ask_close(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Take an ask out of the brief."""
    said = _("The ask has left the brief and stays in the history.")
    return take_out(request, Ask.objects.all(), public_id, said)


@require_http_methods(["GET", "HEAD", "POST"])
def no_go_add(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A new subject not to raise."""
    account = editable_account(request.user, public_id)
    return line_form(
        request,
        account,
        NoGoForm(request.POST or None, account=account),
        title=_("New subject not to raise"),
    )


@require_POST
def no_go_close(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Take a subject out of the list of those not to raise."""
    said = _("The subject has left the brief and stays in the history.")
    return take_out(request, NoGo.objects.all(), public_id, said)


def take_out(
    request: UserRequest, lines: QuerySet[Any], public_id: UUID, said: str
) -> HttpResponse:
    """Take a line out of the brief, and say so."""
    line = get_object_or_404(lines.select_related("account"), public_id=public_id)
    account = editable_account(request.user, line.account.public_id)
    close(line, by=request.user, on=timezone.localdate())
    messages.success(request, said)
    return redirect("brief_edit", account.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_answer(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say in one tap what came of an ask, and correct it the same day: also one that has left the brief by it."""
    today = timezone.localdate()
    said = AskAnswer.objects.filter(person=request.user, said_on=today)
    asks = Ask.objects.visible_to(request.user).filter(
        Q(closed_on__isnull=True) | Q(pk__in=said.values("ask"))
    )
    ask = get_object_or_404(asks.select_related("account", "contact"), public_id=public_id)
    if not request.user.has_perm("sponsors.report_meeting", ask.account):
        raise PermissionDenied
    before = said.filter(ask=ask).first()
    form = OutcomeForm(request.POST or None, initial={"line": before.line if before else ""})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        heard = answer_ask(
            Answered(ask, facts["outcome"], facts["line"]), by=request.user, on=today
        )
        messages.success(
            request,
            format_html(
                _('Noted: {}. <a href="{}">Correct it</a>'),
                heard.get_outcome_display(),
                reverse("ask_answer", args=[ask.public_id]),
            ),
        )
        return redirect(
            page_behind(request) or reverse("brief_detail", args=[ask.account.public_id])
        )
    in_sheet = bool(request.htmx) and request.htmx.target == "sheet"
    name = "sponsorship/ask_answer.html"
    context = {"ask": ask, "form": form, "said": before, "outcomes": AskOutcome.choices}
    return render(
        request,
        f"{name}#ask-answer" if in_sheet else name,
        context | {"in_sheet": in_sheet},
        status=422 if form.is_bound else 200,
    )


def page_behind(request: UserRequest) -> str:
    """Return the address, without its fragment, of our page over which the sheet stands; empty for none."""
    parts = urlsplit((request.htmx.current_url_abs_path or "") if request.htmx else "")
    return parts._replace(fragment="").geturl()


def line_form(
    request: UserRequest, account: KeyAccount, form: AskForm | NoGoForm, *, title: str
) -> HttpResponse:
    """Show the form of one line of the brief, or keep it."""
    if request.method == "POST" and form.is_valid():
        line = form.save(commit=False)
        try:
            if isinstance(form, AskForm):
                save_ask(line, by=request.user, read=form.what_was_read())
            else:
                save_no_go(line, by=request.user)
        except ChangedMeanwhileError as refusal:
            form.compare(refusal)
        else:
            messages.success(request, _("Saved in the brief."))
            return redirect("brief_edit", account.public_id)
    return render(
        request,
        "sponsorship/brief_line_form.html",
        {"account": account, "form": form, "title": title},
    )
