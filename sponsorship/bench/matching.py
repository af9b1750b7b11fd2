"""Matching beside the bare solver on the same matrix, and its total beside two simpler ways."""

import resource
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from sponsors.matching import (
    Assignment,
    Candidate,
    Client,
    FitTable,
    Link,
    Place,
    Problem,
    Total,
    choices,
)

SIZES = ((60, 30), (300, 120), (5_000, 2_000))
SECTORS, TOPICS = range(1, 21), range(1, 14)
CITIES = [("lyon", "FR", 60, "fr"), ("munich", "DE", 60, "de"), ("leeds", "GB", 0, "en")]
MEGA = 1024 * 1024


@dataclass(frozen=True)
class Measured:
    """One size: seconds of each part, memory in megabytes, and what each way is worth."""

    accounts: int
    people: int
    table: float
    solve: float
    bare: float
    one_row: float
    memory: float
    matrix: float
    optimum: Total
    greedy: Total
    deferred: Total

    @property
    def ratio(self) -> float:
        """All of the optimum, from facts to pairs, beside the bare solver."""
        return (self.table + self.solve) / self.bare

    def as_plain(self) -> dict[str, Any]:
        """Return it as the report keeps it."""
        names = ("table", "solve", "bare", "one_row", "memory", "matrix")
        ways = {"optimum": self.optimum, "greedy": self.greedy, "deferred": self.deferred}
        return {
            "size": f"{self.accounts} x {self.people}",
            "ratio": round(self.ratio, 2),
            **{name: round(getattr(self, name), 4) for name in names},
            **{name: [total.covered, total.fit] for name, total in ways.items()},
        }


def programme(accounts: int, people: int, *, seed: int = 1) -> Problem:
    """Return a programme drawn at random, the same for the same seed."""
    random = Random(seed)
    drawn = [
        Client(
            key,
            kam=1,
            name=f"client {key}",
            sector=random.choice(SECTORS),
            topics=frozenset(random.sample(TOPICS, 3)),
            place=place(random),
        )
        for key in range(1, accounts + 1)
    ]
    keys = range(10**6, 10**6 + people)
    sponsors = [
        Candidate(
            key,
            capacity=random.randrange(1, 4),
            sectors=frozenset(random.sample(SECTORS, 2)),
            interests=((random.choice(SECTORS), random.randrange(1, 6)),),
            topics=frozenset(random.sample(TOPICS, 2)),
            grasp=random.choice(["", "trained", "planned", "no"]),
            place=place(random),
        )
        for key in keys
    ]
    pairs = [(random.randrange(1, accounts + 1), random.choice(keys)) for _n in range(2 * accounts)]
    return Problem(
        accounts=tuple(drawn),
        candidates=tuple(sponsors),
        links={pair: Link(random.randrange(1, 5), 1) for pair in pairs[::2]},
        in_line=frozenset(pairs[1::2]),
    )


def place(random: Random) -> Place:
    """Return one of a few places."""
    city, country, zone, language = random.choice(CITIES)
    return Place(city, country, zone, frozenset({language}))


def measure(accounts: int, people: int, *, rounds: int = 3) -> Measured:
    """Measure one size; seconds are the least of some rounds, taken turn by turn with the bare solver's."""
    problem = programme(accounts, people)
    before = peak()
    table_times, solve_times, bare_times = [], [], []
    for _round in range(rounds):
        begun = time.perf_counter()
        table = FitTable(problem)
        table.allowed.any()
        table_times.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        assignment = Assignment(table)
        solution = assignment.solve()
        solve_times.append(time.perf_counter() - begun)
        cost = bare_cost(assignment)
        begun = time.perf_counter()
        linear_sum_assignment(cost)
        bare_times.append(time.perf_counter() - begun)
        del cost
    begun = time.perf_counter()
    choices(assignment, problem.accounts[0].key)
    one_row = time.perf_counter() - begun
    return Measured(
        accounts=accounts,
        people=people,
        table=min(table_times),
        solve=min(solve_times),
        bare=min(bare_times),
        one_row=one_row,
        memory=peak() - before,
        matrix=assignment.worth.nbytes / MEGA,
        optimum=solution.total,
        greedy=worth(table, greedy(table)),
        deferred=worth(table, deferred_acceptance(table)),
    )


def bare_cost(assignment: Assignment) -> Any:
    """Return the matrix as the solver takes it."""
    worth = assignment.worth
    return np.negative(worth.T if worth.shape[0] > worth.shape[1] else worth, order="C")


def peak() -> float:
    """Return the most memory this process has held, in megabytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MEGA


def greedy(table: FitTable) -> Iterable[tuple[int, int]]:
    """Take the best fitting pair that is left, again and again."""
    rows, columns = np.nonzero(table.allowed)
    order = np.argsort(-table.fit[rows, columns], kind="stable")
    room = rooms(table)
    taken: set[int] = set()
    for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if row not in taken and room[column]:
            taken.add(row)
            room[column] -= 1
            yield row, column


def deferred_acceptance(table: FitTable) -> list[tuple[int, int]]:
    """Let accounts ask in the order of fit; a sponsor keeps the best and sends the others on."""
    room = rooms(table)
    held: dict[int, list[tuple[int, int]]] = {column: [] for column in room}
    order = [
        [int(c) for c in np.argsort(-line, kind="stable") if may[c] and room[int(c)]]
        for line, may in zip(table.fit, table.allowed, strict=True)
    ]
    asking = list(range(len(order)))
    turn = [0] * len(order)
    while asking:
        row = asking.pop()
        if turn[row] == len(order[row]):
            continue
        column = order[row][turn[row]]
        turn[row] += 1
        held[column].append((int(table.fit[row, column]), -row))
        if len(held[column]) > room[column]:
            worst = min(held[column])
            held[column].remove(worst)
            asking.append(-worst[1])
    return [(-row, column) for column, rows in held.items() for _fit, row in rows]


def rooms(table: FitTable) -> dict[int, int]:
    """Return how many places each column has."""
    return {
        column: max(0, person.capacity - person.taken)
        for column, person in enumerate(table.problem.candidates)
    }


def worth(table: FitTable, pairs: Iterable[tuple[int, int]]) -> Total:
    """Return how many accounts are covered, and the fit in all."""
    found = list(pairs)
    return Total(len(found), int(sum(table.fit[row, column] for row, column in found)))


def report(measured: list[Measured]) -> str:
    """Return the figures as people read them."""
    head = f"{'matching':<16}{'ratio':>7}{'table s':>9}{'solve s':>9}{'bare s':>9}{'row s':>8}{'MB':>7}{'of matrix':>10}   optimum / greedy / deferred acceptance (covered, fit)"
    lines = [head]
    for row in measured:
        ways = " / ".join(
            f"{total.covered}, {total.fit}" for total in (row.optimum, row.greedy, row.deferred)
        )
        lines.append(
            f"{row.accounts} x {row.people:<9}{row.ratio:>9.2f}{row.table:>9.3f}{row.solve:>9.3f}{row.bare:>9.3f}"
            f"{row.one_row:>8.3f}{row.memory:>7.0f}{row.matrix:>10.0f}   {ways}"
        )
    return "\n".join(lines)
