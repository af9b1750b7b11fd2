"""A gunicorn with two workers on a free local port, its processor time, and requests to it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from statistics import median, quantiles

TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A running server."""

    port: int
    pid: int
    database: int | None

    def processor_ms(self) -> float:
        """Return the processor time of the server and of the database so far, in milliseconds."""
        return sum(tree_ms(pid) for pid in (self.pid, self.database) if pid)


@dataclass
class Figures:
    """What one page took."""

    cpu_ms: list[float] = field(default_factory=list)
    p50_ms: list[float] = field(default_factory=list)
    p95_ms: list[float] = field(default_factory=list)
    per_second: list[float] = field(default_factory=list)
    statements: int = 0
    bytes: int = 0

    def middle(self, name: str) -> float:
        """Return the median over the rounds."""
        return median(getattr(self, name))


@dataclass(frozen=True)
class Answer:
    """What came back."""

    content: bytes
    headers: Message


@dataclass(frozen=True)
class Request:
    """How one page is asked for."""

    method: str
    path: str
    cookie: str
    body: Callable[[], str] | None = None
    # How many times less often it is asked for, since it takes so much longer than a page.
    weight: int = 1


def children(pid: int) -> list[int]:
    """Return the processes that a process started."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed]


def parent(pid: int) -> int:
    """Return the process that started this one."""
    return int(stat_of(pid)[1])


def stat_of(pid: int) -> list[str]:
    """Return what the system counts of a process, from its state on."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


def tree_ms(pid: int) -> float:
    """Return the processor time of a process, of its children, and of those it had that have ended."""
    own = sum(int(field) for field in stat_of(pid)[11:15])
    return own * 1000 / TICK + sum(processor_ms(child) for child in children(pid))


def processor_ms(pid: int) -> float:
    """Return the processor time of one process."""
    try:
        fields = stat_of(pid)
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) * 1000 / TICK


@contextmanager
def serve(settings: str, environment: dict[str, str], database: int | None) -> Iterator[Server]:
    """Run gunicorn with two workers until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "sponsorship.wsgi:application",
            "--bind",
            f"127.0.0.1:{port}",
            "--workers",
            "2",
            "--keep-alive",
            "30",
            "--worker-class",
            "gthread",
            "--threads",
            "4",
            "--log-level",
            "error",
        ],
        env={**environment, "DJANGO_SETTINGS_MODULE": settings},
    )
    try:
        wait(port, process)
        yield Server(port, process.pid, database)
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until the server answers, whatever it says; raise `RuntimeError` where it ends before."""
    for _attempt in range(150):
        if process.poll() is not None:
            break
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            line.request("GET", "/")
            line.getresponse()
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
        else:
            return
        finally:
            line.close()
    raise RuntimeError("gunicorn did not start")


def ask(
    connection: http.client.HTTPConnection, request: Request, *, count: bool = False
) -> tuple[float, int, "Answer"]:
    """Ask once; return the time in milliseconds, the bytes that came and the answer."""
    headers = {"Cookie": request.cookie, "Accept-Encoding": "gzip", "Host": "127.0.0.1"}
    if count:
        headers["X-Count"] = "1"
    body = request.body() if request.body else None
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    begun = time.perf_counter()
    connection.request(request.method, request.path, body=body, headers=headers)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status not in {200, 204, 302}:
        raise RuntimeError(f"{request.method} {request.path} answered {answer.status}")
    spent = (time.perf_counter() - begun) * 1000
    return spent, len(content), Answer(content, answer.headers)


def measure(
    server: Server,
    request: Request,
    figures: Figures,
    *,
    times: int,
    connections: int = 8,
    is_timed: bool = True,
) -> None:
    """Measure one round: processor time one by one, then, where it is timed, times and throughput at eight connections."""
    times = max(times // request.weight, 1)
    if not figures.cpu_ms:
        with ThreadPoolExecutor(connections) as pool:
            # Each thread of the server has a connection of its own to the database, with plans of its own.
            list(pool.map(lambda _n: burst(server.port, request, 6), range(connections)))
    line = http.client.HTTPConnection("127.0.0.1", server.port)
    _ms, figures.bytes, answer = ask(line, request, count=True)
    figures.statements = int(answer.headers.get("X-Statements") or 0)
    before = server.processor_ms()
    for _turn in range(times):
        ask(line, request)
    figures.cpu_ms.append((server.processor_ms() - before) / times)
    line.close()
    if is_timed:
        measure_times(server, request, figures, times=times, connections=connections)


def measure_times(
    server: Server, request: Request, figures: Figures, *, times: int, connections: int
) -> None:
    """Measure how long a request takes at so many connections, and how many are answered in a second."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        spent = [
            ms
            for part in pool.map(
                lambda _n: burst(server.port, request, max(times // 4, 2)), range(connections)
            )
            for ms in part
        ]
    figures.per_second.append(len(spent) / (time.perf_counter() - begun))
    figures.p50_ms.append(median(spent))
    figures.p95_ms.append(quantiles(spent, n=20)[-1])


def burst(port: int, request: Request, times: int) -> list[float]:
    """Ask again and again over one connection."""
    line = http.client.HTTPConnection("127.0.0.1", port)
    try:
        return [ask(line, request)[0] for _turn in range(times)]
    finally:
        line.close()
