"""The same person, account or contact added twice at once: one is kept, the other hears of it, on either database."""

import pytest

from tests.accounts.twice_racing import add, prepare
from tests.races import alone, at_once, fresh_database


@pytest.mark.parametrize(
    ("what", "field"),
    [("person", "email"), ("account", "external_id"), ("contact", "external_id")],
)
def test_of_those_who_add_the_same_at_once_one_is_kept(tmp_path, what, field):
    env = fresh_database(tmp_path, what)
    alone(env, prepare)

    answers = at_once(env, [(add, what)] * 4)

    assert sorted(answers) == sorted(["added", *[field] * 3])
