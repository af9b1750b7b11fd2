"""The bench's simpler ways of matching break no rule, and are never worth more than the optimum."""

from collections import Counter

import pytest

from sponsors.matching import Assignment, FitTable
from sponsorship.bench.matching import (
    deferred_acceptance,
    greedy,
    measure,
    programme,
    report,
    worth,
)


@pytest.mark.parametrize("way", [greedy, deferred_acceptance])
def test_a_simpler_way_breaks_no_rule_and_is_worth_no_more(way):
    table = FitTable(programme(40, 15, seed=3))

    pairs = list(way(table))

    used = Counter(column for _row, column in pairs)
    assert len({row for row, _column in pairs}) == len(pairs)
    assert all(table.allowed[row, column] for row, column in pairs)
    assert all(count <= table.problem.candidates[column].capacity for column, count in used.items())
    assert worth(table, pairs) <= Assignment(table).solve().total


def test_a_measured_size_says_what_it_measured():
    row = measure(12, 6, rounds=1)

    assert row.as_plain()["size"] == "12 x 6"
    assert row.optimum >= row.greedy
    assert "12 x 6" in report([row])
