"""What waits for those who run the programme, on their home page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import ImportState, NotificationState
from accounts.models import ImportBatch, Notification
from sponsors.choices import Departure, PairingStatus
from sponsors.models import ConflictOfInterest, Pairing
from sponsorship.duties import duties
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def actions(user):
    return [row.action for row in duties(user, on=TODAY)]


def test_nothing_waits_for_those_who_run_nothing(cast, pairing):
    Pairing.objects.update(conflict_since=timezone.now())

    for role in ("kam", "sponsor", "executive", "team_member", "outsider"):
        assert actions(getattr(cast, role)) == []


def test_a_conflict_waits_for_a_decision(lead, pairing, signed_in):
    Pairing.objects.update(conflict_since=timezone.now() - timedelta(days=3))

    (row,) = duties(lead, on=TODAY)

    assert (row.action, row.url, row.is_late) == ("Decide", reverse("sponsors:conflict_list"), True)
    assert pairing.sponsor.person.full_name in signed_in(lead).get("/").content.decode()


@pytest.mark.parametrize(("days", "waits"), [(13, False), (15, True)])
def test_a_proposal_waits_after_two_weeks(lead, pairing, days, waits):
    Pairing.objects.update(
        status=PairingStatus.PROPOSED,
        started_on=None,
        proposed_at=timezone.now() - timedelta(days=days),
    )

    assert (actions(lead) == ["Open"]) is waits


def test_a_checked_file_waits_until_it_is_imported(lead):
    batch = ImportBatch.objects.create(
        state=ImportState.REHEARSED, file_name="people.csv", uploaded_by=lead
    )
    assert actions(lead) == ["Look and import"]

    batch.state = ImportState.APPLIED
    batch.save()

    assert actions(lead) == []


@pytest.mark.parametrize(("days_left", "waits"), [(0, False), (-1, True)])
def test_a_season_waits_once_its_year_is_over(lead, days_left, waits):
    factories.SeasonFactory(
        opened=True,
        first_day=TODAY - timedelta(days=364),
        last_day=TODAY + timedelta(days=days_left),
        collect_until=TODAY + timedelta(days=60),
    )

    assert (actions(lead) == ["Next step"]) is waits


def test_messages_in_doubt_wait_for_administrators(administrator, lead, kam):
    Notification.objects.create(
        key="k",
        kind="interaction_day",
        subject_id="1",
        recipient=kam,
        due_at=timezone.now(),
        state=NotificationState.UNCERTAIN,
        message_id="m",
    )

    assert actions(administrator) == ["Settle"]
    assert actions(lead) == []


def everything_waits(lead, number):
    """Let each of the duties of a lead wait once more."""
    long_ago = timezone.now() - timedelta(days=30)
    for mark in ("conflict_since", "kam_left_since"):
        row = factories.PairingFactory()
        Pairing.objects.filter(pk=row.pk).update(**{mark: long_ago})
    leaving = factories.PairingFactory()
    Pairing.objects.filter(pk=leaving.pk).update(
        departure=Departure.INACTIVE, departure_since=long_ago
    )
    asked = factories.PairingFactory(proposed=True)
    Pairing.objects.filter(pk=asked.pk).update(proposed_at=long_ago)
    ready = factories.PairingFactory(
        account=leaving.account, kam=leaving.kam, status=PairingStatus.AGREED, started_on=None
    )
    ConflictOfInterest.objects.create(
        sponsor=ready.sponsor, account=ready.account, sentence="A cousin there", declared_on=TODAY
    )
    ImportBatch.objects.create(
        state=ImportState.REHEARSED, file_name=f"people{number}.csv", uploaded_by=lead
    )


def test_home_asks_a_lead_as_often_for_many_duties_as_for_one(
    lead, signed_in, django_assert_max_num_queries
):
    client = signed_in(lead)
    everything_waits(lead, 0)
    assert len(actions(lead)) == 7
    client.get("/")

    with django_assert_max_num_queries(14) as few:
        client.get("/")
    for number in (1, 2):
        everything_waits(lead, number)
    with django_assert_max_num_queries(14) as many:
        client.get("/")

    assert len(actions(lead)) == 21
    assert len(few) == len(many)


def test_a_successor_waits_beside_whom_it_follows(lead, pairing):
    factories.PairingFactory(
        account=pairing.account,
        kam=pairing.kam,
        status=PairingStatus.AGREED,
        started_on=None,
        starts_on=TODAY,
    )

    (row,) = duties(lead, on=TODAY)

    assert row.url == reverse("sponsors:pairing_end", args=[pairing.public_id])
    assert duties(lead, on=TODAY - timedelta(days=1)) == []
