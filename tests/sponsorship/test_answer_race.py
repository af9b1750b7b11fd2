"""Whoever presses the button at the same moment: one link gives one answer, on either database."""

from tests.races import alone, at_once, fresh_database
from tests.sponsorship.answering import count, prepare, redeem


def test_four_who_redeem_one_link_at_once_give_one_answer(tmp_path):
    env = fresh_database(tmp_path, "answers")
    alone(env, prepare)

    answers = at_once(env, [(redeem,)] * 4)

    assert sorted(answers) == ["given", "spent", "spent", "spent"]
    assert alone(env, count) == 1
