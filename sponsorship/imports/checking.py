"""Look at rows without writing: what each would do, and why one is refused."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice

from accounts.choices import ImportKind, RowOutcome
from sponsorship.imports.checking_clients import check_contact, check_figures
from sponsorship.imports.checking_interactions import check_interaction
from sponsorship.imports.checking_organisation import check_account, check_manager, check_person
from sponsorship.imports.checking_programme import check_member, check_pairing, check_sponsor
from sponsorship.imports.columns import KINDS, Recognition
from sponsorship.imports.faults import Row
from sponsorship.imports.plans import Plan, read_row
from sponsorship.imports.world import World

CHUNK = 500
Check = Callable[[Plan, World, date], None]


def plan_rows(
    recognition: Recognition, header: list[str], rows: Iterable[Row], world: World, *, on: date
) -> Iterator[Plan]:
    """Yield what each row would do; people are looked at twice, since a manager may stand below the report."""
    headings = {name: header[place] for name, place in recognition.places.items()}
    columns = KINDS[recognition.kind]
    plans = (read_row(columns, recognition, row, width=len(header)) for row in rows)
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
    """Plan row after row; of the many interactions, only those are looked up that the next rows name."""
    check, plans = CHECKS[recognition.kind], iter(plans)
    while chunk := list(islice(plans, CHUNK)):
        if recognition.kind == ImportKind.INTERACTIONS:
            world.meet([plan.values.get("external_id", "") for plan in chunk])
        for plan in chunk:
            if recognition.currency and recognition.kind == ImportKind.FIGURES:
                plan.values.setdefault("currency", recognition.currency)
            settle(plan, check, world, on)
        yield from chunk


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
