"""This week: debriefs that wait for a word of one of the two, and disputes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sponsors.services.debriefs import confirm_debrief
from sponsors.services.disputes import open_dispute
from sponsorship.week import this_week
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def lines(person):
    return [
        (row.title, row.detail.split(" · ")[0])
        for row in this_week(person, on=TODAY)
        if row.icon == "message-square" and row.action == "Look"
    ]


@pytest.fixture
def told(account, pairing, team_member):
    """What a team member told of yesterday: nobody vouches for it."""
    return factories.InteractionFactory(
        account=account,
        logged_by=team_member,
        debriefed_by=team_member,
        debriefed_at=timezone.now(),
        vouched_by=None,
        day=TODAY - timedelta(days=1),
        subject="Plant visit",
    )


def test_it_waits_for_either_of_the_two_until_one_confirms(
    told, kam, sponsor, team_member, executive
):
    waits = [("Plant visit", "Debrief to look at")]
    assert lines(kam) == lines(sponsor.person) == waits
    assert lines(team_member) == lines(executive) == []

    confirm_debrief(told, by=kam)

    assert lines(kam) == []


def test_a_debrief_of_the_one_waits_for_the_other(account, pairing, kam, sponsor):
    row = factories.InteractionFactory(
        account=account,
        logged_by=kam,
        debriefed_by=sponsor.person,
        debriefed_at=timezone.now() + timedelta(minutes=1),
        vouched_by=sponsor.person,
        day=TODAY,
        subject="Board",
    )
    assert lines(kam) == [("Board", "Debrief to look at")]
    assert lines(sponsor.person) == []

    confirm_debrief(row, by=kam)

    assert lines(kam) == []


def test_what_one_logged_or_is_long_past_asks_nobody(account, pairing, kam, sponsor):
    factories.InteractionFactory(
        account=account, logged_by=kam, debriefed_by=kam, debriefed_at=timezone.now(), day=TODAY
    )
    factories.InteractionFactory(
        account=account,
        logged_by=kam,
        debriefed_by=kam,
        debriefed_at=timezone.now(),
        vouched_by=None,
        day=TODAY - timedelta(days=31),
    )
    for row in factories.Interaction.objects.all():
        row.debriefed_at = row.logged_at
        row.save()

    assert lines(sponsor.person) == []


def test_a_dispute_stands_for_the_two_and_whoever_told(told, kam, sponsor, team_member, lead):
    open_dispute(told, "The price was not spoken of.", by=kam)

    disputed = [("Plant visit", "Debrief disputed")]
    assert lines(kam) == lines(sponsor.person) == lines(team_member) == disputed
    assert lines(lead) == []
