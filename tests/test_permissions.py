"""Who gets what from every address. An address that is missing here fails the suite."""

import re
import uuid

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.addresses import POSTED, address, ask, names
from tests.permissions import PUBLIC, ROLES, TABLE, said
from tests.scene import build

# Sessions are no records of the programme: what waits to be said, and the hour of the last request.
WRITES = re.compile(
    r"(INSERT|UPDATE|DELETE|REPLACE)(?! (INTO |FROM )?.django_session)", re.IGNORECASE
)


@pytest.fixture
def scene(cast, account, pairing, settings):
    settings.MAIL_STAYS_INSIDE = True
    return build(cast, account, pairing)


def test_every_address_has_a_row():
    assert {name for name, _arguments in names()} == set(TABLE)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says_and_reading_writes_nothing(
    role, scene, cast, signed_in
):
    """What a role may not open it may not post to either; no answer is a fault, and no GET writes a row."""
    client = signed_in(getattr(cast, role))
    client.get("/")
    expected, found, wrong = {}, {}, {}
    for name, arguments in names():
        url, due = address(name, arguments, scene), said(name, role)
        with transaction.atomic(), CaptureQueriesContext(connection) as asked:
            read = client.get(url).status_code
            transaction.set_rollback(True)
        with transaction.atomic():
            written = client.post(url).status_code
            transaction.set_rollback(True)
        expected[name], found[name] = due, written if name in POSTED else read
        if writes := [query["sql"][:80] for query in asked if WRITES.match(query["sql"])]:
            wrong[name, "a GET writes"] = writes
        if due in {403, 404} and not {read, written} <= {due, 405}:
            wrong[name, "guarded by one verb only"] = (due, read, written)
        if max(read, written) >= 500:
            wrong[name, "a fault"] = (read, written)

    assert (found, wrong) == (expected, {})


def test_nobody_gets_in_without_signing_in(scene):
    client = Client()

    open_doors = {
        name
        for name, arguments in names()
        if ask(client, name, address(name, arguments, scene)) != 302
    }

    assert open_doors == PUBLIC


def test_a_record_that_is_missing_is_404_and_says_no_more_than_one_that_is_hidden(
    scene, cast, signed_in
):
    wrong = {}
    for role in ROLES:
        client = signed_in(getattr(cast, role))
        for name, arguments in names():
            if not arguments or arguments[0] != "public_id":
                continue
            url, due = address(name, arguments, scene), said(name, role)
            first = next(part for part in url.split("/") if len(part) == 36)
            gone = url.replace(first, str(uuid.uuid4()))
            missing = client.post(gone) if name in POSTED else client.get(gone)
            if missing.status_code != 404 and not missing.status_code == due == 403:
                wrong[role, name] = missing.status_code
            elif due == 404:
                hidden = client.post(url) if name in POSTED else client.get(url)
                if hidden.content != missing.content:
                    wrong[role, name] = "told apart"

    assert wrong == {}


@pytest.mark.parametrize("verb", ["TRACE", "PUT", "DELETE"])
def test_no_other_verb_is_understood(verb, scene, lead, signed_in):
    client = signed_in(lead)

    answers = {
        (name, client.generic(verb, address(name, arguments, scene)).status_code)
        for name, arguments in names()
    }

    assert {name for name, status in answers if status != 405} == set()


def test_writing_takes_a_post(scene, lead, signed_in):
    client = signed_in(lead)

    for name, arguments in names():
        if name in POSTED:
            url = address(name, arguments, scene)
            assert (name, client.get(url).status_code) == (name, 405)
