"""The pages of a season: what counts for everyone, its steps for the leads."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Job
from reviews.models import Season
from reviews.services.seasons import create_season
from tests import factories

pytestmark = pytest.mark.django_db
FACTS = {
    "name": "2027",
    "first_day": "2027-01-01",
    "last_day": "2027-12-31",
    "collect_until": "2028-03-31",
    "prior_reviews": "0.2",
    "prior_support": "3.5",
    "prior_satisfaction": "7",
}
GOALS = {
    "M1": (30, "0", "1"),
    "M2": (30, "0", "1"),
    "M3": (20, "0", "1"),
    "M4": (20, "1", "5"),
    "E1": (30, "-0.1", "0.2"),
    "E2": (30, "5", "9.5"),
    "E3": (20, "0", "1"),
    "E4": (20, "0", "0.8"),
}


def posted(**changes) -> dict[str, str]:
    """What the form of a season sends."""
    facts = dict(FACTS)
    for code, parts in GOALS.items():
        for part, value in zip(("weight", "low", "high"), parts, strict=True):
            facts[f"{part}_{code}"] = str(value)
    return facts | changes


def move(client, season, to, **options):
    return client.post(
        reverse("reviews:season_move", args=[season.public_id]), {"to": to}, **options
    )


def test_a_lead_prepares_a_season_with_the_defaults(lead, signed_in):
    client = signed_in(lead)
    url = reverse("reviews:season_create")

    shown = client.get(url).context["form"]
    answer = client.post(url, posted())

    season = Season.objects.get()
    assert shown["weight_M1"].value() == 30
    assert answer.url == season.get_absolute_url()
    assert (season.state, season.indicators.count()) == ("draft", 8)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"weight_M4": "25"}, "weight_M4", "means” add up to 105, not to 100"),
        ({"weight_E1": "10"}, "weight_E4", "results” add up to 80, not to 100"),
        ({"weight_E1": "130"}, "weight_E1", "100"),
        ({"high_E1": "-0.2"}, "high_E1", "above the first goalpost"),
        ({"last_day": "2026-12-31"}, "last_day", "after the first"),
        ({"collect_until": "2027-12-30"}, "collect_until", "after the last day"),
        ({"first_day": "0001-01-01"}, "first_day", "between 2000 and 2100"),
        ({"name": ""}, "name", "required"),
        ({"prior_reviews": "-1"}, "prior_reviews", "negative"),
    ],
)
def test_a_fault_is_said_beside_its_field(lead, signed_in, changes, field, words):
    page = signed_in(lead).post(reverse("reviews:season_create"), posted(**changes))

    assert words in " ".join(page.context["form"].errors[field])
    assert f"{field}_error" in page.content.decode()
    assert not Season.objects.exists()


def test_the_same_days_again_are_refused_beside_the_last_day(lead, signed_in):
    client = signed_in(lead)
    client.post(reverse("reviews:season_create"), posted())

    page = client.post(reverse("reviews:season_create"), posted(name="Again"))

    assert page.context["form"].errors["last_day"] == ["The season “2027” already has these days."]


def test_a_draft_that_another_lead_changed_is_not_overwritten_unseen(lead, signed_in):
    own = signed_in(lead)
    own.post(reverse("reviews:season_create"), posted())
    draft = Season.objects.get()
    other = factories.PersonFactory(first_name="Louise")
    other.groups.add(*lead.groups.all())
    address = reverse("reviews:season_edit", args=[draft.public_id])
    read = own.get(address).context["form"]["read"].value()
    signed_in(other).post(address, posted(weight_M1="40", weight_M2="20"))

    refused = own.post(address, posted(weight_M1="35", weight_M2="25", read=read))

    assert f"Changed meanwhile by {other}" in refused.text
    assert draft.indicators.get(code="M1").weight == 40
    form = refused.context["form"]
    assert form["weight_M1"].value() == "35"
    seen = posted(weight_M1="35", weight_M2="25", read=form["read"].value())
    assert own.post(address, seen).status_code == 302
    assert draft.indicators.get(code="M1").weight == 35


def test_weights_are_edited_in_preparation_alone(season, lead, signed_in):
    draft = create_season(
        factories.SeasonFactory.build(
            name="2027",
            first_day=date(2027, 1, 1),
            last_day=date(2027, 12, 31),
            collect_until=date(2028, 3, 31),
        ),
        by=lead,
    )
    client = signed_in(lead)

    client.post(
        reverse("reviews:season_edit", args=[draft.public_id]),
        posted(weight_M1="40", weight_M2="20"),
    )
    refused = client.post(
        reverse("reviews:season_edit", args=[season.public_id]), posted(), follow=True
    )

    assert draft.indicators.get(code="M1").weight == 40
    assert season.indicators.get(code="M1").weight == 30
    assert "What counts is fixed since the season opened" in refused.content.decode()


def test_what_counts_is_published_to_everyone_when_the_season_opens(cast, signed_in, lead):
    season = create_season(factories.SeasonFactory.build(), by=lead)
    for name, person in vars(cast).items():
        seen = signed_in(person).get(season.get_absolute_url()).status_code
        assert seen == (200 if name == "lead" else 404), name

    move(signed_in(lead), season, "open")

    for name, person in vars(cast).items():
        text = signed_in(person).get(season.get_absolute_url()).content.decode()
        text = text.replace("\N{NO-BREAK SPACE}", " ")
        assert "What counts this year" in text, name
        assert "Goalposts: −10% to +20%" in text, name
        assert "No figure here serves appraisal, pay or discipline." in text, name
        assert ("Compute the scorecards now" in text) == (name == "lead"), name


@time_machine.travel("2027-04-02T10:00:00Z", tick=False)
def test_a_season_goes_its_way_in_the_browser(season, lead, signed_in, outsider):
    client = signed_in(lead)

    collecting = move(client, season, "collecting", follow=True)
    too_early = move(client, season, "frozen", follow=True)
    Season.objects.update(computed_at=timezone.now())
    frozen = move(client, season, "frozen", follow=True)
    nobody = move(client, season, "named", follow=True)
    factories.LaureateFactory(season=season)
    move(client, season, "named")
    move(client, season, "published")

    assert "The last figures are being collected." in collecting.content.decode()
    assert "The scorecards were not computed today." in too_early.content.decode()
    assert "The season is frozen." in frozen.content.decode()
    assert "Name at least one laureate first." in nobody.content.decode()
    season.refresh_from_db()
    assert season.state == "published"
    assert season.history.count() == 6


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-12-31", "possible after 31 Dec 2026"),
        ("2027-01-01", "Begin to collect the last figures</button>"),
    ],
)
def test_the_next_step_says_when_it_is_open(season, lead, signed_in, day, words):
    with time_machine.travel(f"{day}T10:00:00Z"):
        page = signed_in(lead).get(season.get_absolute_url()).content.decode()

    assert words in page


@pytest.mark.parametrize("to", ["frozen", "published", "jury", "draft", "nonsense", ""])
def test_a_step_that_is_not_open_changes_nothing(season, lead, signed_in, to):
    page = move(signed_in(lead), season, to, follow=True)

    season.refresh_from_db()
    assert season.state == "open"
    assert "toast error" in page.content.decode()


def test_nobody_but_a_lead_runs_a_season(season, cast, signed_in):
    for name, person in vars(cast).items():
        if name == "lead":
            continue
        client = signed_in(person)
        assert move(client, season, "collecting").status_code == 403, name
        for address in ("season_edit", "season_compute"):
            url = reverse(f"reviews:{address}", args=[season.public_id])
            assert client.post(url, posted()).status_code == 403, name
        assert client.post(reverse("reviews:season_create"), posted()).status_code == 403, name
        assert client.get(reverse("reviews:season_create")).status_code == 403, name

    assert Season.objects.get().history.count() == 2
    assert not Job.objects.exists()


def test_computing_is_a_job_with_its_own_page(season, lead, signed_in):
    answer = signed_in(lead).post(reverse("reviews:season_compute", args=[season.public_id]))

    job = Job.objects.get()
    assert answer.url == reverse("accounts:job_detail", args=[job.public_id])
    assert (job.kind, job.requested_by) == ("scorecards", lead)


def test_a_frozen_season_is_not_computed_from_the_page(season, lead, signed_in):
    Season.objects.update(state="frozen", frozen_at=timezone.now())

    page = signed_in(lead).post(
        reverse("reviews:season_compute", args=[season.public_id]), follow=True
    )

    assert "The season is frozen: nothing is computed again." in page.content.decode()
    assert not Job.objects.exists()


def test_the_two_of_a_tandem_find_their_scorecard_from_the_season(
    season, pairing, signed_in, kam, sponsor, lead
):
    card = factories.ScorecardFactory(season=season, pairing=pairing)

    for person in (kam, sponsor.person):
        page = signed_in(person).get(season.get_absolute_url())
        assert list(page.context["own"]) == [card]
    assert not signed_in(lead).get(season.get_absolute_url()).context["own"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(
    lead, signed_in, rows, django_assert_max_num_queries
):
    for year in range(2021, 2021 + rows):
        factories.SeasonFactory(
            name=str(year),
            first_day=date(year, 1, 1),
            last_day=date(year, 12, 31),
            collect_until=date(year + 1, 3, 31),
            published=True,
        )
    client = signed_in(lead)

    with django_assert_max_num_queries(7):
        page = client.get(reverse("reviews:season_list"))
    assert len(page.context["seasons"]) == rows


def test_a_draft_is_listed_to_leads_alone(lead, outsider, signed_in):
    factories.SeasonFactory(name="Secret plan")

    assert "Secret plan" in signed_in(lead).get(reverse("reviews:season_list")).content.decode()
    assert (
        "Secret plan"
        not in signed_in(outsider).get(reverse("reviews:season_list")).content.decode()
    )
