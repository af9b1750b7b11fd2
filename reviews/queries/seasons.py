"""Reads about seasons."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from reviews.choices import MEANS, RESULTS, Indicator
from reviews.choices import SeasonState as S
from reviews.models import Scorecard, Season
from reviews.sentences.indicators import explanation, goalpost


@dataclass(frozen=True)
class CountingIndicator:
    """What the page of a season says of one indicator."""

    code: str
    label: str
    weight: int
    low: str
    high: str
    explanation: str


@dataclass(frozen=True)
class Standing:
    """How far the season's scorecards are."""

    scorecards: int
    assessed: int


@dataclass(frozen=True)
class Step:
    """One state of a season's life, past, present or to come."""

    label: str
    is_past: bool
    is_current: bool


LIFE = (S.DRAFT, S.OPEN, S.COLLECTING, S.FROZEN, S.NAMED, S.PUBLISHED)


def life_of(season: Season) -> list[Step]:
    """Return the states of a season in their order, with the present one marked."""
    here = LIFE.index(S(season.state)) if season.state in LIFE else LIFE.index(S.FROZEN)
    return [
        Step(label=str(state.label), is_past=place < here, is_current=place == here)
        for place, state in enumerate(LIFE)
    ]


def what_counts(season: Season) -> list[tuple[str, list[CountingIndicator]]]:
    """Return each pillar with its indicators, their weights and goalposts in words."""
    settings = {row.code: row for row in season.indicators.all()}
    return [
        (
            name,
            [
                CountingIndicator(
                    code=code.value,
                    label=str(Indicator(code).label),
                    weight=settings[code].weight,
                    low=goalpost(code, settings[code].low),
                    high=goalpost(code, settings[code].high),
                    explanation=explanation(code, season),
                )
                for code in pillar
                if code in settings
            ],
        )
        for name, pillar in ((_("Means"), MEANS), (_("Results"), RESULTS))
    ]


def standing(season: Season) -> Standing:
    """Count the season's scorecards and those that are assessed."""
    counts = Scorecard.objects.filter(season=season).aggregate(
        scorecards=Count("pk"), assessed=Count("score")
    )
    return Standing(**counts)
