"""Components that a template draws: icons, rings, bars and charts. All of them decide nothing."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.template.defaultfilters import floatformat
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from lucide import _render_icon

from accounts.choices import AskOutcome, ConnectionStrength
from accounts.models import ConnectionLevel
from accounts.numbers import with_sign
from accounts.templatetags import drawing

register = template.Library()

MILLION = 1_000_000
# A page has dozens of icons: how their lines look is said once, in the style sheet.
STROKES = re.compile(r' fill="none" stroke="currentColor"(?: stroke-[a-z]+="[a-z0-9.]+")*')
BETWEEN_TAGS = re.compile(r"(?<=>)\s+(?=<)")


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, size: int = 20) -> SafeString:
    """Draw an icon of the lucide set; it says nothing to a screen reader, the words beside it do."""
    drawn = _render_icon(name, size, aria_hidden="true")
    return mark_safe(BETWEEN_TAGS.sub("", STROKES.sub(' class="icon"', drawn, count=1)))  # noqa: S308 - drawn by us


@register.filter
def ask_outcome(word: str) -> str:
    """Say what came of an ask."""
    return str(AskOutcome(word).label)


@register.simple_tag
def mark(size: int = 28) -> SafeString:
    """Draw Tandem's mark: two rings, slightly overlapping."""
    return format_html(
        '<svg width="{}" height="{}" viewBox="0 0 40 28" aria-hidden="true" focusable="false">'
        '<circle class="mark-tandem" cx="14" cy="14" r="10" stroke-width="4"/>'
        '<circle class="mark-client" cx="26" cy="14" r="10" stroke-width="4"/></svg>',
        round(size * 40 / 28),
        size,
    )


@register.simple_tag
def rings(
    tandem: float | None, client: float | None, size: int = 32, label: str = ""
) -> SafeString:
    """Draw the rhythm of a pairing, each ring filled from 0 to 1, or dotted where it is too early to say (None).

    Left: exchanges inside the tandem; right: meetings with the client's top executives. `label`
    replaces the words that a screen reader says.
    """
    words = label or _("Rhythm: exchanges %(tandem)s, meetings with top executives %(client)s") % {
        "tandem": filled(tandem),
        "client": filled(client),
    }
    return format_html(
        '<svg class="rings" role="img" width="{}" height="{}" viewBox="0 0 40 28"><title>{}</title>'
        '<circle class="track{}" cx="14" cy="14" r="10" stroke-width="4"/>'
        '<circle class="track{}" cx="26" cy="14" r="10" stroke-width="4"/>'
        '<circle class="fill-tandem" cx="14" cy="14" r="10" stroke-width="4" stroke-dasharray="{} {}" transform="rotate(-90 14 14)"/>'
        '<circle class="fill-client" cx="26" cy="14" r="10" stroke-width="4" stroke-dasharray="{} {}" transform="rotate(-90 26 14)"/></svg>',
        round(size * 40 / 28),
        size,
        words,
        "" if tandem is not None else " early",
        "" if client is not None else " early",
        *drawing.arc(tandem, radius=10),
        *drawing.arc(client, radius=10),
    )


def filled(share: float | None) -> str:
    """Say how far a ring is filled."""
    return _("too early to say") if share is None else percent(share)


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(
    rows: list[dict[str, Any]], title: str, unit: str = "", divisor: int = 1, head: str = ""
) -> dict[str, Any]:
    """Draw columns with the same data as a table.

    Each row has `label`, `value` (a number or None), and may have `target`, `provisional` and `short`,
    what stands under its column in place of the label;
    figures are shown divided by `divisor`. `head` stands over the labels where they are no years.
    """
    return {
        "bars": drawing.columns(rows, divisor),
        "title": title,
        "unit": unit,
        "head": head or _("Year"),
        "has_targets": any(row.get("target") for row in rows),
        "has_provisional": any(row.get("provisional") for row in rows),
    }


@register.inclusion_tag("components/coverage_bar.html")
def coverage_bar(tally: Any, label: str, largest: int = 0) -> dict[str, Any]:
    """Draw how many accounts are covered, proposed and bare, as one bar; `largest` is the total that fills its width."""
    return {"parts": drawing.stack(tally, largest or tally.total), "label": label, "tally": tally}


@register.inclusion_tag("components/goalposts.html")
def goalposts(value: Any, past: Any = None, label: str = "") -> dict[str, Any]:
    """Draw a value from 0 to 1 between its goalposts, with last season's mark; `label` says it in words."""
    return {"value": drawing.share(value), "past": drawing.share(past), "label": label}


