"""Beat begins anew where a kill left its file half written."""

import dbm

import pytest

from sponsorship.beat import LastingScheduler
from sponsorship.celery import app


@pytest.fixture
def kept(tmp_path):
    path = tmp_path / "schedule"
    begin(path)
    return path


def begin(path):
    scheduler = LastingScheduler(app=app, schedule_filename=str(path))
    names = set(scheduler.schedule)
    scheduler.close()
    return names


def test_a_whole_file_is_read_again(kept):
    assert begin(kept) == begin(kept)


@pytest.mark.parametrize("left", [b"", b"\x80", b"nonsense"])
def test_a_damaged_file_is_begun_anew(kept, left):
    with dbm.open(str(kept), "w") as store:
        store["entries"] = left

    assert "accounts.tasks.deliver_due" in {
        app.conf.beat_schedule[name]["task"]
        for name in begin(kept)
        if name in app.conf.beat_schedule
    }
