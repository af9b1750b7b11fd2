from reviews.models.review import AccountReview, Decision
from reviews.models.scorecard import Laureate, Scorecard, ScorecardLine
from reviews.models.season import IndicatorSetting, Season

__all__ = [
    "AccountReview",
    "Decision",
    "IndicatorSetting",
    "Laureate",
    "Scorecard",
    "ScorecardLine",
    "Season",
]
