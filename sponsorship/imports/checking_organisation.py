"""Look at people and accounts: who reports to whom, and who manages which account."""

from datetime import date
from typing import Any

from accounts.choices import RowOutcome
from accounts.models.base import fold
from sponsorship.imports.plans import Plan, compare, only
from sponsorship.imports.world import ACCOUNT, PERSON, World


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
    elif world.path_up(manager, email):
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
