"""The figures of an account as its page shows them: five years, the quarters of three, growth beside the segment's."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import pgettext

from accounts.models import AnnualFigures, KeyAccount, QuarterlyFigures, User
from accounts.queries.segment import SegmentGrowth, segment_growth

CHARTED, CHARTED_QUARTERS, QUARTERED = 5, 8, 3
# Sums that differ by less than this part are rounding.
ROUNDING = Decimal("0.005")


@dataclass(frozen=True)
class YearRow:
    """A year with its growth, beside that of the segment; `quarters` is their sum where it says something else."""

    figures: AnnualFigures
    growth: Decimal | None
    segment: SegmentGrowth | None
    quarters: Decimal | None


@dataclass(frozen=True)
class QuarterRow:
    """A quarter, and how it compares with the same one of the year before."""

    figures: QuarterlyFigures
    name: str
    growth: Decimal | None

    @property
    def short(self) -> str:
        """What stands under its column: the year only where one begins."""
        is_first = self.figures.quarter == 1
        return self.name if is_first else self.name.partition(" ")[0]


@dataclass
class FiguresPage:
    """The figures of an account, the newest year first."""

    years: list[YearRow]
    quarters: list[QuarterRow] = field(default_factory=list)

    @property
    def latest(self) -> YearRow | None:
        """The last final year."""
        return next((row for row in self.years if row.figures.is_final), None)

    @property
    def chart(self) -> list[dict[str, Any]]:
        """The revenue of five years, the oldest first."""
        rows = [row.figures for row in self.years if row.figures.revenue is not None]
        return [column(row, str(row.year)) for row in rows[:CHARTED][::-1]]

    @property
    def quarter_chart(self) -> list[dict[str, Any]]:
        """The last eight quarters, the oldest first."""
        rows = [row for row in self.quarters if row.figures.revenue is not None]
        return [
            column(row.figures, row.name) | {"short": row.short}
            for row in rows[:CHARTED_QUARTERS][::-1]
        ]


def column(figures: AnnualFigures | QuarterlyFigures, label: str) -> dict[str, Any]:
    """Return what a chart draws of a year or a quarter."""
    return {
        "label": label,
        "value": figures.revenue,
        "target": figures.target,
        "provisional": not figures.is_final,
    }


def figures_page(account: KeyAccount, *, reader: User) -> FiguresPage:
    """Read the figures of an account: five statements at most."""
    years = list(account.annual_figures.order_by("-year"))
    first = years[0].year - QUARTERED + 1 if years else 0
    kept = account.quarterly_figures.filter(year__gte=first).order_by("-year", "-quarter")
    quarters = [row for row in kept if not row.is_empty]
    growths = {row.year: growth_between(before, row) for row, before in neighbours(years)}
    grown = [year for year, growth in growths.items() if growth is not None]
    segments = segment_growth(account, grown, reader=reader)
    return FiguresPage(
        years=[
            YearRow(row, growths.get(row.year), segments.get(row.year), differing(row, quarters))
            for row in years
        ],
        quarters=quarter_rows(quarters),
    )


def neighbours(years: Sequence[AnnualFigures]) -> list[tuple[AnnualFigures, AnnualFigures]]:
    """Return each year with the one before it, where both are known."""
    by_year = {row.year: row for row in years}
    return [(row, by_year[row.year - 1]) for row in years if row.year - 1 in by_year]


def growth_between(before: AnnualFigures, row: AnnualFigures) -> Decimal | None:
    """Return the growth from one final year to the next, in one currency, or None."""
    if not (before.is_final and row.is_final and before.currency == row.currency):
        return None
    return growth(before.revenue, row.revenue)


def growth(before: Decimal | None, now: Decimal | None) -> Decimal | None:
    """Return the growth as a fraction, or None where there is nothing to grow from."""
    return now / before - 1 if before is not None and now is not None and before > 0 else None


def differing(row: AnnualFigures, quarters: Sequence[QuarterlyFigures]) -> Decimal | None:
    """Return the sum of a year's four quarters where the year says something else."""
    four = [one.revenue for one in quarters if one.year == row.year and one.revenue is not None]
    if row.revenue is None or len(four) < 4:
        return None
    total = sum(four, Decimal(0))
    return total if abs(total - row.revenue) > abs(row.revenue) * ROUNDING else None


def quarter_rows(quarters: Sequence[QuarterlyFigures]) -> list[QuarterRow]:
    """Return the quarters, each beside the same one of the year before."""
    by_quarter = {(row.year, row.quarter): row for row in quarters}
    rows = []
    for row in quarters:
        before = by_quarter.get((row.year - 1, row.quarter))
        is_same = before is not None and before.currency == row.currency
        grown = growth(before.revenue, row.revenue) if before and is_same else None
        rows.append(QuarterRow(row, quarter_name(row.year, row.quarter), grown))
    return rows


def quarter_name(year: int, quarter: int) -> str:
    """Return how a quarter is called: "Q1 26", "T1 26"."""
    return pgettext("quarter", "Q%(n)d %(year)02d") % {"n": quarter, "year": year % 100}
