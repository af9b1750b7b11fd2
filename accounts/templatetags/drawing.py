"""Where the parts of rings, bars and lines stand, in SVG's own numbers."""

from decimal import Decimal
from math import pi
from typing import Any

from django.utils.formats import number_format

# The box of a column chart: its width, where the columns stand and how high the highest is.
WIDTH, GROUND, HIGHEST = 320, 128, 104


def share(value: Any) -> str:
    """Return a share from 0 to 1 as SVG's per cent, clipped; nothing for none."""
    return "" if value is None else f"{min(1.0, max(0.0, float(value))) * 100:.2f}%"


def dots(level: int, wanted: int, *, is_faded: bool) -> list[tuple[str, str]]:
    """Return the kind and the radius of four dots: full up to the level, open up to what is wanted."""
    full = "faded" if is_faded else "now"
    kinds = (
        full if step <= level else "wanted" if step <= wanted else "beyond" for step in range(1, 5)
    )
    return [(kind, "2" if kind == "beyond" else "4.5") for kind in kinds]


def arc(value: float | None, *, radius: float) -> tuple[str, str]:
    """Return the drawn and the open part of a ring that is filled from 0 to 1."""
    length = 2 * pi * radius
    drawn = length * min(1.0, max(0.0, float(value or 0)))
    return f"{drawn:.2f}", f"{length + 1:.2f}"


def columns(rows: list[dict[str, Any]], divisor: int) -> list[dict[str, Any]]:
    """Return the columns of a chart; the last figure that is final is set off from those before."""
    numbers = [Decimal(row[key]) for row in rows for key in ("value", "target") if row.get(key)]
    top = max(numbers, default=Decimal(1))
    final = [row for row in rows if row.get("value") is not None and not row.get("provisional")]
    width = WIDTH / max(1, len(rows))
    return [
        column(row, place * width, width, top)
        | {
            "kind": "provisional"
            if row.get("provisional")
            else "last"
            if final and row is final[-1]
            else "",
            "text": number_format(Decimal(row["value"]) / divisor, 1)
            if row.get("value") is not None
            else "–",
        }
        for place, row in enumerate(rows)
    ]


def column(row: dict[str, Any], left: float, width: float, top: Decimal) -> dict[str, Any]:
    """Return where one column, its target and its figure stand."""
    value, target = row.get("value"), row.get("target")
    height = float(Decimal(value or 0) / top) * HIGHEST
    aim = float(Decimal(target) / top) * HIGHEST if target else 0
    return {
        "label": row["label"],
        "short": row.get("short", row["label"]),
        "value": value,
        "target": target,
        "x": f"{left + width * 0.18:.1f}",
        "x2": f"{left + width * 0.82:.1f}",
        "middle": f"{left + width / 2:.1f}",
        "width": f"{width * 0.64:.1f}",
        "y": f"{GROUND - height:.1f}",
        "height": f"{height:.1f}",
        "target_y": f"{GROUND - aim:.1f}" if target else "",
        "text_y": f"{GROUND - max(height, aim) - 7:.1f}",
    }


def line(values: list[Any], width: int, height: int) -> list[str]:
    """Return the points of a line from left to right; what is missing is left out."""
    numbers = [(place, float(value)) for place, value in enumerate(values) if value is not None]
    if not numbers:
        return []
    low, high = min(number for _, number in numbers), max(number for _, number in numbers)
    step, span = (width - 4) / max(1, len(values) - 1), (high - low) or 1.0
    return [
        f"{2 + place * step:.1f},{2 + (height - 4) * (1 - (number - low) / span):.1f}"
        for place, number in numbers
    ]


def stack(tally: Any, whole: int) -> list[dict[str, str]]:
    """Return the parts of a bar in three: covered, proposed and bare, each with its start and width in per cent."""
    start, parts = 0.0, []
    for name in ("covered", "proposed", "bare"):
        width = getattr(tally, name) / max(1, whole)
        if width:
            parts.append({"kind": name, "x": f"{start * 100:.2f}%", "width": f"{width * 100:.2f}%"})
        start += width
    return parts
