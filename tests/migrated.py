"""The migrated database, laid once for all processes of a run, and copied by whoever needs one."""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2

A_WEEK = 7 * 24 * 60 * 60
ROOT = Path(__file__).resolve().parent.parent


def fingerprint() -> str:
    """Return a word that changes with any migration, with what is laid after them, and with the packages."""
    digest = hashlib.sha256()
    beside = [ROOT / "accounts/models/search_index.py", ROOT / "requirements-dev.txt"]
    for path in [*sorted(ROOT.glob("*/migrations/*.py")), *beside]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def migrated_sqlite() -> Path:
    """Return an SQLite file with all migrations; the first process that asks lays it, the others wait."""
    name = fingerprint()
    path = folder() / f"{name}.sqlite3"
    with alone(name):
        if not path.exists():
            for old in folder().iterdir():
                if time.time() - old.stat().st_mtime > A_WEEK:
                    old.unlink()
            being_laid = folder() / f"{name}.being-laid"
            being_laid.unlink(missing_ok=True)
            migrate(f"sqlite:///{being_laid}")
            settle(being_laid)
            being_laid.rename(path)
    return path


def migrated_postgres(given: str) -> str:
    """Return the name of a PostgreSQL database with all migrations, beside the given one; laid once, as above."""
    name = f"tandem_tests_{fingerprint()}"
    with alone(name):
        if name not in databases(given):
            being_laid = f"{name}_being_laid"
            migrate(create_postgres(given, being_laid))
            statement(given, f'ALTER DATABASE "{being_laid}" RENAME TO "{name}"')
    return name


def folder() -> Path:
    """Return where the databases lie."""
    path = Path(tempfile.gettempdir()) / f"tandem-tests-{os.getuid()}"
    path.mkdir(exist_ok=True)
    return path


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Let one process at a time lay the database of this name."""
    with (folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def create_postgres(given: str, name: str, template: str = "template1") -> str:
    """Create a database beside the given one and return its address."""
    statement(given, f'DROP DATABASE IF EXISTS "{name}"')
    statement(given, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return urlunsplit(urlsplit(given)._replace(path=f"/{name}"))


def databases(given: str) -> set[str]:
    """Return the names of the server's databases."""
    return {row[0] for row in statement(given, "SELECT datname FROM pg_database")}


def statement(given: str, sql: str) -> list[tuple[Any, ...]]:
    """Run one statement outside of a transaction and return its rows."""
    connection = psycopg2.connect(given)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall()) if cursor.description else []
    finally:
        connection.close()


def settle(path: Path) -> None:
    """Leave one plain file, which may be copied and read without a write-ahead log."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()


def migrate(url: str) -> None:
    """Lay the tables, in a process of its own."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment(url), check=True, timeout=600)


def environment(url: str) -> dict[str, str]:
    """Return what a process needs to work on this database."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "sponsorship.settings_test",
    }
