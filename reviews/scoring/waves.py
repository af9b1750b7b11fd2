"""What survey waves say, drawn towards what is usual while few have answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reviews.scoring.findings import Finding, names
from reviews.scoring.records import Wave
from reviews.scoring.window import Window


@dataclass(frozen=True)
class Prior:
    """What is usual, and how many answers it is worth."""

    mean: Decimal
    answers: int


def drawn_towards(waves: Iterable[Wave], window: Window, prior: Prior) -> Finding | None:
    """Return (n·m + k·μ) / (n + k) over the counting waves opened in the window; None without one.

    m is the mean of all their answers, n the answers of the largest wave.
    """
    counting = sorted(
        (wave for wave in waves if wave.counts and window.holds(wave.opened_on)),
        key=lambda wave: (wave.opened_on, wave.id),
    )
    if not counting:
        return None
    answers = sum(wave.answers for wave in counting)
    mean = sum((Fraction(wave.total) for wave in counting), Fraction(0)) / answers
    n = max(wave.answers for wave in counting)
    drawn = (n * mean + prior.answers * Fraction(prior.mean)) / (n + prior.answers)
    return Finding(
        raw=Decimal(drawn.numerator) / drawn.denominator,
        facts={"answers": answers},
        records=names("wave", counting),
    )
