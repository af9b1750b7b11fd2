"""The optimum against trying everything: never worse, no rule broken, pins kept, same in, same out."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sponsors.matching import (
    Assignment,
    Candidate,
    Client,
    FitTable,
    PinError,
    Problem,
    Total,
    against_pair,
    choices,
)
from tests.sponsors.matching.problems import best, every_set_of_pairings, problems, worth


def solved(problem: Problem):
    return Assignment(FitTable(problem)).solve()


@given(problems())
@settings(max_examples=80, deadline=None)
def test_no_set_of_pairings_is_worth_more(problem):
    solution = solved(problem)

    assert solution.pairs in list(every_set_of_pairings(problem))
    assert solution.total == worth(problem, solution.pairs) == best(problem)


@given(problems())
@settings(max_examples=50, deadline=None)
def test_no_rule_is_broken(problem):
    pairs = solved(problem).pairs

    accounts = {account.key: account for account in problem.accounts}
    people = {person.key: person for person in problem.candidates}
    for account, person in pairs.items():
        assert against_pair(problem, accounts[account], people[person]) == []
    for person in people.values():
        used = list(pairs.values()).count(person.key)
        assert used == 0 or person.taken + used <= min(person.capacity, 3)


@given(problems(), st.data())
@settings(max_examples=50, deadline=None)
def test_a_pin_stays_and_the_rest_is_the_best_beside_it(problem, data):
    table = FitTable(problem)
    pairs = [(a.key, p.key) for a in problem.accounts for p in problem.candidates]
    pin = data.draw(st.sampled_from(pairs))
    pinned = replace(problem, pins=frozenset({pin}))
    account, person = table.row_of[pin[0]], table.column_of[pin[1]]
    allowed = table.is_allowed(problem.accounts[account], problem.candidates[person])

    if not allowed:
        with pytest.raises(PinError) as refusal:
            solved(pinned)
        assert refusal.value.pair == pin
    else:
        solution = solved(pinned)
        most = best(problem, with_pair=pin)
        assert solution.pairs[pin[0]] == pin[1]
        assert (solution.total.covered, solution.total.fit) == (most.covered, most.fit)


@given(problems(), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_the_same_programme_in_another_order_has_the_same_answer(problem, random):
    accounts, people = list(problem.accounts), list(problem.candidates)
    random.shuffle(accounts)
    random.shuffle(people)

    again = replace(problem, accounts=tuple(accounts), candidates=tuple(people))

    assert solved(again) == solved(problem)
    assert solved(Problem.from_plain(problem.as_plain())) == solved(problem)


def test_a_run_that_kept_the_interests_as_wishes_is_read_as_well():
    kept = Problem(accounts=(), candidates=(), interests={(1, 11): 4}).as_plain()
    kept["wishes"] = kept.pop("interests")

    assert Problem.from_plain(kept).interests == {(1, 11): 4}


@given(problems())
@settings(max_examples=50, deadline=None)
def test_another_choice_costs_what_solving_again_with_it_would_show(problem):
    assignment = Assignment(FitTable(problem))
    whole = assignment.solve().total

    for account in problem.accounts:
        found = choices(assignment, account.key)
        again = {
            person.key: best(problem, with_pair=(account.key, person.key))
            for person in problem.candidates
        }

        expected = {key: whole - total for key, total in again.items() if total is not None}
        assert {choice.person: choice.loss for choice in found} == expected
        assert [choice.loss for choice in found] == sorted(choice.loss for choice in found)


def programme(accounts: int, people: int, *, seed: int = 1) -> Problem:
    random = Random(seed)
    return Problem(
        accounts=tuple(
            Client(key, kam=1, sector=random.randrange(1, 9), topics=frozenset({random.randrange(5)}))
            for key in range(1, accounts + 1)
        ),
        candidates=tuple(
            Candidate(
                10_000 + key,
                capacity=random.randrange(1, 4),
                interests=((random.randrange(1, 9), random.randrange(1, 6)),),
                topics=frozenset({random.randrange(5)}),
                grasp=random.choice(["", "trained", "no"]),
            )
            for key in range(people)
        ),
    )  # fmt: skip


def test_coverage_goes_before_fit():
    both = Client(1, kam=9, sector=1), Client(2, kam=9, sector=2)
    anna = Candidate(11, capacity=1, interests=((1, 5), (2, 5)))
    bert = Candidate(12, capacity=1, interests=((1, 1), (2, 5)))

    problem = Problem(accounts=both, candidates=(anna, bert), in_line=frozenset({(2, 12)}))

    assert solved(problem).pairs == {1: 12, 2: 11}


def test_places_are_spread_where_fit_leaves_the_choice():
    accounts = tuple(Client(key, kam=9) for key in range(1, 5))
    people = tuple(Candidate(key, capacity=3) for key in (11, 12, 13, 14))

    assert sorted(solved(Problem(accounts=accounts, candidates=people)).pairs.values()) == [
        11,
        12,
        13,
        14,
    ]


def test_who_already_has_pairings_comes_after_who_has_none():
    busy, idle = Candidate(11, capacity=3, taken=2), Candidate(12, capacity=3)

    problem = Problem(accounts=(Client(1, kam=9),), candidates=(busy, idle))

    assert solved(problem).pairs == {1: 12}


def test_a_programme_of_a_hundred_accounts_is_consistent_with_its_prices():
    problem = programme(120, 40)
    assignment = Assignment(FitTable(problem))
    solution = assignment.solve()

    for account in (1, 57, 120):
        own = choices(assignment, account)

        chosen = solution.pairs.get(account)
        assert own[0].loss == Total() if chosen else own[0].loss >= Total()
        third = own[3]
        pinned = replace(problem, pins=frozenset({(account, third.person)}))
        again = solved(pinned).total
        loss = solution.total - again
        assert (third.loss.covered, third.loss.fit) == (loss.covered, loss.fit)
