"""Scorecards: from the records in the database to the numbers, the same each time."""

from datetime import date
from decimal import Decimal

import pytest
from django.core import serializers
from django.db import IntegrityError, transaction

from accounts.models import Job
from accounts.services.jobs import JobRefusedError, run_job
from reviews.choices import SeasonState
from reviews.models import Scorecard, ScorecardLine, Season
from reviews.services import scorecards as service
from reviews.services.scorecards import (
    SeasonFrozenError,
    compute_open_seasons,
    compute_season,
    compute_season_job,
    start_computing,
)
from sponsors.choices import InteractionKind
from sponsors.models import Pairing
from tests import factories
from tests.reviews.conftest import interaction

pytestmark = pytest.mark.django_db
ON = date(2027, 3, 1)


def bytes_of(season) -> str:
    """Everything that is kept of a season's scorecards."""
    rows = [
        *Scorecard.objects.filter(season=season).order_by("pk"),
        *ScorecardLine.objects.filter(scorecard__season=season).order_by("pk"),
    ]
    return serializers.serialize("json", rows)


def test_the_numbers_of_a_tandem_worked_out_by_hand(season, lived_2026, sponsor, other_kam):
    count = compute_season(season, on=ON)

    card = Scorecard.objects.get()
    values = {line.code: (line.raw, line.value) for line in card.lines.all()}
    assert count == 1
    assert values == {
        "M1": (Decimal("0.666666666667"), Decimal("0.666666666667")),
        "M2": (Decimal("0.65"), Decimal("0.65")),
        "M3": (Decimal("0.6"), Decimal("0.6")),
        "M4": (None, None),
        "E1": (Decimal("0.1"), Decimal("0.666666666667")),
        "E2": (Decimal(8), Decimal("0.666666666667")),
        "E3": (None, None),
        "E4": (Decimal("0.4"), Decimal("0.5")),
    }
    assert (card.means, card.results) == (Decimal("0.64375"), Decimal("0.625"))
    assert card.score == Decimal("63.430572281826")
    assert (card.sponsor, card.kam) == (sponsor.person, other_kam)
    assert (card.tandem_class, card.active_months) == ("established", 12)


def test_each_value_keeps_the_records_behind_it(season, lived_2026):
    compute_season(season, on=ON)

    lines = {line.code: line for line in ScorecardLine.objects.all()}
    kinds = {
        code: [name.partition(":")[0] for name in line.records] for code, line in lines.items()
    }
    assert kinds == {
        "M1": ["interaction"] * 8,
        "M2": ["interaction"] * 2,
        "M3": ["review"],
        "M4": [],
        "E1": ["figures"] * 2,
        "E2": ["figures"],
        "E3": [],
        "E4": ["event"] * 3,
    }
    assert lines["M1"].facts == {"with": 8, "months": 12}
    assert (lines["M4"].no_value_because, lines["E3"].no_value_because) == (
        "no_team_wave",
        "no_connections",
    )


def test_computing_twice_gives_the_same_bytes(season, lived_2026):
    compute_season(season, on=ON)
    first = bytes_of(season)

    compute_season(season, on=ON)

    assert bytes_of(season) == first


def test_computing_again_takes_up_what_changed_and_keeps_the_address(season, lived_2026, account):
    compute_season(season, on=ON)
    before = Scorecard.objects.get()

    account.annual_figures.filter(year=2026).update(is_final=False)
    compute_season(season, on=ON)

    after = Scorecard.objects.get()
    assert after.public_id == before.public_id
    assert after.lines.get(code="E1").no_value_because == "no_final_revenue"
    assert (after.score, after.unassessed_because) == (None, "results")


def test_a_pairing_without_a_window_loses_its_scorecard(season, lived_2026):
    compute_season(season, on=ON)

    Pairing.objects.update(started_on=date(2027, 1, 1), starts_on=date(2027, 1, 1))
    compute_season(season, on=ON)

    assert not Scorecard.objects.exists()


def test_a_new_tandem_is_not_yet_assessed(season, pairing, account, kam, sponsor):
    Pairing.objects.update(started_on=date(2026, 10, 1))

    compute_season(season, on=ON)

    card = Scorecard.objects.get()
    assert (card.tandem_class, card.active_months) == ("new", 3)
    assert (card.score, card.unassessed_because) == (None, "months")


