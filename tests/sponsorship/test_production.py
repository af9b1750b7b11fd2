"""In production Tandem refuses to start with what would be unsafe, and says which."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

SOUND = {
    "TANDEM_ENV": "production",
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "tandem.example",
    "SITE_URL": "https://tandem.example",
}


def start(folder, **changed):
    """Load the settings in a process of their own, with this environment and no other."""
    given = {name: value for name, value in (SOUND | changed).items() if value is not None}
    environment = {"PATH": os.environ["PATH"], "TANDEM_VAR_DIR": str(folder), **given}
    return subprocess.run(
        [sys.executable, "-c", "import sponsorship.settings"],
        cwd=settings.BASE_DIR,
        env=environment | {"TANDEM_ENV_FILE": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_starts_where_all_is_sound(tmp_path):
    done = start(tmp_path)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is missing or shorter than 50 characters"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is missing or shorter than 50 characters"),
        ({"DEBUG": "on"}, "DEBUG is on"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS is empty or open to every host"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS is empty or open to every host"),
        ({"ALLOWED_HOSTS": "a.example, *"}, "ALLOWED_HOSTS is empty or open to every host"),
        ({"SITE_URL": None}, "SITE_URL is missing"),
        ({"SITE_URL": "tandem.example"}, "SITE_URL is missing"),
    ],
)
def test_it_names_what_is_unsafe(tmp_path, changed, named):
    done = start(tmp_path, **changed)

    assert done.returncode != 0
    assert named in done.stderr
    assert done.stderr.count("; ") == 0


def test_it_names_all_at_once(tmp_path):
    done = start(tmp_path, SECRET_KEY=None, DEBUG="1", ALLOWED_HOSTS="*")

    assert "SECRET_KEY" in done.stderr
    assert "DEBUG is on" in done.stderr
    assert "ALLOWED_HOSTS" in done.stderr


def test_a_company_sign_in_half_told_is_named(tmp_path):
    done = start(tmp_path, OIDC_SERVER_URL="https://login.example", OIDC_CLIENT_ID="tandem")

    assert done.returncode != 0
    assert "OIDC_CLIENT_SECRET" in done.stderr


def test_it_refuses_an_sqlite_that_cannot_search(tmp_path):
    other = "import sponsorship.ops.sqlite as o; o.TRIED = o.TRIED.replace('trigram', 'unknown');"
    done = subprocess.run(
        [sys.executable, "-c", f"{other} import sponsorship.settings"],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "TANDEM_VAR_DIR": str(tmp_path),
            "TANDEM_ENV_FILE": os.devnull,
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "Tandem's search needs SQLite 3.34 or newer with FTS5" in done.stderr
    assert "DATABASE_URL=postgres" in done.stderr
