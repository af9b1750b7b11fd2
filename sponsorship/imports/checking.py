"""Look at rows without writing: what each would do, and why one is refused."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.choices import ImportKind, RowOutcome
from accounts.models.base import fold
from sponsorship.imports.columns import KINDS, Column, Recognition
from sponsorship.imports.reader import Row
from sponsorship.imports.values import BadValueError
from sponsorship.imports.world import ACCOUNT, CONTACT, FIGURES, PERSON, World

LONGEST = {
    "name": 160,
    "title": 160,
    "job_title": 160,
    "subject": 200,
    "city": 80,
    "first_name": 80,
    "last_name": 80,
    "expertise": 300,
    "motivation": 1000,
}


@dataclass(frozen=True)
class Issue:
    """What is wrong with a cell; a refusal keeps the row out, a warning only the field."""

    column: str
    code: str
    facts: dict[str, Any]
    is_refusal: bool = True


@dataclass
class Plan:
    """What one row would do."""

    number: int
    values: dict[str, Any]
    label: str = ""
    key: Any = None
    outcome: str = ""
    issues: list[Issue] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether the row is kept out."""
        return any(issue.is_refusal for issue in self.issues)

    @property
    def warnings(self) -> list[Issue]:
        """Return the fields that are left out."""
        return [issue for issue in self.issues if not issue.is_refusal]

    def refuse(self, column: str, code: str, **facts: Any) -> None:
        """Keep the row out."""
        self.issues.append(Issue(column, code, facts))

    def warn(self, column: str, code: str, **facts: Any) -> None:
        """Take the row in without this field."""
        self.issues.append(Issue(column, code, facts, is_refusal=False))
        self.values.pop(column, None)


Check = Callable[[Plan, World, date], None]


def plan_rows(
    recognition: Recognition, header: list[str], rows: Iterable[Row], world: World, *, on: date
) -> Iterator[Plan]:
    """Yield what each row would do; people are looked at twice, since a manager may stand below the report."""
    columns = KINDS[recognition.kind]
    check = CHECKS[recognition.kind]
    plans = (read_row(columns, recognition, header, row) for row in rows)
    if recognition.kind == ImportKind.PEOPLE:
        yield from plan_people(list(plans), world, on)
        return
    for plan in plans:
        if recognition.currency and recognition.kind == ImportKind.FIGURES:
            plan.values.setdefault("currency", recognition.currency)
        settle(plan, check, world, on)
        yield plan


def read_row(
    columns: Iterable[Column], recognition: Recognition, header: list[str], row: Row
) -> Plan:
    """Read the cells of a row; a bad cell refuses the row, and says in which column."""
    number, cells = row
    plan = Plan(number, {})
    for column in columns:
        place = recognition.places.get(column.name)
        text = cells[place] if place is not None else ""
        if not text:
            if column.required:
                plan.refuse(header[place] if place is not None else column.name, "missing")
            continue
        try:
            plan.values[column.name] = column.read(text)
        except BadValueError as fault:
            plan.refuse(header[place or 0], fault.code, value=fault.value)
    for name, most in LONGEST.items():
        if isinstance(plan.values.get(name), str):
            plan.values[name] = plan.values[name][:most]
    return plan


def settle(plan: Plan, check: Check, world: World, on: date) -> None:
    """Check a row that could be read and set its outcome."""
    if not plan.is_refused:
        check(plan, world, on)
    if plan.is_refused:
        plan.outcome = RowOutcome.REFUSED


def compare(plan: Plan, known: dict[str, Any] | None, names: Iterable[str]) -> str:
    """Return whether a row is new, changes what is known, or says the same."""
    if known is None:
        return RowOutcome.NEW
    same = all(plan.values[name] == known.get(name) for name in names if name in plan.values)
    return RowOutcome.UNCHANGED if same else RowOutcome.CHANGED


def plan_people(plans: list[Plan], world: World, on: date) -> Iterator[Plan]:
    """Plan people first, then their managers in the order of the file, so that no circle closes."""
    for plan in plans:
        settle(plan, check_person, world, on)
    for plan in plans:
        if plan.outcome != RowOutcome.REFUSED:
            check_manager(plan, world)
    yield from plans


