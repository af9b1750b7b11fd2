"""The life of a season: in preparation, open, collecting, frozen, laureates named, published."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.history import save_by
from accounts.services.meanwhile import check_nobody_else
from reviews.choices import MEANS, RESULTS, Indicator, SeasonState
from reviews.models import IndicatorSetting, Scorecard, Season

S = SeasonState
TRANSITIONS: dict[SeasonState, frozenset[SeasonState]] = {
    S.DRAFT: frozenset({S.OPEN}),
    S.OPEN: frozenset({S.COLLECTING}),
    S.COLLECTING: frozenset({S.FROZEN}),
    S.FROZEN: frozenset({S.NAMED}),
    S.NAMED: frozenset({S.PUBLISHED}),
    S.PUBLISHED: frozenset(),
}
PILLARS = (MEANS, RESULTS)


@dataclass(frozen=True)
class Goal:
    """What one indicator weighs, in per cent of its pillar, and between which goalposts it is read."""

    weight: int
    low: Decimal
    high: Decimal


DEFAULTS: dict[Indicator, Goal] = {
    Indicator.M1: Goal(30, Decimal(0), Decimal(1)),
    Indicator.M2: Goal(30, Decimal(0), Decimal(1)),
    Indicator.M3: Goal(20, Decimal(0), Decimal(1)),
    Indicator.M4: Goal(20, Decimal(1), Decimal(5)),
    Indicator.E1: Goal(30, Decimal("-0.10"), Decimal("0.20")),
    Indicator.E2: Goal(30, Decimal(5), Decimal("9.5")),
    Indicator.E3: Goal(20, Decimal(0), Decimal(1)),
    Indicator.E4: Goal(20, Decimal(0), Decimal("0.8")),
}


class SeasonRefusedError(Exception):
    """A step of a season's life that a rule does not allow."""


class SeasonMovedOnError(SeasonRefusedError):
    """The season is no longer where this step begins: somebody was quicker, or a step was left out."""

    def __init__(self, season: Season, to: SeasonState) -> None:
        super().__init__(f"{season}: {season.state} → {to}")
        self.season, self.to = season, to


class SeasonFixedError(SeasonRefusedError):
    """What counts cannot change once the season is open."""

    def __init__(self, season: Season) -> None:
        super().__init__(f"{season}: {season.state}")
        self.season = season


class SeasonTwiceError(SeasonRefusedError):
    """Another season has the same first and last day."""

    def __init__(self, season: Season) -> None:
        super().__init__(str(season))
        self.season = season


class WeightsError(SeasonRefusedError):
    """The four weights of a pillar do not add up to 100."""

    def __init__(self, pillar: tuple[Indicator, ...], total: int) -> None:
        super().__init__(f"{pillar[0]}…{pillar[-1]}: {total}")
        self.pillar, self.total = pillar, total


class SeasonNotOverError(SeasonRefusedError):
    """The season's last day has not passed."""

    def __init__(self, last_day: date) -> None:
        super().__init__(str(last_day))
        self.last_day = last_day


class StillCollectingError(SeasonRefusedError):
    """The last figures may still come in until that day, as was announced."""

    def __init__(self, until: date) -> None:
        super().__init__(str(until))
        self.until = until


class ScorecardsOutOfDateError(SeasonRefusedError):
    """The scorecards were not computed on the day on which they are to be frozen."""


class NoLaureateError(SeasonRefusedError):
    """A season without a laureate has nothing to publish."""


class OwnClassError(SeasonRefusedError):
    """A lead who is in a tandem of the season leaves its class to another lead (R10)."""


@transaction.atomic
def create_season(
    season: Season, *, goals: Mapping[Indicator, Goal] = DEFAULTS, by: User
) -> Season:
    """Prepare a season with what is to count in it; the same two days again are refused.

    Raises `SeasonTwiceError` and `WeightsError`.
    """
    check_days(season)
    check_weights(goals)
    season.state = S.DRAFT
    season.seed = season.last_day.year
    try:
        with transaction.atomic():
            save_by(season, by)
    except IntegrityError:
        check_days(season)  # somebody else has kept the same two days at this moment
        raise
    for code, goal in goals.items():
        save_by(IndicatorSetting(season=season, code=code, **vars(goal)), by)
    return season


def histories_of(season: Season) -> list[Any]:
    """Return the histories of a season and of what counts in it."""
    return [season.history, IndicatorSetting.history.filter(season=season.pk)]


@transaction.atomic
def change_season(
    season: Season,
    *,
    changes: Mapping[str, Any],
    goals: Mapping[Indicator, Goal],
    by: User,
    read: str = "",
) -> Season:
    """Change what is to count, while the season is in preparation. The same again changes nothing.

    Raises `SeasonFixedError`, `SeasonTwiceError` and `WeightsError`, and `ChangedMeanwhileError` if somebody else has
    changed it since the state that `read` marks.
    """
    season = locked(season)
    if season.state != S.DRAFT:
        raise SeasonFixedError(season)
    check_nobody_else(season, histories_of(season), read, by=by)
    check_weights(goals)
    before = {name: getattr(season, name) for name in changes}
    if before != dict(changes):
        for name, value in changes.items():
            setattr(season, name, value)
        check_days(season)
        season.seed = season.last_day.year
        save_by(season, by)
    for setting in season.indicators.all():
        goal = goals[Indicator(setting.code)]
        if replace(goal, weight=setting.weight, low=setting.low, high=setting.high) != goal:
            setting.weight, setting.low, setting.high = goal.weight, goal.low, goal.high
            save_by(setting, by)
    return season


