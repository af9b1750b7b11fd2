"""Leads act at the same moment, from several processes: a class has no more laureates than it may."""

from tests.races import fresh_database, run, run_at_once

MODULE = "tests.reviews.racing"


def test_ten_laureates_named_at_once_leave_one_in_five(tmp_path):
    arena = fresh_database(tmp_path, "laureates")
    run(arena, MODULE, "prepare", "10")

    answers = " ".join(
        run_at_once(arena, MODULE, [["name_many", "0", "5"], ["name_many", "5", "10"]])
    ).split()

    assert sorted(answers) == ["full"] * 8 + ["named"] * 2
    assert run(arena, MODULE, "count") == "2"
