"""The real thing: a worker, two beats, `kill -9`, and a mail server on loopback."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.races import fresh_database, run
from tests.sink import Sink

ROOT = Path(__file__).resolve().parents[2]
MODULE = "tests.sponsorship.delivering"
MESSAGES = 120


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
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.services
def test_killed_workers_and_two_beats_send_each_message_once_and_lose_none(tmp_path):
    with Sink(delay=0.02) as sink:
        env = fresh_database(tmp_path, "delivery") | {
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
            "TANDEM_VAR_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "sponsorship.settings_delivery",
        }
        run(env, MODULE, "prepare", str(MESSAGES))
        worker_words = ("worker", "-P", "threads", "-c", "2", "--loglevel", "ERROR")
        beats = [
            start(env, "beat", "--loglevel", "ERROR", "-s", str(tmp_path / f"beat{n}"))
            for n in (1, 2)
        ]
        worker = start(env, *worker_words)
        try:
            for _kill in range(4):
                time.sleep(3.0)
                kill(worker)
                run(env, MODULE, "age_leases")
                worker = start(env, *worker_words)
            deadline = time.monotonic() + 40
            while time.monotonic() < deadline and run(env, MODULE, "waiting") != "0":
                run(env, MODULE, "age_leases")
                time.sleep(1.0)
        finally:
            for process in (*beats, worker):
                kill(process)
        states = dict(pair.split("=") for pair in run(env, MODULE, "states").split())

    sent, uncertain = int(states.get("sent", 0)), int(states.get("uncertain", 0))
    assert max(sink.taken.values()) == 1
    assert sent + uncertain == MESSAGES
    assert sent <= len(sink.taken) <= sent + uncertain
    assert uncertain <= 8
