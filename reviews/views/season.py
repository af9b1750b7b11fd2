"""Seasons: what counts, and the steps from the first announcement to the laureates."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.htmx import UserRequest
from accounts.models import Job, User
from accounts.services.meanwhile import ChangedMeanwhileError
from reviews.choices import SeasonState
from reviews.forms.season import SeasonForm
from reviews.models import Scorecard, Season
from reviews.queries.seasons import life_of, standing, what_counts
from reviews.sentences.seasons import in_words
from reviews.services.scorecards import start_computing
from reviews.services.seasons import (
    SeasonFixedError,
    SeasonTwiceError,
    begin_collecting,
    change_season,
    confirm_laureates,
    create_season,
    freeze_season,
    goals_of,
    next_states,
    open_season,
    publish_season,
    waits_until,
)
from reviews.views.refusals import attempt, sentence

LIST_BOUND = 50


@require_safe
def season_list(request: UserRequest) -> HttpResponse:
    """All seasons, the newest first."""
    user = request.user
    context = {
        "seasons": Season.objects.visible_to(user)[:LIST_BOUND],
        "may_run": user.has_perm("reviews.run_season"),
    }
    return render(request, "reviews/season_list.html", context)


@require_safe
def season_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What counts this year, for everyone; for leads also the next step."""
    user = request.user
    season = get_object_or_404(Season.objects.visible_to(user), public_id=public_id)
    may_run = user.has_perm("reviews.run_season", season)
    context = {
        "season": season,
        "pillars": what_counts(season),
        "own": Scorecard.objects.of_person(user)
        .filter(season=season)
        .select_related("pairing__account"),
        "may_run": may_run,
        "may_edit": may_run and season.state == SeasonState.DRAFT,
        "is_computed": may_run and season.is_computed,
        "may_rank": season.is_frozen and user.has_perm("reviews.see_ranking", season),
        "life": life_of(season),
        "next": in_words(next_states(season)) if may_run else None,
        "waits_until": waits_until(season, on=timezone.localdate()),
        "standing": standing(season) if may_run else None,
    }
    return render(request, "reviews/season_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def season_create(request: UserRequest) -> HttpResponse:
    """A lead prepares a season with the weights that the book suggests."""
    if not request.user.has_perm("reviews.run_season"):
        raise PermissionDenied
    form = SeasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        season = Season(**form.changes())
        try:
            create_season(season, goals=form.goals(), by=request.user)
        except SeasonTwiceError as refusal:
            form.add_error("last_day", sentence(refusal))
        else:
            messages.success(request, _("The season is in preparation. Open it when it is right."))
            return redirect(season)
    return render(request, "reviews/season_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def season_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A lead changes days and weights while the season is in preparation."""
    season = get_object_or_404(Season.objects.visible_to(request.user), public_id=public_id)
    if not request.user.has_perm("reviews.run_season", season):
        raise PermissionDenied
    form = SeasonForm(request.POST or None, season=season, goals=goals_of(season))
    if season.state != SeasonState.DRAFT:
        messages.error(request, sentence(SeasonFixedError(season)))
        return redirect(season)
    if request.method == "POST" and form.is_valid():
        try:
            change_season(
                season,
                changes=form.changes(),
                goals=form.goals(),
                by=request.user,
                read=form.cleaned_data["read"],
            )
        except ChangedMeanwhileError as refusal:
            form.compare(refusal)
        except SeasonTwiceError as refusal:
            form.add_error("last_day", sentence(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(season)
    return render(request, "reviews/season_form.html", {"form": form, "season": season})


@require_POST
def season_move(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A lead takes the season one step further."""
    season = get_object_or_404(Season.objects.visible_to(request.user), public_id=public_id)
    if not request.user.has_perm("reviews.run_season", season):
        raise PermissionDenied
    move = MOVES.get(request.POST.get("to", ""))
    if move is None:
        messages.error(request, _("Choose one of the steps on this page."))
    elif attempt(request, lambda: move(season, request.user)):
        messages.success(request, DONE[request.POST["to"]]())
    return redirect(season)


@require_POST
def season_compute(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A lead has the scorecards computed now, as a job with its progress."""
    season = get_object_or_404(Season.objects.visible_to(request.user), public_id=public_id)
    if not request.user.has_perm("reviews.run_season", season):
        raise PermissionDenied
    jobs: list[Job] = []
    if attempt(request, lambda: jobs.append(start_computing(season, by=request.user))):
        return redirect("accounts:job_detail", jobs[0].public_id)
    return redirect(season)


MOVES: dict[str, Callable[[Season, User], Season]] = {
    SeasonState.OPEN: lambda season, by: open_season(season, by=by),
    SeasonState.COLLECTING: lambda season, by: begin_collecting(
        season, by=by, on=timezone.localdate()
    ),
    SeasonState.FROZEN: lambda season, by: freeze_season(season, by=by, on=timezone.localdate()),
    SeasonState.NAMED: lambda season, by: confirm_laureates(season, by=by),
    SeasonState.PUBLISHED: lambda season, by: publish_season(season, by=by),
}
DONE: dict[str, Callable[[], str]] = {
    SeasonState.OPEN: lambda: _("The season is open: everyone sees what counts, and it stays so."),
    SeasonState.COLLECTING: lambda: _("The last figures are being collected."),
    SeasonState.FROZEN: lambda: _("The season is frozen. The ranking is ready for the leads."),
    SeasonState.NAMED: lambda: _("The laureates are settled. Publish them when the day has come."),
    SeasonState.PUBLISHED: lambda: _("The laureates are published."),
}
