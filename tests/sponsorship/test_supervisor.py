"""Web, worker and beat stand together, rise again, and leave nobody behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sponsorship.ops import services

ROOT = Path(__file__).resolve().parents[2]
SUPERVISOR = ROOT / "sponsorship" / "ops" / "supervisor.py"
PATIENCE = 40


def eventually(fact: Callable[[], object]) -> bool:
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE
    while not (held := fact()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return bool(held)


def living(var: Path) -> dict[str, list[int]]:
    """Return the processes of this house by name: those started with its folder."""
    found: dict[str, list[int]] = {}
    names = {"gunicorn": "web", "worker": "worker", "beat": "beat"}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if f"TANDEM_VAR_DIR={var}\0".encode() not in (entry / "environ").read_bytes():
                continue
            words = (entry / "cmdline").read_text().split("\0")
        except (OSError, PermissionError):
            continue
        for word, name in names.items():
            if word in words:
                found.setdefault(name, []).append(int(entry.name))
    return found


@pytest.fixture
def house(tmp_path) -> Iterator[subprocess.Popen[str]]:
    """The supervisor with its three programmes, answering."""
    environment = os.environ | {"TANDEM_VAR_DIR": str(tmp_path), "PORT": str(services.free_port())}
    for name in ("MAKELEVEL", "DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL"):
        environment.pop(name, None)
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen([sys.executable, SUPERVISOR], env=environment, stdout=log)
    yield process
    process.kill()
    process.wait()
    assert eventually(lambda: not living(tmp_path))


def is_up(tmp_path: Path) -> bool:
    return "answers on" in (tmp_path / "log").read_text() and set(living(tmp_path)) == {
        "web",
        "worker",
        "beat",
    }


def test_each_programme_that_falls_is_started_again(house, tmp_path):
    assert eventually(lambda: is_up(tmp_path)), (tmp_path / "log").read_text()
    before = living(tmp_path)

    for pids in before.values():
        os.kill(min(pids), signal.SIGKILL)

    fallen = {pid for pids in before.values() for pid in pids}
    assert eventually(
        lambda: (
            set(living(tmp_path)) == set(before)
            and not fallen & {pid for pids in living(tmp_path).values() for pid in pids}
        )
    )


def test_asked_to_stop_it_leaves_no_process(house, tmp_path):
    assert eventually(lambda: is_up(tmp_path)), (tmp_path / "log").read_text()

    house.send_signal(signal.SIGINT)

    assert house.wait(PATIENCE) == 0
    assert living(tmp_path) == {}


def test_killed_it_leaves_no_process(house, tmp_path):
    assert eventually(lambda: is_up(tmp_path)), (tmp_path / "log").read_text()

    house.kill()
    house.wait()

    assert eventually(lambda: not living(tmp_path))


def test_a_port_in_use_is_told_and_nothing_starts():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        told = subprocess.run(
            [sys.executable, SUPERVISOR],
            env=os.environ | {"PORT": str(port)},
            capture_output=True,
            text=True,
            check=False,
        )

    assert told.returncode == 1
    assert f"port {port} is in use" in told.stdout
