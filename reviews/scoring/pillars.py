"""The scorecard of a tandem: eight indicators, two pillars, one score."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext

from reviews.scoring.findings import ZERO, Finding, IndicatorValue, as_kept, read_between
from reviews.scoring.means import client_reviews, exchanges, support, top_meetings
from reviews.scoring.records import TandemRecords
from reviews.scoring.results import early_access, growth, relationship, satisfaction
from reviews.scoring.season import MEANS, RESULTS, SeasonRules
from reviews.scoring.window import Window, window_of

ARITHMETIC = Context(prec=40, rounding=ROUND_HALF_EVEN)
COVERAGE = Decimal("0.70")
FLOOR = Decimal("0.05")
MONTHS_FOR_A_SCORE = 6


@dataclass(frozen=True)
class TandemScore:
    """A scorecard: the eight lines, two pillars, and the score, or why there is none."""

    lines: tuple[IndicatorValue, ...]
    means: Decimal | None
    results: Decimal | None
    score: Decimal | None
    unassessed_because: str
    active_months: int


def score_tandem(rules: SeasonRules, records: TandemRecords, *, as_of: date) -> TandemScore | None:
    """Return the scorecard of a tandem, or None where its window is empty."""
    window = window_of(rules, records, as_of=as_of)
    if window is None:
        return None
    with localcontext(ARITHMETIC):
        lines = tuple(
            read_between(code, rules.indicators[code], finding)
            for code, finding in findings_of(rules, window, records).items()
        )
        return rounded(sum_up(lines, len(window.months())))


def rounded(card: TandemScore) -> TandemScore:
    """Return the scorecard as it is kept. Nothing is rounded before, so equal tandems stay equal."""
    return replace(
        card,
        lines=tuple(
            replace(line, raw=as_kept(line.raw), value=as_kept(line.value)) for line in card.lines
        ),
        means=as_kept(card.means),
        results=as_kept(card.results),
        score=as_kept(card.score),
    )


def findings_of(rules: SeasonRules, window: Window, records: TandemRecords) -> dict[str, Finding]:
    """Return what each of the eight indicators found."""
    return {
        "M1": exchanges(window, records),
        "M2": top_meetings(window, records),
        "M3": client_reviews(rules, window, records),
        "M4": support(rules, window, records),
        "E1": growth(rules, records),
        "E2": satisfaction(rules, window, records),
        "E3": relationship(window, records),
        "E4": early_access(window, records),
    }


def sum_up(lines: tuple[IndicatorValue, ...], active_months: int) -> TandemScore:
    """Weigh the lines into two pillars, and the pillars into a score where both have a value and six months count."""
    means, results = pillar(lines, MEANS), pillar(lines, RESULTS)
    why, score = "", None
    if active_months < MONTHS_FOR_A_SCORE:
        why = "months"
    elif means is None and results is None:
        why = "both_pillars"
    elif means is None or results is None:
        why = "means" if means is None else "results"
    else:
        score = 100 * (max(FLOOR, means) * max(FLOOR, results)).sqrt()
    return TandemScore(lines, means, results, score, why, active_months)


def pillar(lines: Iterable[IndicatorValue], codes: tuple[str, ...]) -> Decimal | None:
    """Return the weighted mean of a pillar's values, or None where they carry under .70 of its weight."""
    own = [line for line in lines if line.code in codes]
    known = [(line.weight, line.value) for line in own if line.value is not None]
    whole, carried = sum(line.weight for line in own), sum(weight for weight, _value in known)
    if not carried or carried < COVERAGE * whole:
        return None
    return sum((weight * value for weight, value in known), ZERO) / carried
