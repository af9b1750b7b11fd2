"""The list of key accounts: what each line shows, and where it leads."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from accounts.choices import TeamRole, Tier
from accounts.identifiers import ANYONE, addresses, pattern
from accounts.languages import is_french
from accounts.models import FRESH_DAYS, KeyAccount, TeamMember, User
from accounts.models.key_account import KeyAccountQuerySet
from accounts.names import full_name
from accounts.prepared import Given, Prepared
from sponsorship.filters import AccountFilterForm

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Named:
    """A person by name, with the address of their page."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Line:
    """One key account as its list shows it; `path` leads to its page, to its brief, or nowhere."""

    pk: int
    name: str
    path: str
    sector: str
    city: str
    country: str
    tier: str
    kam: Named | None
    sponsor: Named | None
    checked_on: date | None
    is_fresh: bool

    @property
    def place(self) -> str:
        """City and country in one."""
        return ", ".join(part for part in (self.city, self.country) if part)


@dataclass(slots=True)
class Team:
    """Who has which role on one account now, and whether the reader belongs to it."""

    people: dict[str, Named] = field(default_factory=dict)
    has_reader: bool = False


def listed_accounts(user: User, form: AccountFilterForm, *, on: date) -> KeyAccountQuerySet:
    """Return the accounts of which the reader may see a line, filtered, by name."""
    return form.choose(KeyAccount.objects.listed_to(user), on=on).order_by("search_text", "pk")


def lines(accounts: KeyAccountQuerySet, user: User, *, on: date) -> Iterator[Line]:
    """Yield each account as its line: two queries for a page, and one more for every five hundred."""
    sector = F("sector__name_fr" if is_french() else "sector__name_en")
    rows = list(
        accounts.values_list(
            "pk", "public_id", "name", sector, "city", "country", "tier", "brief__checked_on"
        )
    )
    tiers = {value: str(label) for value, label in Tier.choices}
    fresh_since = on - timedelta(days=FRESH_DAYS)
    way = Ways(user)
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        teams = teams_of([row[0] for row in chunk], user)
        for pk, public_id, name, in_sector, city, country, tier, checked_on in chunk:
            team = teams[pk]
            yield Line(
                pk=pk,
                name=name,
                path=way.to(public_id, is_mine=team.has_reader),
                sector=in_sector or "",
                city=city,
                country=country,
                tier=tiers[tier],
                kam=team.people.get(TeamRole.KAM),
                sponsor=team.people.get(TeamRole.SPONSOR),
                checked_on=checked_on,
                is_fresh=checked_on is not None and checked_on >= fresh_since,
            )


@Prepared
def seats() -> Any:
    """Who is KAM or sponsor of some accounts now, and where the reader belongs to the team."""
    person = ("public_id", "first_name", "last_name", "email")
    seen = Q(role__in=[TeamRole.KAM, TeamRole.SPONSOR]) | Q(person=Given("reader"))
    found = TeamMember.objects.current().filter(seen, account__in=Given("accounts"))
    return found.values_list(
        "account_id", "role", "person_id", *(f"person__{name}" for name in person)
    )


def teams_of(accounts: list[int], reader: User) -> dict[int, Team]:
    """Return KAM, sponsor and whether the reader belongs to it, for each of these accounts: one query."""
    teams = {pk: Team() for pk in accounts}
    path_to = addresses("accounts:person_detail")
    for account, role, person, public_id, *names in seats(accounts=accounts, reader=reader.pk):
        teams[account].people[role] = Named(full_name(*names), path_to(public_id))
        teams[account].has_reader |= person == reader.pk
    return teams


class Ways:
    """Where a line leads: to the account's page, else to its brief, else nowhere, by the reader's rights."""

    def __init__(self, reader: User) -> None:
        self.opens_all = reader.is_lead
        self.reads_all_briefs = reader.is_lead or reader.is_executive
        self.page = pattern(KeyAccount(public_id=ANYONE).get_absolute_url()).format
        self.brief = addresses("brief_detail")

    def to(self, public_id: UUID, *, is_mine: bool) -> str:
        """Return the address for this account."""
        if is_mine or self.opens_all:
            return self.page(public_id)
        return self.brief(public_id) if self.reads_all_briefs else ""
