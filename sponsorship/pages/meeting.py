"""Before a meeting: the page to read in the lift, and its brief on paper. After one: "I met them"."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.htmx import UserRequest
from accounts.models import Contact, KeyAccount, User
from sponsors.choices import InteractionStatus
from sponsors.forms.report import ReportForm
from sponsors.models import Interaction
from sponsors.queries.meetings import asks_of
from sponsors.services.debriefs import report_meeting
from sponsors.services.drafts import InteractionRefusedError
from sponsors.views.refusals import field_of, interaction_sentence
from sponsorship.brief_paper import file_name, render_brief
from sponsorship.meeting_brief import brief_for, people_met
from sponsorship.pages.brief import brief_account

LAST = 3


@require_safe
def meeting_prepare(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Whom I meet, what to ask them, what not to raise, what the KAM advises, what happened last."""
    interaction = fetch(request.user, public_id)
    if interaction.status == InteractionStatus.CANCELLED:
        return redirect(interaction)
    brief = brief_for(interaction, request.user)
    today = timezone.localdate()
    context = {
        "interaction": interaction,
        "account": interaction.account,
        "brief": brief,
        "people": people_met(interaction) if brief is None else brief.people,
        "last": brief.last_exchanges[:LAST] if brief else [],
        "us": interaction.people.by_name(),
        "today": today,
        "may_report": request.user.has_perm("sponsors.report_meeting", interaction.account),
        "may_debrief": interaction.day <= today
        and not (interaction.is_between_us and not interaction.is_planned)
        and request.user.has_perm("sponsors.edit_interaction", interaction),
    }
    return render(request, "sponsorship/meeting_prepare.html", context)


@require_safe
def meeting_pdf(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Return the brief for exactly the contacts of this meeting; 404 for who reads no brief of the client."""
    interaction = fetch(request.user, public_id)
    brief = brief_for(interaction, request.user)
    if brief is None:
        raise Http404
    pdf = render_brief(brief, reader=request.user, at=timezone.localtime())
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{file_name(brief.account)}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_report(request: UserRequest, public_id: UUID) -> HttpResponse:
    """I met them: whom, and what came of the asks. The KAM is told."""
    account = brief_account(request.user, public_id)
    if not request.user.has_perm("sponsors.report_meeting", account):
        raise PermissionDenied
    met, today = contact_met(request, account), timezone.localdate()
    asks = asks_of(account, request.user, met=met)
    form = ReportForm(request.POST or None, account=account, asks=asks, today=today, met=met)
    if request.method == "POST" and form.is_valid():
        try:
            kept = report_meeting(account, form.draft(), form.told(), by=request.user, on=today)
        except InteractionRefusedError as refusal:
            form.add_error(field_of(refusal), interaction_sentence(refusal))
        else:
            messages.success(request, _("Noted. Thank you."))
            return redirect(kept)
    context = {"account": account, "form": form, "met": met}
    status = 422 if form.is_bound else 200
    return render(request, "sponsorship/meeting_report.html", context, status=status)


def contact_met(request: UserRequest, account: KeyAccount) -> Contact | None:
    """Return the contact of this client whom the address names, if it names one."""
    try:
        named = UUID(request.GET.get("contact", ""))
    except ValueError:
        return None
    return account.contacts.active().filter(public_id=named).first()


def fetch(user: User, public_id: UUID) -> Interaction:
    """Return an interaction that the reader may see, or 404."""
    rows = Interaction.objects.visible_to(user).select_related("account")
    return get_object_or_404(rows, public_id=public_id)
