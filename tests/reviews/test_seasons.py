"""The life of a season: each step, each refusal, and what stays fixed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from reviews.choices import Indicator, SeasonState
from reviews.models import IndicatorSetting, Laureate, Season
from reviews.services.seasons import (
    DEFAULTS,
    TRANSITIONS,
    NoLaureateError,
    OwnClassError,
    ScorecardsOutOfDateError,
    SeasonFixedError,
    SeasonMovedOnError,
    SeasonNotOverError,
    SeasonTwiceError,
    StillCollectingError,
    WeightsError,
    begin_collecting,
    change_season,
    confirm_laureates,
    create_season,
    freeze_season,
    goals_of,
    open_season,
    publish_season,
)
from tests.factories import LaureateFactory, ScorecardFactory, SeasonFactory

pytestmark = pytest.mark.django_db
S = SeasonState
STEPS = {
    S.OPEN: lambda season, by: open_season(season, by=by),
    S.COLLECTING: lambda season, by: begin_collecting(season, by=by, on=date(2027, 1, 2)),
    S.FROZEN: lambda season, by: freeze_season(season, by=by, on=date(2027, 4, 1)),
    S.NAMED: lambda season, by: confirm_laureates(season, by=by),
    S.PUBLISHED: lambda season, by: publish_season(season, by=by),
}


def season_at(state, by) -> Season:
    """A season that has gone every step up to this state."""
    season = create_season(SeasonFactory.build(), by=by)
    for to, take in STEPS.items():
        if season.state == state:
            break
        if to == S.FROZEN:
            Season.objects.filter(pk=season.pk).update(
                computed_at=timezone.make_aware(timezone.datetime(2027, 4, 1, 12))
            )
        if to == S.NAMED:
            LaureateFactory(season=season, named_by=by)
        season = take(season, by)
    return season


def test_a_new_season_has_the_eight_indicators_with_their_defaults(lead):
    season = create_season(SeasonFactory.build(), by=lead)

    assert season.state == S.DRAFT
    assert goals_of(season) == DEFAULTS
    assert [goals_of(season)[code].weight for code in Indicator] == [30, 30, 20, 20] * 2
    assert season.history.get().history_user == lead


def test_create_season_refuses_the_same_two_days_again(lead):
    first = create_season(SeasonFactory.build(), by=lead)

    with pytest.raises(SeasonTwiceError) as refusal:
        create_season(SeasonFactory.build(name="Again"), by=lead)

    assert refusal.value.season == first
    assert Season.objects.count() == 1


def test_weights_that_miss_100_are_refused_with_pillar_and_total(lead):
    goals = DEFAULTS | {Indicator.E4: replace(DEFAULTS[Indicator.E4], weight=25)}

    with pytest.raises(WeightsError) as refusal:
        create_season(SeasonFactory.build(), goals=goals, by=lead)

    assert refusal.value.pillar[0] == Indicator.E1
    assert refusal.value.total == 105


def test_weights_change_while_in_preparation_and_leave_a_trace(lead):
    season = create_season(SeasonFactory.build(), by=lead)
    goals = DEFAULTS | {
        Indicator.M1: replace(DEFAULTS[Indicator.M1], weight=10),
        Indicator.M2: replace(DEFAULTS[Indicator.M2], weight=50),
    }

    change_season(season, changes={"prior_reviews": Decimal("0.3")}, goals=goals, by=lead)
    change_season(season, changes={"prior_reviews": Decimal("0.3")}, goals=goals, by=lead)

    season.refresh_from_db()
    assert goals_of(season) == goals
    assert season.prior_reviews == Decimal("0.3")
    assert season.history.count() == 2
    assert season.indicators.get(code="M1").history.count() == 2
    assert season.indicators.get(code="M3").history.count() == 1


@pytest.mark.parametrize("state", [S.OPEN, S.COLLECTING, S.FROZEN, S.NAMED, S.PUBLISHED])
def test_what_counts_is_fixed_from_the_opening_on(lead, state):
    season = season_at(state, lead)

    with pytest.raises(SeasonFixedError):
        change_season(season, changes={}, goals=DEFAULTS, by=lead)


def test_open_season_publishes_it_to_everyone_and_twice_is_once(lead, outsider):
    season = create_season(SeasonFactory.build(), by=lead)
    assert not Season.objects.visible_to(outsider).exists()

    opened = open_season(season, by=lead)
    again = open_season(season, by=lead)

    assert Season.objects.visible_to(outsider).get() == opened
    assert again.opened_at == opened.opened_at
    assert season.history.count() == 2


def test_open_season_refuses_weights_that_were_broken_behind_its_back(lead):
    season = create_season(SeasonFactory.build(), by=lead)
    season.indicators.filter(code="M1").update(weight=40)

    with pytest.raises(WeightsError):
        open_season(season, by=lead)


@pytest.mark.parametrize("state", list(TRANSITIONS))
@pytest.mark.parametrize("to", list(STEPS))
def test_every_step_but_the_next_is_refused(lead, state, to):
    season = season_at(state, lead)
    if to in TRANSITIONS[state] or to == state:
        return

    with pytest.raises(SeasonMovedOnError):
        STEPS[to](season, lead)

    season.refresh_from_db()
    assert season.state == state


def test_collecting_begins_after_the_last_day(lead):
    season = season_at(S.OPEN, lead)

    with pytest.raises(SeasonNotOverError) as refusal:
        begin_collecting(season, by=lead, on=date(2026, 12, 31))

    assert refusal.value.last_day == date(2026, 12, 31)
    assert begin_collecting(season, by=lead, on=date(2027, 1, 1)).state == S.COLLECTING


def test_a_season_is_frozen_after_the_announced_day_alone(lead):
    season = season_at(S.COLLECTING, lead)

    with pytest.raises(StillCollectingError) as refusal:
        freeze_season(season, by=lead, on=date(2027, 3, 31))

    assert refusal.value.until == date(2027, 3, 31)


@time_machine.travel("2027-04-02T10:00:00Z", tick=False)
def test_a_season_is_frozen_with_scorecards_of_the_day(lead):
    season = season_at(S.COLLECTING, lead)

    with pytest.raises(ScorecardsOutOfDateError):
        freeze_season(season, by=lead, on=date(2027, 4, 2))

    Season.objects.update(computed_at=timezone.now())
    frozen = freeze_season(season, by=lead, on=date(2027, 4, 2))
    assert (frozen.state, frozen.frozen_at) == (S.FROZEN, timezone.now())


def test_laureates_are_settled_when_there_is_one(lead):
    season = season_at(S.FROZEN, lead)

    with pytest.raises(NoLaureateError):
        confirm_laureates(season, by=lead)

    LaureateFactory(season=season, named_by=lead)
    assert confirm_laureates(season, by=lead).state == S.NAMED


def test_a_lead_in_a_tandem_of_the_season_leaves_the_settling_to_another(lead):
    season = season_at(S.FROZEN, lead)
    LaureateFactory(season=season)
    ScorecardFactory(season=season, kam=lead)

    with pytest.raises(OwnClassError):
        confirm_laureates(season, by=lead)


def test_publishing_shows_the_laureates_to_everyone(lead, outsider):
    season = season_at(S.NAMED, lead)
    assert not Laureate.objects.visible_to(outsider).exists()

    published = publish_season(season, by=lead)

    assert Laureate.objects.visible_to(outsider).count() == 1
    assert publish_season(season, by=lead).published_at == published.published_at


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "open"},
        {"state": "frozen", "opened_at": "2026-01-01T00:00:00Z"},
        {"frozen_at": "2026-01-01T00:00:00Z"},
        {"state": "published", "opened_at": "2026-01-01T00:00:00Z"},
        {"first_day": date(2027, 1, 1)},
        {"collect_until": date(2026, 12, 30)},
    ],
)
def test_the_database_refuses_a_season_that_contradicts_itself(lead, broken):
    season = create_season(SeasonFactory.build(), by=lead)

    with pytest.raises(IntegrityError), transaction.atomic():
        Season.objects.filter(pk=season.pk).update(**broken)


def test_the_database_refuses_goalposts_in_the_wrong_order(lead):
    season = create_season(SeasonFactory.build(), by=lead)

    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorSetting.objects.filter(season=season, code="E1").update(low=Decimal("0.3"))
