"""The rhythm of a tandem: how it stands, and what the two agree on."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.htmx import UserRequest
from sponsors.forms.rhythm import DeclineRhythmForm, RhythmForm
from sponsors.models import Pairing, RhythmTarget, Thanks
from sponsors.queries.free_days import suggested_days
from sponsors.queries.quarter import facts_of, last_quarter
from sponsors.queries.rhythm import rhythms
from sponsors.queries.tandem_year import tandem_year
from sponsors.sentences.rhythm import changes, lanes
from sponsors.services.renewals import NotRunningError
from sponsors.services.rhythms import (
    RhythmMovedOnError,
    agree_to_rhythm,
    decline_rhythm,
    propose_rhythm,
    withdraw_rhythm,
)
from sponsors.views.refusals import sentence

LAST_THANKS = 4


@require_safe
def rhythm_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """How the rhythm of a tandem stands: to its two and the leads."""
    pairing, today = begun(request, public_id), timezone.localdate()
    rhythm = rhythms([pairing.pk], today)[pairing.pk] if pairing.is_running else None
    proposed = RhythmTarget.objects.proposed().with_people().filter(pairing=pairing).first()
    plans = rhythm and request.user.has_perm("sponsors.log_interaction", pairing.account)
    context = {
        "pairing": pairing,
        "two": [pairing.account.kam or pairing.kam, pairing.sponsor.person],
        "rhythm": rhythm,
        "lanes": lanes(rhythm.standings, rhythm.target) if rhythm else [],
        "days": suggested_days(pairing, rhythm.standings, on=today) if rhythm and plans else [],
        "year": tandem_year(pairing, request.user, on=today),
        **what_followed(request, pairing, today),
        "proposed": proposed,
        "may_propose": request.user.has_perm("sponsors.propose_rhythm", pairing),
        "may_answer": request.user.has_perm("sponsors.answer_rhythm", proposed),
        "may_withdraw": request.user.has_perm("sponsors.withdraw_rhythm", proposed),
        "today": today,
    }
    return render(request, "sponsors/rhythm_detail.html", context)


def what_followed(request: UserRequest, pairing: Pairing, today: date) -> dict[str, Any]:
    """Return what followed in the last quarter from what the sponsor did, to the two, and the words of thanks."""
    thanks = Thanks.objects.visible_to(request.user).filter(pairing=pairing)
    may_thank = request.user.has_perm("sponsors.say_thanks", pairing)
    is_sponsor = pairing.sponsor.person_id == request.user.pk
    quarter = last_quarter(today)
    facts = facts_of([pairing.pk], quarter) if may_thank or is_sponsor else {}
    return {
        "quarter": quarter,
        "facts": facts.get(pairing.pk, []),
        "thanks": thanks.select_related("written_by")[:LAST_THANKS],
        "may_thank": may_thank,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def rhythm_propose(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One of the two proposes another rhythm."""
    pairing, today = begun(request, public_id), timezone.localdate()
    if not request.user.has_perm("sponsors.propose_rhythm", pairing):
        raise PermissionDenied
    rhythm = rhythms([pairing.pk], today)[pairing.pk]
    has_met = not rhythm.standings[0].is_never
    form = RhythmForm(request.POST or None, kept=rhythm.target, has_begun=has_met)
    if request.method == "POST" and form.is_valid():
        target, word = form.target(), form.cleaned_data["word"]
        if target == rhythm.target:
            messages.info(request, _("This is the rhythm of now."))
        elif attempt(request, lambda: propose_rhythm(pairing, target, by=request.user, word=word)):
            messages.success(request, _("Proposed. It holds once the other of you agrees."))
        return redirect("sponsors:rhythm_detail", public_id)
    return render(request, "sponsors/rhythm_propose.html", {"form": form, "pairing": pairing})


@require_http_methods(["GET", "HEAD", "POST"])
def rhythm_answer(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The other of the two looks at a proposed rhythm, and agrees."""
    proposed = fetch(request, public_id)
    if not request.user.has_perm("sponsors.answer_rhythm", proposed):
        raise PermissionDenied
    if request.method == "POST":
        if attempt(request, lambda: agree_to_rhythm(proposed, by=request.user)):
            messages.success(request, _("Agreed: this is your rhythm from now on."))
        return redirect("sponsors:rhythm_detail", proposed.pairing.public_id)
    return show_answer(request, proposed, DeclineRhythmForm())


@require_POST
def rhythm_decline(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The other of the two would rather keep the rhythm."""
    proposed = fetch(request, public_id)
    if not request.user.has_perm("sponsors.answer_rhythm", proposed):
        raise PermissionDenied
    form = DeclineRhythmForm(request.POST)
    if not form.is_valid():
        return show_answer(request, proposed, form, status=422)
    reason = form.cleaned_data["reason"]
    if attempt(request, lambda: decline_rhythm(proposed, by=request.user, reason=reason)):
        messages.success(request, _("Thank you, that is noted."))
    return redirect("sponsors:rhythm_detail", proposed.pairing.public_id)


@require_POST
def rhythm_withdraw(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Whoever proposed a rhythm takes it back."""
    proposed = fetch(request, public_id)
    if not request.user.has_perm("sponsors.withdraw_rhythm", proposed):
        raise PermissionDenied
    if attempt(request, lambda: withdraw_rhythm(proposed, by=request.user)):
        messages.success(request, _("The proposal is withdrawn."))
    return redirect("sponsors:rhythm_detail", proposed.pairing.public_id)


def show_answer(
    request: UserRequest, proposed: RhythmTarget, form: DeclineRhythmForm, *, status: int = 200
) -> HttpResponse:
    """Show what would change, a yes and a no."""
    pairing = proposed.pairing
    kept = rhythms([pairing.pk], timezone.localdate())[pairing.pk].target
    context = {"proposed": proposed, "changes": changes(kept, proposed.target), "form": form}
    return render(request, "sponsors/rhythm_answer.html", context, status=status)


def begun(request: UserRequest, public_id: UUID) -> Pairing:
    """Return a pairing that the reader sees and that has begun, or 404."""
    rows = Pairing.objects.visible_to(request.user).with_people().filter(started_on__isnull=False)
    return get_object_or_404(rows, public_id=public_id)


def fetch(request: UserRequest, public_id: UUID) -> RhythmTarget:
    """Return a rhythm of a pairing that the reader sees, or 404."""
    rows = RhythmTarget.objects.visible_to(request.user).with_people()
    return get_object_or_404(rows, public_id=public_id)


def attempt(request: UserRequest, act: Callable[[], object]) -> bool:
    """Do it, or say in a message what stands against it; return whether it was done."""
    try:
        act()
    except NotRunningError as refusal:
        messages.error(request, sentence(refusal))
    except RhythmMovedOnError:
        messages.error(request, _("This proposal is no longer open."))
    else:
        return True
    return False
