"""Components that a template draws: icons, rings, bars and charts. All of them decide nothing."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lucide import _render_icon

register = template.Library()

CIRCLE = 2 * 3.14159265


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, size: int = 20) -> SafeString:
    """Draw an icon of the lucide set; it says nothing to a screen reader, the words beside it do."""
    return mark_safe(_render_icon(name, size, aria_hidden="true", focusable="false"))  # noqa: S308 - drawn by us


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
def rings(tandem: float | None, client: float | None, size: int = 32) -> SafeString:
    """Draw the rhythm of a pairing, each ring filled from 0 to 1: exchanges inside the tandem, top-executive meetings."""
    words = _("Rhythm: exchanges %(tandem)s %%, meetings with top executives %(client)s %%") % {
        "tandem": round(100 * (tandem or 0)),
        "client": round(100 * (client or 0)),
    }
    length = CIRCLE * 10
    return format_html(
        '<svg class="rings" role="img" width="{}" height="{}" viewBox="0 0 40 28"><title>{}</title>'
        '<circle class="track" cx="14" cy="14" r="10" stroke-width="4"/>'
        '<circle class="track" cx="26" cy="14" r="10" stroke-width="4"/>'
        '<circle class="fill-tandem" cx="14" cy="14" r="10" stroke-width="4" stroke-dasharray="{} {}" transform="rotate(-90 14 14)"/>'
        '<circle class="fill-client" cx="26" cy="14" r="10" stroke-width="4" stroke-dasharray="{} {}" transform="rotate(-90 26 14)"/></svg>',
        round(size * 40 / 28),
        size,
        words,
        *arc(tandem, length),
        *arc(client, length),
    )


def arc(share: float | None, length: float) -> tuple[str, str]:
    """Return the drawn and the open part of a ring, in SVG's own numbers."""
    drawn = length * min(1.0, max(0.0, float(share or 0)))
    return f"{drawn:.2f}", f"{length + 1:.2f}"


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(
    rows: list[dict[str, Any]], title: str, unit: str = "", divisor: int = 1
) -> dict[str, Any]:
    """Draw columns with the same data as a table.

    Each row has `label`, `value` (a number or None), and may have `target` and `provisional`;
    figures are shown divided by `divisor`.
    """
    top = max(
        [
            Decimal(number)
            for row in rows
            for number in (row.get("value"), row.get("target"))
            if number
        ]
        or [Decimal(1)]
    )
    width = 320 / max(1, len(rows))
    bars = [
        column(row, place, width, top, divisor, is_last=place == len(rows) - 1)
        for place, row in enumerate(rows)
    ]
    return {"bars": bars, "title": title, "unit": unit}


def column(
    row: dict[str, Any], place: int, width: float, top: Decimal, divisor: int, *, is_last: bool
) -> dict[str, Any]:
    """Return where one column stands, in a box of 320 by 150."""
    value, target = row.get("value"), row.get("target")
    height = float(Decimal(value or 0) / top) * 104
    kind = "provisional" if row.get("provisional") else "last" if is_last else ""
    return {
        "label": row["label"],
        "kind": kind,
        "x": f"{place * width + width * 0.16:.1f}",
        "y": f"{124 - height:.1f}",
        "width": f"{width * 0.68:.1f}",
        "height": f"{height:.1f}",
        "middle": f"{place * width + width / 2:.1f}",
        "text_y": f"{max(11.0, 118 - height):.1f}",
        "text": number_format(Decimal(value) / divisor, 1) if value is not None else "–",
        "target_y": f"{124 - float(Decimal(target) / top) * 104:.1f}" if target else "",
        "x2": f"{place * width + width * 0.84:.1f}",
        "value": value,
        "target": target,
    }


@register.inclusion_tag("components/goalposts.html")
def goalposts(value: Any, past: Any = None, label: str = "") -> dict[str, Any]:
    """Draw a value from 0 to 1 between its goalposts, with last season's mark."""
    return {
        "width": f"{min(1.0, max(0.0, float(value))) * 300:.1f}" if value is not None else "",
        "past": f"{min(1.0, max(0.0, float(past))) * 300:.1f}" if past is not None else "",
        "label": label,
    }


@register.filter
def percent(share: Any) -> str:
    """Write a share from 0 to 1 as whole per cent, as the reader's language does."""
    return (
        "" if share is None else f"{number_format(round(float(share) * 100), 0)}\N{NO-BREAK SPACE}%"
    )


@register.filter
def signed_percent(share: Any) -> str:
    """Write a growth as per cent with one decimal and its sign."""
    if share is None:
        return ""
    sign = "+" if share > 0 else "\N{MINUS SIGN}" if share < 0 else ""
    return f"{sign}{number_format(abs(share) * 100, 1)}\N{NO-BREAK SPACE}%"


@register.filter
def money(amount: Any) -> str:
    """Write an amount without cents, grouped as the reader's language does."""
    return "" if amount is None else number_format(amount, 0, force_grouping=True)


@register.inclusion_tag("components/field.html")
def field_row(field: Any) -> dict[str, Any]:
    """Draw one form field with its label, help and fault."""
    return {"field": field}
