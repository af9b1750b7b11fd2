"""Races with real processes: a database of its own on the engine under test, and many who act at once."""

import atexit
import functools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
START_DELAY = 4.0


def fresh_database(tmp_path: Path, name: str) -> dict[str, str]:
    """Return the environment of a new, migrated database: PostgreSQL where `DATABASE_URL` says so, else SQLite."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return copy_postgres(given, f"tandem_race_{name}_{os.getpid()}")
    path = tmp_path / f"{name}.sqlite3"
    shutil.copyfile(migrated_sqlite(), path)
    return environment(f"sqlite:///{path}")


def environment(url: str) -> dict[str, str]:
    """Return what a process needs to work on this database."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "sponsorship.settings_test",
    }


def migrate(url: str) -> None:
    """Lay the tables, in a process of its own."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment(url), check=True, timeout=300)


@functools.cache
def migrated_sqlite() -> Path:
    """Migrate once for all races of this process; each race then gets a copy."""
    folder = tempfile.TemporaryDirectory(prefix="tandem-race-")
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "template.sqlite3"
    migrate(f"sqlite:///{path}")
    return path


@functools.cache
def migrated_postgres(given: str) -> str:
    """Migrate once for all races of this process, and return the name of what they copy."""
    name = f"tandem_race_template_{os.getpid()}"
    migrate(create_postgres(given, name))
    return name


def copy_postgres(given: str, name: str) -> dict[str, str]:
    """Return the environment of a copy of the migrated database."""
    return environment(create_postgres(given, name, template=migrated_postgres(given)))


def create_postgres(given: str, name: str, template: str = "template1") -> str:
    """Create a database beside the given one and return its address."""
    connection = psycopg2.connect(given)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    connection.close()
    return urlunsplit(urlsplit(given)._replace(path=f"/{name}"))


def run(env: dict[str, str], module: str, *arguments: str) -> str:
    """Run one step of a race in a process of its own and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", module, *arguments],
        cwd=ROOT,
        env=env,
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.stdout.strip()


def run_at_once(env: dict[str, str], module: str, commands: list[list[str]]) -> list[str]:
    """Let each command begin at the same moment, each in a process of its own; return what they printed."""
    moment = str(time.time() + START_DELAY)
    racers = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", module, *command, moment],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for command in commands
    ]
    printed = []
    for racer in racers:
        out, err = racer.communicate(timeout=120)
        assert racer.returncode == 0, err
        printed.append(out.strip())
    return printed
