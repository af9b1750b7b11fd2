"""A sponsor's page: rings, terms and the year of each account, and what is asked next."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sponsors.queries.year import asked_of, engagements, months_back
from sponsors.services.renewals import offer_renewal
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 15)


def held(pairing, day, kind="meeting", **facts):
    return factories.InteractionFactory(
        account=pairing.account, pairing=pairing, day=day, kind=kind, logged_by=pairing.kam, **facts
    )


def test_twelve_months_end_with_the_present_one():
    months = months_back(TODAY)

    assert (len(months), months[0], months[-1]) == (12, date(2025, 4, 1), date(2026, 3, 1))


def test_each_month_tells_what_took_place(pairing):
    held(pairing, date(2026, 3, 2))
    held(pairing, date(2026, 3, 3), "exchange")
    held(pairing, date(2026, 1, 31), "exchange")
    held(pairing, date(2025, 4, 1), "review")
    held(pairing, date(2025, 3, 31))
    held(pairing, date(2026, 3, 4), status="cancelled")
    held(pairing, date(2026, 3, 20))

    [row] = engagements([pairing], TODAY)

    found = {month.first_day: (month.tandem, month.client, month.reviews) for month in row.months}
    told = {day: counts for day, counts in found.items() if any(counts)}
    assert told == {
        date(2025, 4, 1): (0, 0, 1),
        date(2026, 1, 1): (1, 0, 0),
        date(2026, 3, 1): (1, 1, 0),
    }
    assert [term.number for term in row.terms] == [1]


def test_what_is_asked_next_comes_nearest_first(pairing, kam, sponsor):
    person = sponsor.person
    for days, subject in ((-3, "Behind us"), (5, "Ahead"), (60, "Far away")):
        day = TODAY + timedelta(days=days)
        held(pairing, day, status="planned", subject=subject, with_people=[person])
    offer_renewal(pairing, months=12, by=kam)

    asked = asked_of(person, TODAY)

    assert [(row.kind, row.what) for row in asked if row.kind != "renewal"] == [
        ("debrief", "Aldera · Behind us"),
        ("meeting", "Aldera · Ahead"),
    ]
    assert [row.what for row in asked if row.kind == "renewal"] == ["Aldera"]


def test_rhythm_is_for_the_two_of_a_tandem_and_the_leads(
    signed_in, pairing, sponsor, kam, other_kam, executive, lead
):
    other = factories.KeyAccountFactory(name="Borealis", kam=other_kam)
    factories.PairingFactory(account=other, sponsor=sponsor, kam=other_kam, slot=2)
    url = reverse("sponsors:sponsor_detail", args=[sponsor.public_id])

    seen = {}
    for person in (sponsor.person, lead, kam, other_kam, executive):
        page = signed_in(person).get(url)
        names = {str(row.pairing.account) for row in page.context["engagements"]}
        seen[person.first_name] = (names, page.context["sees_asked"])

    assert seen == {
        "Simone": ({"Aldera", "Borealis"}, True),
        "Lina": ({"Aldera", "Borealis"}, True),
        "Karim": ({"Aldera"}, False),
        "Olga": ({"Borealis"}, False),
        "Élise": (set(), False),
    }


def test_the_page_asks_as_often_for_three_accounts_as_for_one(
    signed_in, pairing, sponsor, kam, django_assert_max_num_queries
):
    client = signed_in(sponsor.person)
    url = reverse("sponsors:sponsor_detail", args=[sponsor.public_id])
    held(pairing, timezone.localdate())
    client.get(url)
    with django_assert_max_num_queries(24) as few:
        client.get(url)
    for slot in (2, 3):
        more = factories.PairingFactory(
            account=factories.KeyAccountFactory(kam=kam), sponsor=sponsor, kam=kam, slot=slot
        )
        held(more, timezone.localdate())

    with django_assert_max_num_queries(24) as many:
        client.get(url)

    assert len(many) == len(few)
