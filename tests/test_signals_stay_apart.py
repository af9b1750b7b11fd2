"""Points to watch enter no score, no export, no ranking, no search and no count (R13): nothing else so much as reads them.

That no page but their own asks for them, tests/canaries.py tells and tests/test_permissions.py holds.
"""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reviews.services.scorecards import compute_season
from sponsors.models import ConfidedSignal, DriftSignal
from sponsorship.messages import KINDS
from tests.scene import build

pytestmark = pytest.mark.django_db
TABLES = re.compile(r"sponsors_(historical)?(driftsignal|confidedsignal)")


@pytest.fixture
def scene(cast, account, pairing, settings):
    settings.MAIL_STAYS_INSIDE = True
    return build(cast, account, pairing)


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
    # What was held without a go-ahead is the two's to know as well, and told without them.
    private = {name for name, kind in KINDS.items() if kind.is_private}
    assert private == asking | {"go_ahead_missing"}


def test_the_technical_pages_of_administrators_know_no_such_rows():
    assert not {DriftSignal, ConfidedSignal} & set(admin.site._registry)
