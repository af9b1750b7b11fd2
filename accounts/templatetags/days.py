"""Django's `date` filter, with the first of a month as each language writes it."""

from typing import Any

from django import template
from django.template import defaultfilters

from accounts.days import format_for

register = template.Library()


@register.filter(expects_localtime=True, is_safe=False)
def date(day: Any, wanted: str | None = None) -> str:
    """Write a day, or a moment, by a format or the name of one."""
    if day in (None, ""):
        return ""
    return str(defaultfilters.date(day, format_for(day, wanted or "DATE_FORMAT")))
