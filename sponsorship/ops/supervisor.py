"""Run Tandem on one machine: web, worker and beat under one roof.

`python sponsorship/ops/supervisor.py` starts the three, writes their lines with a name before each,
starts again whichever falls, and takes them along when it ends, whether asked to or killed.
"""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent.parent
PORT = int(os.environ.get("PORT", "8000"))
# One web process with threads: the local-memory cache, which counts wrong passwords, is one too.
PROGRAMMES = {
    "web": "gunicorn sponsorship.wsgi --worker-class=gthread --workers=1 --threads=8 "
    f"--bind=127.0.0.1:{PORT} --graceful-timeout=5 --no-control-socket --log-level=warning",
    "worker": "celery --quiet --app=sponsorship worker --pool=threads --concurrency=2 --loglevel=warning",
    "beat": "celery --quiet --app=sponsorship beat --loglevel=warning",
}
ENVIRONMENT = {
    "PORT": str(PORT),
    "PYTHONUNBUFFERED": "1",
    # Celery says so at each start; in a container of a developer's own it is as it should be.
    "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
}
SECONDS_TO_STOP = 10
FIRST_WAIT, LONGEST_WAIT, STEADY_AFTER = 0.5, 8.0, 20.0
FALLS_BEFORE_GIVING_UP = 4
PR_SET_PDEATHSIG = 1


def say(name: str, line: str) -> None:
    """Write one line with the name of the programme that speaks."""
    sys.stdout.write(f"{name:<6} | {line.rstrip()}\n")
    sys.stdout.flush()


def die_with(parent: int, sign: signal.Signals) -> None:
    """Ask the kernel to send this process a signal the moment its parent is gone."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)  # Linux alone has it
    if prctl is None:
        return
    prctl(PR_SET_PDEATHSIG, sign)
    if os.getppid() != parent:
        sys.exit(1)


def become(name: str, parent: int) -> None:
    """Turn this process into the programme, which then never outlives its supervisor."""
    die_with(parent, signal.SIGKILL)
    os.execv(sys.executable, [sys.executable, "-m", *PROGRAMMES[name].split()])


class Supervisor:
    """Keeps the three programmes running until it is told to stop."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.running: dict[str, subprocess.Popen[str]] = {}
        self.lock = threading.Lock()
        self.answered = False
        self.failed = False

    def start(self, name: str) -> subprocess.Popen[str] | None:
        """Start a programme in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        with self.lock:
            if self.stopping.is_set():
                return None
            self.running[name] = subprocess.Popen(
                [sys.executable, __file__, name, str(os.getpid())],
                cwd=ROOT,
                env={**os.environ, **ENVIRONMENT},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                start_new_session=True,
            )
            return self.running[name]

    def keep(self, name: str) -> None:
        """Run a programme, and again when it falls: sooner the first time, later the next."""
        wait, falls = FIRST_WAIT, 0
        while process := self.start(name):
            started = time.monotonic()
            threading.Thread(target=forward, args=(name, process.stdout), daemon=True).start()
            code = process.wait()
            kill_group(process)
            if self.stopping.is_set():
                return
            if time.monotonic() - started > STEADY_AFTER:
                wait, falls = FIRST_WAIT, 0
            falls += 1
            if falls >= FALLS_BEFORE_GIVING_UP and not self.answered:
                self.give_up(name)
                return
            say(name, f"ended ({code}), starts again in {wait:g} s")
            self.stopping.wait(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    def give_up(self, name: str) -> None:
        """Stop everything: a programme that never ran will not run the next time either."""
        say(name, "does not start; the lines above say why")
        self.failed = True
        self.stopping.set()

    def run(self) -> int:
        """Start the three, say where Tandem answers, and stay until the signal to stop."""
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, lambda *_: self.stopping.set())
        keepers = [threading.Thread(target=self.keep, args=(name,)) for name in PROGRAMMES]
        for keeper in keepers:
            keeper.start()
        while not self.stopping.wait(0.1):
            if not self.answered and web_answers():
                self.answered = True
                say("tandem", f"answers on http://127.0.0.1:{PORT}/ (Ctrl-C stops it)")
        self.stop()
        for keeper in keepers:
            keeper.join()
        return 1 if self.failed else 0

    def stop(self) -> None:
        """Ask each programme to end, and end those that take too long."""
        with self.lock:
            processes = list(self.running.values())
        for process in processes:
            process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for process in processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            kill_group(process)


def forward(name: str, lines: IO[str]) -> None:
    """Pass on what a programme writes."""
    for line in lines:
        say(name, line)


def kill_group(process: subprocess.Popen[str]) -> None:
    """End a programme with all the processes it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def web_answers() -> bool:
    """Tell whether the web answers by now."""
    connection = HTTPConnection("127.0.0.1", PORT, timeout=1)
    try:
        connection.request("GET", "/health/live")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def port_is_taken() -> bool:
    """Tell whether another programme listens on our port already."""
    with socket.socket() as ours:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            ours.bind(("127.0.0.1", PORT))
        except OSError:
            return True
    return False


def main() -> int:
    """Supervise; or, started with a programme's name, become that programme."""
    if len(sys.argv) == 3:
        become(sys.argv[1], parent=int(sys.argv[2]))
    if port_is_taken():
        say("tandem", f"port {PORT} is in use: choose another one, as in PORT={PORT + 1}")
        return 1
    if "MAKELEVEL" in os.environ:
        die_with(os.getppid(), signal.SIGTERM)
    return Supervisor().run()


if __name__ == "__main__":
    sys.exit(main())
