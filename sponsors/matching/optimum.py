"""The best set of pairings for the whole programme: most accounts covered, then most fit, then even load.

The three aims are one whole number for each pair, so that an exact assignment decides them in that
order: `COVER` for an account covered, `FIT` for a thousandth of fit, and a bonus that is larger for a
sponsor's first place than for the third. Sums stay below 2**53, within which the solver's floating
point numbers are whole.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from sponsors.matching.fit import FitTable
from sponsors.matching.problem import WHOLE, Pair

BONUS = 4
EXACT = 2**53
Values = npt.NDArray[np.float64]


class TooLargeError(Exception):
    """The programme has more accounts than whole numbers can order exactly (about 12,000)."""


class PinError(Exception):
    """A pinned pair stands against a rule, or takes a place or an account that is not there."""

    def __init__(self, pair: Pair) -> None:
        super().__init__(str(pair))
        self.pair = pair


@dataclass(frozen=True, slots=True, order=True)
class Total:
    """What a set of pairings is worth: accounts covered, then thousandths of fit, then even load."""

    covered: int = 0
    fit: int = 0
    spread: int = 0

    def __sub__(self, other: "Total") -> "Total":
        return Total(self.covered - other.covered, self.fit - other.fit, self.spread - other.spread)

    def __add__(self, other: "Total") -> "Total":
        return Total(self.covered + other.covered, self.fit + other.fit, self.spread + other.spread)


@dataclass(frozen=True, slots=True)
class PlaceOf:
    """One free place: whose column it is, and the how-manieth account of that sponsor."""

    column: int
    number: int


@dataclass(frozen=True)
class Solution:
    """The optimum: the person of each covered account, and what all of it is worth."""

    pairs: dict[int, int]
    total: Total


class Assignment:
    """Accounts against free places, once the pins are set aside; raises `PinError`."""

    def __init__(self, table: FitTable) -> None:
        self.table = table
        self.pins = checked_pins(table)
        pinned = {account for account, _person in self.pins}
        self.rows = [row for key, row in table.row_of.items() if key not in pinned]
        self.places = free_places(table, self.pins)
        most = len(self.rows)
        self.fit_unit = BONUS * most + 1
        self.cover_unit = self.fit_unit * (WHOLE * most + 1)
        if (most + 1) * self.cover_unit >= EXACT:
            raise TooLargeError

    @cached_property
    def worth(self) -> Values:
        """What each account on each place is worth; 0 where it may not be. Accounts × places."""
        columns = [place.column for place in self.places]
        bonus = [BONUS - 2 * (place.number - 1) for place in self.places]
        worth = chosen(self.table.fit, self.rows, columns).astype(np.float64)
        worth *= self.fit_unit
        worth += np.array(bonus, dtype=np.float64) + self.cover_unit
        worth *= chosen(self.table.allowed, self.rows, columns)
        return worth

    def total(self, worth: float) -> Total:
        """Read a sum of worths back as what it is made of."""
        covered, rest = divmod(int(worth), self.cover_unit)
        fit, spread = divmod(rest, self.fit_unit)
        return Total(covered, fit, spread)

    @cached_property
    def pinned_total(self) -> Total:
        """What the pins are worth; they are the same in every solution."""
        table = self.table
        fits = [int(table.fit[table.row_of[a], table.column_of[p]]) for a, p in self.pins]
        return Total(len(fits), sum(fits), 0)

    def solve(self) -> Solution:
        """Return the optimum, the same for the same problem."""
        matched = assigned(self.worth)
        problem = self.table.problem
        pairs = dict(self.pins)
        for row, column in matched.items():
            account = problem.accounts[self.rows[row]]
            pairs[account.key] = problem.candidates[self.places[column].column].key
        worth = sum(self.worth[row, column] for row, column in matched.items())
        return Solution(dict(sorted(pairs.items())), self.total(worth) + self.pinned_total)


def chosen(matrix: npt.NDArray[Any], rows: list[int], columns: list[int]) -> npt.NDArray[Any]:
    """Return these rows and columns of a matrix, in this order."""
    kept = matrix if len(rows) == len(matrix) else matrix.take(rows, axis=0)
    return kept.take(columns, axis=1)


def assigned(worth: Values) -> dict[int, int]:
    """Return the assignment of greatest worth: the column of each row that gets one."""
    from scipy.optimize import linear_sum_assignment  # it costs a second to load

    turned = worth.shape[0] > worth.shape[1]
    # The solver copies a matrix that it has to turn or negate: give it the way it wants.
    cost = np.negative(worth.T if turned else worth, order="C")
    rows, columns = linear_sum_assignment(cost)
    found = zip(columns, rows, strict=True) if turned else zip(rows, columns, strict=True)
    return {int(row): int(column) for row, column in sorted(found) if worth[row, column] > 0}


def checked_pins(table: FitTable) -> list[Pair]:
    """Return the pins on accounts that are to be covered; raise `PinError` for the first that cannot stand."""
    problem = table.problem
    seen: set[int] = set()
    room: dict[int, int] = {}
    pins = sorted(pair for pair in problem.pins if pair[0] in table.row_of)
    for account, person in pins:
        column = table.column_of.get(person)
        if column is None or account in seen:
            raise PinError((account, person))
        candidate = problem.candidates[column]
        left = room.setdefault(person, candidate.capacity - candidate.taken)
        if left < 1 or not table.is_allowed(problem.accounts[table.row_of[account]], candidate):
            raise PinError((account, person))
        room[person] = left - 1
        seen.add(account)
    return pins


def free_places(table: FitTable, pins: list[Pair]) -> list[PlaceOf]:
    """Return the places that are free, in the order of people and numbers."""
    pinned = [person for _account, person in pins]
    return [
        PlaceOf(column, number)
        for column, person in enumerate(table.problem.candidates)
        for number in range(person.taken + pinned.count(person.key) + 1, person.capacity + 1)
    ]
