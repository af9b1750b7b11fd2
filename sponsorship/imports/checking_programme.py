"""Look at sponsors, running pairings and account teams, against the rules of the programme."""

from datetime import date

from accounts.choices import RowOutcome
from sponsorship.imports.naming import known_account, known_colleague, twice
from sponsorship.imports.plans import Plan, compare
from sponsorship.imports.world import World

# As many accounts as a sponsor takes whose file does not say.
DEFAULT_CAPACITY = 2


def check_sponsor(plan: Plan, world: World, on: date) -> None:
    """A volunteer who is a member of general management (R3), with as many places as pairings run (R1)."""
    plan.key = plan.values["email"]
    plan.label = plan.key
    if not known_colleague(plan, world, "email") or twice(plan, world, "sponsor", "email"):
        return
    person, known = world.people[plan.key], world.sponsors.get(plan.key)
    if not person.get("is_executive"):
        plan.refuse("email", "not_executive", value=plan.key)
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
    if not known_account(plan, world) or not known_colleague(plan, world, "sponsor"):
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
    check_kam(plan, world)
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
        "not_executive": not person.get("is_executive"),
        "not_available_then": last is not None and last < plan.values["since"],
        "no_free_place": profile.get("open", 0) >= profile.get("capacity", DEFAULT_CAPACITY),
    }
    for code in [code for code, is_so in faults.items() if is_so][:1]:
        plan.refuse("sponsor", code, value=email)


def check_kam(plan: Plan, world: World) -> None:
    """A tandem has a KAM; one in whose line the sponsor stands is taken in all the same, and flagged (R4)."""
    kam, sponsor = world.kam_of.get(plan.key), plan.values["sponsor"]
    if not kam:
        plan.refuse("account", "no_kam", value=plan.label)
        return
    path = world.path_up(kam, sponsor) or world.path_up(sponsor, kam)
    if path:
        names = [world.name_of(email) for email in path]
        plan.remark("sponsor", "in_the_line", value=" → ".join(names))


def check_member(plan: Plan, world: World, on: date) -> None:
    """A colleague on an account team, since a day that has come."""
    if not known_account(plan, world) or not known_colleague(plan, world, "member"):
        return
    plan.key = (plan.values["account"], plan.values["member"])
    plan.label = f"{world.accounts[plan.values['account']]['name']} · {plan.values['member']}"
    since = plan.values.get("since", on)
    if since > on:
        plan.refuse("since", "since_in_the_future", value=since.isoformat())
        return
    plan.outcome = RowOutcome.UNCHANGED if plan.key in world.team else RowOutcome.NEW
    world.team.add(plan.key)
