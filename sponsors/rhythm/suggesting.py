"""Days on which the next meeting would suit both."""

from collections.abc import Callable
from datetime import date, timedelta

from sponsors.rhythm.course import ONE_DAY

SUGGESTED = 3
SOON, A_WEEK, THREE_WEEKS = timedelta(days=2), timedelta(days=7), timedelta(days=21)


def window(due_on: date, *, on: date) -> tuple[date, date]:
    """Return the first and the last day among which to choose: the three weeks up to the due day.

    What is due in less than a week, or overdue, finds its day within three weeks.
    """
    last = due_on if due_on >= on + A_WEEK else on + THREE_WEEKS
    return max(on + SOON, last - THREE_WEEKS + ONE_DAY), last


def suggested(due_on: date, *, on: date, is_free: Callable[[date], bool]) -> list[date]:
    """Return three free days at most, one of each third of the window where there is one, the nearest first."""
    first, last = window(due_on, on=on)
    count = (last - first).days + 1
    free = [day for day in (first + timedelta(days=n) for n in range(count)) if is_free(day)]
    starts = (first + timedelta(days=count * part // SUGGESTED) for part in range(SUGGESTED))
    chosen = {next((day for day in free if day >= start), None) for start in starts} - {None}
    others = [day for day in free if day not in chosen]
    return sorted([*(day for day in chosen if day), *others[: SUGGESTED - len(chosen)]])
