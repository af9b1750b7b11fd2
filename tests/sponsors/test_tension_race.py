"""Two act on one tension at the same moment, from two processes: it moves once, on either database."""

import pytest

from tests.races import alone, at_once, fresh_database
from tests.sponsors.tension_racing import act, prepare, show


@pytest.fixture
def arena(tmp_path):
    env = fresh_database(tmp_path, "tensions")
    alone(env, prepare)
    return env


@pytest.mark.parametrize(
    ("one", "other"), [("plan", "recovering"), ("handed_back", "lost"), ("plan", "lost")]
)
def test_two_who_move_it_at_once_leave_no_stage_that_the_table_forbids(arena, one, other):
    answers = at_once(arena, [(act, one), (act, other)])

    stage, stages, _taken = alone(arena, show)
    won = [stage for said, stage in answers if said == "done"]
    late = [stage for said, stage in answers if said == "late"]
    if (one, other) == ("plan", "lost"):
        # What is closed stays so; a plan may come first.
        assert (stage, late) in [("lost", []), ("lost", ["lost"])]
    else:
        assert (won, late, stages) == ([stage], [stage], 2)


def test_a_double_click_takes_it_in_once(arena):
    answers = at_once(arena, [(act, "take_in"), (act, "take_in")])

    assert answers == [("done", "take_in")] * 2
    assert alone(arena, show) == ("open", 1, 1)
