"""How well a person fits an account: Σ weight · value over the criteria, in whole thousandths."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from sponsors.matching.criteria import RULES, Judged, Rule
from sponsors.matching.exclusions import against_pair, against_person
from sponsors.matching.problem import PERCENT, WHOLE, Candidate, Client, Criterion, Pair, Problem

UNKNOWN_COUNTS = 300
LITTLE_KNOWN = 60
Numbers = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Fit:
    """How well a person fits an account, in thousandths: as it is, and if each unknown were 0 or 1."""

    value: int
    low: int
    high: int
    known: int
    judgements: dict[Criterion, Judged]

    @property
    def is_little_known(self) -> bool:
        """Whether less than 60 % of the weight is known."""
        return self.known < LITTLE_KNOWN


class FitTable:
    """The fit of every candidate on every account, and who may be proposed; rows and columns as in the problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.row_of = {account.key: row for row, account in enumerate(problem.accounts)}
        self.column_of = {person.key: column for column, person in enumerate(problem.candidates)}

    @cached_property
    def particular(self) -> dict[Criterion, Any]:
        """What each criterion knows of single pairs."""
        return {rule.criterion: rule.particular(self.problem) for rule in RULES}

    @cached_property
    def fit(self) -> Numbers:
        """Thousandths, accounts × candidates, excluded pairs included."""
        total = np.zeros((len(self.row_of), len(self.column_of)), dtype=np.int32)
        for rule in RULES:
            total += self.points(rule)
        return rounded(total)

    @cached_property
    def allowed(self) -> Flags:
        """Who may be proposed: no rule, no hand and no minimum stands against the pair."""
        problem = self.problem
        free = [not against_person(problem, person) for person in problem.candidates]
        has_kam = [account.kam is not None for account in problem.accounts]
        allowed = np.outer(has_kam, free).astype(bool) & (self.fit >= problem.minimum)
        own = {(account.key, account.kam) for account in problem.accounts if account.kam}
        for pairs in (problem.in_line, problem.conflicts, problem.excluded, own):
            self.forbid(allowed, pairs)
        for sector, person in problem.sector_conflicts:
            rows = [row for row, account in enumerate(problem.accounts) if account.sector == sector]
            if person in self.column_of:
                allowed[rows, self.column_of[person]] = False
        return allowed

    def forbid(self, allowed: Flags, pairs: Iterable[Pair]) -> None:
        """Mark these pairs as not to be proposed."""
        for account, person in pairs:
            if account in self.row_of and person in self.column_of:
                allowed[self.row_of[account], self.column_of[person]] = False

    def points(self, rule: Rule) -> Numbers:
        """Return weight · value of one criterion for all pairs: asked once for each combination of facts."""
        weight = self.problem.weights[rule.criterion]
        rows, row_facts = numbered(self.problem.accounts, rule.of_account)
        columns, column_facts = numbered(self.problem.candidates, rule.of_candidate)
        small = [
            [counted(rule.judge(self.problem, one, other)) for other in column_facts]
            for one in row_facts
        ]
        shape = (len(row_facts), len(column_facts))
        points = np.array(small, dtype=np.int32).reshape(shape) * np.int32(weight)
        points = points.take(rows, axis=0).take(columns, axis=1)
        for (account, person), judged in self.particular[rule.criterion].items():
            if account in self.row_of and person in self.column_of:
                points[self.row_of[account], self.column_of[person]] = weight * counted(judged)
        return points

    def explain(self, account: Client, candidate: Candidate) -> Fit:
        """Return the fit of one pair with what each criterion says."""
        judgements = {
            rule.criterion: rule.judged(
                self.problem, account, candidate, self.particular[rule.criterion]
            )
            for rule in RULES
        }
        weights = self.problem.weights
        known = {name: judged for name, judged in judgements.items() if judged.is_known}
        sure = sum(weights[name] * judged.value for name, judged in known.items())
        unknown = PERCENT - sum(weights[name] for name in known)
        return Fit(
            value=rounded(sure + unknown * UNKNOWN_COUNTS),
            low=rounded(sure),
            high=rounded(sure + unknown * WHOLE),
            known=PERCENT - unknown,
            judgements=judgements,
        )

    def is_allowed(self, account: Client, candidate: Candidate) -> bool:
        """Whether the pair may be proposed; the same as the table says, for one pair."""
        if against_pair(self.problem, account, candidate):
            return False
        return self.explain(account, candidate).value >= self.problem.minimum


def counted(judged: Judged) -> int:
    """Return the value that counts: three tenths where nothing is known."""
    return judged.value if judged.is_known else UNKNOWN_COUNTS


def rounded(total: Any) -> Any:
    """Return Σ weight per cent · thousandths as whole thousandths, a half upward."""
    return (total + PERCENT // 2) // PERCENT


def numbered(
    rows: Iterable[Any], facts_of: Callable[[Any], Hashable]
) -> tuple[list[int], list[Any]]:
    """Return for each row the number of its facts, and the different facts in that order."""
    numbers: dict[Hashable, int] = {}
    places = [numbers.setdefault(facts_of(row), len(numbers)) for row in rows]
    return places, list(numbers)
