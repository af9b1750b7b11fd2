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
MESSAGES = 100
THREADS = 2
# The worker dies while it names the recipient, before the message leaves, and after it arrived: twice each.
DEATHS = (("taken", 5), ("rcpt", 20), ("data", 35), ("taken", 45), ("data", 60), ("rcpt", 75))


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
                run(env, MODULE, "age_leases")
                run(env, MODULE, "pass_time")
                worker = start_worker(env)
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline and run(env, MODULE, "waiting") != "0":
                run(env, MODULE, "pass_time")
                time.sleep(1.0)
        finally:
            for process in (*beats, worker):
                kill(process)
        ledger = json.loads(run(env, MODULE, "ledger"))

    by_state = {state: {m for m, s in ledger.items() if s == state} for state in ledger.values()}
    sent, uncertain = by_state["sent"], by_state["uncertain"]
    assert sorted(by_state) == ["failed", "sent", "uncertain"]
    assert (len(ledger), len(by_state["failed"])) == (MESSAGES, MESSAGES // 10)
    assert set(sink.taken.values()) == {1}
    assert sent <= set(sink.taken) <= sent | uncertain
    assert MESSAGES // 10 + 2 <= len(uncertain) <= MESSAGES // 10 + len(DEATHS) * THREADS
