"""The real thing: a worker, two beats, `kill -9`, and a mail server of many moods on loopback."""

import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest

from tests.races import ROOT, fresh_database, run
from tests.sink import Sink

MODULE = "tests.sponsorship.delivering"
MESSAGES = 60
THREADS = 2
# The worker dies after a message arrived, while it names a recipient, before a message leaves, and once more.
DEATHS = (("taken", 5), ("rcpt", 20), ("data", 30), ("taken", 35))


def mood(recipient, attempt):
    """Of ten readers one is asked to come back, one is refused for good, and one line is cut once the message is in."""
    digit = int(re.search(r"\d+", recipient).group()) % 10
    if digit == 3 and attempt == 1:
        return "later"
    return {5: "refuse after", 7: "cut"}.get(digit, "accept")


def start(env, *words):
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "celery", "-A", "sponsorship", *words],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill(process):
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def start_worker(env):
    return start(env, "worker", "-P", "threads", "-c", str(THREADS), "--loglevel", "ERROR")


def start_beat(env, tmp_path, number):
    return start(env, "beat", "--loglevel", "ERROR", "-s", str(tmp_path / f"beat{number}"))


@pytest.mark.services
def test_killed_workers_and_two_beats_send_each_message_once_and_lose_none(tmp_path):
    with Sink(mood, delay=0.01, hold_at=DEATHS) as sink:
        env = fresh_database(tmp_path, "delivery") | {
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
            "TANDEM_VAR_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "sponsorship.settings_delivery",
        }
        run(env, MODULE, "prepare", str(MESSAGES))
        beats = [start_beat(env, tmp_path, number) for number in (1, 2)]
        worker = start_worker(env)
        try:
            for _death in DEATHS:
                assert sink.holds(worker)
                kill(worker)
                sink.go_on()
                run(env, MODULE, "hour_later")
                worker = start_worker(env)
            deadline = time.monotonic() + 120
            while time.monotonic() < deadline and run(env, MODULE, "waiting") != "0":
                time.sleep(1.0)
        finally:
            for process in (*beats, worker):
                kill(process)
        ledger = json.loads(run(env, MODULE, "ledger"))

    def where(state):
        return {name for name, now in ledger.items() if now == state}

    tenth = MESSAGES // 10
    sent, uncertain, failed = where("sent"), where("uncertain"), where("failed")
    assert len(sent) + len(uncertain) + len(failed) == MESSAGES
    assert set(sink.taken.values()) == {1}
    assert sent <= set(sink.taken) <= sent | uncertain
    assert len(failed) <= tenth <= len(uncertain) <= tenth + len(DEATHS) * THREADS
