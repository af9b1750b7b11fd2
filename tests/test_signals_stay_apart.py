"""Points to watch enter no score, no export, no ranking, no search and no count (R13): nothing else so much as reads them."""

import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reviews.services.scorecards import compute_season
from sponsors.models import ConfidedSignal, DriftSignal
from sponsors.services.confided import Agreement, answer_confided
from sponsors.services.signals import dismiss_signal
from sponsorship.messages import KINDS
from tests.addresses import POSTED, address, names
from tests.permissions import ROLES
from tests.scene import build

pytestmark = pytest.mark.django_db
TABLES = re.compile(r"sponsors_(historical)?(driftsignal|confidedsignal)")
SECRET = "CANARY"
# What the tandem reads, what an author and a lead read, and the messages about either.
FROM_FACTS = {"sponsors:signal_list", "sponsors:signal_detail"}
IN_CONFIDENCE = {"sponsors:signal_list", "sponsors:confided_detail"}
OWN = FROM_FACTS | IN_CONFIDENCE
READ = {
    "kam": (FROM_FACTS | {"sponsors:confided_detail"}),
    "sponsor": FROM_FACTS,
    "lead": IN_CONFIDENCE,
}


@pytest.fixture
def scene(cast, account, pairing, settings):
    """The scene, with a marker in each word that is said of a point to watch."""
    settings.MAIL_STAYS_INSIDE = True
    found, now = build(cast, account, pairing), timezone.now()
    agreement = Agreement(f"{SECRET} agreed", timezone.localdate() + timedelta(days=9))
    ConfidedSignal.objects.filter(pk=found.confided.pk).update(sentence=f"{SECRET} sentence")
    answer_confided(found.confided, f"{SECRET} answer", by=cast.lead, at=now, agreement=agreement)
    dismiss_signal(found.signal, f"{SECRET} reason", by=cast.kam, at=now)
    return found


@pytest.mark.parametrize("role", ROLES)
def test_each_word_is_read_on_its_own_pages_by_those_who_may_and_no_other_page_asks_for_it(
    role, scene, cast, signed_in
):
    client = signed_in(getattr(cast, role))
    shown, asking = set(), set()
    for name, arguments in names():
        if name in POSTED or name.startswith("accounts:answer"):
            continue
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address(name, arguments, scene))
        if SECRET.encode() in body(answer):
            shown.add(name)
        if any(TABLES.search(query["sql"]) for query in asked):
            asking.add(name)

    assert shown == READ.get(role, set())
    # The inbox asks for what its own messages are about.
    assert asking <= OWN | {"inbox"}


@pytest.mark.parametrize("role", ["kam", "sponsor", "lead", "team_member"])
def test_search_asks_for_none_of_it(role, scene, cast, signed_in):
    client = signed_in(getattr(cast, role))

    with CaptureQueriesContext(connection) as asked:
        client.get(f"/search/?q={SECRET}")

    assert not [query for query in asked if TABLES.search(query["sql"])]


def test_scores_are_computed_without_asking_for_it(scene):
    with CaptureQueriesContext(connection) as asked:
        compute_season(scene.season, on=timezone.localdate())

    assert len(asked) > 3
    assert not [query for query in asked if TABLES.search(query["sql"])]


def test_no_message_but_their_own_asks_for_it(scene, cast):
    asking = set()
    for name, kind in KINDS.items():
        with CaptureQueriesContext(connection) as asked:
            for person in (cast.kam, cast.lead):
                kind.find(person, [str(scene.signal.public_id)])
        if any(TABLES.search(query["sql"]) for query in asked):
            asking.add(name)

    assert asking == {name for name in KINDS if name.startswith("signal_")}
    assert {name for name, kind in KINDS.items() if kind.is_private} == asking


def test_the_technical_pages_of_administrators_know_no_such_rows():
    assert not {DriftSignal, ConfidedSignal} & set(admin.site._registry)


def body(answer):
    """Return what came, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content
