"""Accounts that go without: why, per person, and that the least change really covers them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from sponsors.matching import (
    Assignment,
    Candidate,
    Change,
    Client,
    Exclusion,
    FitTable,
    Problem,
    gap,
)
from tests.sponsors.matching.problems import problems, replaced

ALONE = Client(1, kam=9, sector=3)


def gap_of(*people, account=ALONE, **more):
    problem = Problem(accounts=(account,), candidates=people, **more)
    table = FitTable(problem)
    return gap(table, account.key, Assignment(table).solve().pairs)


@pytest.mark.parametrize(
    ("person", "reason", "change"),
    [
        (Candidate(11, 3, is_volunteer=False), Exclusion.NOT_VOLUNTEER, Change.ONE_MORE_VOLUNTEER),
        (Candidate(11, 1, taken=1), Exclusion.NO_PLACE, Change.ONE_MORE_PLACE),
        (Candidate(11, 3, taken=3), Exclusion.NO_PLACE, Change.ONE_MORE_EXECUTIVE),
        (Candidate(11, 3, months=11), Exclusion.TOO_SHORT, Change.A_LONGER_STAY),
        (Candidate(11, 3, is_active=False), Exclusion.INACTIVE, Change.ONE_MORE_EXECUTIVE),
        (Candidate(11, 3, is_executive=False), Exclusion.NOT_EXECUTIVE, Change.ONE_MORE_EXECUTIVE),
    ],
)
def test_what_stands_against_a_person_and_what_would_help(person, reason, change):
    found = gap_of(person)

    assert found.reasons == {11: (reason,)}
    assert found.ways[0].change == change


@pytest.mark.parametrize(
    ("more", "reason", "change"),
    [
        ({"in_line": frozenset({(1, 11)})}, Exclusion.IN_LINE, Change.ONE_MORE_EXECUTIVE),
        ({"conflicts": frozenset({(1, 11)})}, Exclusion.CONFLICT, Change.ONE_MORE_EXECUTIVE),
        ({"sector_conflicts": frozenset({(3, 11)})}, Exclusion.SECTOR_CONFLICT, Change.ONE_MORE_EXECUTIVE),
        ({"excluded": frozenset({(1, 11)})}, Exclusion.BY_HAND, Change.ALLOW_AGAIN),
        ({"minimum": 400}, Exclusion.BELOW_MINIMUM, Change.LOWER_THE_MINIMUM),
    ],
)  # fmt: skip
def test_what_stands_against_a_pair_and_what_would_help(more, reason, change):
    found = gap_of(Candidate(11, 3), **more)

    assert found.reasons == {11: (reason,)}
    assert found.ways[0].change == change


def test_the_minimum_is_lowered_to_the_best_fit():
    assert gap_of(Candidate(11, 3), minimum=400).ways[0].number == 300


def test_an_account_without_a_kam_needs_one_first():
    found = gap_of(Candidate(11, 3), account=Client(1, kam=None))

    assert found.reasons == {11: (Exclusion.NO_KAM,)}
    assert [way.change for way in found.ways] == [Change.NAME_A_KAM]


def test_a_draft_that_asks_everyone_counts_those_who_have_not_volunteered():
    table = FitTable(
        Problem(
            accounts=(ALONE,),
            candidates=(Candidate(11, 3, is_volunteer=False),),
            asks_everyone=True,
        )
    )
    assert Assignment(table).solve().pairs == {1: 11}


@given(problems())
@settings(max_examples=80, deadline=None)
def test_one_more_place_covers_one_account_more(problem):
    table = FitTable(problem)
    solution = Assignment(table).solve()
    for account in set(table.row_of) - set(solution.pairs):
        ways = gap(table, account, solution.pairs).ways
        for way in ways:
            if way.change == Change.ONE_MORE_PLACE:
                wider = [
                    replaced_capacity(person) if person.key == way.people[0] else person
                    for person in problem.candidates
                ]
                again = Assignment(FitTable(replace(problem, candidates=tuple(wider)))).solve()
                assert again.total.covered == solution.total.covered + 1


def replaced_capacity(person):
    return replace(replaced(person, person.key), capacity=person.capacity + 1)
