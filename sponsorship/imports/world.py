"""What the programme knows already, as an import looks it up: by number, address and name, without a query a row.

A rehearsal adds to it what the rows before would bring, so that files that build on each other can be
checked together before anything is written.
"""

from dataclasses import dataclass, field
from typing import Any, Self

from accounts.choices import TeamRole
from accounts.models import AnnualFigures, Contact, KeyAccount, Sector, TeamMember, User
from accounts.models.base import fold
from sponsors.models import Interaction, InteractionContact, InteractionPerson, Pairing, Sponsor

State = dict[str, Any]
PERSON = (
    "employee_id",
    "first_name",
    "last_name",
    "job_title",
    "function",
    "city",
    "country",
    "languages",
    "is_executive",
    "is_active",
)
ACCOUNT = ("name", "city", "country", "tier", "currency")
CONTACT = ("first_name", "last_name", "title", "level", "email", "city", "country")
SPONSOR = ("capacity", "available_until", "motivation", "expertise", "volunteered_on")
INTERACTION = ("day", "kind", "subject", "notes")
FIGURES = ("revenue", "target", "satisfaction", "nps", "currency", "is_final")


@dataclass
class World:
    """Records by the keys that files use; `manager_of` and `kam_of` go from key to key."""

    people: dict[str, State] = field(default_factory=dict)
    by_number: dict[str, str] = field(default_factory=dict)
    manager_of: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, State] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)
    kam_of: dict[str, str] = field(default_factory=dict)
    contacts: dict[str, State] = field(default_factory=dict)
    figures: dict[tuple[str, int], State] = field(default_factory=dict)
    sponsors: dict[str, State] = field(default_factory=dict)
    pairings: dict[str, str] = field(default_factory=dict)
    team: set[tuple[str, str]] = field(default_factory=set)
    interactions: dict[str, State] = field(default_factory=dict)
    sectors: dict[str, int] = field(default_factory=dict)
    seen: set[Any] = field(default_factory=set)

    @classmethod
    def load(cls) -> Self:
        """Read what there is: one query a kind of record."""
        world = cls()
        world.load_people()
        world.load_accounts()
        for contact in Contact.objects.exclude(external_id="").select_related("account").iterator():
            state = {name: getattr(contact, name) for name in CONTACT}
            world.contacts[contact.external_id] = state | {"account": key_of(contact.account)}
        for row in AnnualFigures.objects.select_related("account").iterator():
            world.figures[key_of(row.account), row.year] = {
                name: getattr(row, name) for name in FIGURES
            }
        for sponsor in Sponsor.objects.with_places().select_related("person"):
            state = {name: getattr(sponsor, name) for name in (*SPONSOR, "is_volunteer")}
            world.sponsors[sponsor.person.email] = state | {"open": sponsor.open_pairings}
        for pairing in Pairing.objects.active().with_people():
            world.pairings[key_of(pairing.account)] = pairing.sponsor.person.email
        return world

    def meet(self, keys: list[str]) -> None:
        """Know the interactions of these identifiers, and who was there; they are too many to know all."""
        rows = Interaction.objects.filter(external_id__in=[key for key in keys if key])
        self.interactions = {
            row.external_id: {name: getattr(row, name) for name in INTERACTION}
            | {"account": key_of(row.account), "present": set()}
            for row in rows.select_related("account").only(
                "external_id", *INTERACTION, "account__external_id", "account__name"
            )
        }
        for model, name in (
            (InteractionPerson, "person__email"),
            (InteractionContact, "contact__external_id"),
        ):
            present = model.objects.filter(interaction__external_id__in=self.interactions)
            for key, who in present.values_list("interaction__external_id", name):
                self.interactions[key]["present"].add(who)

    def load_people(self) -> None:
        """Read people and the reporting line."""
        by_pk = {}
        for person in User.objects.all():
            by_pk[person.pk] = person
            self.people[person.email] = {name: getattr(person, name) for name in PERSON}
            if person.employee_id:
                self.by_number[person.employee_id] = person.email
        for person in by_pk.values():
            if person.manager_id:
                self.manager_of[person.email] = by_pk[person.manager_id].email

    def load_accounts(self) -> None:
        """Read accounts, sectors and who belongs where."""
        for sector in Sector.objects.all():
            for name in (sector.code, sector.name_en, sector.name_fr):
                self.sectors[fold(name)] = sector.pk
        for account in KeyAccount.objects.all():
            state = {name: getattr(account, name) for name in ACCOUNT} | {
                "sector": account.sector_id
            }
            self.add_account(key_of(account), state)
        for member in TeamMember.objects.current().select_related("account", "person"):
            if member.role == TeamRole.KAM:
                self.kam_of[key_of(member.account)] = member.person.email
            elif member.role == TeamRole.TEAM:
                self.team.add((key_of(member.account), member.person.email))

    def add_account(self, key: str, state: State) -> None:
        """Know an account by its identifier and by its name."""
        self.accounts[key] = state
        self.by_name.setdefault(fold(state["name"]), key)

    def account(self, text: str) -> str:
        """Return the key of an account that a file names by identifier or by name, or nothing."""
        return text if text in self.accounts else self.by_name.get(fold(text), "")

    def person(self, text: str) -> str:
        """Return the address of a person whom a file names by number or by address, or nothing."""
        return self.by_number.get(text) or (text.lower() if text.lower() in self.people else "")

    def name_of(self, email: str) -> str:
        """Return what a person is called."""
        return f"{self.people[email]['first_name']} {self.people[email]['last_name']}"

    def path_up(self, low: str, high: str) -> list[str]:
        """Return those from one person up to another, both included; nothing where that one does not stand above."""
        path: list[str] = []
        current: str | None = low
        while current and current not in path:
            path.append(current)
            if current == high:
                return path
            current = self.manager_of.get(current)
        return []


def key_of(account: KeyAccount) -> str:
    """Return the key under which files know an account: its CRM identifier, else its name."""
    return account.external_id or f"name:{fold(account.name)}"
