"""Whoever presses the button at the same moment: one link gives one answer, on either database."""

from tests.races import fresh_database, run, run_at_once

MODULE = "tests.sponsorship.answering"


def test_four_who_redeem_one_link_at_once_give_one_answer(tmp_path):
    env = fresh_database(tmp_path, "answers")
    run(env, MODULE, "prepare")

    answers = run_at_once(env, MODULE, [["redeem"]] * 4)

    assert sorted(answers) == ["given", "spent", "spent", "spent"]
    assert run(env, MODULE, "count") == "1"
