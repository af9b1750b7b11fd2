"""The days of a season on which a tandem is looked at."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reviews.scoring.records import TandemRecords
from reviews.scoring.season import SeasonRules

DAYS_OF_A_MONTH = 15
DAYS_OF_A_QUARTER = 45

Month = tuple[int, int]
Quarter = tuple[int, int]


@dataclass(frozen=True)
class Window:
    """The overlap of the season with the pairing, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def years(self) -> Decimal:
        """`t`: its days over 365."""
        return Decimal(self.days) / 365

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last

    def days_between(self, first: date, last: date) -> int:
        """How many days of a stretch lie in it."""
        return max(0, (min(last, self.last) - max(first, self.first)).days + 1)

    def months(self) -> list[Month]:
        """Active months: calendar months with at least 15 days in the window."""
        return [
            (year, month)
            for year, month in months_from(self.first, self.last)
            if self.days_between(date(year, month, 1), end_of_month(year, month)) >= DAYS_OF_A_MONTH
        ]

    def quarters(self) -> list[Quarter]:
        """Active quarters: calendar quarters with at least 45 days in the window."""
        touched = dict.fromkeys(
            quarter_of(date(year, month, 1)) for year, month in months_from(self.first, self.last)
        )
        return [
            (year, quarter)
            for year, quarter in touched
            if self.days_between(date(year, 3 * quarter - 2, 1), end_of_month(year, 3 * quarter))
            >= DAYS_OF_A_QUARTER
        ]


def window_of(rules: SeasonRules, records: TandemRecords, *, as_of: date) -> Window | None:
    """Return the window of a pairing in a season, or None where it is empty."""
    first = max(rules.first_day, records.active_from)
    last = min(rules.last_day, records.ended_on or as_of, as_of)
    return Window(first, last) if first <= last else None


def months_from(first: date, last: date) -> Iterator[Month]:
    """Yield the calendar months from one day to another."""
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield year, month
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def month_of(day: date) -> Month:
    """Return the calendar month of a day."""
    return day.year, day.month


def quarter_of(day: date) -> Quarter:
    """Return the calendar quarter of a day."""
    return day.year, (day.month + 2) // 3


def end_of_month(year: int, month: int) -> date:
    """Return the last day of a calendar month."""
    return date(year, month, monthrange(year, month)[1])
