"""What the bench has measured, as ratios with the targets beside them."""

import os
import platform
from statistics import median
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import KeyAccount
from sponsorship.bench.server import Figures

# How many times the processor time of the bare view a page may take; a page without a target is told for itself.
TARGETS = {
    "home": 4.0,
    "cockpit": 4.0,
    "accounts list": 2.5,
    "search": 2.5,
    "search by a KAM": 2.5,
    "account page": 4.0,
    "brief": 4.0,
    "log an interaction": 2.0,
}
BARE = ("L", "Lp")
# The 95th percentile beside that of L; ten times the data beside a tenth; the statements of a page.
LATENCY_TARGET, GROWTH_TARGET, STATEMENTS_TARGET = 4.0, 1.3, 14
COLUMNS = {
    "ratio": 7,
    "target": 8,
    "growth": 8,
    "p95_ratio": 10,
    "cpu_ms": 9,
    "p50_ms": 9,
    "p95_ms": 9,
    "per_second": 12,
    "statements_few": 16,
    "statements": 12,
    "bytes": 9,
}


def evaluate(
    figures: dict[str, Figures], tenth: dict[str, Figures], few: dict[str, Figures]
) -> dict[str, Any]:
    """Return the figures as ratios to L, or to Lp for a POST, with the targets beside them."""
    return {
        "day": timezone.localdate().isoformat(),
        "database": connection.vendor,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "load": round(os.getloadavg()[2], 1),
        "accounts": KeyAccount.objects.count(),
        "growth_target": GROWTH_TARGET,
        "p95_target": LATENCY_TARGET,
        "statements_target": STATEMENTS_TARGET,
        "pages": {name: row_of(name, figures, tenth, few) for name in figures},
    }


def row_of(
    name: str,
    figures: dict[str, Figures],
    tenth: dict[str, Figures],
    few: dict[str, Figures],
) -> dict[str, Any]:
    """Return what is told of one page: `growth` is the processor time with all the data beside that with a tenth of it."""
    found, base = figures[name], figures["Lp" if name == "log an interaction" else "L"]
    row: dict[str, Any] = {
        "ratio": round(found.middle("cpu_ms") / base.middle("cpu_ms"), 2),
        "target": TARGETS.get(name),
        "spread": [
            round(value / base.middle("cpu_ms"), 2)
            for value in (min(found.cpu_ms), max(found.cpu_ms))
        ],
        "p95_ratio": round(found.middle("p95_ms") / figures["L"].middle("p95_ms"), 2),
        "cpu_ms": round(found.middle("cpu_ms"), 2),
        "p50_ms": round(found.middle("p50_ms"), 1),
        "p95_ms": round(found.middle("p95_ms"), 1),
        "per_second": round(found.middle("per_second")),
        "statements": found.statements,
        "bytes": found.bytes,
    }
    if name in tenth:
        pairs = zip(found.cpu_ms, tenth[name].cpu_ms, strict=True)
        row["growth"] = round(median(many / less for many, less in pairs), 2)
        row["statements_few"] = few[name].statements
    return row | {"missed": missed(name, row)}


def missed(name: str, row: dict[str, Any]) -> list[str]:
    """Return which of its targets a page has missed."""
    if name not in TARGETS:
        return []
    held = {
        "ratio": row["ratio"] <= TARGETS[name],
        "p95": row["p95_ratio"] <= LATENCY_TARGET,
        "growth": row["growth"] <= GROWTH_TARGET,
        "statements": row["statements_few"] == row["statements"] <= STATEMENTS_TARGET,
    }
    return [what for what, holds in held.items() if not holds]


def table(report: dict[str, Any]) -> str:
    """Return the report as people read it."""
    lines = [
        f"{report['database']}, {report['machine']}, load {report['load']}, {report['accounts']} accounts, {report['day']}",
        f"{'page':<20}" + "".join(f"{name:>{width}}" for name, width in COLUMNS.items()),
    ]
    for name, row in report["pages"].items():
        cells = "".join(
            f"{'–' if row.get(column) is None else row[column]:>{width}}"
            for column, width in COLUMNS.items()
        )
        said = f"   missed: {', '.join(row['missed'])}" if row["missed"] else ""
        lines.append(f"{name:<20}{cells}{said}")
    lines.append(
        "ratio: processor time beside that of L, or of Lp for logging. growth: beside that with a tenth of the accounts "
        f"(at most {GROWTH_TARGET}). p95_ratio: beside that of L at 8 connections (at most {LATENCY_TARGET}). "
        f"statements_few: at 10 accounts (the same number, at most {STATEMENTS_TARGET})."
    )
    return "\n".join(lines)
