"""Messages to delegates: copies for assistants, a silent KAM's deputy, and who has been named."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import Absence, Delegation, Notification
from accounts.services.absences import enter_absence
from accounts.services.delegations import end_delegation, give_delegation
from accounts.services.delivery import deliver_due
from accounts.services.notifications import notify_many
from sponsors.choices import GoAheadState
from sponsors.models import GoAhead
from sponsors.services.go_ahead_requests import Request
from sponsors.services.go_aheads import ask_go_ahead
from sponsorship.messages import KINDS
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)
THURSDAY = datetime(2026, 12, 3, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def mail_leaves(settings):
    settings.MAIL_STAYS_INSIDE = False
    cache.clear()


@pytest.fixture
def joined(kam, deputy, assistant, sponsor):
    for person in (kam, deputy, assistant, sponsor.person):
        person.password = "set"
        person.save()


@pytest.fixture
def asked(pairing, joined):
    row = ask_go_ahead(
        pairing, Request("Their new plant", TODAY + 9 * DAY), by=pairing.sponsor.person, on=TODAY
    )
    GoAhead.objects.filter(pk=row.pk).update(asked_at=THURSDAY)
    return row


def due(name, at):
    return notify_many(KINDS[name].drafts(name, at, []))


def hearers(kind):
    rows = Notification.objects.filter(kind=kind).order_by("pk")
    return [row.recipient.email.split("@")[0] for row in rows.select_related("recipient")]


def test_silence_reminds_the_kam_then_the_deputy_two_working_days_later(asked):
    """Thursday; Monday is the KAM's second working day, Wednesday the fourth."""
    heard = []
    for days in range(8):
        due("go_ahead_due", THURSDAY + days * DAY)
        heard.append(hearers("go_ahead_due"))

    assert heard[3] == []
    assert heard[4] == heard[5] == ["kam"]
    assert heard[6] == heard[7] == ["kam", "deputy"]


def test_the_deputy_is_reminded_at_once_when_the_kam_goes_away(asked, kam, monkeypatch):
    enter_absence(kam, from_day=THURSDAY.date() + DAY, until=THURSDAY.date() + 9 * DAY, by=kam)
    friday = THURSDAY + DAY
    monkeypatch.setattr(timezone, "now", lambda: friday)

    due("go_ahead_due", friday)

    assert hearers("go_ahead_due") == ["deputy"]


def test_a_deputy_says_yes_from_the_email_once(joined, kam, deputy, pairing):
    enter_absence(kam, from_day=TODAY, until=TODAY, by=kam)
    row = ask_go_ahead(
        pairing, Request("Their new plant", TODAY + 9 * DAY), by=pairing.sponsor.person, on=TODAY
    )
    deliver_due()
    letter = next(one for one in mail.outbox if one.to == [deputy.email])
    link = re.search(r"/answers/by-link/[\w-]+/", letter.body)[0]
    client = Client()

    opened = client.get(link)
    given = client.post(opened.url)
    again = client.get(link)

    row.refresh_from_db()
    assert given.status_code in {200, 302}
    assert (row.state, row.answered_by, row.answered_for) == (GoAheadState.AGREED, deputy, kam)
    assert again.status_code == 410


def test_the_link_of_a_deputy_serves_no_more_once_the_kam_is_back(joined, kam, deputy, pairing):
    enter_absence(kam, from_day=TODAY, until=TODAY, by=kam)
    row = ask_go_ahead(
        pairing, Request("Their new plant", TODAY + 9 * DAY), by=pairing.sponsor.person, on=TODAY
    )
    deliver_due()
    letter = next(one for one in mail.outbox if one.to == [deputy.email])
    link = re.search(r"/answers/by-link/[\w-]+/", letter.body)[0]
    Absence.objects.update(cancelled_at=timezone.now())

    assert Client().get(link).status_code == 410
    row.refresh_from_db()
    assert row.is_open


@pytest.mark.parametrize(
    ("in_copy", "copied"), [(True, ["sponsor", "assistant"]), (False, ["sponsor"])]
)
def test_meeting_ahead_goes_in_copy_where_the_executive_has_chosen_it(
    joined, account, pairing, sponsor, assistant, in_copy, copied
):
    Delegation.objects.filter(to=assistant).update(in_copy=in_copy)
    person = sponsor.person
    facts = {"account": account, "logged_by": person, "status": "planned"}
    factories.InteractionFactory(day=TODAY + DAY, with_people=[person], **facts)
    factories.InteractionFactory(kind="coaching", day=TODAY - DAY, with_people=[person], **facts)
    factories.InteractionFactory(day=TODAY - DAY, with_people=[person], **facts)

    for name in ("meeting_ahead", "debrief_missing"):
        due(name, timezone.now())

    assert hearers("meeting_ahead") == copied
    assert sorted(hearers("debrief_missing")) == sorted(["sponsor", *copied])


def test_an_ended_delegation_gets_no_copy_of_what_stood_in_the_queue(
    joined, account, pairing, sponsor, assistant
):
    Delegation.objects.filter(to=assistant).update(in_copy=True)
    person = sponsor.person
    factories.InteractionFactory(
        account=account,
        logged_by=person,
        status="planned",
        day=TODAY + DAY,
        with_people=[person],
    )
    due("meeting_ahead", timezone.now())
    end_delegation(Delegation.objects.get(to=assistant), by=person)
    Notification.objects.update(due_at=timezone.now())

    deliver_due()

    assert assistant.email not in [address for letter in mail.outbox for address in letter.to]
    assert person.email in [address for letter in mail.outbox for address in letter.to]


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "Omar Outsider is an assistant of Élise Exec"),
        ("fr", "Omar Outsider assiste Élise Exec"),
    ],
)
def test_who_is_named_is_told(executive, outsider, language, subject):
    outsider.password, outsider.language = "set", language
    outsider.save()
    wanted = Delegation(of=executive, to=outsider, kind="assistant", from_day=TODAY)
    give_delegation(wanted, by=executive, on=TODAY)

    deliver_due()

    assert [letter.subject for letter in mail.outbox] == [subject]
