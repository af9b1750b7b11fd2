"""The arithmetic of scorecards: plain data in, plain data out, no clock and no database.

Eight indicators, each mapped linearly between its goalposts, make two weighted pillars; their geometric mean
is the score. Sums are taken exactly or in `Decimal` at one precision, in the order of days and identifiers,
so that computing twice gives the same bytes. Nothing in one tandem's values depends on another tandem.
"""

from reviews.scoring.awards import (
    NEW_UNDER_DAYS,
    TANDEMS_FOR_A_SHORTLIST,
    has_shortlist,
    is_established,
    laureates_at_most,
    places,
)
from reviews.scoring.findings import IndicatorValue
from reviews.scoring.pillars import (
    COVERAGE,
    MONTHS_FOR_A_SCORE,
    TandemScore,
    pillar,
    score_tandem,
    sum_up,
)
from reviews.scoring.records import (
    ALWAYS_COUNTS,
    Event,
    KnownLevel,
    Meeting,
    Review,
    Standing,
    TandemRecords,
    TopContact,
    Wave,
    YearFigures,
)
from reviews.scoring.season import MEANS, RESULTS, IndicatorRule, SeasonRules
from reviews.scoring.window import Window, window_of

__all__ = [
    "ALWAYS_COUNTS",
    "COVERAGE",
    "MEANS",
    "MONTHS_FOR_A_SCORE",
    "NEW_UNDER_DAYS",
    "RESULTS",
    "TANDEMS_FOR_A_SHORTLIST",
    "Event",
    "IndicatorRule",
    "IndicatorValue",
    "KnownLevel",
    "Meeting",
    "Review",
    "SeasonRules",
    "Standing",
    "TandemRecords",
    "TandemScore",
    "TopContact",
    "Wave",
    "Window",
    "YearFigures",
    "has_shortlist",
    "is_established",
    "laureates_at_most",
    "pillar",
    "places",
    "score_tandem",
    "sum_up",
    "window_of",
]
