"""Tandem as `make demo` and `make start` start it, for the journeys: web, worker and beat."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings

ROOT = settings.BASE_DIR
SET_BY_THE_SHELL = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "TANDEM_ENV", "SITE_URL"}
PATIENCE = 60.0


@dataclass(frozen=True)
class Server:
    """A running Tandem: its address, its folder, and what its commands see of the environment."""

    url: str
    environment: dict[str, str]

    def command(self, *words: str) -> str:
        """Run a management command against this server's database and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def cast(self) -> dict[str, dict[str, str]]:
        """Return who may sign in, by role."""
        return {one["role"]: one for one in json.loads(self.command("demo_cast", "--json"))}


@contextlib.contextmanager
def running(folder: Path, *, demo: bool) -> Iterator[Server]:
    """Prepare a database in the folder, start everything, and take it all down again."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if key not in SET_BY_THE_SHELL}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "sponsorship.settings",
        "TANDEM_ENV_FILE": os.devnull,
        "TANDEM_VAR_DIR": str(folder),
        "TANDEM_DEMO": "1" if demo else "",
        "PORT": str(port),
    }
    server = Server(f"http://127.0.0.1:{port}", environment)
    server.command("prepare", "--verbosity", "0", *(["--demo"] if demo else []))
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "sponsorship/ops/supervisor.py"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_it_answers(port, process)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def wait_until_it_answers(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Ask until the page of health answers; fail where the server ends before."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, "the server has ended"
        with contextlib.suppress(OSError), contextlib.closing(connection(port)) as line:
            line.request("GET", "/health/live")
            if line.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise TimeoutError(f"no answer after {PATIENCE} s")


def connection(port: int) -> HTTPConnection:
    """Return a line to the server."""
    return HTTPConnection("127.0.0.1", port, timeout=5)
