"""Run a command beside a PostgreSQL and a Redis: those given by the environment, else private ones.

`python sponsorship/ops/services.py pytest …` starts what is missing on free ports of this machine,
sets `DATABASE_URL` and `REDIS_URL`, runs the command, and stops what it started.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

SECONDS_TO_START, SECONDS_TO_STOP = 30, 10
# PostgreSQL refuses to run as root: then it runs as the user that Debian's package makes for it.
POSTGRES_USER = "postgres" if os.geteuid() == 0 else None


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def find_program(name: str, *, package: str) -> str:
    """Return the path of a programme, or stop and say which Debian package brings it."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    path = os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")])
    found = shutil.which(name, path=path)
    if not found:
        sys.exit(f"{name} is not installed (Debian: apt install {package}).")
    return found


def answers(question: list[str]) -> bool:
    """Tell whether a server answers its own client."""
    return subprocess.run(question, capture_output=True, check=False).returncode == 0


@contextmanager
def server(
    command: list[str], *, folder: Path, question: list[str], user: str | None = None
) -> Iterator[None]:
    """Run a server from when it answers until the block ends."""
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=output,
            stderr=output,
            user=user,
            group=user,
            extra_groups=[] if user else None,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + SECONDS_TO_START
        while not answers(question):
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"{command[0]} did not start:\n{log.read_text(errors='replace')}")
            time.sleep(0.05)
        yield
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server: politely, then not."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def private_postgresql(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL of our own, quick because nothing in it must last, and give its address."""
    port, data = free_port(), folder / "data"
    if POSTGRES_USER:
        shutil.chown(folder, POSTGRES_USER, POSTGRES_USER)
    subprocess.run(
        [
            *[find_program("initdb", package="postgresql"), "--pgdata", str(data)],
            *["--username=tandem", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"],
        ],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        user=POSTGRES_USER,
        group=POSTGRES_USER,
        extra_groups=[] if POSTGRES_USER else None,
        check=True,
    )
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": folder,
        "max_connections": 200,
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
    }
    command = [find_program("postgres", package="postgresql"), "-D", str(data)]
    command += [f"--{name}={value}" for name, value in settings.items()]
    pg_isready = find_program("pg_isready", package="postgresql")
    question = [pg_isready, "--host=127.0.0.1", f"--port={port}"]
    with server(command, folder=folder, question=question, user=POSTGRES_USER):
        yield f"postgres://tandem@127.0.0.1:{port}/postgres"


@contextmanager
def private_redis(folder: Path) -> Iterator[str]:
    """Run a Redis of our own that writes nothing to disk, and give its address."""
    port = free_port()
    command = [find_program("redis-server", package="redis-server"), "--bind", "127.0.0.1"]
    command += ["--port", str(port), "--save", "", "--appendonly", "no", "--databases", "64"]
    redis_cli = find_program("redis-cli", package="redis-tools")
    with server(command, folder=folder, question=[redis_cli, "-p", str(port), "ping"]):
        yield f"redis://127.0.0.1:{port}/0"


def main() -> int:
    """Run the command of the command line with both services; give its exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    private = {"DATABASE_URL": private_postgresql, "REDIS_URL": private_redis}
    with ExitStack() as stack:
        for variable, start in private.items():
            if os.environ.get(variable):
                continue
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tandem-")))
            os.environ[variable] = stack.enter_context(start(folder))
        return subprocess.run(sys.argv[1:], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
