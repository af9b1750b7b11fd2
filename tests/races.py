"""Races with real processes: a database of its own on the engine under test, and many who act at once.

The racers are forked from a process that has set Django up (tests/racer.py) and holds no connection, so that
a race costs no start of an interpreter for each of them.
"""

import os
import shutil
import subprocess
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from django.db import connections
from environ import Env

from tests.migrated import (
    ROOT,
    create_postgres,
    environment,
    migrated_postgres,
    migrated_sqlite,
)

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["tests.racer"])
PATIENCE = 120
# Which of the settings of a database are its address.
ADDRESS = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
# In a racer: where all wait for each other. `ready()` waits there.
line: list[Barrier] = []


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
    """Run one step of a module in a process of its own and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", module, *arguments],
        cwd=ROOT,
        env=env,
        check=True,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    return done.stdout.strip()


def alone(env: dict[str, str], step: Callable[..., Any], *arguments: Any) -> Any:
    """Do one step in a process of its own and return what it returned."""
    return at_once(env, [(step, *arguments)])[0]


def at_once(
    env: dict[str, str], steps: list[tuple[Any, ...]], racers: int | None = None
) -> list[Any]:
    """Do each step, a function and what it takes, in a process of its own; return what they returned.

    As many racers as said wait for each other, of each process one unless it has several threads that do.
    """
    barrier = FORKS.Barrier(racers or len(steps), timeout=PATIENCE)
    running = []
    for step, *arguments in steps:
        mine, theirs = FORKS.Pipe(duplex=False)
        named = (step.__module__, step.__qualname__)
        racer = FORKS.Process(
            target=race, args=(env["DATABASE_URL"], barrier, theirs, named, arguments)
        )
        racer.start()
        theirs.close()
        running.append((racer, mine))
    return [answer_of(racer, mine) for racer, mine in running]


def answer_of(racer: Any, mine: Connection) -> Any:
    """Return what a racer returned, or fail with what it failed with."""
    try:
        assert mine.poll(PATIENCE), "a racer did not answer"
        returned, answer = mine.recv()
    finally:
        mine.close()
        racer.kill()
        racer.join()
        racer.close()
    assert returned, answer
    return answer


def race(
    url: str, barrier: Barrier, theirs: Connection, named: tuple[str, str], arguments: list[Any]
) -> None:
    """Be a racer: act on the database of the race and say what came of it."""
    module, name = named
    line[:] = [barrier]
    try:
        address = Env.db_url_config(url)
        connections.settings["default"].update({key: address.get(key, "") for key in ADDRESS})
        theirs.send((True, getattr(import_module(module), name)(*arguments)))
    except BaseException:  # noqa: BLE001 - whatever it is, the test shows it
        theirs.send((False, traceback.format_exc()))
    finally:
        connections.close_all()


def ready() -> None:
    """Wait until every racer is ready: what comes next, all do at the same moment."""
    line[0].wait()
