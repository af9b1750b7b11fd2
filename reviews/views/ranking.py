"""The annual ranking, for programme leads alone."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.htmx import UserRequest
from reviews.choices import SeasonState
from reviews.models import Season
from reviews.queries.ranking import counts_of, ranked_classes


@require_safe
def ranking(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The tandems of a frozen season by class: place, score and what drives it."""
    user = request.user
    season = get_object_or_404(Season.objects.visible_to(user), public_id=public_id)
    if not user.has_perm("reviews.see_ranking", season):
        raise PermissionDenied
    if not season.is_frozen:
        raise Http404
    context = {
        "season": season,
        "classes": ranked_classes(season, user, request.GET),
        "by_nomination": not counts_of(season).shortlists_by_score(season),
        "may_name": season.state == SeasonState.FROZEN
        and user.has_perm("reviews.name_laureates", season),
    }
    return render(request, "reviews/ranking.html", context)
