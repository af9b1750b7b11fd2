"""Look at past interactions: what was held, with whom, and what of it is known already."""

from datetime import date

from accounts.choices import RowOutcome
from sponsors.choices import TANDEM_KINDS
from sponsorship.imports.naming import known_account, twice
from sponsorship.imports.plans import Plan
from sponsorship.imports.world import World

FIELDS = ("account", "day", "kind", "subject", "notes")


def check_interaction(plan: Plan, world: World, on: date) -> None:
    """What was held with a known account; an unknown contact or person is left out with a warning."""
    values = plan.values
    plan.key, plan.label = values["external_id"], values["subject"]
    if twice(plan, world, "interaction") or not known_account(plan, world):
        return
    if values["day"] > on:
        plan.refuse("day", "held_in_the_future", value=values["day"].isoformat())
        return
    known = world.interactions.get(plan.key)
    if known is not None and known["account"] != values["account"]:
        plan.refuse("account", "of_another_account", value=world.accounts[known["account"]]["name"])
        return
    leave_out_private_notes(plan)
    check_people(plan, world)
    check_contacts(plan, world)
    plan.outcome = RowOutcome.NEW if known is None else RowOutcome.UNCHANGED
    if known is not None and (
        any(values[name] != known[name] for name in FIELDS if name in values)
        or not named_in(plan) <= known["present"]
    ):
        plan.outcome = RowOutcome.CHANGED


def leave_out_private_notes(plan: Plan) -> None:
    """What the two say to each other is noted by themselves: a file has passed through other hands."""
    if plan.values["kind"] in TANDEM_KINDS:
        if plan.values.get("notes"):
            plan.remark("notes", "notes_of_the_two")
        plan.values["notes"] = ""


def check_people(plan: Plan, world: World) -> None:
    """Who of us was there."""
    for name in ("owner", "executive"):
        if plan.values.get(name) and not world.person(plan.values[name]):
            plan.warn(name, "unknown_person_left_out", value=plan.values[name])


def check_contacts(plan: Plan, world: World) -> None:
    """Who of the client was there."""
    values = plan.values
    named = list(dict.fromkeys(values.get("contacts", [])))
    kept = [key for key in named if world.contacts.get(key, {}).get("account") == values["account"]]
    if len(kept) < len(named):
        missing = ", ".join(key for key in named if key not in kept)
        plan.remark("contacts", "unknown_contact", value=missing)
    values["contacts"] = kept


def named_in(plan: Plan) -> set[str]:
    """Return whom a row names, by address and by identifier."""
    named = {plan.values.get("owner", ""), plan.values.get("executive", "")} - {""}
    return named | set(plan.values["contacts"])
