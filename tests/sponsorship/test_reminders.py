"""Reminders for what draws near or did not happen, once each."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Notification
from accounts.services.delivery import deliver
from accounts.services.kinds import kind_named
from accounts.services.notifications import notify_many
from accounts.services.organisation import change_kam
from sponsors.choices import InteractionStatus
from sponsorship.messages import KINDS
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

    told = [row for row in kinds() if row[0] != "rhythm_due"]
    assert told == [("term_ending", "Karim"), ("term_ending", "Lina"), ("term_ending", "Simone")]


def test_a_silent_tandem_hears_of_it_itself(joined, pairing):
    factories.InteractionFactory(
        account=pairing.account, pairing=pairing, kind="exchange", day=TODAY - timedelta(days=45)
    )
    factories.InteractionFactory(
        account=pairing.account, pairing=pairing, day=TODAY - timedelta(days=3)
    )

    write_reminders(NOON)

    assert kinds() == [("rhythm_due", "Karim"), ("rhythm_due", "Simone")]


def words_of(kind):
    """Return the message of this kind as its one reader gets it."""
    (row,) = Notification.objects.filter(kind=kind)
    return kind_named(kind).render(row)


def scan(kind, at):
    """Write the reminders of one kind; return how many are new."""
    return notify_many(KINDS[kind].drafts(kind, at, []))


def stages(kind, *, start, days):
    """Scan each noon for so many days; return the days on which a reminder of this kind was new."""
    return [day for day in range(days) if scan(kind, start + timedelta(days=day))]


@pytest.mark.parametrize(
    ("what", "quiet_for", "expected"),
    [
        ("meeting_ahead", 10, [3, 9]),
        ("review_ahead", 40, [10, 33, 39]),
        ("term_ending", 190, [10, 100, 160]),
        ("brief_stale", None, [90, 120, 150]),
        ("rhythm_due", None, [31, 61]),
        ("debrief_missing", None, [1, 7]),
        ("pairing_waits", None, [3, 7]),
    ],
)
def test_each_reminder_comes_on_its_days_and_on_no_other(
    joined, account, kam, what, quiet_for, expected
):
    """Scanned each day for as long as it matters: the fact lies `quiet_for` days ahead, or on the first day."""
    with time_machine.travel(NOON, tick=False):
        facts = {"account": account, "logged_by": kam, "with_people": [kam]}
        ahead = TODAY + timedelta(days=quiet_for or 0)
        if what in {"meeting_ahead", "debrief_missing"}:
            factories.InteractionFactory(status=InteractionStatus.PLANNED, day=ahead, **facts)
        elif what == "review_ahead":
            planned = factories.InteractionFactory(
                status=InteractionStatus.PLANNED, kind="review", day=ahead, **facts
            )
            factories.AccountReviewFactory(interaction=planned)
        elif what == "brief_stale":
            factories.BriefFactory(account=account, checked_on=TODAY)
        elif what == "pairing_waits":
            factories.PairingFactory(proposed=True, account=account, kam=kam)
        else:
            running = factories.PairingFactory(account=account, kam=kam, started_on=TODAY)
            running.terms.update(ends_on=ahead if quiet_for else TODAY + timedelta(days=900))

    assert stages(what, start=NOON, days=(quiet_for or 160) + 3) == expected


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 3, 28)])
@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York", "Pacific/Auckland"])
def test_on_the_days_on_which_clocks_change_it_fires_once(
    joined, account, kam, day, zone, mailoutbox
):
    kam.time_zone = zone
    kam.save()
    factories.InteractionFactory(
        account=account,
        status=InteractionStatus.PLANNED,
        day=day + timedelta(days=1),
        logged_by=kam,
        with_people=[kam],
    )
    # A week before is told already; every half hour of three days brings a scan and a round of delivery.
    first = datetime.combine(day - timedelta(days=1), time(), tzinfo=UTC)
    left_at = []
    for half_hour in range(3 * 48):
        moment = first + timedelta(minutes=30 * half_hour)
        with time_machine.travel(moment, tick=False):
            scan("meeting_ahead", moment)
            due = Notification.objects.filter(state="pending", due_at__lte=moment)
            for row in due.filter(kind="meeting_ahead", key__endswith=day.isoformat()):
                left_at.append(moment.astimezone(ZoneInfo(zone)))
                assert deliver(row.pk)

    (moment,) = left_at
    assert (moment.date(), moment.time()) == (day, time(7, 30))
    assert len(mailoutbox) == 1


def test_a_silent_tandem_is_told_what_is_silent(joined, pairing, kam, sponsor):
    sponsor.person.is_active = False
    sponsor.person.save()
    factories.InteractionFactory(
        account=pairing.account, pairing=pairing, kind="exchange", day=TODAY - timedelta(days=3)
    )
    top = factories.ContactFactory(account=pairing.account, level="executive_committee")
    factories.InteractionFactory(
        account=pairing.account,
        pairing=pairing,
        day=TODAY - timedelta(days=100),
        with_contacts=[top],
    )

    write_reminders(NOON)

    words = words_of("rhythm_due")
    assert words.subject == "Aldera: time to see the client again"
    assert words.lines[0] == (
        "The last meeting with a top executive of the client that is noted was on Monday 2 March 2026."
    )
    assert words.action_path == reverse("sponsors:rhythm_detail", args=[pairing.public_id])


def test_a_tandem_with_a_day_planned_is_left_in_peace(joined, pairing):
    facts = {"account": pairing.account, "pairing": pairing, "kind": "exchange"}
    factories.InteractionFactory(day=TODAY - timedelta(days=45), **facts)
    factories.InteractionFactory(day=TODAY + timedelta(days=5), status="planned", **facts)

    write_reminders(NOON)

    words = [row.data["about"] for row in Notification.objects.filter(kind="rhythm_due")]
    assert set(words) == {"client"}


def test_a_new_kam_hears_and_the_one_before_does_not(joined, pairing, kam, other_kam, lead):
    other_kam.set_password("a password for tests")
    other_kam.save()
    change_kam(pairing.account, other_kam, on=TODAY - timedelta(days=5), by=lead)

    write_reminders(NOON)

    told = [row for row in kinds() if row[0] != "hand_over_waiting"]
    assert told == [("rhythm_due", "Olga"), ("rhythm_due", "Simone")]


def test_the_scan_asks_no_more_for_three_accounts_than_for_one(
    joined, kam, django_assert_max_num_queries
):
    def stale(name):
        account = factories.KeyAccountFactory(name=name, kam=kam)
        factories.BriefFactory(account=account, checked_on=TODAY - timedelta(days=90))
        factories.PairingFactory(account=account, kam=kam, started_on=TODAY - timedelta(days=60))

    stale("One")
    with CaptureQueriesContext(connection) as one:
        write_reminders(NOON)
    for name in ("Two", "Three"):
        stale(name)
    Notification.objects.all().delete()

    with django_assert_max_num_queries(len(one)):
        write_reminders(NOON)


def test_whom_an_import_alone_brought_is_not_written_to(account, kam):
    factories.BriefFactory(account=account, checked_on=TODAY - timedelta(days=90))

    write_reminders(NOON)

    assert kinds() == []
