"""Measure the pages against a bare Django view."""

import gzip
import http.client
import json
import os
import platform
import re
import subprocess
import sys
import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import KeyAccount, User
from sponsorship.bench import matching
from sponsorship.bench.fill import Size, fill
from sponsorship.bench.server import Figures, Request, Server, ask, measure, parent, serve

# How many times the processor time of the bare view a page may take, and where its latency must lie.
TARGETS = {
    "home": 4.0,
    "this week": None,
    "calendar feed": None,
    "cockpit": 4.0,
    "accounts list": 2.5,
    "search": 2.5,
    "account page": 4.0,
    "brief": 4.0,
    "log an interaction": 2.0,
}
LATENCY_TARGET = 4.0
BACKEND = "sponsorship.adapters.SignInBackend"
BARE_BACKEND = "django.contrib.auth.backends.ModelBackend"
FIRST_STEP = "TANDEM_BENCH"
# What a browser asks for at once beside the page: styles, scripts, fonts and pictures of our own.
ASSET = re.compile(r'(?:src|href)="(/static/[^"#]+)"')


class Command(BaseCommand):
    help = "Fill a large database, start gunicorn with two workers, and print each page beside a bare view."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rounds", type=int, default=5)
        parser.add_argument("--times", type=int, default=120, help="requests of a page in a round")
        parser.add_argument("--accounts", type=int, default=10_000)

    def handle(self, *args: Any, **options: Any) -> None:
        if FIRST_STEP not in os.environ:
            run_in_bench_database(sys.argv[2:])
            return
        if not KeyAccount.objects.exists():
            self.stdout.write(f"Filling {connection.vendor} with {options['accounts']} accounts …")
            fill(Size(accounts=options["accounts"]))
        with connection.cursor() as cursor:
            # What a migration has made anew is unknown to the planner, and unseen by index-only scans.
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        figures, visit = measure_all(options["rounds"], options["times"])
        report = evaluate(figures) | {"first_visit": visit}
        path = settings.BASE_DIR / "var" / "bench.json"
        self.stdout.write(table(report))
        self.stdout.write(
            "First visit of the account page: {requests} requests (at most {requests_target}), "
            "{bytes} bytes (at most {bytes_target})".format(**visit)
        )
        matched = [matching.measure(*size) for size in matching.SIZES]
        report["matching"] = [row.as_plain() for row in matched]
        self.stdout.write(matching.report(matched))
        path.write_text(json.dumps(report, indent=2), encoding="utf-8")
        self.stdout.write(f"Written to {path.relative_to(settings.BASE_DIR)}")


def run_in_bench_database(arguments: list[str]) -> None:
    """Run again with a database of its own: the given PostgreSQL, or SQLite under var/bench."""
    folder = settings.BASE_DIR / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, FIRST_STEP: "1", "TANDEM_VAR_DIR": str(folder)}
    environment.setdefault("DATABASE_URL", f"sqlite:///{folder / 'bench.sqlite3'}")
    for command in (
        ["prepare", "--verbosity", "0"],
        ["bench", *arguments],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=environment,
            check=True,
        )


