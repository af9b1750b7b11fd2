"""Awards: the laureates of each season and nothing else (R11)."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.htmx import UserRequest
from reviews.choices import SeasonState
from reviews.models import Season
from reviews.queries.awards import honours_of

PAGE = 10


@require_safe
def awards(request: UserRequest) -> HttpResponse:
    """The laureates over the years, the latest season first."""
    published = Season.objects.visible_to(request.user).published()
    page = Paginator(published, PAGE).get_page(request.GET.get("page"))
    honours = honours_of(page.object_list, request.user)
    context = {"page": page, "hall": [(season, honours.get(season.pk, [])) for season in page]}
    return render(request, "reviews/awards.html", context)


@require_safe
def awards_season(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The laureates of one season; before it is published, for the leads alone."""
    seasons = Season.objects.visible_to(request.user)
    if request.user.has_perm("reviews.name_laureates"):
        seasons = seasons.filter(state__in=[SeasonState.NAMED, SeasonState.PUBLISHED])
    else:
        seasons = seasons.published()
    season = get_object_or_404(seasons, public_id=public_id)
    honours = honours_of([season], request.user).get(season.pk, [])
    return render(request, "reviews/awards_season.html", {"season": season, "honours": honours})
