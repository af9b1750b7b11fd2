"""How the tandems of a season are told apart for its honours."""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import TypeVar

NEW_UNDER_DAYS = 548
TANDEMS_FOR_A_SHORTLIST = 12
ONE_IN = 5

Key = TypeVar("Key", bound=Hashable)


def is_established(days_active: int) -> bool:
    """Whether a pairing, active for so many days on the season's last day, belongs to the established tandems."""
    return days_active >= NEW_UNDER_DAYS


def has_shortlist(assessed: int, *, first_season: bool) -> bool:
    """Whether a season shortlists by score: not in a first season, not under twelve assessed tandems."""
    return not first_season and assessed >= TANDEMS_FOR_A_SHORTLIST


def laureates_at_most(tandems: int) -> int:
    """Return how many tandems of a class may be honoured: one in five, one at least."""
    return max(1, tandems // ONE_IN)


def places(scores: Mapping[Key, Decimal]) -> dict[Key, int]:
    """Return the place of each: one more than the number of strictly higher scores."""
    first: dict[Decimal, int] = {}
    for place, score in enumerate(sorted(scores.values(), reverse=True), start=1):
        first.setdefault(score, place)
    return {key: first[score] for key, score in scores.items()}
