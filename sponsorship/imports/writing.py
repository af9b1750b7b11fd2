"""Write rows that were checked: in chunks, each with its history, and with what it takes to undo them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify
from simple_history.utils import bulk_create_with_history

from accounts.choices import ImportKind, RowOutcome, TeamRole
from accounts.models import (
    AnnualFigures,
    Contact,
    KeyAccount,
    OrganisationLock,
    Sector,
    TeamMember,
    User,
)
from accounts.models.base import fold
from accounts.services.history import save_by
from accounts.services.organisation import change_kam, join_team, organisation_changed
from reviews.choices import ReviewType, StartedBy
from reviews.models import AccountReview
from sponsors.choices import InteractionKind, Source
from sponsors.models import Interaction, InteractionContact, InteractionPerson, Pairing, Sponsor
from sponsors.services.interactions import side_of
from sponsors.services.pairings import record_running_pairing
from sponsors.services.sponsors import ProfileAnswers, volunteer
from sponsorship.imports.checking import Plan
from sponsorship.imports.world import ACCOUNT, CONTACT, FIGURES, PERSON, key_of

# Since when an imported KAM has the account is not in the file: as far back as it can matter.
UNKNOWN_START = date(2000, 1, 1)
REASON = "import"


@dataclass(frozen=True)
class Written:
    """What became of a row: the record, and what stood there before."""

    number: int
    target: str
    before: dict[str, Any] | None


@dataclass(frozen=True)
class Author:
    """Who imports, and on which day."""

    person: User
    on: date


Write = Callable[[list[Plan], Author], list[Written]]


def write_chunk(kind: str, plans: list[Plan], author: Author) -> list[Written]:
    """Write a chunk of new and changed rows in one transaction."""
    due = [plan for plan in plans if plan.outcome in {RowOutcome.NEW, RowOutcome.CHANGED}]
    with transaction.atomic():
        return WRITERS[kind](due, author) if due else []


def name_of(record: Model) -> str:
    """Return what undoing knows a record by: "accounts.user:12"."""
    return f"{record._meta.label_lower}:{record.pk}"


def create_all(model: type[Model], records: list[Any], author: Author) -> list[Any]:
    """Create records with their history, and with what they derive."""
    for record in records:
        if hasattr(record, "derive"):
            record.derive()
    return bulk_create_with_history(
        records, model, batch_size=500, default_user=author.person, default_change_reason=REASON
    )


def change(
    record: Any, values: dict[str, Any], names: Iterable[str], author: Author
) -> dict[str, Any] | None:
    """Set what differs and save it; return what stood there before, or None where nothing differs."""
    differing = [name for name in names if name in values and getattr(record, name) != values[name]]
    if not differing:
        return None
    before = {name: plain(getattr(record, name)) for name in differing}
    for name in differing:
        setattr(record, name, values[name])
    save_by(record, author.person, because=REASON)
    return before


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it."""
    return value if isinstance(value, str | int | float | bool | list | type(None)) else str(value)


def write_people(plans: list[Plan], author: Author) -> list[Written]:
    """Write people, then who reports to whom, under the organisation lock."""
    OrganisationLock.take()
    known = User.objects.in_bulk([plan.key for plan in plans], field_name="email")
    fresh = [plan for plan in plans if plan.key not in known]
    new = [User(email=plan.key, password="!", **only(plan.values, PERSON)) for plan in fresh]  # noqa: S106 - no password
    created = {person.email: person for person in create_all(User, new, author)}
    written = [Written(plan.number, name_of(created[plan.key]), None) for plan in fresh]
    for plan in plans:
        if plan.key in known:
            before = change(known[plan.key], plan.values, PERSON, author)
            written.append(Written(plan.number, name_of(known[plan.key]), before or {}))
    link_managers(plans, known | created, author)
    return written


