"""What a row names must be known: an account, a person; and a record stands once in a file."""

from sponsorship.imports.plans import Plan
from sponsorship.imports.world import World


def known_account(plan: Plan, world: World) -> bool:
    """Replace what the row calls the account by its key, or refuse the row."""
    key = world.account(plan.values["account"])
    if not key:
        plan.refuse("account", "unknown_account", value=plan.values["account"])
        return False
    plan.values["account"] = key
    return True


def known_colleague(plan: Plan, world: World, column: str) -> bool:
    """Refuse the row unless the person is known, and still with us."""
    email = world.person(plan.values[column])
    if not email:
        plan.refuse(column, "unknown_person", value=plan.values[column])
    elif not world.people[email].get("is_active", True):
        plan.refuse(column, "has_left", value=email)
    return not plan.is_refused


def twice(plan: Plan, world: World, kind: str, column: str = "external_id") -> bool:
    """Refuse a second row of one key in a file."""
    if (kind, plan.key) in world.seen:
        plan.refuse(column, "row_twice", value=plan.values.get(column, plan.label))
        return True
    world.seen.add((kind, plan.key))
    return False
