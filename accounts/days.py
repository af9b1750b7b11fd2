"""Days as each language writes them: the first of a month is "1er" in French ("1er janv. 2026"), a number in English."""

import re
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import pgettext_lazy

from accounts.languages import is_french

# The day of the month before its month; not a letter of the format that is to stand as it is.
DAY_BEFORE_MONTH = re.compile(r"(?<!\\)j(?= [FNM])")

# What French abbreviates otherwise than Django does: the words stand in the project's own catalogue.
ABBREVIATED = (
    pgettext_lazy("abbrev. month", "Jan."),
    pgettext_lazy("abbrev. month", "Feb."),
)


def format_for(day: Any, wanted: str) -> str:
    """Return the format in which the active language writes this day; `wanted` is a format or the name of one."""
    pattern = formats.get_format(wanted or "DATE_FORMAT")
    if getattr(day, "day", None) == 1 and is_french():
        pattern = DAY_BEFORE_MONTH.sub(r"j\\e\\r", pattern)
    return str(pattern)


def date_format(day: date | str, wanted: str = "DATE_FORMAT") -> str:
    """Return a day, or a moment, in words."""
    return formats.date_format(day, format_for(day, wanted))


def as_written(value: Any) -> str:
    """Return a day, a number or a text as the active language writes it."""
    return date_format(value) if type(value) is date else str(formats.localize(value))
