"""Naming the laureates of a frozen season."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.htmx import UserRequest
from reviews.choices import SeasonState
from reviews.forms.laureate import CitationForm
from reviews.models import Laureate, Scorecard, Season
from reviews.queries.awards import honours_of
from reviews.queries.ranking import counts_of, name_of
from reviews.sentences.seasons import in_words
from reviews.services.laureates import drop_laureate, name_laureate
from reviews.services.seasons import next_states
from reviews.views.refusals import attempt


@require_safe
def laureate_list(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Who is named so far, how many each class may have, and the step that settles it."""
    user = request.user
    season = get_object_or_404(Season.objects.visible_to(user), public_id=public_id)
    if not user.has_perm("reviews.name_laureates", season):
        raise PermissionDenied
    counts = counts_of(season)
    is_naming = season.state == SeasonState.FROZEN
    context = {
        "season": season,
        "honours": honours_of([season], user).get(season.pk, []),
        "room": [(name_of(group), counts.laureates_at_most(group)) for group in counts.groups],
        "next": in_words(next_states(season)),
        "may_mend": SeasonState.PUBLISHED in next_states(season) or is_naming,
        "is_naming": is_naming,
    }
    return render(request, "reviews/laureate_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def laureate_name(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A lead names the tandem of this scorecard a laureate, or mends its citation."""
    scorecards = Scorecard.objects.visible_to(request.user).select_related(
        "season", "pairing__account", "sponsor", "kam"
    )
    scorecard = get_object_or_404(scorecards, public_id=public_id)
    if not request.user.has_perm("reviews.name_laureates", scorecard.season):
        raise PermissionDenied
    laureate = Laureate.objects.filter(season=scorecard.season, pairing=scorecard.pairing).first()
    form = CitationForm(request.POST or None, instance=laureate)
    if request.method == "POST" and form.is_valid():
        named = attempt(
            request,
            lambda: name_laureate(
                scorecard.season, scorecard.pairing, by=request.user, **form.cleaned_data
            ),
        )
        if named:
            messages.success(request, _("Named. Nobody but the leads sees it before publication."))
        return redirect("reviews:laureate_list", scorecard.season.public_id)
    context = {"form": form, "scorecard": scorecard, "laureate": laureate}
    return render(request, "reviews/laureate_form.html", context)


@require_POST
def laureate_drop(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A lead takes a name back before the laureates are settled."""
    laureates = Laureate.objects.visible_to(request.user).select_related("season", "pairing")
    laureate = get_object_or_404(laureates, public_id=public_id)
    if not request.user.has_perm("reviews.name_laureates", laureate.season):
        raise PermissionDenied
    if attempt(request, lambda: drop_laureate(laureate, by=request.user)):
        messages.success(request, _("Taken back."))
    return redirect("reviews:laureate_list", laureate.season.public_id)
