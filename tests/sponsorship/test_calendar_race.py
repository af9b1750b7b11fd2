"""Whoever renews a feed at the same moment: one address serves, on either database."""

from tests.races import fresh_database, run, run_at_once

MODULE = "tests.sponsorship.calendar_racing"


def test_of_four_who_renew_at_once_one_token_serves(tmp_path):
    env = fresh_database(tmp_path, "calendar")
    run(env, MODULE, "prepare")

    tokens = run_at_once(env, MODULE, [["renew"]] * 4)

    assert len(set(tokens)) == 4
    assert run(env, MODULE, "serving", "--", *tokens) == "1 1"
