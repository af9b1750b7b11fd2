"""One sheet sent several times at the same moment, from several processes: it is kept once, on either database."""

from tests.races import alone, at_once, fresh_database
from tests.sponsors.log_racing import click, prepare, show


def test_clicks_at_once_keep_one_interaction(tmp_path):
    env = fresh_database(tmp_path, "sheet")
    alone(env, prepare)

    kept = at_once(env, [(click,)] * 3)

    assert len(set(kept)) == 1
    assert alone(env, show) == (1, 1)
