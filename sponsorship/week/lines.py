"""One line of "This week", and the order of the lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits, with its one action."""

    due: date
    icon: str
    title: str
    detail: str
    action: str
    url: str
    is_late: bool
    is_urgent: bool = False


def most_urgent_first(rows: Iterable[Waiting]) -> list[Waiting]:
    """Return what is urgent before all else, then the rows with the nearest due first."""
    return sorted(rows, key=lambda row: (not row.is_urgent, row.due, row.title))


def local_day(at: datetime | None) -> date:
    """Return the reader's day of a moment that is known."""
    return timezone.localdate(at)
