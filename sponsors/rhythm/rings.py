"""How full the two rings of a tandem are."""

from dataclasses import dataclass
from datetime import date

from sponsors.rhythm.course import Course, Lane, Target, months_on

TALKS, MEETINGS = 3, 2


@dataclass(frozen=True)
class Rings:
    """How full each ring is, 0 to 1; None where it is too early to say."""

    tandem: float | None
    client: float | None


def rings_of(course: Course, target: Target, *, on: date) -> Rings:
    """Return the two rings of a day.

    Left: the share of the last three intervals with an exchange; right: of the last two with a meeting of a top
    executive of the client.
    """
    return Rings(
        fill(course, Lane.EXCHANGE, target.exchange, TALKS, on=on),
        fill(course, Lane.CLIENT, target.client, MEETINGS, on=on),
    )


def fill(course: Course, lane: Lane, months: int, count: int, *, on: date) -> float | None:
    """Return the share of the last intervals in which something took place.

    An empty interval does not count where it reaches back before the start, or where one of the two was away for
    half of it or more. Where none counts, nothing can be said yet.
    """
    some = counted = 0
    for number in range(count):
        after, until = months_on(on, -(number + 1) * months), months_on(on, -number * months)
        if any(after < day <= until for day in course.held.get(lane, ())):
            some += 1
            counted += 1
        elif after >= course.started_on and is_present(course, after, until):
            counted += 1
    return some / counted if counted else None


def is_present(course: Course, after: date, until: date) -> bool:
    """Whether both of the two are there on more than half of the days."""
    return 2 * course.away_between(after, until) < (until - after).days