@register.simple_tag
def level_dots(level: int, wanted: int = 0, *, is_faded: bool = False) -> SafeString:
    """Draw how well a contact is known as four dots: filled up to the level, open up to the one wanted; faded ones hatched."""
    return drawn_dots(level, wanted, is_faded, get_language() or "")


@lru_cache(maxsize=256)
def drawn_dots(level: int, wanted: int, is_faded: bool, _language: str) -> SafeString:  # noqa: FBT001 - as lru_cache keeps it
    """Draw four dots, once for each language."""
    return format_html(
        '<svg class="dots" role="img" width="54" height="12" viewBox="0 0 54 12"><title>{}</title>{}</svg>',
        level_words(level, wanted, is_faded=is_faded),
        format_html_join(
            "",
            '<circle class="{}" cx="{}" cy="6" r="{}"/>',
            (
                (kind, 6 + 14 * place, radius)
                for place, (kind, radius) in enumerate(
                    drawing.dots(level, wanted, is_faded=is_faded)
                )
            ),
        ),
    )


@register.filter
def has_faded(entry: ConnectionLevel, on: date) -> bool:
    """Whether what was said of a connection fades on that day."""
    return entry.is_faded(on)


def level_words(level: int, wanted: int = 0, *, is_faded: bool = False) -> str:
    """Say how well a contact is known, how well wanted, and whether it is long ago that somebody said so."""
    words = [str(ConnectionStrength(level).label)]
    if is_faded:
        words.append(_("to be said again"))
    if wanted > level:
        words.append(_("wanted: %(level)s") % {"level": ConnectionStrength(wanted).label})
    return " · ".join(words)


@register.simple_tag
def fit_bar(value: int, low: int, high: int, label: str) -> SafeString:
    """Draw a fit from 0 to 100, the part that is not known lighter; `label` says it in words."""
    return format_html(
        '<svg class="fit-bar" role="img" aria-label="{}" viewBox="0 0 100 12" preserveAspectRatio="none">'
        '<rect class="track" x="0" y="3" width="100" height="6"/>'
        '<rect class="range" x="0" y="3" width="{}" height="6"/>'
        '<rect class="sure" x="0" y="3" width="{}" height="6"/>'
        '<rect class="here" x="{}" y="0" width="1.5" height="12"/></svg>',
        label,
        high,
        low,
        value,
    )


@register.inclusion_tag("components/sparkline.html")
def sparkline(values: list[Any], label: str, width: int = 96, height: int = 24) -> dict[str, Any]:
    """Draw a small line of numbers; `label` says in words what it shows."""
    points = drawing.line(values, width, height)
    return {
        "points": " ".join(points),
        "last": points[-1].split(",") if points else None,
        "label": label,
        "width": width,
        "height": height,
    }


@register.filter
def percent(share: Any) -> str:
    """Write a share from 0 to 1 as whole per cent, as the reader's language does."""
    return "" if share is None else with_sign(number_format(round(float(share) * 100), 0), "%")


@register.filter
def signed_percent(share: Any) -> str:
    """Write a growth as per cent with one decimal and its sign."""
    if share is None:
        return ""
    sign = "+" if share > 0 else "\N{MINUS SIGN}" if share < 0 else ""
    return sign + with_sign(number_format(abs(share) * 100, 1), "%")


@register.filter
def with_unit(amount: Any, unit: str) -> str:
    """Write what was counted with its unit; a word in the plural does not stand behind one."""
    number = str(floatformat(amount, "-2g"))
    is_one = unit.isalpha() and abs(amount) < 2
    return (
        number
        if is_one or not unit
        else with_sign(number, unit)
        if unit == "%"
        else f"{number}\N{NO-BREAK SPACE}{unit}"
    )


@register.filter
def money(amount: Any) -> str:
    """Write an amount without cents, grouped as the reader's language does."""
    return "" if amount is None else number_format(amount, 0, force_grouping=True)


@register.filter
def millions(amount: Any) -> str:
    """Write an amount in millions with one decimal, for reading at a glance."""
    if amount is None:
        return ""
    return with_sign(number_format(Decimal(amount) / MILLION, 1), "M")


@register.inclusion_tag("components/field.html")
def field_row(field: Any) -> dict[str, Any]:
    """Draw one form field with its label, help and fault."""
    return {"field": field}
