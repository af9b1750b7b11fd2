"""Scorecards: what a tandem sees of itself."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.htmx import UserRequest, render_page_or_partial
from reviews.models import ScorecardLine, Season
from reviews.queries.scorecards import (
    RECORDS_BOUND,
    last_seasons_scorecard,
    pillars_of,
    records_behind,
    scorecards_for,
)
from reviews.sentences import scorecards as sentences
from reviews.views.addresses import uuid_or_none

PAGE = 30


@require_safe
def scorecard_list(request: UserRequest) -> HttpResponse:
    """My scorecards, the newest season first; a lead may also leaf through those of one season."""
    user = request.user
    wanted = request.GET.get("season", "")
    season = None
    rows = (
        scorecards_for(user)
        .filter(Q(kam=user) | Q(sponsor=user))
        .order_by("-season__last_day", "pairing__account__name")
    )
    if wanted and user.has_perm("reviews.run_season"):
        season = get_object_or_404(Season.objects.visible_to(user), public_id=uuid_or_none(wanted))
        rows = scorecards_for(user).filter(season=season).order_by("pairing__account__name", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render_page_or_partial(
        request,
        "reviews/scorecard_list.html",
        {"page": page, "season": season},
        partial="scorecard-table",
    )


@require_safe
def scorecard_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Two pillars, eight indicators, what carries the tandem and one next step; no total."""
    scorecard = get_object_or_404(scorecards_for(request.user), public_id=public_id)
    lines = list(scorecard.lines.all())
    past = last_seasons_scorecard(scorecard, request.user)
    account = scorecard.pairing.account
    context = {
        "scorecard": scorecard,
        "season": scorecard.season,
        "account": account,
        "pillars": pillars_of(scorecard, past),
        "past": past,
        "unassessed": sentences.unassessed(scorecard.unassessed_because)
        if scorecard.unassessed_because
        else "",
        "carries": sentences.carries(lines),
        "next_step": "" if scorecard.season.is_frozen else sentences.next_step(lines, account.name),
    }
    return render(request, "reviews/scorecard_detail.html", context)


@require_safe
def scorecard_records(request: UserRequest, public_id: UUID, code: str) -> HttpResponse:
    """The records behind one indicator."""
    scorecard = get_object_or_404(scorecards_for(request.user), public_id=public_id)
    line = get_object_or_404(ScorecardLine, scorecard=scorecard, code=code)
    context = {
        "scorecard": scorecard,
        "label": sentences.label(line.code),
        "sentence": sentences.of_line(line),
        "records": records_behind(line, request.user),
        "more": max(0, len(line.records) - RECORDS_BOUND),
        "place": f"records-{line.code}",
    }
    htmx = getattr(request, "htmx", None)
    part = "#records" if htmx and htmx.target == context["place"] else ""
    return render(request, f"reviews/scorecard_records.html{part}", context)
