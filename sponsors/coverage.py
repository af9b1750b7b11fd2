"""Which accounts have a sponsor, by sector and by part of the world: counted in two statements, however many there are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from django.db.models import Case, CharField, Count, Exists, OuterRef, QuerySet, Value, When

from accounts.models import KeyAccount, Sector
from accounts.models.base import fold
from accounts.models.key_account import KeyAccountQuerySet
from accounts.places import Region, region_of
from sponsors.models import Pairing


@dataclass(frozen=True, slots=True)
class Tally:
    """How many accounts have a sponsor, one in preparation, or neither."""

    covered: int = 0
    proposed: int = 0
    bare: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.covered + other.covered, self.proposed + other.proposed, self.bare + other.bare
        )

    @property
    def total(self) -> int:
        """All of them."""
        return self.covered + self.proposed + self.bare

    @classmethod
    def of(cls, tallies: "Iterable[Tally]") -> Self:
        """Return the sum."""
        rows = list(tallies)
        return cls(
            sum(row.covered for row in rows),
            sum(row.proposed for row in rows),
            sum(row.bare for row in rows),
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """A sector, or a family of sectors, in one part of the world."""

    region: Region
    tally: Tally


@dataclass(frozen=True)
class Row:
    """A sector, a family of sectors or a country: its tally, and the same for each part of the world."""

    name: str
    code: str
    tally: Tally
    cells: list[Cell] = field(default_factory=list)


@dataclass(frozen=True)
class Family:
    """A family of sectors with the sectors in which there are accounts; a sector of no family stands alone."""

    whole: Row
    sectors: list[Row]


@dataclass(frozen=True)
class Coverage:
    """The programme on one screen."""

    tally: Tally
    regions: list[Region]
    families: list[Family]
    countries: list[Row]


Places = dict[Region, Tally]


def accounts_without_sponsor(accounts: KeyAccountQuerySet | None = None) -> KeyAccountQuerySet:
    """Return those of the accounts, or of all, that have neither a sponsor nor one in preparation."""
    accounts = KeyAccount.objects.all() if accounts is None else accounts
    return accounts.filter(~Exists(Pairing.objects.open().filter(account=OuterRef("pk"))))


def count_accounts(accounts: "QuerySet[KeyAccount]") -> Iterable[tuple[int | None, str, Tally]]:
    """Yield how many accounts there are in each sector and country, and how they are covered: one statement."""
    own = Pairing.objects.filter(account=OuterRef("pk"))
    state = Case(
        When(Exists(own.active()), then=Value("covered")),
        When(Exists(own.in_preparation()), then=Value("proposed")),
        default=Value("bare"),
        output_field=CharField(),
    )
    counted = accounts.order_by().annotate(state=state).values_list("sector", "country", "state")
    for sector, country, name, number in counted.annotate(n=Count("pk")):
        yield sector, country.upper(), Tally(**{name: number})


def read_coverage(accounts: "QuerySet[KeyAccount]") -> Coverage:
    """Return how the accounts are covered: two statements for any number of them."""
    by_sector: dict[int | None, Places] = defaultdict(lambda: defaultdict(Tally))
    by_country: dict[str, Tally] = defaultdict(Tally)
    for sector, country, tally in count_accounts(accounts):
        by_sector[sector][region_of(country)] += tally
        by_country[country] += tally
    found = {region for places in by_sector.values() for region in places}
    regions = [region for region in Region if region in found]
    countries = [Row(code, code, tally) for code, tally in by_country.items()]
    return Coverage(
        tally=Tally.of(by_country.values()),
        regions=regions,
        families=families_of(by_sector, regions),
        countries=sorted(countries, key=lambda row: (-row.tally.bare, -row.tally.total, row.code)),
    )


def families_of(by_sector: dict[int | None, Places], regions: list[Region]) -> list[Family]:
    """Return the families of sectors, the one with most accounts without a sponsor first."""
    sectors: dict[int | None, Sector] = dict(Sector.objects.in_bulk())
    members: dict[int | None, list[int | None]] = defaultdict(list)
    for pk in by_sector:
        sector = sectors.get(pk)
        members[sector.parent_id or sector.pk if sector else None].append(pk)
    families = []
    for head, narrow in members.items():
        rows = [row_of(sectors.get(pk), by_sector[pk], regions) for pk in narrow]
        whole: Places = defaultdict(Tally)
        for pk in narrow:
            for region, tally in by_sector[pk].items():
                whole[region] += tally
        in_order = sorted(rows, key=lambda row: (-row.tally.bare, fold(row.name)))
        families.append(Family(row_of(sectors.get(head), whole, regions), in_order))
    return sorted(families, key=lambda one: (-one.whole.tally.bare, fold(one.whole.name)))


def row_of(sector: Sector | None, places: Places, regions: list[Region]) -> Row:
    """Return one line of the map; without a sector it bears no name."""
    cells = [Cell(region, places.get(region, Tally())) for region in regions]
    name, code = (str(sector), sector.code) if sector else ("", "none")
    return Row(name, code, Tally.of(places.values()), cells)
