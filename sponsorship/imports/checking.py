"""Look at rows without writing: what each would do, and why one is refused."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from accounts.choices import ImportKind, RowOutcome
from accounts.models.base import fold
from sponsorship.imports.columns import KINDS, Recognition
from sponsorship.imports.plans import Issue, Plan, compare, only, read_row
from sponsorship.imports.reader import Row
from sponsorship.imports.world import ACCOUNT, CONTACT, FIGURES, PERSON, World

# As many accounts as a sponsor takes whose file does not say.
DEFAULT_CAPACITY = 2
Check = Callable[[Plan, World, date], None]


def plan_rows(
    recognition: Recognition, header: list[str], rows: Iterable[Row], world: World, *, on: date
) -> Iterator[Plan]:
    """Yield what each row would do; people are looked at twice, since a manager may stand below the report."""
    headings = {name: header[place] for name, place in recognition.places.items()}
    columns = KINDS[recognition.kind]
    plans = (read_row(columns, recognition, row) for row in rows)
    planned = (
        plan_people(list(plans), world, on)
        if recognition.kind == ImportKind.PEOPLE
        else plan_others(plans, recognition, world, on)
    )
    for plan in planned:
        plan.call_columns(headings)
        yield plan


def plan_others(
    plans: Iterable[Plan], recognition: Recognition, world: World, on: date
) -> Iterator[Plan]:
    """Plan row after row."""
    check = CHECKS[recognition.kind]
    for plan in plans:
        if recognition.currency and recognition.kind == ImportKind.FIGURES:
            plan.values.setdefault("currency", recognition.currency)
        settle(plan, check, world, on)
        yield plan


def settle(plan: Plan, check: Check, world: World, on: date) -> None:
    """Check a row that could be read and set its outcome."""
    if not plan.is_refused:
        check(plan, world, on)
    if plan.is_refused:
        plan.outcome = RowOutcome.REFUSED


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
    world.people[email] = (known or {}) | only(values, PERSON)
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
    plan.key = account_key(values, world)
    if ("account", plan.key) in world.seen:
        plan.outcome = RowOutcome.UNCHANGED
        plan.warn("external_id", "account_twice", value=values.get("external_id") or plan.label)
        return
    world.seen.add(("account", plan.key))
    check_owner(plan, world)
    if sector := values.pop("sector", ""):
        values["sector_name"] = sector[:80]
        values["sector"] = world.sectors.get(fold(sector), sector[:80])
    known = world.accounts.get(plan.key)
    plan.outcome = compare(plan, known, (*ACCOUNT, "sector"))
    has_new_kam = values.get("kam") and world.kam_of.get(plan.key) != values["kam"]
    is_named_anew = plan.key.startswith("name:") and values.get("external_id")
    if plan.outcome == RowOutcome.UNCHANGED and (has_new_kam or is_named_anew):
        plan.outcome = RowOutcome.CHANGED
    state = (known or {}) | only(values, (*ACCOUNT, "sector"))
    for key in {plan.key, values.get("external_id") or plan.key}:
        world.add_account(key, state)
        if values.get("kam"):
            world.kam_of[key] = values["kam"]


def account_key(values: dict[str, Any], world: World) -> str:
    """Return the key of a row's account: its identifier, unless it was typed here by that name and has none yet."""
    number, named = values.get("external_id", ""), world.by_name.get(fold(values["name"]), "")
    if number and (number in world.accounts or not named.startswith("name:")):
        return str(number)
    return named or f"name:{fold(values['name'])}"


def check_owner(plan: Plan, world: World) -> None:
    """The owner becomes the KAM, if known and still with us."""
    named = plan.values.get("kam")
    if not named:
        return
    owner = world.person(named)
    if not owner:
        plan.warn("kam", "unknown_owner", value=named)
    elif not world.people[owner].get("is_active", True):
        plan.warn("kam", "owner_left", value=named)
    else:
        plan.values["kam"] = owner


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


