"""How much the others of an account's segment grew: one figure for many, from which no single one can be read."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery, Sum

from accounts.models import AnnualFigures, KeyAccount, Sector, User

# As many accounts, of which the reader knows no figure, stand behind what is shown.
LEAST = 3


@dataclass(frozen=True)
class SegmentGrowth:
    """The growth of the other accounts of a segment in a year, weighted by their revenue."""

    year: int
    growth: Decimal
    accounts: int
    segment: str


def segment_growth(
    account: KeyAccount, years: Iterable[int], *, reader: User
) -> dict[int, SegmentGrowth]:
    """Return the growth of the segment by year: of the sector, else of its family; none where too few are behind it.

    A figure of three is no secret to who manages two of them: so three are wanted that the reader may not open.
    Programme leads open all. At most two statements.
    """
    sector, wanted = account.sector, set(years)
    found: dict[int, SegmentGrowth] = {}
    if sector is None:
        return found
    family = sector.parent
    for segment, within in (
        (sector, Q(account__sector=sector)),
        (family, Q(account__sector__parent=family)),
    ):
        if segment is not None and (left := wanted - found.keys()):
            found |= growth_within(account, segment, within, left, reader)
    return found


def growth_within(
    account: KeyAccount, segment: Sector, within: Q, years: set[int], reader: User
) -> dict[int, SegmentGrowth]:
    """Return the growth of the others within a segment, for the years in which enough are known: one statement."""
    final = AnnualFigures.objects.filter(is_final=True, revenue__isnull=False)
    before = final.filter(
        account=OuterRef("account"),
        year=OuterRef("year") - 1,
        currency=OuterRef("currency"),
        revenue__gt=0,
    )
    others = final.filter(within, currency=account.currency, year__in=years)
    grown = others.exclude(account=account).annotate(before=Subquery(before.values("revenue")[:1]))
    grown = grown.filter(before__isnull=False)
    own = KeyAccount.objects.visible_to(reader)
    secret = Count("pk") if reader.is_lead else Count("pk", filter=~Q(account__in=own.values("pk")))
    rows: Any = (
        grown.order_by()
        .values("year")
        .annotate(now=Sum("revenue"), was=Sum("before"), accounts=Count("pk"), secret=secret)
    )
    return {
        row["year"]: SegmentGrowth(
            row["year"], row["now"] / row["was"] - 1, row["accounts"], str(segment)
        )
        for row in rows.filter(secret__gte=LEAST)
    }
