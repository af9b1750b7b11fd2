"""Look at contacts and annual figures."""

from datetime import date

from sponsorship.imports.naming import known_account, twice
from sponsorship.imports.plans import Plan, compare, only
from sponsorship.imports.world import CONTACT, FIGURES, World


def check_contact(plan: Plan, world: World, on: date) -> None:
    """A contact of a known account."""
    values = plan.values
    plan.label = f"{values.get('first_name', '')} {values['last_name']}".strip()
    plan.key = values["external_id"]
    if twice(plan, world, "contact") or not known_account(plan, world):
        return
    known = world.contacts.get(plan.key)
    if known is not None and known["account"] != values["account"]:
        plan.refuse("account", "of_another_account", value=world.accounts[known["account"]]["name"])
        return
    plan.outcome = compare(plan, known, CONTACT)
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
