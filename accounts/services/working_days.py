"""Working days as the country of a person counts them."""

from datetime import date
from functools import cache

import holidays

MONDAY_TO_FRIDAY = holidays.HolidayBase()


@cache
def calendar_of(country: str) -> holidays.HolidayBase:
    """Return the days off of a country, or the weekends alone where the country is unknown."""
    try:
        return holidays.country_holidays(country.upper())
    except NotImplementedError:
        return MONDAY_TO_FRIDAY


def working_days_after(day: date, count: int, country: str) -> date:
    """Return the day on which so many working days have passed in that country."""
    return calendar_of(country).get_nth_working_day(day, count)
