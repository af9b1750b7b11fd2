"""Fit by the table of criteria, and the table against single pairs."""

import pytest
from hypothesis import given, settings

from sponsors.matching import (
    DEFAULT_WEIGHTS,
    Candidate,
    Client,
    Criterion,
    FitTable,
    Link,
    Place,
    Problem,
    WeightsError,
    against_pair,
)
from tests.sponsors.matching.problems import problems

LYON = Place("lyon", "FR", 60, frozenset({"fr"}))


def fit_of(account=None, candidate=None, **more):
    account = account or Client(1, kam=9)
    candidate = candidate or Candidate(11, capacity=3)
    problem = Problem(accounts=(account,), candidates=(candidate,), **more)
    return FitTable(problem).explain(account, candidate)


def value_of(criterion, account=None, candidate=None, **more):
    return fit_of(account, candidate, **more).judgements[criterion].value


def test_weights_are_the_books_and_make_a_hundred():
    assert DEFAULT_WEIGHTS == {
        "link": 25, "motivation": 20, "experience": 15, "function": 15, "grasp": 10, "nearness": 15,
    }  # fmt: skip
    assert sum(DEFAULT_WEIGHTS.values()) == 100


@pytest.mark.parametrize("change", [{"link": 26}, {"link": -5, "motivation": 50}, {"link": None}])
def test_weights_that_do_not_make_a_hundred_are_refused(change):
    weights = {name: weight for name, weight in (DEFAULT_WEIGHTS | change).items() if weight}
    with pytest.raises(WeightsError):
        Problem(accounts=(), candidates=(), weights=weights)


def test_all_unknown_counts_three_tenths_and_spans_everything():
    fit = fit_of()

    assert (fit.value, fit.low, fit.high, fit.known) == (300, 0, 1000, 0)
    assert fit.is_little_known


@pytest.mark.parametrize(("level", "value"), [(0, 0), (1, 400), (2, 600), (3, 800), (4, 1000)])
def test_link_by_level(level, value):
    assert value_of(Criterion.LINK, links={(1, 11): Link(level, 7)}) == value


def test_no_link_is_unknown_until_all_are_named():
    assert value_of(Criterion.LINK) == -1
    named = Candidate(11, capacity=3, has_named_all_links=True)
    assert value_of(Criterion.LINK, candidate=named) == 0


@pytest.mark.parametrize(("strength", "value"), [(1, 0), (2, 250), (3, 500), (4, 750), (5, 1000)])
def test_motivation_by_strength(strength, value):
    assert value_of(Criterion.MOTIVATION, interests={(1, 11): strength}) == value


def test_interest_in_the_client_goes_before_its_sector_and_the_sector_before_its_family():
    account = Client(1, kam=9, sector=3)
    both = Candidate(11, capacity=3, interests=((3, 5), (8, 2)))
    wider = Candidate(11, capacity=3, interests=((8, 2),))

    assert value_of(Criterion.MOTIVATION, account, both, interests={(1, 11): 1}) == 0
    assert value_of(Criterion.MOTIVATION, account, both, families={3: 8}) == 1000
    assert value_of(Criterion.MOTIVATION, account, wider, families={3: 8}) == 250


@pytest.mark.parametrize(
    ("sectors", "value"),
    [(None, -1), (frozenset(), 0), ({5}, 0), ({4}, 500), ({8}, 500), ({3, 4}, 1000)],
)
def test_experience_by_sector(sectors, value):
    account = Client(1, kam=9, sector=3)
    known = frozenset(sectors) if sectors is not None else None
    candidate = Candidate(11, capacity=3, sectors=known)

    assert value_of(Criterion.EXPERIENCE, account, candidate, families={3: 8, 4: 8}) == value


def test_who_worked_at_the_client_has_all_the_experience():
    candidate = Candidate(11, capacity=3, sectors=frozenset(), employers=frozenset({"orvane"}))
    account = Client(1, kam=9, name="orvane", sector=3)
    assert value_of(Criterion.EXPERIENCE, account, candidate) == 1000


@pytest.mark.parametrize(
    ("agenda", "topics", "value"),
    [((), {1}, -1), ({1}, (), -1), ({1, 2}, {3}, 0), ({1, 2, 3}, {1}, 333), ({1, 2}, {1, 2, 3}, 1000)],
)  # fmt: skip
def test_function_is_the_share_of_the_agenda(agenda, topics, value):
    account = Client(1, kam=9, topics=frozenset(agenda))
    candidate = Candidate(11, capacity=3, topics=frozenset(topics))
    assert value_of(Criterion.FUNCTION, account, candidate) == value


@pytest.mark.parametrize(
    ("training", "value"), [("", -1), ("no", 0), ("planned", 500), ("trained", 1000)]
)
def test_grasp_by_training(training, value):
    candidate = Candidate(11, capacity=3, grasp=training)
    assert value_of(Criterion.GRASP, candidate=candidate) == value


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (LYON, 1000),
        (Place("paris", "FR", 60, frozenset({"fr"})), 700),
        (Place("lyon", "FR", 60, frozenset({"de"})), 400),
        (Place("porto", "PT", 0, frozenset({"pt"})), 400),
        (Place("athens", "GR", 180, frozenset({"fr"})), 400),
        (Place("osaka", "JP", 540, frozenset({"fr"})), 0),
        (Place("", "", None), -1),
    ],
)
def test_nearness_by_place_and_language(place, value):
    account = Client(1, kam=9, place=LYON)
    candidate = Candidate(11, capacity=3, place=place)
    assert value_of(Criterion.NEARNESS, account, candidate) == value


def test_a_known_pair_by_hand():
    """25·.8 + 20·.75 + 15·1 + 15·.333 + 10·.3 (not known) + 15·.7 = 68.495 → 685 thousandths."""
    account = Client(1, kam=9, sector=3, topics=frozenset({1, 2, 3}), place=LYON)
    candidate = Candidate(
        11,
        capacity=3,
        sectors=frozenset({3}),
        topics=frozenset({1}),
        interests=((3, 4),),
        place=Place("paris", "FR", 60, frozenset({"fr"})),
    )

    fit = fit_of(account, candidate, links={(1, 11): Link(3, 7)})

    assert (fit.value, fit.low, fit.high, fit.known) == (685, 655, 755, 90)


@given(problems())
@settings(max_examples=80, deadline=None)
def test_the_table_says_of_each_pair_what_the_pair_says_alone(problem):
    table = FitTable(problem)

    for row, account in enumerate(problem.accounts):
        for column, person in enumerate(problem.candidates):
            fit = table.explain(account, person)
            stands = against_pair(problem, account, person)
            assert table.fit[row, column] == fit.value
            assert table.allowed[row, column] == (not stands and fit.value >= problem.minimum)
            assert fit.low <= fit.value <= fit.high
