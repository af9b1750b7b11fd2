"""What still waited inside a pairing when it ends: withdrawn, with a trace, and no longer asked of anybody."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Notification
from accounts.services.kinds import kind_named
from sponsors.models import (
    AlignmentCheck,
    CommitteeRequest,
    DriftSignal,
    GoAhead,
    Introduction,
    RhythmTarget,
)
from sponsors.rhythm import Target
from sponsors.services.alignment import write_alignment
from sponsors.services.closing import end_pairing
from sponsors.services.committee import ask_committee
from sponsors.services.go_ahead_requests import Request, open_request
from sponsors.services.introductions import ask_introduction
from sponsors.services.rhythms import propose_rhythm
from sponsorship.week import this_week
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ASKED = {
    "rhythm_waiting",
    "go_ahead_asked",
    "introduction_asked",
    "committee_asked",
    "alignment_to_sign",
}


@pytest.fixture
def waiting(pairing, account, kam, sponsor):
    """One of everything that one of the two may ask of the other."""
    contact = factories.ContactFactory(account=account)
    day = TODAY + timedelta(days=9)
    propose_rhythm(pairing, Target(exchange=3), by=sponsor.person)
    open_request(pairing, Request(topics="Their plan", day=day), by=sponsor.person)
    ask_introduction(pairing, contact, colleague=kam, why="", by=kam)
    ask_committee(pairing, "A buyer", why="", wanted_by=None, public_id=contact.public_id, by=kam)
    factories.ObjectiveFactory(account=account, text="Grow")
    write_alignment(pairing, gap="", version=0, by=kam)
    DriftSignal.objects.create(
        pairing=pairing, kam=kam, rule="untalked", window="2026-11", since=date(2026, 11, 1)
    )
    return pairing


def pending():
    rows = Notification.objects.filter(kind__in=ASKED, state="pending")
    return set(rows.values_list("kind", flat=True))


def end(pairing, by):
    return end_pairing(pairing, by=by, reason="term_over", note="", on=TODAY)


def test_whatever_waited_is_withdrawn_and_nobody_is_asked_any_more(waiting, lead, kam, sponsor):
    assert pending() == ASKED

    end(waiting, lead)

    states = [
        RhythmTarget.objects.get().state,
        GoAhead.objects.get().state,
        Introduction.objects.get().state,
        CommitteeRequest.objects.get().outcome,
        DriftSignal.objects.get().state,
    ]
    assert states == [*["withdrawn"] * 4, "gone"]
    assert pending() == set()
    assert AlignmentCheck.objects.get().objectives == "Grow"
    at_home = [row.action for one in (kam, sponsor.person) for row in this_week(one, on=TODAY)]
    assert at_home == ["Check the brief"]


def test_each_keeps_who_withdrew_it(waiting, lead):
    end(waiting, lead)

    for model in (RhythmTarget, GoAhead, Introduction, CommitteeRequest):
        assert model.objects.get().history.first().history_user == lead


def test_the_two_are_told_once_and_whoever_ended_it_is_not(waiting, lead, kam, sponsor):
    end(waiting, lead)
    end(waiting, lead)

    told = Notification.objects.filter(kind="pairing_ended")
    assert {row.recipient for row in told} == {kam, sponsor.person}
    words = kind_named("pairing_ended").render(told.get(recipient=sponsor.person))
    assert words.subject == "The pairing of Simone Sponsor with Aldera has ended"


def test_what_was_answered_before_stays_as_it_was(pairing, kam, lead):
    done = factories.IntroductionFactory(
        pairing=pairing,
        colleague=kam,
        state="done",
        introduced_by=pairing.sponsor.person,
        introduced_on=date(2026, 6, 3),
    )

    end(pairing, lead)

    done.refresh_from_db()
    assert (done.state, done.history.count()) == ("done", 1)


def test_the_account_page_names_no_introduction_that_was_withdrawn(waiting, lead, signed_in):
    client, url = signed_in(lead), waiting.account.get_absolute_url()
    before = client.get(url).context["page"].people

    end(waiting, lead)

    after = client.get(url).context["page"].people
    assert [bool(people[0].introductions) for people in (before, after)] == [True, False]
