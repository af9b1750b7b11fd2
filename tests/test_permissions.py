"""Who gets what from every address. An address that is missing here fails the suite."""

import uuid

import pytest
from django.db import transaction
from django.test import Client

from tests.addresses import POSTED, address, ask, names
from tests.permissions import PUBLIC, ROLES, TABLE
from tests.scene import build


@pytest.fixture
def scene(cast, account, pairing, settings):
    settings.MAIL_STAYS_INSIDE = True
    return build(cast, account, pairing)


def test_every_address_has_a_row():
    assert {name for name, _arguments in names()} == set(TABLE)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(role, scene, cast, signed_in):
    client = signed_in(getattr(cast, role))
    expected, found = {}, {}
    for name, arguments in names():
        with transaction.atomic():
            found[name] = ask(client, name, address(name, arguments, scene))
            transaction.set_rollback(True)
        expected[name] = TABLE[name][ROLES.index(role)]

    assert found == expected


def test_nobody_gets_in_without_signing_in(scene):
    client = Client()

    open_doors = {
        name
        for name, arguments in names()
        if ask(client, name, address(name, arguments, scene)) != 302
    }

    assert open_doors == PUBLIC


def test_a_record_that_is_missing_is_404_for_everyone(scene, cast, signed_in):
    missing = {}
    for role in ROLES:
        client = signed_in(getattr(cast, role))
        for name, arguments in names():
            if arguments and arguments[0] == "public_id":
                url = address(name, arguments, scene)
                first = next(part for part in url.split("/") if len(part) == 36)
                status = ask(client, name, url.replace(first, str(uuid.uuid4())))
                if status not in {404, 403}:
                    missing[role, name] = status

    assert missing == {}


def test_reading_changes_nothing_and_writing_takes_a_post(scene, lead, signed_in):
    client = signed_in(lead)

    for name, arguments in names():
        if name in POSTED:
            url = address(name, arguments, scene)
            assert (name, client.get(url).status_code) == (name, 405)
