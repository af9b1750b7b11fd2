"""Many act at the same moment, from several processes: the rules hold on either database (R1, R4, R8)."""

from itertools import chain

import pytest

from tests.races import alone, at_once, fresh_database
from tests.sponsors.racing import count, prepare, propose_many, propose_one, report_to


@pytest.fixture
def arena(tmp_path):
    env = fresh_database(tmp_path, "pairings")
    alone(env, prepare, 50)
    return env


def test_fifty_proposals_for_the_last_free_place_leave_exactly_one(arena):
    tens = [(propose_many, first, first + 10) for first in range(0, 50, 10)]

    answers = at_once(arena, tens, racers=50)

    assert sorted(chain.from_iterable(answers)) == ["full"] * 49 + ["won"]
    assert alone(arena, count) == (3, 0)


def test_two_who_make_each_other_their_manager_close_no_circle(arena):
    one, other = "sponsor@race.example", "boss@race.example"

    answers = at_once(arena, [(report_to, one, other), (report_to, other, one)])

    assert sorted(answers) == ["cycle", "set"]


def test_a_proposal_and_a_reorganisation_at_once_leave_no_unflagged_conflict(arena):
    answers = at_once(
        arena, [(propose_one,), (report_to, "boss@race.example", "sponsor@race.example")]
    )

    proposed = answers[0] == "proposed"
    open_pairings, flagged = alone(arena, count)
    assert answers[1] == "set"
    assert open_pairings == (3 if proposed else 2)
    assert flagged == open_pairings
