"""The reader's clock: their date, and half past seven in the morning where they are."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.models import User

MORNING = time(7, 30)


def zone_named(name: str) -> ZoneInfo:
    """Return the time zone of this name, or the programme's where the name is empty or unknown."""
    try:
        return ZoneInfo(name or settings.TIME_ZONE)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(settings.TIME_ZONE)


def zone_of(person: User) -> ZoneInfo:
    """Return the time zone in which the person reads."""
    return zone_named(person.time_zone)


def local_date(at: datetime, person: User) -> date:
    """Return the person's date at that instant."""
    return at.astimezone(zone_of(person)).date()


def morning(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant of half past seven on that day, there: once a day, whatever the clocks do."""
    return datetime.combine(day, MORNING, tzinfo=zone)
