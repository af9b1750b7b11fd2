"""M1 to M4: what the two do."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TypeVar

from reviews.scoring.findings import ONE, Finding, names
from reviews.scoring.records import Meeting, Review, TandemRecords
from reviews.scoring.season import SeasonRules
from reviews.scoring.waves import Prior, drawn_towards
from reviews.scoring.window import Window, month_of, quarter_of

MONTHS_FOR_EXCHANGES = 3
QUARTERS_FOR_MEETINGS = 2
YEARS_FOR_REVIEWS = Decimal("0.5")
SHARE_OF_QUARTERS, SHARE_OF_PRESENCE = Decimal("0.7"), Decimal("0.3")
SUPPORT_PRIOR_ANSWERS = 5

Dated = TypeVar("Dated", Meeting, Review)


def exchanges(window: Window, records: TandemRecords) -> Finding:
    """M1: active months with at least one exchange between the sponsor and the KAM of that day, over all of them."""
    months = window.months()
    if len(months) < MONTHS_FOR_EXCHANGES:
        return Finding(why="few_months", facts={"months": len(months)})
    talks = [
        row
        for row in counting(records.meetings, window)
        if row.is_tandem
        and row.sponsor_took_part
        and row.kam_took_part
        and month_of(row.day) in months
    ]
    met = {month_of(row.day) for row in talks}
    return Finding(
        raw=Decimal(len(met)) / len(months),
        facts={"with": len(met), "months": len(months)},
        records=names("interaction", talks),
    )


def top_meetings(window: Window, records: TandemRecords) -> Finding:
    """M2: 0.7 · active quarters with a meeting over all of them + 0.3 · min(1, face to face a year).

    A meeting in a quarter that is not active counts for no quarter; held face to face, it still was held.
    """
    quarters = window.quarters()
    if len(quarters) < QUARTERS_FOR_MEETINGS:
        return Finding(why="few_quarters", facts={"quarters": len(quarters)})
    meetings = [
        row
        for row in counting(records.meetings, window)
        if not row.is_tandem and row.sponsor_took_part and row.with_top_executive
    ]
    met = {quarter_of(row.day) for row in meetings}.intersection(quarters)
    faces = sum(row.face_to_face for row in meetings)
    share = Decimal(len(met)) / len(quarters)
    presence = min(ONE, Decimal(faces) / window.years)
    return Finding(
        raw=SHARE_OF_QUARTERS * share + SHARE_OF_PRESENCE * presence,
        facts={"with": len(met), "quarters": len(quarters), "face_to_face": faces},
        records=names(
            "interaction",
            (row for row in meetings if row.face_to_face or quarter_of(row.day) in met),
        ),
    )


def client_reviews(rules: SeasonRules, window: Window, records: TandemRecords) -> Finding:
    """M3: (x + a) / (t + 1), x = strategic reviews held whose request came from the client alone, with evidence."""
    if window.years < YEARS_FOR_REVIEWS:
        return Finding(why="short_window", facts={"days": window.days})
    reviews = [
        row
        for row in counting(records.reviews, window)
        if row.is_strategic and row.by_client_alone and row.has_evidence
    ]
    return Finding(
        raw=(len(reviews) + rules.prior_reviews) / (window.years + 1),
        facts={"reviews": len(reviews)},
        records=names("review", reviews),
    )


def support(rules: SeasonRules, window: Window, records: TandemRecords) -> Finding:
    """M4: the team's answers, drawn towards μ by five."""
    prior = Prior(rules.prior_support, SUPPORT_PRIOR_ANSWERS)
    return drawn_towards(records.team_waves, window, prior) or Finding(why="no_team_wave")


def counting(rows: Iterable[Dated], window: Window) -> list[Dated]:
    """Return those that count, in the order of their days and identifiers."""
    return sorted(
        (row for row in rows if row.standing.counts and window.holds(row.day)),
        key=lambda row: (row.day, row.id),
    )