def test_two_pairings_of_one_account_share_no_record(
    season, lived_2026, account, other_kam, other_sponsor
):
    """The first ends on the day on which the second begins: a meeting of that day is its pairing's alone."""
    day = date(2026, 10, 1)
    lived_2026.status, lived_2026.ended_on, lived_2026.slot = "ended", day, None
    lived_2026.save()
    account.team_members.filter(role="sponsor").update(to_day=day)
    second = factories.PairingFactory(
        account=account, sponsor=other_sponsor, kam=other_kam, started_on=day
    )
    people = [other_kam, other_sponsor.person]
    talk = interaction(InteractionKind.EXCHANGE, account, day, other_kam, people, pairing=second)

    compute_season(season, on=ON)

    first_line, second_line = (
        ScorecardLine.objects.get(scorecard__pairing=pairing, code="M1")
        for pairing in (lived_2026, second)
    )
    assert f"interaction:{talk.pk}" not in first_line.records
    assert second_line.records == [f"interaction:{talk.pk}"]
    assert second_line.facts == {"with": 1, "months": 3}


@pytest.mark.parametrize(
    "state", [SeasonState.DRAFT, SeasonState.FROZEN, SeasonState.NAMED, SeasonState.PUBLISHED]
)
def test_a_season_that_is_not_running_is_not_computed(season, lived_2026, state):
    compute_season(season, on=ON)
    before = bytes_of(season)
    season = factories.SeasonFactory.build(pk=season.pk, state=state, public_id=season.public_id)

    with pytest.raises(SeasonFrozenError):
        compute_season(season, on=ON)

    assert bytes_of(season) == before


def test_a_freeze_meanwhile_stops_the_computing(season, lived_2026):
    """The object in hand is stale: the row decides."""
    Season.objects.filter(pk=season.pk).update(state="frozen", frozen_at="2027-04-01T00:00:00Z")

    with pytest.raises(SeasonFrozenError):
        compute_season(season, on=ON)

    assert not Scorecard.objects.exists()


@pytest.mark.parametrize("tandems", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_tandems(
    season, lived_2026, tandems, django_assert_num_queries
):
    for _ in range(tandems - 1):
        more = factories.PairingFactory()
        interaction(
            InteractionKind.EXCHANGE,
            more.account,
            date(2026, 3, 3),
            more.kam,
            [more.kam, more.sponsor.person],
        )

    with django_assert_num_queries(20):
        assert compute_season(season, on=ON) == tandems


def test_chunks_give_the_same_as_one_batch(season, lived_2026, monkeypatch):
    for _ in range(4):
        factories.PairingFactory()
    compute_season(season, on=ON)
    whole = bytes_of(season)
    seen = []

    monkeypatch.setattr(service, "CHUNK", 2)
    compute_season(season, on=ON, progress=lambda done, total: seen.append((done, total)))

    assert seen == [(2, 5), (4, 5), (5, 5)]
    assert bytes_of(season) == whole


def test_the_job_computes_and_leads_back_to_the_season(season, lived_2026, lead):
    job = start_computing(season, by=lead)

    assert run_job(job.public_id)

    job.refresh_from_db()
    assert (job.state, job.result) == (
        "done",
        {"scorecards": 1, "next": season.get_absolute_url()},
    )
    season.refresh_from_db()
    assert season.computed_at is not None


def test_asking_twice_starts_one_job(season, lead):
    assert start_computing(season, by=lead) == start_computing(season, by=lead)


def test_a_frozen_season_starts_no_job_and_a_late_job_is_refused(season, lead):
    job = start_computing(season, by=lead)
    Season.objects.update(state="frozen", frozen_at="2027-04-01T00:00:00Z")

    with pytest.raises(JobRefusedError):
        compute_season_job(job, lambda done, total: None)
    with pytest.raises(SeasonFrozenError):
        start_computing(Season.objects.get(), by=lead)


def test_each_night_the_running_seasons_are_computed(season, lead):
    factories.SeasonFactory(
        first_day=date(2025, 1, 1),
        last_day=date(2025, 12, 31),
        collect_until=date(2026, 3, 31),
        published=True,
    )

    compute_open_seasons(on=date(2025, 12, 31))
    assert not Job.objects.exists()
    compute_open_seasons(on=date(2026, 1, 1))
    compute_open_seasons(on=date(2026, 1, 1))

    assert Job.objects.get().arguments == {"season": str(season.public_id)}


@pytest.mark.parametrize(
    "broken",
    [
        {"score": Decimal(50), "unassessed_because": ""},
        {"score": None, "unassessed_because": ""},
    ],
)
def test_the_database_refuses_a_scorecard_that_contradicts_itself(broken):
    card = factories.ScorecardFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Scorecard.objects.filter(pk=card.pk).update(**broken)
