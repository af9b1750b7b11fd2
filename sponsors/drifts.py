"""Which points to watch follow from what a tandem did (R13): plain data in, findings out.

A finding has a key of its own (`rule`, `window`): found again tomorrow from the same facts, it is the same finding.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sponsors.choices import SignalRule

R = SignalRule
QUARTER, HALF_YEAR = timedelta(days=90), timedelta(days=183)
OPERATIONAL_AT_LEAST, MEETINGS_AT_LEAST = 3, 4


@dataclass(frozen=True)
class Held:
    """What was held with the client, as far as it matters here."""

    key: int
    day: date
    with_sponsor: bool = True
    with_kam: bool = False
    is_meeting: bool = True
    is_without: bool = False
    is_operational: bool = False
    has_open_promise: bool = False

    @property
    def is_alone(self) -> bool:
        """Whether the sponsor was there without the KAM, and the two had not talked."""
        return self.with_sponsor and not self.with_kam and self.is_without

    @property
    def is_handled(self) -> bool:
        """Whether the sponsor handled an operational matter, the KAM not being there."""
        return self.with_sponsor and not self.with_kam and self.is_operational


@dataclass(frozen=True)
class Finding:
    """One point to watch: which rule, since when, and what it rests on."""

    rule: SignalRule
    window: str
    since: date
    records: tuple[int, ...]


def find(rows: Iterable[Held], *, on: date) -> list[Finding]:
    """Return what there is to watch on that day."""
    held = sorted((row for row in rows if row.day <= on), key=lambda row: (row.day, row.key))
    without = [row for row in held if row.is_without]
    promises = [row for row in held if row.has_open_promise]
    return [
        *by_month(R.UNTALKED, without, on=on),
        *operational(held, on=on),
        *alone(held, on=on),
        *by_month(R.PROMISE, promises, on=on),
    ]


def by_month(rule: SignalRule, rows: list[Held], *, on: date) -> list[Finding]:
    """Return a finding for each month in which there is one of the last 90 days; it tells all of that month."""
    months: dict[str, list[Held]] = {}
    for row in rows:
        months.setdefault(f"{row.day:%Y-%m}", []).append(row)
    return [
        Finding(rule, month, of_month[0].day, tuple(row.key for row in of_month))
        for month, of_month in months.items()
        if of_month[-1].day > on - QUARTER
    ]


def operational(held: list[Held], *, on: date) -> list[Finding]:
    """Three operational matters handled by the sponsor within 90 days."""
    rows = [row for row in held if row.is_handled]

    def holds(day: date) -> bool:
        return len(within(rows, day, QUARTER)) >= OPERATIONAL_AT_LEAST

    return lasting(R.OPERATIONAL, rows, rows, holds, span=QUARTER, on=on)


def alone(held: list[Held], *, on: date) -> list[Finding]:
    """Half of the sponsor's client meetings of six months, four at least, without the KAM and without a go-ahead."""
    meetings = [row for row in held if row.is_meeting and row.with_sponsor]
    without_kam = [row for row in meetings if row.is_alone]

    def holds(day: date) -> bool:
        total = len(within(meetings, day, HALF_YEAR))
        return total >= MEETINGS_AT_LEAST and 2 * len(within(without_kam, day, HALF_YEAR)) >= total

    return lasting(R.ALONE, without_kam, meetings, holds, span=HALF_YEAR, on=on)


def lasting(
    rule: SignalRule,
    shown: list[Held],
    weighed: list[Held],
    holds: Callable[[date], bool],
    *,
    span: timedelta,
    on: date,
) -> list[Finding]:
    """Return what holds on that day, known by the day since which it has held without a break."""
    if not holds(on):
        return []
    # Something changes only where a row comes into the span, or leaves it.
    turns = {row.day for row in weighed} | {row.day + span for row in weighed}
    since = on
    for day in sorted((day for day in turns if day <= on), reverse=True):
        if not holds(day):
            break
        since = day
    records = tuple(row.key for row in within(shown, on, span))
    return [Finding(rule, since.isoformat(), since, records)]


def within(rows: list[Held], day: date, span: timedelta) -> list[Held]:
    """Return those of the span that ends with that day."""
    return [row for row in rows if day - span < row.day <= day]
