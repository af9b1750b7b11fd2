"""The demo programme: loaded once, with something to see and something to do on every page."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import KeyAccount, User
from reviews.choices import SeasonState
from reviews.models import AccountReview, Laureate, Scorecard, Season
from sponsors.choices import PairingStatus
from sponsors.models import HandOver, Interaction, Pairing, Renewal, Sponsor
from sponsorship.demo.people import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    call_command("demo", verbosity=0)


def test_the_demo_is_alive(demo):
    today = timezone.localdate()
    seen = {
        "accounts": KeyAccount.objects.count(),
        "sponsors": Sponsor.objects.count(),
        "conflicts": Pairing.objects.in_conflict().count(),
        "waiting": Pairing.objects.filter(
            status__in=[PairingStatus.PROPOSED, PairingStatus.KAM_AGREED]
        ).count(),
    }

    assert seen == {"accounts": 60, "sponsors": 24, "conflicts": 1, "waiting": 3}
    assert HandOver.objects.open().count() == 1
    assert Pairing.objects.filter(status=PairingStatus.AGREED).count() == 1
    offered = Renewal.objects.open().get().pairing
    assert offered.terms.get().ends_on < today + timedelta(days=90)
    assert Interaction.objects.planned().filter(day__lt=today).exists()
    assert AccountReview.objects.filter(interaction__day__gt=today).exists()
    past = Season.objects.get(state=SeasonState.PUBLISHED)
    assert Laureate.objects.filter(season=past).count() in {2, 3}
    assert Scorecard.objects.filter(season=past, score__isnull=False).count() > 10
    assert Season.objects.filter(state=SeasonState.OPEN).count() == 1


def test_nobody_meets_at_the_weekend(demo):
    days = Interaction.objects.values_list("day", flat=True)

    assert {day.weekday() for day in days} == {0, 1, 2, 3, 4}


def test_a_second_run_changes_nothing(demo):
    before = (User.objects.count(), Interaction.objects.count(), Pairing.objects.count())

    call_command("demo", verbosity=0)

    assert (User.objects.count(), Interaction.objects.count(), Pairing.objects.count()) == before


def test_everyone_of_the_cast_comes_in(demo, client):
    for person in cast():
        assert client.login(username=person["email"], password=person["password"]), person["role"]
