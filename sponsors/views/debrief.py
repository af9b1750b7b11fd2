"""The debrief: how it went, told in a minute."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.htmx import UserRequest, render_page_or_partial
from sponsors.forms.debrief import DebriefForm
from sponsors.models import Interaction
from sponsors.queries.meetings import asks_for
from sponsors.services.debriefs import debrief
from sponsors.services.drafts import InteractionChangedMeanwhileError, InteractionRefusedError
from sponsors.views.interaction import editable, show_both
from sponsors.views.refusals import interaction_sentence


@require_http_methods(["GET", "HEAD", "POST"])
def interaction_hold(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say that it took place, and what it brought."""
    interaction = editable(request, public_id)
    asks = asks_for(interaction, request.user)
    form = DebriefForm(
        request.POST or None, interaction=interaction, reader=request.user, asks=asks
    )
    if request.method == "POST" and form.is_valid() and keep(request, interaction, form):
        messages.success(request, _("Noted. Thank you."))
        return redirect(interaction)
    context = {"form": form, "interaction": interaction}
    status = 422 if form.is_bound else 200
    return render_page_or_partial(
        request, "sponsors/debrief.html", context, partial="debrief-form", status=status
    )


def keep(request: UserRequest, interaction: Interaction, form: DebriefForm) -> bool:
    """Keep a debrief; where a rule stands against it, say so and leave what was typed."""
    try:
        debrief(
            interaction,
            form.told(),
            version=form.cleaned_data["version"],
            by=request.user,
            on=timezone.localdate(),
        )
    except InteractionChangedMeanwhileError as refusal:
        show_both(request, form, refusal)
        return False
    except InteractionRefusedError as refusal:
        form.add_error("notes" if "notes" in form.fields else None, interaction_sentence(refusal))
        return False
    return True
