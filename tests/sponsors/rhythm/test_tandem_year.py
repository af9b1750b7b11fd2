"""A year of a tandem: four lanes, what counts or is planned, no figure of merit."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sponsors.queries.tandem_year import tandem_year
from tests import factories

pytestmark = pytest.mark.django_db

ON = date(2026, 6, 17)


def told(pairing, reader, on=ON):
    year = tandem_year(pairing, reader, on=on)
    return {
        lane.name: [
            (month.month, mark.text, mark.is_planned)
            for month, marks in zip(year.months, lane.months, strict=True)
            for mark in marks
        ]
        for lane in year.lanes
    }


def log(pairing, kind, day, subject, **facts):
    return factories.InteractionFactory(
        account=pairing.account, pairing=pairing, kind=kind, day=day, subject=subject, **facts
    )


@pytest.fixture
def lived(pairing, kam):
    top = factories.ContactFactory(account=pairing.account, level="executive_committee")
    log(pairing, "exchange", date(2026, 5, 4), "Their plan")
    log(pairing, "coaching", date(2026, 5, 2), "A hard talk")
    log(pairing, "meeting", date(2025, 10, 1), "Their board", with_contacts=[top])
    log(pairing, "meeting", date(2026, 9, 30), "Dinner", with_contacts=[top], status="planned")
    log(pairing, "meeting", date(2026, 6, 1), "Alone", with_contacts=[top], go_ahead="without")
    log(pairing, "call", date(2026, 6, 2), "A clerk")
    log(pairing, "review", date(2026, 3, 3), "Half-year review", with_contacts=[top])
    log(pairing, "exchange", date(2025, 9, 30), "Too long ago")
    log(pairing, "exchange", date(2026, 10, 1), "Too far ahead", status="planned")
    tension = factories.TensionFactory(account=pairing.account, by=kam)
    type(tension).objects.filter(pk=tension.pk).update(
        pairing=pairing,
        stage="handed_back",
        learnt="Ask their site first.",
        next_update_on=None,
        taken_in_by=kam,
        taken_in_at=tension.opened_at,
        closed_at=datetime(2026, 4, 30, 23, tzinfo=UTC),
    )
    return pairing


def test_each_lane_holds_its_months(lived, kam):
    assert told(lived, kam) == {
        "Exchanges": [(5, "A hard talk", False), (5, "Their plan", False)],
        "Top executives": [(10, "Their board", False), (9, "Dinner", True)],
        "Reviews": [(3, "Half-year review", False)],
        "Doors opened": [(5, "Ask their site first.", False)],
    }


def test_the_months_are_eight_back_and_three_ahead(pairing, kam):
    months = tandem_year(pairing, kam, on=ON).months

    assert (len(months), months[0], months[8], months[-1]) == (
        12,
        date(2025, 10, 1),
        date(2026, 6, 1),
        date(2026, 9, 1),
    )


def test_who_may_not_open_the_account_finds_nothing(lived, outsider):
    assert not any(told(lived, outsider).values())


def test_a_full_year_asks_no_more_than_an_empty_one(lived, kam, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        assert told(lived, kam)


def test_the_page_of_the_rhythm_takes_as_many_statements_for_a_full_year(lived, signed_in, kam):
    empty = factories.PairingFactory(account=factories.KeyAccountFactory(kam=kam), kam=kam)
    client, counted = signed_in(kam), []
    for pairing in (empty, empty, lived):
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("sponsors:rhythm_detail", args=[pairing.public_id]))
        counted.append(len(asked))

    assert counted[1] == counted[2] <= 18
