"""Awards: the laureates as a set, after their publication alone, and nothing else (R11)."""

from datetime import date

import pytest
from django.urls import get_resolver, reverse

from reviews.models import Laureate
from tests import factories

pytestmark = pytest.mark.django_db
STATES = {
    "open": {"opened": True},
    "frozen": {"frozen": True},
    "named": {"frozen": True, "state": "named"},
}


def honoured(season, *names):
    """Laureates of these accounts, each with a scorecard that keeps its two people."""
    for name in names:
        pairing = factories.PairingFactory(account=factories.KeyAccountFactory(name=name))
        factories.ScorecardFactory(season=season, pairing=pairing, assessed=True)
        factories.LaureateFactory(season=season, pairing=pairing, citation_en=f"Why {name}.")


@pytest.fixture
def published(lead):
    season = factories.SeasonFactory(published=True)
    honoured(season, "Zephyr", "Aldo", "Mistral")
    return season


def test_the_laureates_stand_in_the_order_of_the_account(published, outsider, signed_in):
    page = signed_in(outsider).get(reverse("reviews:awards_season", args=[published.public_id]))

    assert [honour.account for honour in page.context["honours"]] == ["Aldo", "Mistral", "Zephyr"]
    text = page.content.decode()
    assert "Why Aldo." in text
    assert Laureate.objects.first().pairing.kam.full_name in text


def test_the_two_people_are_those_whom_the_season_looked_at(published, outsider, signed_in):
    other = factories.PersonFactory(first_name="Former", last_name="Kam")
    card = published.scorecards.get(pairing__account__name="Aldo")
    card.kam = other
    card.save()

    page = signed_in(outsider).get(reverse("reviews:awards_season", args=[published.public_id]))

    assert page.context["honours"][0].kam == "Former Kam"


def test_the_citation_is_in_the_readers_language(published, outsider, signed_in):
    outsider.language = "fr"
    outsider.save()

    page = signed_in(outsider).get(reverse("reviews:awards_season", args=[published.public_id]))

    assert "Ils ont ouvert une porte." in page.content.decode()


@pytest.mark.parametrize("state", STATES)
def test_before_publication_nobody_but_a_lead_hears_of_it(cast, signed_in, state):
    season = factories.SeasonFactory(**STATES[state])
    honoured(season, "Embargo")

    for name, person in vars(cast).items():
        client = signed_in(person)
        hall = client.get(reverse("reviews:awards"))
        own = client.get(reverse("reviews:awards_season", args=[season.public_id]))
        may_preview = name == "lead" and state == "named"
        assert "Embargo" not in hall.content.decode(), name
        assert own.status_code == (200 if may_preview else 404), name


def test_the_hall_shows_each_published_season_the_newest_first(published, outsider, signed_in):
    earlier = factories.SeasonFactory(
        name="2024",
        first_day=date(2024, 1, 1),
        last_day=date(2024, 12, 31),
        collect_until=date(2025, 3, 31),
        published=True,
    )
    honoured(earlier, "Borealis")

    page = signed_in(outsider).get(reverse("reviews:awards"))

    assert [
        (season.name, [honour.account for honour in honours])
        for season, honours in page.context["hall"]
    ] == [("2026", ["Aldo", "Mistral", "Zephyr"]), ("2024", ["Borealis"])]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_hall_takes_the_same_queries_for_one_and_for_three(
    lead, outsider, signed_in, rows, django_assert_max_num_queries
):
    for year in range(2021, 2021 + rows):
        season = factories.SeasonFactory(
            name=str(year),
            first_day=date(year, 1, 1),
            last_day=date(year, 12, 31),
            collect_until=date(year + 1, 3, 31),
            published=True,
        )
        honoured(season, *[f"{year} {number}" for number in range(rows)])
    client = signed_in(outsider)

    with django_assert_max_num_queries(10):
        client.get(reverse("reviews:awards"))


def addresses_of(season, card):
    """Every address of this floor that a reader can be given, and the pages that list things."""
    for pattern in get_resolver("reviews.urls").url_patterns:
        name = f"reviews:{pattern.name}"
        keys = pattern.pattern.converters
        if not keys:
            yield reverse(name)
        elif "code" in keys:
            yield reverse(name, args=[card.public_id, "M1"])
        else:
            for thing in (season, card):
                yield reverse(name, args=[thing.public_id])
    for name in ("home", "key_account_list", "sponsors:sponsor_list", "sponsors:pairing_list"):
        yield reverse(name)


def test_a_score_shows_to_nobody_but_a_lead_on_the_ranking(season, pairing, cast, signed_in):
    """Canary: crawl every page of the floor as everyone; the mark of the score is on one page alone."""
    mark = "83.71"
    card = factories.ScorecardFactory(season=season, pairing=pairing, assessed=True, score=mark)
    season.state, season.frozen_at = "frozen", season.opened_at
    season.save()
    found = set()
    for name, person in vars(cast).items():
        client = signed_in(person)
        for address in addresses_of(season, card):
            text = client.get(address).content.decode()
            if "83.7" in text or "83,7" in text:
                found.add((name, address))

    assert found == {("lead", reverse("reviews:ranking", args=[season.public_id]))}
