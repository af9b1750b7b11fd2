"""Who gets what from every address. An address that is missing here fails the suite."""

import re
import uuid
from io import BytesIO

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from tests.addresses import POSTED, address, ask, names
from tests.canaries import ALSO, CANARIES, plant
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
def test_each_role_gets_what_the_tables_say_and_reading_writes_nothing(
    role, scene, cast, account, pairing, signed_in
):
    """What a role may not open it may not post to either and cannot tell from what is missing; no answer is a fault, no GET
    writes a row, and no page shows or asks for a sensitive word beyond tests/canaries.py.
    """
    plant(scene, cast, account, pairing)
    crawl = Crawl(signed_in(getattr(cast, role)), role)
    crawl.client.get("/")
    for name, arguments in names():
        crawl.visit(name, arguments, scene)
    for name, record in ALSO:
        crawl.look(name, reverse(name, args=[getattr(scene, record).public_id]))
    for canary in CANARIES:
        # One letter short: the page repeats what was typed, and finds words that begin so.
        crawl.look("search", reverse("search", query={"q": canary.word[:-1]}))

    assert crawl.found == {name: said(name, role) for name, _arguments in names()}
    assert crawl.wrong == {}
    assert crawl.shown == {
        (canary.word, name) for canary in CANARIES for name in canary.shown.get(role, ())
    }
    assert crawl.asking <= {(canary.word, name) for canary in CANARIES for name in canary.may_ask}


class Crawl:
    """What one role is answered, address by address. Each request is undone."""

    def __init__(self, client, role):
        self.client, self.role = client, role
        self.found, self.wrong = {}, {}
        self.shown, self.asking = set(), set()

    def visit(self, name, arguments, scene):
        """Read an address, write to it, and compare both with the table."""
        url, due = address(name, arguments, scene), said(name, self.role)
        read, written = self.look(name, url), self.ask("post", url)
        self.found[name] = written.status_code if name in POSTED else read.status_code
        statuses = {read.status_code, written.status_code}
        if due in {403, 404} and not statuses <= {due, 405}:
            self.wrong[name, "guarded by one verb only"] = (due, statuses)
        if max(statuses) >= 500:
            self.wrong[name, "a fault"] = statuses
        if due == 404 and arguments and arguments[0] == "public_id":
            hidden = written if name in POSTED else read
            missing = self.ask("post" if name in POSTED else "get", another(url))
            if missing.content != hidden.content:
                self.wrong[name, "what is hidden is told from what is missing"] = url

    def look(self, name, url):
        """Read an address, noting the words it shows and what it asks the database for."""
        with CaptureQueriesContext(connection) as asked:
            answer = self.ask("get", url)
        if writes := [query["sql"][:80] for query in asked if WRITES.match(query["sql"])]:
            self.wrong[name, "a GET writes"] = writes
        text = words(answer)
        for canary in CANARIES:
            if canary.word in text:
                self.shown.add((canary.word, name))
            if canary.tables and any(canary.tables.search(query["sql"]) for query in asked):
                self.asking.add((canary.word, name))
        return answer

    def ask(self, verb, url):
        """Send a request and undo what it did."""
        with transaction.atomic():
            answer = getattr(self.client, verb)(url)
            transaction.set_rollback(True)
        return answer


def words(answer):
    """Return what an answer says, in whatever format."""
    body = b"".join(answer) if answer.streaming else answer.content
    if answer.headers.get("Content-Type") == "application/pdf":
        return "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(body)).pages)
    return body.decode(errors="replace")


def another(url):
    """Return the address of a record that is not there."""
    first = next(part for part in url.split("/") if len(part) == 36)
    return url.replace(first, str(uuid.uuid4()))


def test_nobody_gets_in_without_signing_in(scene):
    client = Client()

    open_doors = {
        name
        for name, arguments in names()
        if ask(client, name, address(name, arguments, scene)) != 302
    }

    assert open_doors == PUBLIC


@pytest.mark.parametrize("role", ["lead", "kam"])
def test_a_record_that_is_missing_is_404(role, scene, cast, signed_in):
    """Of those who may open most: whoever may not open an address is told by the table what a missing record gets."""
    client = signed_in(getattr(cast, role))
    wrong = {}
    for name, arguments in names():
        if arguments and arguments[0] == "public_id" and said(name, role) not in {403, 404}:
            status = ask(client, name, another(address(name, arguments, scene)))
            if status != 404:
                wrong[name] = status

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
