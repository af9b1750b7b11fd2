"""Which points to watch follow from facts: pure, and asked against counting day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sponsors.choices import DRIFT_OF, Drift, SignalRule
from sponsors.drifts import Held, find

ON = date(2026, 6, 30)


def held(days_ago, key=0, **facts):
    return Held(key, ON - timedelta(days=days_ago), **facts)


def alone(days_ago, key=0):
    return held(days_ago, key, is_without=True)


def found(*rows, rule=None, on=ON):
    return [row for row in find(rows, on=on) if rule in {None, row.rule}]


def test_an_action_without_a_go_ahead_is_told_by_month_for_ninety_days():
    rows = [alone(2, 1), alone(5, 2), alone(45, 3), alone(100, 4)]

    points = found(*rows, rule=SignalRule.UNTALKED)

    assert [(row.window, row.records) for row in points] == [("2026-05", (3,)), ("2026-06", (2, 1))]
    assert points[1].since == ON - timedelta(days=5)


@pytest.mark.parametrize(("days_ago", "count"), [(89, 1), (90, 0)])
def test_the_ninetieth_day_is_the_last(days_ago, count):
    assert len(found(alone(days_ago), rule=SignalRule.UNTALKED)) == count


@pytest.mark.parametrize(
    ("rows", "since"),
    [
        ([80, 40, 1], 1),
        ([80, 40], None),
        ([90, 40, 1], None),
        ([89, 60, 30, 20], 30),
    ],
)
def test_three_operational_matters_within_ninety_days(rows, since):
    points = found(*(held(ago, ago, is_operational=True) for ago in rows))

    assert [row.since for row in points] == ([] if since is None else [ON - timedelta(days=since)])


def test_those_with_the_kam_or_without_the_sponsor_are_nobodys_drift():
    rows = [held(ago, ago, is_operational=True, with_kam=True) for ago in (1, 2, 3)]
    others = [held(ago, ago, is_operational=True, with_sponsor=False) for ago in (4, 5, 6)]

    assert found(*rows, *others) == []


@pytest.mark.parametrize(
    ("without", "together", "is_found"), [(2, 2, True), (1, 3, False), (3, 0, False), (2, 3, False)]
)
def test_half_of_four_meetings_of_six_months(without, together, is_found):
    rows = [alone(10 * n + 1, n) for n in range(without)]
    rows += [held(10 * n + 5, 100 + n, with_kam=True) for n in range(together)]

    points = found(*rows, rule=SignalRule.ALONE)

    assert [row.records for row in points] == ([tuple(range(without))[::-1]] if is_found else [])


def test_a_commercial_promise_is_told_by_month():
    points = found(held(3, 7, has_open_promise=True))

    assert [(row.rule, row.window, row.records) for row in points] == [("promise", "2026-06", (7,))]


def test_what_lies_ahead_is_no_fact():
    assert found(alone(-1)) == []


def test_four_of_the_five_drifts_come_from_facts():
    assert set(Drift) - set(DRIFT_OF.values()) == {Drift.RANK}
    assert set(DRIFT_OF) == set(SignalRule)


ROWS = st.lists(
    st.builds(
        Held,
        key=st.integers(0, 10**6),
        day=st.integers(0, 400).map(lambda ago: ON - timedelta(days=ago)),
        with_sponsor=st.booleans(),
        with_kam=st.booleans(),
        is_without=st.booleans(),
        is_operational=st.booleans(),
    ),
    max_size=14,
)


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_what_lasts_is_known_by_the_day_since_which_it_has_held_each_day(rows):
    for rule in (SignalRule.OPERATIONAL, SignalRule.ALONE):
        points = found(*rows, rule=rule)
        since = ON
        while found(*rows, rule=rule, on=since):
            since -= timedelta(days=1)

        assert [row.since for row in points] == ([since + timedelta(days=1)] if since < ON else [])


@settings(max_examples=100, deadline=None)
@given(ROWS, st.integers(1, 30))
def test_while_it_lasts_a_later_day_finds_it_under_the_same_key(rows, days):
    later = ON + timedelta(days=days)
    for rule in (SignalRule.OPERATIONAL, SignalRule.ALONE):
        unbroken = all(found(*rows, rule=rule, on=ON + timedelta(days=n)) for n in range(days + 1))
        if unbroken:
            keys = {row.window for on in (ON, later) for row in found(*rows, rule=rule, on=on)}

            assert len(keys) == 1