def link_managers(plans: list[Plan], people: dict[str, User], author: Author) -> None:
    """Let each report to the manager of the row, as far as that one is written already."""
    named = {plan.values["manager"] for plan in plans if plan.values.get("manager")}
    managers = User.objects.in_bulk(list(named), field_name="email")
    for plan in plans:
        manager = managers.get(plan.values.get("manager", ""))
        person = people[plan.key]
        if manager is not None and person.manager_id != manager.pk:
            person.manager = manager
            save_by(person, author.person, because=REASON, update_fields=["manager"])
    organisation_changed()


def only(values: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return the values of these fields."""
    return {name: values[name] for name in names if name in values}


def write_accounts(plans: list[Plan], author: Author) -> list[Written]:
    """Write accounts with their sectors and KAMs."""
    OrganisationLock.take()
    known = {
        key_of(account): account
        for account in KeyAccount.objects.select_related("sector").with_team()
    }
    fresh = [plan for plan in plans if plan.key not in known]
    for plan in plans:
        if "sector_name" in plan.values:
            plan.values["sector"] = sector_named(plan.values["sector_name"])
    new = [
        KeyAccount(
            external_id=plan.values.get("external_id", ""),
            **only(plan.values, (*ACCOUNT, "sector")),
        )
        for plan in fresh
    ]
    created = {key_of(account): account for account in create_all(KeyAccount, new, author)}
    written = [Written(plan.number, name_of(created[plan.key]), None) for plan in fresh]
    for plan in plans:
        if plan.key in known:
            before = change(known[plan.key], plan.values, ACCOUNT, author)
            if "sector" in plan.values and known[plan.key].sector_id != plan.values["sector"].pk:
                known[plan.key].sector = plan.values["sector"]
                save_by(known[plan.key], author.person)
            written.append(Written(plan.number, name_of(known[plan.key]), before or {}))
    name_kams(plans, known, created, author)
    return written


def sector_named(name: str) -> Sector:
    """Return the sector of that name, in either language; a new one where it is not known."""
    for sector in Sector.objects.all():
        if fold(name) in {fold(sector.name_en), fold(sector.name_fr), sector.code}:
            return sector
    return Sector.objects.create(code=slugify(name)[:60] or "sector", name_en=name, name_fr=name)


def name_kams(
    plans: list[Plan], known: dict[str, KeyAccount], created: dict[str, KeyAccount], author: Author
) -> None:
    """Put each account's KAM at its head: from the start for a new account, from today for another one."""
    people = User.objects.in_bulk(
        [plan.values["kam"] for plan in plans if plan.values.get("kam")], field_name="email"
    )
    seats = []
    for plan in plans:
        person = people.get(plan.values.get("kam", ""))
        if person is None:
            continue
        if plan.key in created:
            seats.append(
                TeamMember(
                    account=created[plan.key],
                    person=person,
                    role=TeamRole.KAM,
                    from_day=UNKNOWN_START,
                )
            )
        else:
            change_kam(known[plan.key], person, on=author.on, by=author.person)
    create_all(TeamMember, seats, author)


def accounts_of(plans: list[Plan]) -> dict[str, KeyAccount]:
    """Return the accounts that rows name, by key."""
    wanted = {plan.values["account"] for plan in plans}
    by_id = KeyAccount.objects.filter(
        external_id__in=[key for key in wanted if not key.startswith("name:")]
    )
    found = {key_of(account): account for account in by_id}
    if any(key.startswith("name:") for key in wanted):
        found |= {key_of(account): account for account in KeyAccount.objects.filter(external_id="")}
    return found


def write_contacts(plans: list[Plan], author: Author) -> list[Written]:
    """Write contacts."""
    accounts = accounts_of(plans)
    known = {
        contact.external_id: contact
        for contact in Contact.objects.filter(external_id__in=[plan.key for plan in plans])
    }
    fresh = [plan for plan in plans if plan.key not in known]
    new = [
        Contact(
            external_id=plan.key,
            account=accounts[plan.values["account"]],
            **only(plan.values, CONTACT),
        )
        for plan in fresh
    ]
    created = {contact.external_id: contact for contact in create_all(Contact, new, author)}
    written = [Written(plan.number, name_of(created[plan.key]), None) for plan in fresh]
    for plan in plans:
        if plan.key in known:
            values = plan.values | {"account": accounts[plan.values["account"]]}
            before = change(known[plan.key], values, CONTACT, author)
            written.append(Written(plan.number, name_of(known[plan.key]), before or {}))
    return written


def write_figures(plans: list[Plan], author: Author) -> list[Written]:
    """Write annual figures."""
    accounts = accounts_of(plans)
    rows = AnnualFigures.objects.filter(account__in=accounts.values()).select_related("account")
    known = {(key_of(row.account), row.year): row for row in rows}
    fresh = [plan for plan in plans if tuple(plan.key) not in known]
    new = [
        AnnualFigures(
            account=accounts[plan.values["account"]],
            year=plan.values["year"],
            **only(plan.values, FIGURES),
        )
        for plan in fresh
    ]
    written = [
        Written(plan.number, name_of(row), None)
        for plan, row in zip(fresh, create_all(AnnualFigures, new, author), strict=True)
    ]
    written += [
        Written(plan.number, name_of(row), change(row, plan.values, FIGURES, author) or {})
        for plan in plans
        if (row := known.get(tuple(plan.key))) is not None
    ]
    return written


def write_sponsors(plans: list[Plan], author: Author) -> list[Written]:
    """Write sponsors' profiles through the service that a page uses."""
    written = []
    people = User.objects.in_bulk([plan.key for plan in plans], field_name="email")
    for plan in plans:
        before = Sponsor.objects.filter(person=people[plan.key]).first()
        facts = only(plan.values, ("capacity", "available_until", "motivation", "expertise"))
        if before is not None:
            facts = {
                name: getattr(before, name)
                for name in (
                    "capacity",
                    "available_until",
                    "motivation",
                    "expertise",
                    "acquaintances",
                )
            } | facts
        sponsor = volunteer(
            people[plan.key],
            ProfileAnswers(**({"capacity": 2} | facts)),
            by=author.person,
            on=plan.values.get("volunteered_on", author.on),
        )
        written.append(Written(plan.number, name_of(sponsor), {} if before else None))
    return written


def write_pairings(plans: list[Plan], author: Author) -> list[Written]:
    """Write running pairings through the service that keeps the rules."""
    accounts = accounts_of(plans)
    sponsors = {row.person.email: row for row in Sponsor.objects.select_related("person")}
    written = []
    for plan in plans:
        pairing = record_running_pairing(
            accounts[plan.values["account"]],
            sponsors[plan.values["sponsor"]],
            since=plan.values["since"],
            until=plan.values.get("until"),
            by=author.person,
        )
        written.append(Written(plan.number, name_of(pairing), None))
    return written


def write_members(plans: list[Plan], author: Author) -> list[Written]:
    """Write account teams."""
    accounts = accounts_of(plans)
    people = User.objects.in_bulk([plan.values["member"] for plan in plans], field_name="email")
    written = []
    for plan in plans:
        since = plan.values.get("since", author.on)
        member = join_team(
            accounts[plan.values["account"]],
            people[plan.values["member"]],
            TeamRole.TEAM,
            on=since,
            by=author.person,
        )
        written.append(Written(plan.number, name_of(member), None))
    return written


def write_interactions(plans: list[Plan], author: Author) -> list[Written]:
    """Write past interactions: a few statements for the whole chunk."""
    accounts = accounts_of(plans)
    people = people_named(plans)
    running = Pairing.objects.filter(account__in=accounts.values(), started_on__isnull=False)
    pairings: dict[int, list[Pairing]] = {}
    for pairing in running:
        pairings.setdefault(pairing.account_id, []).append(pairing)
    known = {
        row.external_id: row
        for row in Interaction.objects.filter(external_id__in=[plan.key for plan in plans])
    }
    fresh = [plan for plan in plans if plan.key not in known]
    new = [interaction_of(plan, accounts, people, pairings, author) for plan in fresh]
    created = create_all(Interaction, new, author)
    name_participants(list(zip(fresh, created, strict=True)), people)
    name_reviews(list(zip(fresh, created, strict=True)), author)
    written = [
        Written(plan.number, name_of(row), None) for plan, row in zip(fresh, created, strict=True)
    ]
    for plan in plans:
        if plan.key in known:
            values = plan.values | {"side": side_of(plan.values["kind"])}
            before = change(known[plan.key], values, ("day", "kind", "side", "subject"), author)
            written.append(Written(plan.number, name_of(known[plan.key]), before or {}))
    return written


def people_named(plans: list[Plan]) -> dict[str, User]:
    """Return the owners and executives that rows name, by address."""
    named = {
        plan.values[name]
        for plan in plans
        for name in ("owner", "executive")
        if plan.values.get(name)
    }
    return User.objects.in_bulk(list(named), field_name="email")


def interaction_of(
    plan: Plan,
    accounts: dict[str, KeyAccount],
    people: dict[str, User],
    pairings: dict[int, list[Pairing]],
    author: Author,
) -> Interaction:
    """Return the interaction of a row, logged by its named owner."""
    values = plan.values
    account = accounts[values["account"]]
    tied = next((row for row in pairings.get(account.pk, []) if row.ran_on(values["day"])), None)
    return Interaction(
        account=account,
        pairing=tied,
        kind=values["kind"],
        side=side_of(values["kind"]),
        day=values["day"],
        subject=values["subject"],
        notes=values.get("notes", ""),
        logged_by=people.get(values.get("owner", ""), author.person),
        source=Source.IMPORT,
        external_id=plan.key,
    )


def name_participants(rows: list[tuple[Plan, Interaction]], people: dict[str, User]) -> None:
    """Write who took part, of us and of the client."""
    persons = []
    named = {key for plan, _row in rows for key in plan.values.get("contacts", [])}
    contacts = {
        contact.external_id: contact for contact in Contact.objects.filter(external_id__in=named)
    }
    met = []
    for plan, row in rows:
        present = {plan.values.get("owner", ""), plan.values.get("executive", "")} & people.keys()
        persons += [
            InteractionPerson(interaction=row, person=people[email]) for email in sorted(present)
        ]
        keys = [key for key in dict.fromkeys(plan.values.get("contacts", [])) if key in contacts]
        met += [
            InteractionContact(interaction=row, contact=contacts[key], level=contacts[key].level)
            for key in keys
        ]
    InteractionPerson.objects.bulk_create(persons, batch_size=500)
    InteractionContact.objects.bulk_create(met, batch_size=500)


def name_reviews(rows: list[tuple[Plan, Interaction]], author: Author) -> None:
    """Write the account review that an interaction was, with who started it as far as the file says."""
    reviews = [
        AccountReview(
            interaction=row,
            type=ReviewType.STRATEGIC,
            started_by=plan.values.get("started_by", StartedBy.US),
        )
        for plan, row in rows
        if row.kind == InteractionKind.REVIEW
    ]
    create_all(AccountReview, reviews, author)


WRITERS: dict[str, Write] = {
    ImportKind.PEOPLE: write_people,
    ImportKind.ACCOUNTS: write_accounts,
    ImportKind.CONTACTS: write_contacts,
    ImportKind.FIGURES: write_figures,
    ImportKind.SPONSORS: write_sponsors,
    ImportKind.PAIRINGS: write_pairings,
    ImportKind.TEAM: write_members,
    ImportKind.INTERACTIONS: write_interactions,
}
