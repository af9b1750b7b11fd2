"""The days of the demo: nobody meets at the weekend."""

from datetime import date, timedelta

SATURDAY = 5


def working_day(day: date, *, today: date) -> date:
    """Return the day, or for a weekend the nearest working day that lies on the same side of today."""
    beyond = day.weekday() - SATURDAY
    if beyond < 0:
        return day
    return day + timedelta(days=2 - beyond) if day > today else day - timedelta(days=1 + beyond)
