"""The cast of the suite: people by what they are, not by number."""

import gc
import os
import sqlite3
from contextlib import closing
from itertools import count
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client

from accounts.choices import ADMINISTRATORS, PROGRAMME_LEADS
from sponsors.models import Charter
from tests import factories
from tests.migrated import migrated_postgres, migrated_sqlite

COUNTED = count()


def pytest_collection_finish():
    """Look through what was imported no more, and seldom through the rest: the suite makes little garbage in cycles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Lay no migrations in each process: all copy one database that has them (tests/migrated.py)."""
    test = connection.settings_dict["TEST"]
    test["MIGRATE"] = False
    if connection.vendor == "postgresql":
        test["TEMPLATE"] = migrated_postgres(os.environ["DATABASE_URL"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Fill the database of this process from the one that is migrated."""
    if connection.vendor == "sqlite":
        address = f"file:{migrated_sqlite()}?mode=ro"
        with django_db_blocker.unblock(), closing(sqlite3.connect(address, uri=True)) as laid:
            connection.ensure_connection()
            laid.backup(connection.connection)


@pytest.fixture(autouse=True)
def quiet_environment(settings, tmp_path_factory):
    """Keep uploads and inboxes of a test to itself, in a folder that only those who use it make."""
    folder = tmp_path_factory.getbasetemp() / f"var{next(COUNTED)}"
    settings.MEDIA_ROOT = folder / "media"
    settings.IMPORT_DIR = folder / "imports"
    settings.INBOX_DIR = folder / "inbox"


@pytest.fixture
def ground(db):
    """What migrations lay and a flushed database lacks: the two groups and the charter."""
    for name in (PROGRAMME_LEADS, ADMINISTRATORS):
        Group.objects.get_or_create(name=name)
    return (
        factories.CharterFactory(version=1)
        if not Charter.objects.exists()
        else Charter.objects.get(version=1)
    )


@pytest.fixture
def boss(ground):
    """The head of sales, to whom the KAM reports."""
    return factories.PersonFactory(
        first_name="Benoît", last_name="Boss", email="boss@tandem.example", executive=True
    )


@pytest.fixture
def kam(boss):
    return factories.PersonFactory(
        first_name="Karim",
        last_name="Kamel",
        email="kam@tandem.example",
        job_title="Key account manager",
        manager=boss,
    )


@pytest.fixture
def other_kam(boss):
    return factories.PersonFactory(
        first_name="Olga", last_name="Otherkam", email="other.kam@tandem.example", manager=boss
    )


@pytest.fixture
def executive(ground):
    """A member of general management outside the KAM's line who sponsors nothing."""
    return factories.PersonFactory(
        first_name="Élise",
        last_name="Exec",
        email="executive@tandem.example",
        executive=True,
        function="finance",
    )


@pytest.fixture
def sponsor(ground):
    """A volunteer outside the KAM's line: the profile; the person is `sponsor.person`."""
    person = factories.PersonFactory(
        first_name="Simone",
        last_name="Sponsor",
        email="sponsor@tandem.example",
        executive=True,
        function="finance",
    )
    return factories.SponsorFactory(person=person)


@pytest.fixture
def other_sponsor(ground):
    person = factories.PersonFactory(
        first_name="Otto",
        last_name="Othersponsor",
        email="other.sponsor@tandem.example",
        executive=True,
    )
    return factories.SponsorFactory(person=person)


@pytest.fixture
def team_member(ground):
    return factories.PersonFactory(first_name="Théo", last_name="Team", email="team@tandem.example")


@pytest.fixture
def lead(ground):
    return factories.PersonFactory(
        first_name="Lina", last_name="Lead", email="lead@tandem.example", lead=True
    )


@pytest.fixture
def administrator(ground):
    return factories.PersonFactory(
        first_name="Ada", last_name="Admin", email="admin@tandem.example", administrator=True
    )


@pytest.fixture
def outsider(ground):
    """A colleague without any role."""
    return factories.PersonFactory(
        first_name="Omar", last_name="Outsider", email="outsider@tandem.example"
    )


@pytest.fixture
def assistant(sponsor):
    """Assists the sponsor."""
    person = factories.PersonFactory(
        first_name="Claire", last_name="Petit", email="assistant@tandem.example"
    )
    factories.DelegationFactory(of=sponsor.person, to=person)
    return person


@pytest.fixture
def deputy(kam):
    """Stands in for the KAM."""
    person = factories.PersonFactory(
        first_name="Diane", last_name="Deputy", email="deputy@tandem.example"
    )
    factories.DelegationFactory(of=kam, to=person, kind="deputy")
    return person


@pytest.fixture
def account(kam, team_member):
    return factories.KeyAccountFactory(name="Aldera", kam=kam, team=[team_member])


@pytest.fixture
def other_account(other_kam):
    return factories.KeyAccountFactory(name="Borealis", kam=other_kam)


@pytest.fixture
def pairing(account, kam, sponsor):
    """The active pairing of `sponsor` with `account`, since 2025-01-01."""
    return factories.PairingFactory(account=account, sponsor=sponsor, kam=kam)


@pytest.fixture
def cast(
    kam,
    other_kam,
    sponsor,
    other_sponsor,
    executive,
    team_member,
    lead,
    administrator,
    outsider,
    assistant,
    deputy,
):
    """Everyone by role, for the tables of addresses and roles."""
    return SimpleNamespace(
        kam=kam,
        other_kam=other_kam,
        sponsor=sponsor.person,
        other_sponsor=other_sponsor.person,
        executive=executive,
        team_member=team_member,
        lead=lead,
        administrator=administrator,
        outsider=outsider,
        assistant=assistant,
        deputy=deputy,
    )


@pytest.fixture
def signed_in():
    """Return a browser in which the person has signed in: `signed_in(kam).get(…)`."""

    def enter(person) -> Client:
        client = Client()
        client.force_login(person, backend="sponsorship.adapters.SignInBackend")
        return client

    return enter
