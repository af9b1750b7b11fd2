"""Scorecards of a season: computed for every tandem, again each night, never once the season is frozen."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Job, User
from accounts.services.jobs import JobRefusedError, Progress, start_job
from reviews.choices import TandemClass
from reviews.models import Scorecard, ScorecardLine, Season
from reviews.queries.records import TandemInSeason, load_tandems, pairings_in_season, rules_of
from reviews.scoring import (
    IndicatorValue,
    SeasonRules,
    TandemScore,
    is_established,
    score_tandem,
)
from reviews.services.seasons import SeasonRefusedError, locked
from sponsors.models import Pairing

CHUNK = 100
JOB = "scorecards"
COMPUTED = [
    "sponsor",
    "kam",
    "tandem_class",
    "as_of",
    "means",
    "results",
    "score",
    "unassessed_because",
    "active_months",
]
COMPUTED_LINE = [
    "weight",
    "low",
    "high",
    "raw",
    "value",
    "no_value_because",
    "facts",
    "records",
]


class SeasonFrozenError(SeasonRefusedError):
    """A season is computed while it is open or collecting: not before, and never once it is frozen."""

    def __init__(self, season: Season) -> None:
        super().__init__(f"{season}: {season.state}")
        self.season = season


def compute_season(season: Season, *, on: date, progress: Progress | None = None) -> int:
    """Compute the scorecards of every tandem of a season as of a day; return how many there are.

    The same facts give the same bytes. Raises `SeasonFrozenError`, between two chunks as well.
    """
    check_computed(season)
    rules = rules_of(season)
    pairings = pairings_in_season(season, on=on)
    ids, kept = list(pairings.values_list("pk", flat=True)), set[int]()
    for begin in range(0, len(ids), CHUNK):
        chunk = list(pairings.filter(pk__in=ids[begin : begin + CHUNK]))
        kept.update(write_chunk(season, load_tandems(chunk, rules, on=on), rules, on=on))
        if progress is not None:
            progress(begin + len(chunk), len(ids))
    finish(season, kept)
    return len(kept)


def compute_season_job(job: Job, progress: Progress) -> dict[str, Any]:
    """Do the job `scorecards`: compute the season that its arguments name, as of today."""
    season = Season.objects.filter(public_id=job.arguments["season"]).first()
    if season is None:
        raise JobRefusedError(_("The season is gone."))
    try:
        count = compute_season(season, on=timezone.localdate(), progress=progress)
    except SeasonFrozenError:
        raise JobRefusedError(
            _("Scorecards are computed while a season is open or collecting last figures.")
        ) from None
    return {"scorecards": count, "next": season.get_absolute_url()}


def start_computing(season: Season, *, by: User | None) -> Job:
    """Ask for the scorecards to be computed; while that is under way, the same job is returned.

    Raises `SeasonFrozenError`.
    """
    check_computed(season)
    arguments = {"season": str(season.public_id)}
    running = Job.objects.under_way().filter(kind=JOB, arguments=arguments).first()
    return running or start_job(JOB, arguments, by=by)


def compute_open_seasons(*, on: date) -> list[Job]:
    """Have every season that is open or collecting computed. May run twice."""
    begun = Season.objects.computed().filter(first_day__lte=on)
    return [start_computing(season, by=None) for season in begun]


@transaction.atomic
def write_chunk(
    season: Season, tandems: Iterable[TandemInSeason], rules: SeasonRules, *, on: date
) -> list[int]:
    """Write the scorecards of some tandems, unless the season was frozen meanwhile; return their pairings."""
    check_computed(locked(season))
    scored = [
        (tandem, score)
        for tandem in tandems
        if (score := score_tandem(rules, tandem.records, as_of=on)) is not None
    ]
    rows = Scorecard.objects.bulk_create(
        [scorecard_row(season, tandem, score, on=on) for tandem, score in scored],
        update_conflicts=True,
        unique_fields=["season", "pairing"],
        update_fields=COMPUTED,
    )
    ScorecardLine.objects.bulk_create(
        [
            line_row(row, line)
            for row, (_tandem, score) in zip(rows, scored, strict=True)
            for line in score.lines
        ],
        update_conflicts=True,
        unique_fields=["scorecard", "code"],
        update_fields=COMPUTED_LINE,
        batch_size=400,
    )
    return [row.pairing_id for row in rows]


def scorecard_row(
    season: Season, tandem: TandemInSeason, score: TandemScore, *, on: date
) -> Scorecard:
    """Return the row of a scorecard, with its two people and its class."""
    pairing = tandem.pairing
    return Scorecard(
        season=season,
        pairing=pairing,
        sponsor_id=pairing.sponsor.person_id,
        kam_id=tandem.kam,
        tandem_class=class_of(pairing, season.last_day),
        as_of=on,
        means=score.means,
        results=score.results,
        score=score.score,
        unassessed_because=score.unassessed_because,
        active_months=score.active_months,
    )


def class_of(pairing: Pairing, last_day: date) -> TandemClass:
    """Return whether the pairing counts as new: active for under 548 days on the season's last day."""
    until = min(last_day, pairing.ended_on or last_day)
    days = (until - (pairing.started_on or until)).days + 1
    return TandemClass.ESTABLISHED if is_established(days) else TandemClass.NEW


def line_row(scorecard: Scorecard, line: IndicatorValue) -> ScorecardLine:
    """Return the row of one indicator."""
    return ScorecardLine(
        scorecard=scorecard,
        code=line.code,
        weight=line.weight,
        low=line.low,
        high=line.high,
        raw=line.raw,
        value=line.value,
        no_value_because=line.no_value_because,
        facts=dict(line.facts),
        records=list(line.records),
    )


@transaction.atomic
def finish(season: Season, kept: set[int]) -> None:
    """Take away scorecards of pairings that have no window any more, and note the hour."""
    check_computed(locked(season))
    there = Scorecard.objects.filter(season=season).values_list("pairing_id", flat=True)
    gone = set(there) - kept
    Scorecard.objects.filter(season=season, pairing__in=gone).delete()
    Season.objects.filter(pk=season.pk).update(computed_at=timezone.now())


def check_computed(season: Season) -> None:
    """The season is open or collecting."""
    if not season.is_computed:
        raise SeasonFrozenError(season)
