"""Two act on one tension at the same moment, from two processes: it moves once, on either database."""

import pytest

from tests.races import fresh_database, run, run_at_once

MODULE = "tests.sponsors.tension_racing"


@pytest.fixture
def arena(tmp_path):
    env = fresh_database(tmp_path, "tensions")
    run(env, MODULE, "prepare")
    return env


@pytest.mark.parametrize(
    ("one", "other"), [("plan", "recovering"), ("handed_back", "lost"), ("plan", "lost")]
)
def test_two_who_move_it_at_once_leave_no_stage_that_the_table_forbids(arena, one, other):
    answers = run_at_once(arena, MODULE, [["act", one], ["act", other]])

    stage, stages, _taken = run(arena, MODULE, "show").split()
    won = [answer.split()[1] for answer in answers if answer.startswith("done")]
    late = [answer.split()[1] for answer in answers if answer.startswith("late")]
    if (one, other) == ("plan", "lost"):
        # What is closed stays so; a plan may come first.
        assert (stage, late) in [("lost", []), ("lost", ["lost"])]
    else:
        assert (won, late, stages) == ([stage], [stage], "2")


def test_a_double_click_takes_it_in_once(arena):
    answers = run_at_once(arena, MODULE, [["act", "take_in"], ["act", "take_in"]])

    assert answers == ["done take_in", "done take_in"]
    assert run(arena, MODULE, "show") == "open 1 1"
