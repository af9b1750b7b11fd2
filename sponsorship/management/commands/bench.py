"""Measure the pages against a bare Django view."""

import gzip
import http.client
import json
import os
import re
import subprocess
import sys
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from sponsorship.bench import matching
from sponsorship.bench.databases import beside, bring_up, create, using
from sponsorship.bench.report import evaluate, table
from sponsorship.bench.requests import bare_requests, page_requests
from sponsorship.bench.server import Figures, Request, Server, ask, measure, parent, serve

FIRST_STEP = "TANDEM_BENCH"
# What a browser asks for at once beside the page: styles, scripts, fonts and pictures of our own.
ASSET = re.compile(r'(?:src|href)="(/static/[^"#]+)"')
FEW = 10


class Command(BaseCommand):
    help = "Fill a large database, start gunicorn with two workers, and print each page beside a bare view."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rounds", type=int, default=5)
        parser.add_argument("--times", type=int, default=60, help="requests of a page in a round")
        parser.add_argument("--accounts", type=int, default=10_000)

    def handle(self, *args: Any, **options: Any) -> None:
        if FIRST_STEP not in os.environ:
            run_in_bench_database(sys.argv[2:])
            return
        large = os.environ["DATABASE_URL"]
        sizes = {
            beside(large, FEW): FEW,
            beside(large, options["accounts"] // 10): options["accounts"] // 10,
            large: options["accounts"],
        }
        for url, accounts in sizes.items():
            self.stdout.write(f"{connection.vendor} with {accounts} accounts …")
            create(url)
            bring_up(url, accounts)
        few, tenth, _large = sizes
        found = measure_all(few, tenth, rounds=options["rounds"], times=options["times"])
        report = evaluate(*found[:3]) | {"first_visit": found[3]}
        self.stdout.write(table(report))
        self.stdout.write(
            "First visit of the account page: {requests} requests (at most {requests_target}), "
            "{bytes} bytes (at most {bytes_target})".format(**report["first_visit"])
        )
        matched = [matching.measure(*size) for size in matching.SIZES]
        report["matching"] = [row.as_plain() for row in matched]
        self.stdout.write(matching.report(matched))
        path = settings.BASE_DIR / "var" / "bench.json"
        path.write_text(json.dumps(report, indent=2), encoding="utf-8")
        self.stdout.write(f"Written to {path.relative_to(settings.BASE_DIR)}")


def run_in_bench_database(arguments: list[str]) -> None:
    """Run again with a database of its own: the given PostgreSQL, or SQLite under var/bench."""
    folder = settings.BASE_DIR / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, FIRST_STEP: "1", "TANDEM_VAR_DIR": str(folder)}
    environment.setdefault("DATABASE_URL", f"sqlite:///{folder / 'bench.sqlite3'}")
    for command in (
        ["prepare", "--no-database", "--verbosity", "0"],
        ["bench", *arguments],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=environment,
            check=True,
        )


def database_pid() -> int | None:
    """Return the process from which those of PostgreSQL stem; none for SQLite, which has no process of its own."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return parent(cursor.fetchone()[0])


def first_visit(server: Server, request: Request) -> dict[str, int]:
    """Return how many requests, and bytes over the wire, the first visit of a page takes."""
    line = http.client.HTTPConnection("127.0.0.1", server.port)
    _ms, size, answer = ask(line, request)
    page = gzip.decompress(answer.content).decode()
    paths = set(ASSET.findall(page))
    for path in paths:
        size += ask(line, Request("GET", path, request.cookie))[1]
    return {
        "requests": 1 + len(paths),
        "requests_target": 8,
        "bytes": size,
        "bytes_target": 60_000,
    }


def measure_all(
    few: str, tenth: str, *, rounds: int, times: int
) -> tuple[dict[str, Figures], dict[str, Figures], dict[str, Figures], dict[str, int]]:
    """Measure every page and the two bare views, turn by turn, so that noise falls on all of them alike.

    Of the database with a tenth of the accounts the processor time, of the one with few the statements.
    """
    bare, pages = bare_requests(), page_requests()
    figures = {name: Figures() for name in [*bare, *pages]}
    postmaster = database_pid()
    with ExitStack() as running:

        def start(settings: str, url: str = os.environ["DATABASE_URL"]) -> Server:
            environment = {**os.environ, "DATABASE_URL": url}
            return running.enter_context(serve(settings, environment, postmaster))

        smaller = [
            SmallerProgramme(url, start("sponsorship.bench.settings", url)) for url in (few, tenth)
        ]
        small, less = smaller
        ground, server = (
            start("sponsorship.bench.settings_bare"),
            start("sponsorship.bench.settings"),
        )
        for name in pages:
            small.measure(name, times=1)
        for _round in range(rounds):
            for name, request in bare.items():
                measure(ground, request, figures[name], times=times)
            for name, request in pages.items():
                measure(server, request, figures[name], times=times)
                less.measure(name, times=times)
        visit = first_visit(server, pages["account page"])
    return figures, less.figures, small.figures, visit


class SmallerProgramme:
    """The same pages where there are fewer accounts."""

    def __init__(self, url: str, server: Server) -> None:
        with using(url):
            self.requests = page_requests()
        self.server = server
        self.figures = {name: Figures() for name in self.requests}

    def measure(self, name: str, *, times: int) -> None:
        """Measure the processor time and the statements of one page."""
        measure(self.server, self.requests[name], self.figures[name], times=times, is_timed=False)
