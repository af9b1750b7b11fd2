"""Jobs of one lane run one after another."""

import pytest

from accounts.choices import JobState
from accounts.models import Job
from accounts.services import jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed(monkeypatch):
    given = []
    monkeypatch.setattr(jobs, "hand_to_worker", given.append)
    return given


def write(lane, kind="import_rehearse"):
    return jobs.write_job(kind, {}, None, lane=lane)


def test_the_second_job_of_a_lane_waits_and_is_handed_over_when_the_first_is_done(handed):
    first, second, elsewhere = write("imports"), write("imports"), write("")
    held = jobs.claim(first.public_id)

    assert jobs.claim(second.public_id) is None
    assert jobs.claim(elsewhere.public_id) is not None
    second.refresh_from_db()
    assert (second.state, second.attempts) == (JobState.QUEUED, 0)

    jobs.finish(held, JobState.DONE)

    assert handed == [second.public_id]
    assert jobs.claim(second.public_id) is not None


def test_jobs_without_a_lane_run_side_by_side():
    for job in (write(""), write("")):
        assert jobs.claim(job.public_id) is not None

    assert Job.objects.filter(state=JobState.RUNNING).count() == 2
