"""Reminders for what draws near or did not happen, once each."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Notification
from sponsors.choices import InteractionStatus
from sponsorship.reminders import write_reminders
from tests import factories

PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 6, 10)
NOON = datetime(2026, 6, 10, 12, tzinfo=PARIS)


@pytest.fixture
def joined(kam, sponsor, lead):
    """People who have been let in: an import alone makes nobody a reader."""
    for person in (kam, sponsor.person, lead):
        person.set_password("a password for tests")
        person.save()


def kinds():
    return sorted(Notification.objects.values_list("kind", "recipient__first_name"))


@pytest.mark.parametrize(
    ("days", "told"), [(8, []), (7, ["Karim"]), (1, ["Karim"]), (0, ["Karim"])]
)
def test_a_meeting_ahead_is_announced_a_week_and_a_day_before(joined, account, kam, days, told):
    factories.InteractionFactory(
        account=account,
        status=InteractionStatus.PLANNED,
        day=TODAY + timedelta(days=days),
        logged_by=kam,
        with_people=[kam],
    )

    write_reminders(NOON)

    assert [name for kind, name in kinds() if kind == "meeting_ahead"] == told


def test_the_scan_may_run_as_often_as_it_likes(joined, account, kam):
    factories.InteractionFactory(
        account=account,
        status=InteractionStatus.PLANNED,
        day=TODAY + timedelta(days=7),
        logged_by=kam,
        with_people=[kam],
    )

    first, second = write_reminders(NOON), write_reminders(NOON + timedelta(hours=3))

    assert (first, second) == (1, 0)


def test_a_missing_debrief_is_asked_for(joined, account, kam):
    factories.InteractionFactory(
        account=account,
        status=InteractionStatus.PLANNED,
        day=TODAY - timedelta(days=1),
        logged_by=kam,
        with_people=[kam],
    )

    write_reminders(NOON)

    assert kinds() == [("debrief_missing", "Karim")]


def test_a_stale_brief_goes_back_to_its_kam(joined, account):
    factories.BriefFactory(account=account, checked_on=TODAY - timedelta(days=90))

    write_reminders(NOON)

    assert kinds() == [("brief_stale", "Karim")]


def test_the_end_of_a_term_is_told_to_the_two_and_the_leads(joined, pairing):
    pairing.terms.update(ends_on=TODAY + timedelta(days=90))
    factories.InteractionFactory(
        account=pairing.account, pairing=pairing, kind="exchange", day=TODAY
    )
    factories.InteractionFactory(account=pairing.account, pairing=pairing, day=TODAY)

    write_reminders(NOON)

    assert kinds() == [("term_ending", "Karim"), ("term_ending", "Lina"), ("term_ending", "Simone")]


def test_a_silent_tandem_hears_of_it_itself(joined, pairing):
    factories.InteractionFactory(
        account=pairing.account, pairing=pairing, kind="exchange", day=TODAY - timedelta(days=45)
    )
    factories.InteractionFactory(
        account=pairing.account, pairing=pairing, day=TODAY - timedelta(days=3)
    )

    write_reminders(NOON)

    assert kinds() == [("tandem_silent", "Karim"), ("tandem_silent", "Simone")]


def test_whom_an_import_alone_brought_is_not_written_to(account, kam):
    factories.BriefFactory(account=account, checked_on=TODAY - timedelta(days=90))

    write_reminders(NOON)

    assert kinds() == []
