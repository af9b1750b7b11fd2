"""What followed in a quarter, and one line of thanks for it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Notification
from accounts.services.kinds import kind_named
from sponsors.models import Renewal, Thanks
from sponsors.queries.quarter import facts_of, last_quarter
from sponsors.services.thanks import NothingFollowedError, say_thanks
from sponsorship.messages import KINDS
from sponsorship.week import this_week
from tests import factories

pytestmark = pytest.mark.django_db

QUARTER = date(2026, 4, 1)
NOON = datetime(2026, 7, 2, 12, tzinfo=UTC)


def log(pairing, kind, day, **facts):
    return factories.InteractionFactory(
        account=pairing.account, pairing=pairing, kind=kind, day=day, subject="Their plan", **facts
    )


@pytest.fixture
def reviewed(pairing, sponsor):
    """The sponsor was at a review in the second quarter."""
    log(pairing, "review", date(2026, 6, 30), with_people=[sponsor.person])
    return pairing


@pytest.fixture
def let_in(kam, sponsor):
    for person in (kam, sponsor.person):
        person.set_password("a password for tests")
        person.save()


def asked(at=NOON):
    return [draft.recipient for draft in KINDS["thanks_due"].drafts("thanks_due", at, [])]


@pytest.mark.parametrize(
    ("on", "quarter"),
    [
        (date(2026, 1, 1), date(2025, 10, 1)),
        (date(2026, 7, 1), QUARTER),
        (date(2026, 9, 30), QUARTER),
        (date(2026, 12, 31), date(2026, 7, 1)),
    ],
)
def test_the_last_quarter_is_the_one_before(on, quarter):
    assert last_quarter(on) == quarter


def test_what_the_sponsor_had_a_part_in_follows_and_nothing_else(pairing, sponsor, kam):
    log(pairing, "review", date(2026, 4, 1), with_people=[sponsor.person, kam])
    log(pairing, "review", date(2026, 5, 1), with_people=[kam])
    log(pairing, "review", date(2026, 7, 1), with_people=[sponsor.person])
    log(pairing, "meeting", date(2026, 5, 2), with_people=[sponsor.person])

    door = factories.IntroductionFactory(
        pairing=pairing,
        colleague=kam,
        state="done",
        introduced_by=sponsor.person,
        introduced_on=date(2026, 6, 3),
        outcome="They meet in July.",
    )
    factories.IntroductionFactory(pairing=pairing, colleague=kam)

    facts = facts_of([pairing.pk], QUARTER)[pairing.pk]

    assert [fact.words for fact in facts] == [
        "Account review on 1 Apr 2026: Their plan",
        f"Introduction on 3 Jun 2026: {door.contact} · They meet in July.",
    ]


def test_the_facts_of_many_pairings_take_four_statements(reviewed, django_assert_num_queries):
    other = factories.PairingFactory()

    with django_assert_num_queries(4):
        assert set(facts_of([reviewed.pk, other.pk], QUARTER)) == {reviewed.pk}


def test_the_kam_is_asked_in_the_first_week_of_a_quarter(reviewed, kam, let_in):
    week = [asked(NOON + timedelta(days=days)) for days in (-2, -1, 0, 5, 6)]

    assert week == [[], [kam], [kam], [kam], []]


def test_where_nothing_followed_or_thanks_were_said_nobody_is_asked(pairing, sponsor, kam, let_in):
    assert asked() == []
    log(pairing, "review", date(2026, 6, 30), with_people=[sponsor.person])
    assert asked() == [kam]

    say_thanks(pairing, QUARTER, "They asked for you.", by=kam)

    assert asked() == []


def test_the_sponsor_reads_the_line_and_what_followed(reviewed, kam, sponsor, let_in):
    row = say_thanks(reviewed, QUARTER, "They asked for you.", by=kam)
    say_thanks(reviewed, QUARTER, "They asked for you again.", by=kam)

    (told,) = Notification.objects.filter(kind="thanks_said")
    words = kind_named("thanks_said").render(told)
    assert told.recipient == sponsor.person
    assert words.lines == (
        "They asked for you again.",
        "Account review on 30 Jun 2026: Their plan",
    )
    assert [one.line for one in row.history.order_by("history_id")] == [
        "They asked for you.",
        "They asked for you again.",
    ]


def test_for_nothing_there_are_no_thanks(pairing, kam):
    with pytest.raises(NothingFollowedError):
        say_thanks(pairing, QUARTER, "Thank you.", by=kam)
    with pytest.raises(IntegrityError), transaction.atomic():
        Thanks.objects.create(
            pairing=pairing, quarter=date(2026, 5, 1), line="x", written_by=kam, written_at=NOON
        )


def test_the_line_is_read_by_the_two_alone(reviewed, signed_in, kam, sponsor, lead):
    page = reverse("sponsors:rhythm_detail", args=[reviewed.public_id])
    with time_machine.travel(NOON, tick=False):
        signed_in(kam).post(
            reverse("sponsors:thanks_write", args=[reviewed.public_id]),
            {"line": "They asked for you."},
        )
        read = {
            person: "They asked for you." in signed_in(person).get(page).content.decode()
            for person in (kam, sponsor.person, lead)
        }

    assert read == {kam: True, sponsor.person: True, lead: False}


def asked_at_home(person, on):
    return [row.title for row in this_week(person, on=on) if row.action == "Write a line"]


def test_it_waits_at_home_of_the_kam_for_a_month(reviewed, kam, sponsor, lead):
    factories.PairingFactory(kam=kam, account__kam=kam)
    month = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 31), date(2026, 8, 1)]

    at_home = [asked_at_home(kam, on) for on in month]

    line = "A line of thanks to Simone Sponsor?"
    assert at_home == [[], [line], [line], []]
    assert asked_at_home(sponsor.person, month[1]) == asked_at_home(lead, month[1]) == []


@pytest.mark.parametrize("follows", ["renewal", "tension", "introduction"])
def test_whatever_followed_waits_at_home_until_thanks_are_said(pairing, kam, sponsor, follows):
    closed_at = datetime(2026, 6, 30, 21, tzinfo=UTC)
    if follows == "renewal":
        Renewal.objects.create(
            pairing=pairing,
            months=12,
            proposed_by=kam,
            proposed_at=closed_at,
            state="agreed",
            kam_agreed_at=closed_at,
            sponsor_agreed_at=closed_at,
            closed_at=closed_at,
        )
    elif follows == "tension":
        strain = factories.TensionFactory(account=pairing.account)
        strain.stage, strain.closed_at, strain.next_update_on = "handed_back", closed_at, None
        strain.learnt = "Say the dates early."
        strain.save()
    else:
        factories.IntroductionFactory(
            pairing=pairing,
            colleague=kam,
            state="done",
            introduced_by=sponsor.person,
            introduced_on=date(2026, 6, 30),
        )
    assert len(asked_at_home(kam, date(2026, 7, 2))) == 1
    assert asked_at_home(kam, date(2026, 4, 2)) == []

    say_thanks(pairing, QUARTER, "They asked for you.", by=kam)

    assert asked_at_home(kam, date(2026, 7, 2)) == []
