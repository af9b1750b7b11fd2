"""Whoever asks or answers at the same moment: one request, one answer, on either database."""

from tests.races import fresh_database, run, run_at_once

MODULE = "tests.sponsors.go_ahead_racing"


def test_four_who_ask_for_the_same_at_once_ask_once(tmp_path):
    env = fresh_database(tmp_path, "go_ahead_asked")
    run(env, MODULE, "prepare", "bare")

    rows = run_at_once(env, MODULE, [["ask"]] * 4)

    assert len(set(rows)) == 1
    assert run(env, MODULE, "count") == "1 0"


def test_of_three_answers_at_once_one_is_kept(tmp_path):
    env = fresh_database(tmp_path, "go_ahead_answered")
    run(env, MODULE, "prepare", "asked")

    answers = run_at_once(
        env, MODULE, [["answer", "yes"], ["answer", "advice"], ["answer", "not_now"]]
    )

    assert sorted(answers) == ["closed", "closed", "kept"]
    assert run(env, MODULE, "count") == "0 1"