def check_person(plan: Plan, world: World, on: date) -> None:
    """A person: one address, one number."""
    values = plan.values
    email, number = values["email"], values.get("employee_id", "")
    plan.label, plan.key = f"{values['first_name']} {values['last_name']}", email
    owner = world.by_number.get(number) if number else None
    known = world.people.get(email)
    if ("person", email) in world.seen:
        plan.refuse("email", "email_twice", value=email)
        return
    if known is not None and number and known.get("employee_id") not in {"", number}:
        plan.refuse("email", "email_of_another", value=email)
        return
    if owner is not None and owner != email:
        plan.refuse("employee_id", "number_of_another", value=number)
        return
    world.seen.add(("person", email))
    plan.outcome = compare(plan, known, PERSON)
    world.people[email] = (known or {}) | {name: values[name] for name in PERSON if name in values}
    if number:
        world.by_number[number] = email


def check_manager(plan: Plan, world: World) -> None:
    """A manager: known, not the person, and no circle; else the field is left out with a warning."""
    email, named = plan.key, plan.values.get("manager", "")
    if not named:
        return
    manager = world.person(named)
    if not manager:
        plan.warn("manager", "unknown_manager", value=named)
    elif manager == email:
        plan.warn("manager", "own_manager", value=named)
    elif world.reports_to(manager, email):
        plan.warn("manager", "closes_a_cycle", value=named)
    else:
        if plan.outcome == RowOutcome.UNCHANGED and world.manager_of.get(email) != manager:
            plan.outcome = RowOutcome.CHANGED
        world.manager_of[email] = manager
        plan.values["manager"] = manager


def check_account(plan: Plan, world: World, on: date) -> None:
    """An account: once in a file; an unknown owner leaves it without a KAM."""
    values = plan.values
    plan.label = values["name"]
    plan.key = (
        values.get("external_id")
        or world.by_name.get(fold(values["name"]))
        or f"name:{fold(values['name'])}"
    )
    if ("account", plan.key) in world.seen:
        plan.outcome = RowOutcome.UNCHANGED
        plan.warn("external_id", "account_twice", value=plan.key)
        return
    world.seen.add(("account", plan.key))
    if kam := values.get("kam"):
        owner = world.person(kam)
        if owner:
            values["kam"] = owner
        else:
            plan.warn("kam", "unknown_owner", value=kam)
    if sector := values.pop("sector", ""):
        values["sector_name"] = sector[:80]
        values["sector"] = world.sectors.get(fold(sector), sector[:80])
    known = world.accounts.get(plan.key)
    plan.outcome = compare(plan, known, (*ACCOUNT, "sector"))
    if (
        plan.outcome == RowOutcome.UNCHANGED
        and values.get("kam")
        and world.kam_of.get(plan.key) != values["kam"]
    ):
        plan.outcome = RowOutcome.CHANGED
    world.add_account(
        plan.key,
        (known or {}) | {name: values[name] for name in (*ACCOUNT, "sector") if name in values},
    )
    if values.get("kam"):
        world.kam_of[plan.key] = values["kam"]


def known_account(plan: Plan, world: World) -> bool:
    """Replace what the row calls the account by its key, or refuse the row."""
    key = world.account(plan.values["account"])
    if not key:
        plan.refuse("account", "unknown_account", value=plan.values["account"])
        return False
    plan.values["account"] = key
    return True


def known_person(plan: Plan, world: World, column: str) -> bool:
    """Refuse the row unless the person is known."""
    if world.person(plan.values[column]):
        return True
    plan.refuse(column, "unknown_person", value=plan.values[column])
    return False


def twice(plan: Plan, world: World, kind: str) -> bool:
    """Refuse a second row of one key in a file."""
    if (kind, plan.key) in world.seen:
        plan.refuse("external_id", "row_twice", value=str(plan.key))
        return True
    world.seen.add((kind, plan.key))
    return False


def check_contact(plan: Plan, world: World, on: date) -> None:
    """A contact of a known account."""
    values = plan.values
    plan.label = f"{values.get('first_name', '')} {values['last_name']}".strip()
    plan.key = values["external_id"]
    if twice(plan, world, "contact") or not known_account(plan, world):
        return
    known = world.contacts.get(plan.key)
    plan.outcome = compare(plan, known, (*CONTACT, "account"))
    world.contacts[plan.key] = (known or {}) | {
        name: values[name] for name in (*CONTACT, "account") if name in values
    }


