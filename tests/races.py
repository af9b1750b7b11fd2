"""Races with real processes: a database of its own on the engine under test, and many who act at once."""

import os
import subprocess
import sys
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
        url = make_postgres(given, f"tandem_race_{name}_{os.getpid()}")
    else:
        url = f"sqlite:///{tmp_path / name}.sqlite3"
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "sponsorship.settings_test"}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env=env,
        check=True,
        timeout=120,
    )
    return env


def make_postgres(given: str, name: str) -> str:
    """Create a database beside the given one and return its address."""
    connection = psycopg2.connect(given)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
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