@transaction.atomic
def open_season(season: Season, *, by: User) -> Season:
    """Publish what counts to everyone and fix it. Opening an open season changes nothing.

    Raises `WeightsError` and `SeasonMovedOnError`.
    """
    season = locked(season)
    if season.state == S.OPEN:
        return season
    check_weights(goals_of(season))
    season.opened_at = timezone.now()
    return step(season, S.OPEN, by=by)


@transaction.atomic
def begin_collecting(season: Season, *, by: User, on: date) -> Season:
    """Begin to gather the last figures, once the last day has passed. Twice is once.

    Raises `SeasonNotOverError` and `SeasonMovedOnError`.
    """
    season = locked(season)
    if season.state == S.COLLECTING:
        return season
    if on <= season.last_day and season.state == S.OPEN:
        raise SeasonNotOverError(season.last_day)
    return step(season, S.COLLECTING, by=by)


@transaction.atomic
def freeze_season(season: Season, *, by: User, on: date) -> Season:
    """Keep the scorecards as they are: from now on nothing is computed again. Twice is once.

    Raises `StillCollectingError`, `ScorecardsOutOfDateError` and `SeasonMovedOnError`.
    """
    season = locked(season)
    if season.state == S.FROZEN:
        return season
    if season.state == S.COLLECTING:
        check_ready_to_freeze(season, on=on)
    season.frozen_at = timezone.now()
    return step(season, S.FROZEN, by=by)


@transaction.atomic
def confirm_laureates(season: Season, *, by: User) -> Season:
    """Settle who is honoured; the set waits for its publication. Twice is once.

    Raises `OwnClassError`, `NoLaureateError` and `SeasonMovedOnError`.
    """
    season = locked(season)
    if season.state == S.NAMED:
        return season
    if Scorecard.objects.filter(season=season).of_person(by).exists():
        raise OwnClassError
    if season.state == S.FROZEN and not season.laureates.exists():
        raise NoLaureateError
    return step(season, S.NAMED, by=by)


@transaction.atomic
def publish_season(season: Season, *, by: User) -> Season:
    """Show the laureates to everyone, as a set without order (R11). Twice is once.

    Raises `SeasonMovedOnError`.
    """
    season = locked(season)
    if season.state == S.PUBLISHED:
        return season
    season.published_at = timezone.now()
    return step(season, S.PUBLISHED, by=by)


def step(season: Season, to: SeasonState, *, by: User) -> Season:
    """Move one step along the table of transitions, or raise `SeasonMovedOnError`."""
    if to not in TRANSITIONS.get(SeasonState(season.state), frozenset()):
        raise SeasonMovedOnError(season, to)
    season.state = to
    save_by(season, by)
    return season


def next_states(season: Season) -> frozenset[SeasonState]:
    """Return where the season may go from here."""
    return TRANSITIONS.get(SeasonState(season.state), frozenset())


def waits_until(season: Season, *, on: date) -> date | None:
    """Return the day after which the next step is open, where that day has not passed."""
    day = {S.OPEN: season.last_day, S.COLLECTING: season.collect_until}.get(
        SeasonState(season.state)
    )
    return day if day is not None and on <= day else None


def check_weights(goals: Mapping[Indicator, Goal]) -> None:
    """Each pillar's weights add up to 100."""
    for pillar in PILLARS:
        total = sum(goals[code].weight for code in pillar)
        if total != 100:
            raise WeightsError(pillar, total)


def check_days(season: Season) -> None:
    """No other season has these two days."""
    twins = Season.objects.filter(first_day=season.first_day, last_day=season.last_day)
    twin = twins.exclude(pk=season.pk).first()
    if twin is not None:
        raise SeasonTwiceError(twin)


def check_ready_to_freeze(season: Season, *, on: date) -> None:
    """The announced day has passed, and the scorecards are of today."""
    if on <= season.collect_until:
        raise StillCollectingError(season.collect_until)
    if season.computed_at is None or timezone.localdate(season.computed_at) < on:
        raise ScorecardsOutOfDateError


def goals_of(season: Season) -> dict[Indicator, Goal]:
    """Return what the season's indicators weigh and their goalposts, in the book's order."""
    rows = {row.code: row for row in season.indicators.all()}
    return {
        code: Goal(rows[code].weight, rows[code].low, rows[code].high)
        for code in Indicator
        if code in rows
    }


def locked(season: Season) -> Season:
    """Read the season again under a row lock."""
    return Season.objects.select_for_update().get(pk=season.pk)
