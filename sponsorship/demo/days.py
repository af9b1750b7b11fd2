"""The days of the demo: nobody meets at the weekend."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

SATURDAY = 5


def working_day(day: date, *, today: date) -> date:
    """Return the day, or for a weekend the nearest working day that lies on the same side of today."""
    beyond = day.weekday() - SATURDAY
    if beyond < 0:
        return day
    return day + timedelta(days=2 - beyond) if day > today else day - timedelta(days=1 + beyond)


def at_ten(day: date) -> datetime:
    """Return ten in the morning of that day."""
    return timezone.make_aware(datetime.combine(day, time(10)))
