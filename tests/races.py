"""Races with real processes: a database of its own on the engine under test, and many who act at once."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.migrated import (
    ROOT,
    create_postgres,
    environment,
    migrated_postgres,
    migrated_sqlite,
)

START_DELAY = 4.0


def fresh_database(tmp_path: Path, name: str) -> dict[str, str]:
    """Return the environment of a new, migrated database: PostgreSQL where `DATABASE_URL` says so, else SQLite."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return copy_postgres(given, f"tandem_race_{name}_{os.getpid()}")
    path = tmp_path / f"{name}.sqlite3"
    shutil.copyfile(migrated_sqlite(), path)
    return environment(f"sqlite:///{path}")


def copy_postgres(given: str, name: str) -> dict[str, str]:
    """Return the environment of a copy of the migrated database."""
    return environment(create_postgres(given, name, template=migrated_postgres(given)))


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
