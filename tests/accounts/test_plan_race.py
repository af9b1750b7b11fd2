"""Objectives begun at the same moment by several processes: never more than five are open, on either database."""

import pytest

from tests.accounts.plan_racing import begin, begin_past_the_service, count, prepare
from tests.races import alone, at_once, fresh_database

FIVE = [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("begun", "free"), [(0, 5), (4, 1)])
def test_of_eight_who_begin_at_once_as_many_win_as_places_are_free(tmp_path, begun, free):
    env = fresh_database(tmp_path, f"plans{begun}")
    alone(env, prepare, begun)

    answers = at_once(env, [(begin,)] * 8)

    assert sorted(answers) == ["begun"] * free + ["full"] * (8 - free)
    assert alone(env, count) == FIVE


def test_the_database_holds_the_last_place_where_the_service_is_not_asked(tmp_path):
    env = fresh_database(tmp_path, "plans_bare")
    alone(env, prepare, 4)

    answers = at_once(env, [(begin_past_the_service,)] * 4)

    assert sorted(answers) == ["begun", "refused", "refused", "refused"]
    assert alone(env, count) == FIVE