def sign_in(user: User, backend: str = BACKEND) -> str:
    """Return the cookie of a new session."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def account_of(kam: User) -> KeyAccount:
    """Return the first account of a KAM. Raises `KeyAccount.DoesNotExist`."""
    return KeyAccount.objects.managed_by(kam).order_by("pk")[:1].get()


def requests_of(kam: User, other: User, lead: User) -> dict[str, Request]:
    """Return how each page is asked for: by a KAM, some by a lead; another KAM logs, so that no page grows meanwhile."""
    account, logged_on = account_of(kam), account_of(other)
    mine, others, leads = sign_in(kam), sign_in(other), sign_in(lead)
    token = "c" * 32

    def log_body() -> str:
        return (
            f"csrfmiddlewaretoken={token}&account={logged_on.public_id}&kind=exchange&day={timezone.localdate():%Y-%m-%d}"
            f"&subject=Bench&mode=phone&public_id={uuid.uuid4()}"
        )

    page = reverse("account_detail", args=[account.public_id])
    return {
        "home": Request("GET", reverse("home"), mine),
        "this week": Request("GET", "/bench/this-week/", mine),
        "calendar feed": Request("GET", "/bench/feed/", mine),
        "cockpit": Request("GET", reverse("cockpit"), leads),
        "accounts list": Request("GET", reverse("key_account_list"), leads),
        "search": Request("GET", reverse("search") + "?q=number00", leads),
        "account page": Request("GET", page, mine),
        "brief": Request("GET", reverse("brief_detail", args=[account.public_id]), mine),
        "log an interaction": Request(
            "POST", reverse("interaction_log"), f"{others}; csrftoken={token}", log_body
        ),
    }


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


def measure_all(rounds: int, times: int) -> tuple[dict[str, Figures], dict[str, int]]:
    """Measure every page and the two bare views, turn by turn, so that noise falls on all of them alike."""
    kam = User.objects.get(email="kam0@bench.example")
    lead = User.objects.get(email="lead@bench.example")
    other = User.objects.get(email="kam1@bench.example")
    pages = requests_of(kam, other, lead)
    bare = {
        "L": Request("GET", f"/l/{account_of(kam).pk}/", sign_in(kam, BARE_BACKEND)),
        "Lp": Request("POST", "/lp/", sign_in(kam, BARE_BACKEND), lambda: ""),
    }
    figures = {name: Figures() for name in [*bare, *pages]}
    postmaster = database_pid()
    with (
        serve("sponsorship.bench.settings_bare", dict(os.environ), postmaster) as ground,
        serve("sponsorship.bench.settings", dict(os.environ), postmaster) as server,
    ):
        for _round in range(rounds):
            for name, request in bare.items():
                measure(ground, request, figures[name], times=times)
            for name, request in pages.items():
                measure(server, request, figures[name], times=times)
        visit = first_visit(server, pages["account page"])
    return figures, visit


def evaluate(figures: dict[str, Figures]) -> dict[str, Any]:
    """Return the figures as ratios to L, or to Lp for a POST, with the targets beside them."""
    pages = {}
    for name, found in figures.items():
        base = figures["Lp" if name == "log an interaction" else "L"]
        pages[name] = {
            "ratio": round(found.middle("cpu_ms") / base.middle("cpu_ms"), 2),
            "target": TARGETS.get(name),
            "spread": [
                round(value / base.middle("cpu_ms"), 2)
                for value in (min(found.cpu_ms), max(found.cpu_ms))
            ],
            "p95_ratio": round(found.middle("p95_ms") / base.middle("p95_ms"), 2),
            "p95_target": LATENCY_TARGET if TARGETS.get(name) else None,
            "cpu_ms": round(found.middle("cpu_ms"), 2),
            "p50_ms": round(found.middle("p50_ms"), 1),
            "p95_ms": round(found.middle("p95_ms"), 1),
            "per_second": round(found.middle("per_second")),
            "statements": found.statements,
            "bytes": found.bytes,
        }
    return {
        "day": timezone.localdate().isoformat(),
        "database": connection.vendor,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "accounts": KeyAccount.objects.count(),
        "pages": pages,
    }


def table(report: dict[str, Any]) -> str:
    """Return the report as people read it."""
    head = f"{'page':<20}{'ratio':>7}{'target':>8}{'p95 x':>7}{'CPU ms':>9}{'p50 ms':>9}{'p95 ms':>9}{'req/s':>8}{'SQL':>5}{'bytes':>9}"
    lines = [
        f"{report['database']}, {report['machine']}, {report['accounts']} accounts, {report['day']}",
        head,
    ]
    for name, row in report["pages"].items():
        target = row["target"] or "–"
        lines.append(
            f"{name:<20}{row['ratio']:>7}{target:>8}{row['p95_ratio']:>7}{row['cpu_ms']:>9}{row['p50_ms']:>9}"
            f"{row['p95_ms']:>9}{row['per_second']:>8}{row['statements']:>5}{row['bytes']:>9}"
        )
    return "\n".join(lines)
