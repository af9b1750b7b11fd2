"""Before a meeting: the one page to read in the lift, and the brief of that meeting on paper."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.htmx import UserRequest
from accounts.models import User
from sponsors.choices import InteractionStatus
from sponsors.models import Interaction
from sponsorship.meeting_brief import brief_for, people_met
from sponsorship.pages.brief_pdf import file_name, render_brief

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


def fetch(user: User, public_id: UUID) -> Interaction:
    """Return an interaction that the reader may see, or 404."""
    rows = Interaction.objects.visible_to(user).select_related("account")
    return get_object_or_404(rows, public_id=public_id)
