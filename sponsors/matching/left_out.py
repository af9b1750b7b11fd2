"""Why an account goes without, per person, and the least change that would cover it."""

from dataclasses import dataclass
from enum import StrEnum

from sponsors.matching.exclusions import Exclusion, against_pair
from sponsors.matching.fit import FitTable
from sponsors.matching.problem import Candidate

MOST_PLACES = 3
NAMED = 3


class Change(StrEnum):
    """What could be changed for an account to be covered, the least first."""

    NAME_A_KAM = "name_a_kam"
    LOWER_THE_MINIMUM = "lower_the_minimum"
    LIFT_A_PIN = "lift_a_pin"
    ALLOW_AGAIN = "allow_again"
    ONE_MORE_PLACE = "one_more_place"
    ONE_MORE_VOLUNTEER = "one_more_volunteer"
    A_LONGER_STAY = "a_longer_stay"
    ONE_MORE_EXECUTIVE = "one_more_executive"


@dataclass(frozen=True, slots=True)
class Way:
    """One change that would cover an account: of what kind, with whom (best fit first), to which number."""

    change: Change
    people: tuple[int, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
    """An account that goes without: what stands against each person, and the ways out, the least change first."""

    account: int
    reasons: dict[int, tuple[Exclusion, ...]]
    ways: tuple[Way, ...]


# What stands alone against a person, and what would take it away.
REMEDIES = {
    Exclusion.BELOW_MINIMUM: Change.LOWER_THE_MINIMUM,
    Exclusion.BY_HAND: Change.ALLOW_AGAIN,
    Exclusion.NOT_VOLUNTEER: Change.ONE_MORE_VOLUNTEER,
    Exclusion.TOO_SHORT: Change.A_LONGER_STAY,
}


def gap(table: FitTable, account: int, pairs: dict[int, int]) -> Gap:
    """Explain an account that `pairs` leave out.

    Someone who may be proposed and is not has no place left: the places went where they help the
    whole programme more; that reads NO_PLACE too.
    """
    problem = table.problem
    row = table.row_of[account]
    client = problem.accounts[row]
    reasons: dict[int, tuple[Exclusion, ...]] = {}
    for column, person in enumerate(problem.candidates):
        found = against_pair(problem, client, person)
        if table.fit[row, column] < problem.minimum:
            found.append(Exclusion.BELOW_MINIMUM)
        reasons[person.key] = tuple(found or [Exclusion.NO_PLACE])
    if client.kam is None:
        return Gap(account, reasons, (Way(Change.NAME_A_KAM),))
    fits = {
        person.key: int(table.fit[row, table.column_of[person.key]])
        for person in problem.candidates
    }
    return Gap(account, reasons, tuple(ways(table, reasons, fits, pairs)))


def ways(
    table: FitTable,
    reasons: dict[int, tuple[Exclusion, ...]],
    fits: dict[int, int],
    pairs: dict[int, int],
) -> list[Way]:
    """Return the changes that would cover the account, each with the people of best fit for it."""
    found: dict[Change, list[int]] = {}
    pinned = {person for _account, person in table.problem.pins}
    for person in table.problem.candidates:
        if len(reasons[person.key]) == 1:
            change = remedy(person, reasons[person.key][0], pairs, pinned)
            if change is not None:
                found.setdefault(change, []).append(person.key)
    listed = []
    for change in Change:
        people = sorted(found.get(change, []), key=lambda key: (-fits[key], key))
        if people:
            number = fits[people[0]] if change == Change.LOWER_THE_MINIMUM else len(people)
            listed.append(Way(change, tuple(people[:NAMED]), number))
    return listed or [Way(Change.ONE_MORE_EXECUTIVE)]


def remedy(
    person: Candidate, reason: Exclusion, pairs: dict[int, int], pinned: set[int]
) -> Change | None:
    """Return what would take the only thing away that stands against a person."""
    if reason != Exclusion.NO_PLACE:
        return REMEDIES.get(reason)
    if person.capacity < MOST_PLACES:
        return Change.ONE_MORE_PLACE
    return Change.LIFT_A_PIN if person.key in pinned & set(pairs.values()) else None
