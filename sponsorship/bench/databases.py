"""The databases of the bench: the large one, and smaller ones beside it, each filled once and kept."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from environ import Env

from accounts.models import KeyAccount
from sponsorship.bench.fill import Size, fill

# Which of the settings of a database are its address.
ADDRESS = ("NAME", "USER", "PASSWORD", "HOST", "PORT")


def beside(url: str, accounts: int) -> str:
    """Return the address of the smaller database with so many accounts."""
    address, mark, options = url.partition("?")
    head, slash, name = address.rpartition("/")
    stem, dot, suffix = name.partition(".")
    return f"{head}{slash}{stem}_{accounts}{dot}{suffix}{mark}{options}"


@contextmanager
def using(url: str) -> Iterator[None]:
    """Read and write this database until the block ends."""
    own, address = connection.settings_dict, Env.db_url_config(url)
    connection.close()
    connection.settings_dict = own | {key: address.get(key) or "" for key in ADDRESS}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = own


def create(url: str) -> None:
    """Make a database where there is none; SQLite makes its file itself."""
    name = Env.db_url_config(url)["NAME"]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")


def bring_up(url: str, accounts: int) -> None:
    """Migrate the database, fill it where it is empty, and let the planner know what is in it."""
    with using(url):
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        if not KeyAccount.objects.exists():
            fill(Size(accounts=accounts))
        with connection.cursor() as cursor:
            # What a migration has made anew is unknown to the planner, and unseen by index-only scans.
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
