"""Whoever renews a feed at the same moment: one address serves, on either database."""

from tests.races import alone, at_once, fresh_database
from tests.sponsorship.calendar_racing import prepare, renew, serving


def test_of_four_who_renew_at_once_one_token_serves(tmp_path):
    env = fresh_database(tmp_path, "calendar")
    alone(env, prepare)

    tokens = at_once(env, [(renew,)] * 4)

    assert len(set(tokens)) == 4
    assert alone(env, serving, *tokens) == (1, 1)
