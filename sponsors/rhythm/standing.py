"""What is due next in each lane, and since when."""

from dataclasses import dataclass
from datetime import date, timedelta

from sponsors.rhythm.course import ONE_DAY, Course, Lane, Stretch, Target, months_on

# A plan whose day has passed waits for its debrief so long before it is thought not to have taken place.
DEBRIEF_WITHIN = timedelta(days=14)


@dataclass(frozen=True)
class Standing:
    """One lane on a day: when it was last, what is planned, and by when it is due."""

    lane: Lane
    last: date | None
    planned: date | None
    due_on: date
    is_overdue: bool

    @property
    def is_never(self) -> bool:
        """Whether it has not taken place yet."""
        return self.last is None


def standings_of(course: Course, target: Target, *, on: date) -> tuple[Standing, ...]:
    """Return how each lane stands on a day."""
    return tuple(standing_of(course, target, lane, on=on) for lane in Lane)


def standing_of(course: Course, target: Target, lane: Lane, *, on: date) -> Standing:
    """Return how a lane stands on a day.

    It is due one interval after the last time; the first meeting of the two within the days agreed on after the
    start, all else one interval after the start. Each day on which one of the two is away moves it on by a day.
    Nothing is overdue while a day is planned up to the due one.
    """
    last = max((day for day in course.held.get(lane, ()) if day <= on), default=None)
    begun = course.started_on if last is None else max(last, course.started_on)
    due_on = pushed(begun, first_due(begun, target, lane, is_first=last is None), course.away)
    plans = [
        day
        for day in course.planned.get(lane, ())
        if day >= on - DEBRIEF_WITHIN and (last is None or day > last)
    ]
    is_covered = any(day <= due_on for day in plans)
    return Standing(
        lane=lane,
        last=last,
        planned=min((day for day in plans if day >= on), default=None),
        due_on=due_on,
        is_overdue=on > due_on and not is_covered,
    )


def first_due(begun: date, target: Target, lane: Lane, *, is_first: bool) -> date:
    """Return the due day as it would be if nobody were away."""
    if is_first and lane == Lane.EXCHANGE:
        return begun + timedelta(days=target.first_within)
    return months_on(begun, target.months(lane))


def pushed(begun: date, due_on: date, away: tuple[Stretch, ...]) -> date:
    """Return the due day, moved on by each day of absence after the beginning; absences in order, each day once."""
    for first, last in away:
        if first > due_on:
            break
        if last > begun:
            due_on += last - max(first, begun + ONE_DAY) + ONE_DAY
    return due_on
