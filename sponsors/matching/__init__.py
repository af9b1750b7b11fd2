"""Matching: who could sponsor which account, how well, and what is best for the whole programme.

Pure arithmetic: plain data in (`Problem`), plain data out. Fit is in whole thousandths.
"""

from sponsors.matching.alternatives import Choice, choices
from sponsors.matching.criteria import Judged
from sponsors.matching.exclusions import Exclusion, against_pair, has_short_notice
from sponsors.matching.fit import Fit, FitTable
from sponsors.matching.left_out import Change, Gap, Way, gap
from sponsors.matching.optimum import (
    Assignment,
    PinError,
    Solution,
    TooLargeError,
    Total,
)
from sponsors.matching.problem import (
    DEFAULT_WEIGHTS,
    Candidate,
    Client,
    Criterion,
    Link,
    Pair,
    Place,
    Problem,
    Weights,
    WeightsError,
    check_weights,
)

__all__ = [
    "DEFAULT_WEIGHTS",
    "Assignment",
    "Candidate",
    "Change",
    "Choice",
    "Client",
    "Criterion",
    "Exclusion",
    "Fit",
    "FitTable",
    "Gap",
    "Judged",
    "Link",
    "Pair",
    "PinError",
    "Place",
    "Problem",
    "Solution",
    "TooLargeError",
    "Total",
    "Way",
    "Weights",
    "WeightsError",
    "against_pair",
    "check_weights",
    "choices",
    "gap",
    "has_short_notice",
]