def check_figures(plan: Plan, world: World, on: date) -> None:
    """The figures of a year of a known account; the running year is provisional unless the file says otherwise."""
    if not known_account(plan, world):
        return
    values = plan.values
    plan.key = (values["account"], values["year"])
    plan.label = f"{world.accounts[values['account']]['name']} {values['year']}"
    if twice(plan, world, "figures"):
        return
    values.setdefault("is_final", values["year"] < on.year)
    known = world.figures.get(plan.key)
    plan.outcome = compare(plan, known, FIGURES)
    world.figures[plan.key] = (known or {}) | {
        name: values[name] for name in FIGURES if name in values
    }


def check_sponsor(plan: Plan, world: World, on: date) -> None:
    """A volunteer who is a member of general management (R3)."""
    plan.key = plan.values["email"]
    plan.label = plan.key
    if not known_person(plan, world, "email") or twice(plan, world, "sponsor"):
        return
    if not world.people[plan.key].get("is_executive"):
        plan.refuse("email", "not_executive", value=plan.key)
        return
    known = world.sponsors.get(plan.key)
    plan.outcome = compare(plan, known, known or ())
    world.sponsors[plan.key] = (known or {}) | plan.values


def check_pairing(plan: Plan, world: World, on: date) -> None:
    """A pairing that runs already: a known account without another sponsor, a sponsor with a profile."""
    if not known_account(plan, world) or not known_person(plan, world, "sponsor"):
        return
    plan.key = plan.values["account"]
    plan.label = world.accounts[plan.key]["name"]
    running = world.pairings.get(plan.key)
    if plan.values["since"] > on:
        plan.refuse("since", "since_in_the_future", value=plan.values["since"].isoformat())
    elif plan.values["sponsor"] not in world.sponsors:
        plan.refuse("sponsor", "no_sponsor_profile", value=plan.values["sponsor"])
    elif running is not None and running != plan.values["sponsor"]:
        plan.refuse("account", "another_sponsor", value=running)
    elif running is None and sum(
        sponsor == plan.values["sponsor"] for sponsor in world.pairings.values()
    ) >= world.sponsors[plan.values["sponsor"]].get("capacity", 3):
        plan.refuse("sponsor", "no_free_place", value=plan.values["sponsor"])
    else:
        plan.outcome = RowOutcome.UNCHANGED if running else RowOutcome.NEW
        world.pairings[plan.key] = plan.values["sponsor"]


def check_member(plan: Plan, world: World, on: date) -> None:
    """A colleague on an account team."""
    if not known_account(plan, world) or not known_person(plan, world, "member"):
        return
    plan.key = (plan.values["account"], plan.values["member"])
    plan.label = f"{world.accounts[plan.values['account']]['name']} · {plan.values['member']}"
    plan.outcome = RowOutcome.UNCHANGED if plan.key in world.team else RowOutcome.NEW
    world.team.add(plan.key)


def check_interaction(plan: Plan, world: World, on: date) -> None:
    """What was held with a known account; an unknown contact or person is left out with a warning."""
    values = plan.values
    plan.key, plan.label = values["external_id"], values["subject"]
    if twice(plan, world, "interaction") or not known_account(plan, world):
        return
    if values["day"] > on:
        plan.refuse("day", "held_in_the_future", value=values["day"].isoformat())
        return
    for name in ("owner", "executive"):
        if values.get(name) and not world.person(values[name]):
            plan.warn(name, "unknown_person_left_out", value=values[name])
    named = values.get("contacts", [])
    kept = [key for key in named if world.contacts.get(key, {}).get("account") == values["account"]]
    if len(kept) < len(named):
        plan.issues.append(
            Issue(
                "contacts",
                "unknown_contact",
                {"value": ", ".join(key for key in named if key not in kept)},
                is_refusal=False,
            )
        )
    values["contacts"] = kept
    same = (values["day"], values["kind"], values["subject"])
    known = world.interactions.get(plan.key)
    plan.outcome = (
        RowOutcome.NEW
        if known is None
        else RowOutcome.UNCHANGED
        if known == same
        else RowOutcome.CHANGED
    )
    world.interactions[plan.key] = same


CHECKS: dict[str, Check] = {
    ImportKind.PEOPLE: check_person,
    ImportKind.ACCOUNTS: check_account,
    ImportKind.CONTACTS: check_contact,
    ImportKind.FIGURES: check_figures,
    ImportKind.SPONSORS: check_sponsor,
    ImportKind.PAIRINGS: check_pairing,
    ImportKind.TEAM: check_member,
    ImportKind.INTERACTIONS: check_interaction,
}