def twice(plan: Plan, world: World, kind: str, column: str = "external_id") -> bool:
    """Refuse a second row of one key in a file."""
    if (kind, plan.key) in world.seen:
        plan.refuse(column, "row_twice", value=plan.values.get(column, plan.label))
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
    world.contacts[plan.key] = (known or {}) | only(values, (*CONTACT, "account"))


def check_figures(plan: Plan, world: World, on: date) -> None:
    """The figures of a year of a known account; the running year is provisional unless the file says otherwise."""
    if not known_account(plan, world):
        return
    values = plan.values
    plan.key = (values["account"], values["year"])
    plan.label = f"{world.accounts[values['account']]['name']} {values['year']}"
    if twice(plan, world, "figures", "year"):
        return
    values.setdefault("is_final", values["year"] < on.year)
    known = world.figures.get(plan.key)
    plan.outcome = compare(plan, known, FIGURES)
    world.figures[plan.key] = (known or {}) | only(values, FIGURES)


def check_sponsor(plan: Plan, world: World, on: date) -> None:
    """A volunteer who is a member of general management (R3), with as many places as pairings run (R1)."""
    plan.key = plan.values["email"]
    plan.label = plan.key
    if not known_person(plan, world, "email") or twice(plan, world, "sponsor", "email"):
        return
    person, known = world.people[plan.key], world.sponsors.get(plan.key)
    if not person.get("is_executive"):
        plan.refuse("email", "not_executive", value=plan.key)
    elif not person.get("is_active", True):
        plan.refuse("email", "has_left", value=plan.key)
    elif known and plan.values.get("capacity", 3) < known.get("open", 0):
        plan.refuse("capacity", "fewer_than_run", value=known["open"])
    if plan.is_refused:
        return
    plan.outcome = compare(plan, known, known or ())
    if known and not known.get("is_volunteer", True):
        plan.outcome = RowOutcome.CHANGED
    world.sponsors[plan.key] = (known or {}) | plan.values | {"is_volunteer": True}


def check_pairing(plan: Plan, world: World, on: date) -> None:
    """A pairing that runs already: a known account without another sponsor, a sponsor with a free place."""
    if not known_account(plan, world) or not known_person(plan, world, "sponsor"):
        return
    plan.key = plan.values["account"]
    plan.label = world.accounts[plan.key]["name"]
    email = plan.values["sponsor"]
    running = world.pairings.get(plan.key)
    if running == email:
        plan.outcome = RowOutcome.UNCHANGED
        return
    if running is not None:
        plan.refuse("account", "another_sponsor", value=running)
        return
    check_term(plan, on)
    check_volunteer(plan, world)
    if not plan.is_refused:
        plan.outcome = RowOutcome.NEW
        world.pairings[plan.key] = email
        world.sponsors[email]["open"] = world.sponsors[email].get("open", 0) + 1


def check_term(plan: Plan, on: date) -> None:
    """A running pairing began before today, and ends after it began."""
    since, until = plan.values["since"], plan.values.get("until")
    if since > on:
        plan.refuse("since", "since_in_the_future", value=since.isoformat())
    elif until is not None and until <= since:
        plan.refuse("until", "until_before_since", value=until.isoformat())


def check_volunteer(plan: Plan, world: World) -> None:
    """The sponsor is an active executive with a profile, was available then, and has a free place."""
    email = plan.values["sponsor"]
    person, profile = world.people[email], world.sponsors.get(email)
    if profile is None or not profile.get("is_volunteer", True):
        plan.refuse("sponsor", "no_sponsor_profile", value=email)
        return
    last = profile.get("available_until")
    faults = {
        "has_left": not person.get("is_active", True),
        "not_executive": not person.get("is_executive"),
        "not_available_then": last is not None and last < plan.values["since"],
        "no_free_place": profile.get("open", 0) >= profile.get("capacity", DEFAULT_CAPACITY),
    }
    for code in [code for code, is_so in faults.items() if is_so][:1]:
        plan.refuse("sponsor", code, value=email)


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
