"""From what an indicator found to its value between the goalposts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from reviews.scoring.season import IndicatorRule

ZERO, ONE = Decimal(0), Decimal(1)
PLACES = Decimal("1e-12")


class Record(Protocol):
    """Anything with an identity."""

    @property
    def id(self) -> int:
        """Its key."""
        ...


@dataclass(frozen=True)
class Finding:
    """What an indicator found, before the goalposts, or why there is nothing to say."""

    raw: Decimal | None = None
    why: str = ""
    facts: Mapping[str, int | str] = field(default_factory=dict)
    records: tuple[str, ...] = ()


@dataclass(frozen=True)
class IndicatorValue:
    """One line: raw value, 0..1 between the goalposts, or why there is none; the facts for its sentence."""

    code: str
    weight: int
    low: Decimal
    high: Decimal
    raw: Decimal | None = None
    value: Decimal | None = None
    no_value_because: str = ""
    facts: Mapping[str, int | str] = field(default_factory=dict)
    records: tuple[str, ...] = ()


def read_between(code: str, rule: IndicatorRule, finding: Finding) -> IndicatorValue:
    """Map the raw value linearly to 0..1 between the goalposts, and clip it."""
    value = None
    if finding.raw is not None:
        value = min(ONE, max(ZERO, (finding.raw - rule.low) / (rule.high - rule.low)))
    return IndicatorValue(
        code=code,
        weight=rule.weight,
        low=rule.low,
        high=rule.high,
        raw=finding.raw,
        value=value,
        no_value_because=finding.why,
        facts=finding.facts,
        records=finding.records,
    )


def as_kept(number: Decimal | None) -> Decimal | None:
    """Return a number as it is kept: rounded once, at the very end, to twelve places."""
    return None if number is None else number.quantize(PLACES)


def names(kind: str, rows: Iterable[Record]) -> tuple[str, ...]:
    """Return what each record is called in a scorecard: "interaction:12"."""
    return tuple(f"{kind}:{row.id}" for row in rows)
