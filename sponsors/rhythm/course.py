"""What the two agreed, and what took place: the data that the rhythm is read from."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)
Days = tuple[date, ...]
Stretch = tuple[date, date]


class Lane(StrEnum):
    """What a tandem does again and again."""

    EXCHANGE = "exchange"
    CLIENT = "client"
    FACE_TO_FACE = "face_to_face"
    REVIEW = "review"


@dataclass(frozen=True)
class Target:
    """Every how many months each thing is to take place, and within how many days the two first meet."""

    exchange: int = 1
    client: int = 3
    face_to_face: int = 12
    review: int = 6
    first_within: int = 30

    def months(self, lane: Lane) -> int:
        """Return the months from one time to the next."""
        months: int = getattr(self, lane.value)
        return months


@dataclass(frozen=True)
class Course:
    """The days of a tandem: when it began, what was held and is planned in each lane, and when one of the two is away."""

    started_on: date
    held: Mapping[Lane, Days] = field(default_factory=dict)
    planned: Mapping[Lane, Days] = field(default_factory=dict)
    away: tuple[Stretch, ...] = ()

    def __post_init__(self) -> None:
        """Put the absences of the two in order, each day once."""
        object.__setattr__(self, "away", merged(self.away))

    def away_between(self, after: date, until: date) -> int:
        """Return on how many days after the first and up to the second one of the two is away."""
        parts = ((max(first, after + ONE_DAY), min(last, until)) for first, last in self.away)
        return sum((last - first).days + 1 for first, last in parts if first <= last)


def merged(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Return stretches of days in order, those that touch or overlap as one; both ends belong to each."""
    found: list[Stretch] = []
    for first, last in sorted(stretches):
        if found and first <= found[-1][1] + ONE_DAY:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def months_on(day: date, months: int) -> date:
    """Return the same day so many months on, or back; the last of the month where there is no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
