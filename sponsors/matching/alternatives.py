"""What another choice for one account would cost the whole programme: exact, as if solved again with it.

Solving again for each possible sponsor of an account is not needed. The programme is solved once
without that account; what it would lose by giving up one place is then a shortest way: whoever holds
the place goes without, takes a free place, or takes another's place and passes the loss on. The loss
of all places follows together, by the steps of Bellman and Ford.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sponsors.matching.optimum import Assignment, Total, Values, assigned

CHUNK = 256
Losses = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """Another person for an account: the fit of the pair, and what the whole programme would lose."""

    person: int
    fit: int
    loss: Total


def choices(assignment: Assignment, account: int) -> list[Choice]:
    """Return everyone who may be proposed for an account, by what that costs the whole programme.

    The optimum's own choice costs nothing. A pinned account has none but its pin.
    """
    table = assignment.table
    row = table.row_of[account]
    if row not in assignment.rows:
        return []
    place = assignment.rows.index(row)
    worth = assignment.worth
    others = np.delete(worth, place, axis=0)
    matched = assigned(others)
    without = sum(others[one, column] for one, column in matched.items())
    best = worth[place] + without - losses(others, matched)
    allowed = worth[place] > 0
    greatest = max([float(best[allowed].max(initial=0.0)), without])
    whole = assignment.total(greatest)
    found: dict[int, float] = {}
    for column in np.flatnonzero(allowed):
        owner = assignment.places[column].column
        found[owner] = max(found.get(owner, 0.0), float(best[column]))
    rows = [
        Choice(
            person=table.problem.candidates[owner].key,
            fit=int(table.fit[row, owner]),
            loss=whole - assignment.total(reached),
        )
        for owner, reached in found.items()
    ]
    return sorted(rows, key=lambda choice: (choice.loss, -choice.fit, choice.person))


def losses(worth: Values, matched: dict[int, int]) -> Losses:
    """Return for each place what the assignment would lose without it; `matched` is optimal for `worth`."""
    loss = np.zeros(worth.shape[1])
    if not matched:
        return loss
    rows, held = np.array(list(matched)), np.array(list(matched.values()))
    own = worth[rows, held]
    loss[held] = own
    while True:
        least = np.concatenate(
            [
                (loss - worth[rows[start : start + CHUNK]]).min(axis=1)
                for start in range(0, len(rows), CHUNK)
            ]
        )
        shorter = np.minimum(loss[held], own + least)
        if np.array_equal(shorter, loss[held]):
            return loss
        loss[held] = shorter
