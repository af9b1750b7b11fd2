"""Whoever asks or answers at the same moment: one request, one answer, on either database."""

from tests.races import alone, at_once, fresh_database
from tests.sponsors.go_ahead_racing import answer, ask, count, prepare


def test_four_who_ask_for_the_same_at_once_ask_once(tmp_path):
    env = fresh_database(tmp_path, "go_ahead_asked")
    alone(env, prepare, False)

    rows = at_once(env, [(ask,)] * 4)

    assert len(set(rows)) == 1
    assert alone(env, count) == (1, 0)


def test_of_three_answers_at_once_one_is_kept(tmp_path):
    env = fresh_database(tmp_path, "go_ahead_answered")
    alone(env, prepare, True)

    answers = at_once(env, [(answer, "yes"), (answer, "advice"), (answer, "not_now")])

    assert sorted(answers) == ["closed", "closed", "kept"]
    assert alone(env, count) == (0, 1)
