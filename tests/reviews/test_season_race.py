"""Leads act at the same moment, from several processes: a class has no more laureates than it may."""

from itertools import chain

from tests.races import alone, at_once, fresh_database
from tests.reviews.racing import count, name_many, prepare


def test_ten_laureates_named_at_once_leave_one_in_five(tmp_path):
    arena = fresh_database(tmp_path, "laureates")
    alone(arena, prepare, 10)

    answers = at_once(arena, [(name_many, 0, 5), (name_many, 5, 10)], racers=10)

    assert sorted(chain.from_iterable(answers)) == ["full"] * 8 + ["named"] * 2
    assert alone(arena, count) == 2
