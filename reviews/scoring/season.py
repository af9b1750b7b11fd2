"""What counts in a season, as it was published when the season opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

MEANS = ("M1", "M2", "M3", "M4")
RESULTS = ("E1", "E2", "E3", "E4")


@dataclass(frozen=True)
class IndicatorRule:
    """What an indicator weighs in its pillar, in whole per cent, and between which goalposts it is read."""

    weight: int
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class SeasonRules:
    """What counts in a season: its days, its eight indicators and its three constants."""

    first_day: date
    last_day: date
    indicators: Mapping[str, IndicatorRule]
    prior_reviews: Decimal = Decimal("0.2")
    prior_support: Decimal = Decimal("3.5")
    prior_satisfaction: Decimal = Decimal(7)
