"""Write people and accounts: who reports to whom, and who manages which account."""

from datetime import date
from itertools import count

from django.utils.text import slugify

from accounts.choices import TeamRole
from accounts.models import KeyAccount, OrganisationLock, Sector, TeamMember, User
from accounts.models.base import fold
from accounts.services.history import save_by, update_all_by
from accounts.services.organisation import change_kam, organisation_changed
from sponsorship.imports.plans import Plan, only
from sponsorship.imports.world import ACCOUNT, PERSON, key_of
from sponsorship.imports.written import REASON, Author, Written, change, create_all, name_of

# Since when an imported KAM has the account is not in the file: as far back as it can matter.
UNKNOWN_START = date(2000, 1, 1)


def write_people(plans: list[Plan], author: Author) -> list[Written]:
    """Write people, then who reports to whom, under the organisation lock."""
    OrganisationLock.take()
    known = User.objects.in_bulk([plan.key for plan in plans], field_name="email")
    new = [
        User(email=plan.key, password="!", **only(plan.values, PERSON))  # noqa: S106 - no password
        for plan in plans
        if plan.key not in known
    ]
    people = known | {person.email: person for person in create_all(User, new, author)}
    before = {
        email: change(person, plan.values, PERSON, author) or {}
        for plan in plans
        if (person := known.get(email := plan.key)) is not None
    }
    for email, manager in link_managers(plans, people, author).items():
        if email in before:
            before[email]["manager_id"] = manager
    organisation_changed()
    return [Written(plan.number, name_of(people[plan.key]), before.get(plan.key)) for plan in plans]


def link_managers(
    plans: list[Plan], people: dict[str, User], author: Author
) -> dict[str, int | None]:
    """Let each report to the manager of the row; return the former managers of those that change."""
    named = {plan.values["manager"] for plan in plans if plan.values.get("manager")}
    managers = User.objects.in_bulk(list(named), field_name="email")
    moved, former = [], {}
    for plan in plans:
        manager = managers.get(plan.values.get("manager", ""))
        person = people[plan.key]
        if manager is not None and person.manager_id != manager.pk:
            former[plan.key] = person.manager_id
            person.manager = manager
            moved.append(person)
    update_all_by(moved, author.person, fields=["manager"], because=REASON)
    return former


def write_accounts(plans: list[Plan], author: Author) -> list[Written]:
    """Write accounts with their sectors and KAMs."""
    OrganisationLock.take()
    known = {key_of(account): account for account in KeyAccount.objects.with_team()}
    sectors = list(Sector.objects.all())
    for plan in plans:
        if "sector_name" in plan.values:
            sector = sector_named(plan.values["sector_name"], sectors, author)
            plan.values["sector_id"] = sector.pk
    fields = ("external_id", *ACCOUNT, "sector_id")
    new = [KeyAccount(**only(plan.values, fields)) for plan in plans if plan.key not in known]
    created = {key_of(account): account for account in create_all(KeyAccount, new, author)}
    before = {
        key: change(account, plan.values, fields, author) or {}
        for plan in plans
        if (account := known.get(key := plan.key)) is not None
    }
    for key, kam in name_kams(plans, known, created, author).items():
        before[key]["kam"] = kam
    accounts = known | created
    return [
        Written(plan.number, name_of(accounts[plan.key]), before.get(plan.key)) for plan in plans
    ]


def sector_named(name: str, sectors: list[Sector], author: Author) -> Sector:
    """Return the sector of that name, in either language; a new one, added to those known, where it is not."""
    for sector in sectors:
        if fold(name) in {fold(sector.name_en), fold(sector.name_fr), sector.code}:
            return sector
    code = slugify(name)[:50] or "sector"
    taken = {sector.code for sector in sectors}
    free = next(
        candidate
        for number in count(1)
        if (candidate := code if number == 1 else f"{code}-{number}") not in taken
    )
    sector = Sector(code=free, name_en=name, name_fr=name)
    save_by(sector, author.person, because=REASON)
    sectors.append(sector)
    return sector


def name_kams(
    plans: list[Plan], known: dict[str, KeyAccount], created: dict[str, KeyAccount], author: Author
) -> dict[str, int | None]:
    """Put each account's KAM at its head: from the start for a new account, from today for another one.

    Returns the former KAM of each account that had another one.
    """
    people = User.objects.in_bulk(
        [plan.values["kam"] for plan in plans if plan.values.get("kam")], field_name="email"
    )
    seats, former = [], {}
    for plan in plans:
        person = people.get(plan.values.get("kam", ""))
        if person is None:
            continue
        if plan.key in created:
            seats.append(first_seat(created[plan.key], person))
        elif (kam := known[plan.key].kam) != person:
            former[plan.key] = kam.pk if kam else None
            change_kam(known[plan.key], person, on=author.on, by=author.person)
    create_all(TeamMember, seats, author)
    return former


def first_seat(account: KeyAccount, person: User) -> TeamMember:
    """Return the seat of the KAM of a new account."""
    return TeamMember(account=account, person=person, role=TeamRole.KAM, from_day=UNKNOWN_START)
