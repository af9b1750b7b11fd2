"""The page a tandem sees of itself: its numbers, the records behind them, no total, and for whom."""

from datetime import date

import pytest
from django.urls import reverse

from reviews.models import Scorecard, Season
from reviews.services.scorecards import compute_season
from tests import factories

pytestmark = pytest.mark.django_db
ON = date(2027, 3, 1)
TOTAL = "63.4"


@pytest.fixture
def card(season, lived_2026):
    """The scorecard worked out by hand."""
    compute_season(season, on=ON)
    return Scorecard.objects.get()


def test_the_page_states_the_numbers_in_sentences(card, signed_in, other_kam):
    page = signed_in(other_kam).get(card.get_absolute_url())

    text = page.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    for sentence in (
        "8 of 12 months with an exchange.",
        "2 of 4 quarters with a meeting of a top executive; face to face: 1.",
        "1 strategic review that the client asked for.",
        "No team pulse with three answers or more yet.",
        "Revenue of 2026: +10% against the year before.",
        "8 of 10 in the figures of 2026; no client survey.",
        "Who knows whom how well is not gathered yet.",
        "1 of 3 events known to us at least 30 days before they were public.",
        "No figure here serves appraisal, pay or discipline.",
        "What carries the tandem:",
        "One next step that the client would notice",
    ):
        assert sentence in text, sentence


def test_nowhere_on_the_page_stands_a_total(card, signed_in, other_kam, lead):
    for reader in (other_kam, lead):
        page = signed_in(reader).get(card.get_absolute_url()).content.decode()
        assert TOTAL not in page
        assert "Score<" not in page


def test_the_scorecard_belongs_to_its_two_people_and_the_leads(card, signed_in, cast):
    allowed = {"sponsor", "other_kam", "lead"}

    for name, person in vars(cast).items():
        expected = 200 if name in allowed else 404
        client = signed_in(person)
        assert client.get(card.get_absolute_url()).status_code == expected, name
        records = reverse("reviews:scorecard_records", args=[card.public_id, "M1"])
        assert client.get(records).status_code == expected, name


def test_an_anonymous_reader_is_asked_to_sign_in(card, client):
    assert client.get(card.get_absolute_url()).status_code == 302


def test_each_value_opens_its_records(card, signed_in, sponsor):
    client = signed_in(sponsor.person)

    for code, count in {"M1": 8, "M2": 2, "M3": 1, "E1": 2, "E2": 1, "E4": 3}.items():
        page = client.get(reverse("reviews:scorecard_records", args=[card.public_id, code]))
        assert len(page.context["records"]) == count
        assert all(record.url for record in page.context["records"]), code


def test_records_that_one_may_no_longer_open_have_no_address(card, signed_in, other_kam, account):
    account.team_members.filter(person=other_kam).update(to_day=date(2026, 12, 31))

    page = signed_in(other_kam).get(
        reverse("reviews:scorecard_records", args=[card.public_id, "M1"])
    )

    urls = [record.url for record in page.context["records"]]
    assert urls[:6] == [""] * 6
    assert all(urls[6:])


def test_htmx_gets_the_records_alone(card, signed_in, sponsor):
    url = reverse("reviews:scorecard_records", args=[card.public_id, "M1"])

    part = signed_in(sponsor.person).get(url, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="records-M1")

    assert "<html" not in part.content.decode()
    assert part.content.decode().count("<li>") == 8


def test_an_unknown_indicator_is_not_found(card, signed_in, sponsor):
    url = reverse("reviews:scorecard_records", args=[card.public_id, "X9"])

    assert signed_in(sponsor.person).get(url).status_code == 404


def test_the_own_past_season_stands_beside(card, signed_in, sponsor, lead):
    earlier = factories.SeasonFactory(
        name="2025",
        first_day=date(2025, 1, 1),
        last_day=date(2025, 12, 31),
        collect_until=date(2026, 3, 31),
        frozen=True,
    )
    past = factories.ScorecardFactory(
        season=earlier, pairing=card.pairing, kam=card.kam, assessed=True
    )

    page = signed_in(sponsor.person).get(card.get_absolute_url())

    assert page.context["past"] == past
    assert past.get_absolute_url() in page.content.decode()


def test_my_scorecards_are_mine_alone(card, signed_in, sponsor, lead):
    foreign = factories.ScorecardFactory(season=card.season)

    mine = signed_in(sponsor.person).get(reverse("reviews:scorecard_list"))
    leads_own = signed_in(lead).get(reverse("reviews:scorecard_list"))
    whole = signed_in(lead).get(
        reverse("reviews:scorecard_list"), {"season": card.season.public_id}
    )
    asked = signed_in(sponsor.person).get(
        reverse("reviews:scorecard_list"), {"season": card.season.public_id}
    )

    assert list(mine.context["page"]) == [card]
    assert list(leads_own.context["page"]) == []
    assert list(whole.context["page"]) == [card, foreign]
    assert list(asked.context["page"]) == [card]


@pytest.mark.parametrize("season_in_address", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_season_that_is_not_there_is_not_found(signed_in, lead, season_in_address):
    page = signed_in(lead).get(reverse("reviews:scorecard_list"), {"season": season_in_address})

    assert page.status_code == 404


def test_a_frozen_scorecard_proposes_no_step(card, signed_in, sponsor):
    Season.objects.update(state="frozen", frozen_at="2027-04-01T00:00:00Z")

    page = signed_in(sponsor.person).get(card.get_absolute_url()).content.decode()

    assert "One next step" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(
    season, signed_in, lead, rows, django_assert_max_num_queries
):
    factories.ScorecardFactory.create_batch(rows, season=season)
    client = signed_in(lead)

    with django_assert_max_num_queries(10):
        client.get(reverse("reviews:scorecard_list"), {"season": season.public_id})


def test_the_page_takes_few_queries(card, signed_in, sponsor, django_assert_max_num_queries):
    client = signed_in(sponsor.person)

    with django_assert_max_num_queries(10):
        client.get(card.get_absolute_url())
