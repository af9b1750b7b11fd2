"""Inside the tandem: what the KAM asks of the sponsor, and what comes of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Notification
from sponsors.models import AlignmentCheck, CommitteeRequest, Introduction
from sponsors.services.committee import answer_request, ask_committee, withdraw_request
from sponsors.services.introductions import (
    AlreadySettledError,
    DayAheadError,
    ForeignContactError,
    TandemOverError,
    ask_introduction,
    make_introduction,
    note_introduction,
    refuse_introduction,
    say_what_came,
)
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def told(kind):
    rows = Notification.objects.filter(kind=kind).exclude(state="cancelled")
    return sorted(rows.values_list("recipient__first_name", flat=True))


def end(pairing):
    pairing.status, pairing.slot, pairing.ended_on = "ended", None, TODAY
    pairing.save()


@pytest.fixture
def contact(account):
    return factories.ContactFactory(account=account)


@pytest.fixture
def asked(pairing, contact, kam):
    return ask_introduction(pairing, contact, colleague=kam, why="Their plan.", by=kam)


# --- Introductions --------------------------------------------------------------------------------


def test_the_kam_asks_once_and_the_sponsor_is_told(pairing, contact, kam, asked):
    again = ask_introduction(pairing, contact, colleague=kam, why="Once more.", by=kam)

    assert (again, again.why, told("introduction_asked")) == (asked, "Their plan.", ["Simone"])


def test_an_introduction_tells_the_kam_and_notes_that_the_two_have_met(asked, sponsor, kam):
    for _twice in range(2):
        make_introduction(asked, day=TODAY, by=sponsor.person, on=TODAY)

    asked.refresh_from_db()
    level = asked.contact.connections.with_level().get(person=kam).level
    assert (asked.state, asked.introduced_by, level) == ("done", sponsor.person, 1)
    assert (told("introduction_made"), told("introduction_asked")) == (["Karim"], [])


def test_what_took_place_unasked_is_noted_and_answers_what_waits(pairing, asked, sponsor, kam):
    done = [
        note_introduction(
            pairing, asked.contact, colleague=kam, day=TODAY, by=sponsor.person, on=TODAY
        )
        for _twice in range(2)
    ]

    assert done == [asked, asked]
    assert Introduction.objects.get().state == "done"


def test_not_possible_has_a_reason_and_cannot_become_done(asked, sponsor):
    for _twice in range(2):
        refuse_introduction(asked, "They are about to leave.", by=sponsor.person)

    with pytest.raises(AlreadySettledError):
        make_introduction(asked, day=TODAY, by=sponsor.person, on=TODAY)
    assert told("introduction_not_possible") == ["Karim"]


def test_what_came_of_it_is_said_of_one_that_was_made(asked, sponsor, kam):
    with pytest.raises(AlreadySettledError):
        say_what_came(asked, "A workshop.", by=kam)
    make_introduction(asked, day=TODAY, by=sponsor.person, on=TODAY)

    assert say_what_came(asked, " A workshop. ", by=kam).outcome == "A workshop."


def test_nobody_is_introduced_ahead_or_to_another_client_or_to_the_sponsor(
    pairing, contact, kam, sponsor, other_account, outsider
):
    foreign = factories.ContactFactory(account=other_account)
    facts = {"day": TODAY, "by": sponsor.person, "on": TODAY}

    for who, colleague in ((foreign, kam), (contact, sponsor.person), (contact, outsider)):
        with pytest.raises(ForeignContactError):
            note_introduction(pairing, who, colleague=colleague, **facts)
    with pytest.raises(DayAheadError):
        note_introduction(
            pairing, contact, colleague=kam, **facts | {"day": TODAY + timedelta(days=1)}
        )


def test_nothing_is_asked_in_a_tandem_that_is_over(pairing, contact, kam, asked, sponsor):
    end(pairing)

    with pytest.raises(TandemOverError):
        ask_introduction(pairing, contact, colleague=kam, why="", by=kam)
    with pytest.raises(TandemOverError):
        make_introduction(asked, day=TODAY, by=sponsor.person, on=TODAY)


# --- The executive committee ----------------------------------------------------------------------


def ask(pairing, kam, **facts):
    facts = {"why": "", "wanted_by": None, "public_id": uuid4(), "by": kam} | facts
    return ask_committee(pairing, "A second engineer.", **facts)


def test_the_same_sheet_asks_the_committee_once(pairing, kam):
    key = uuid4()

    assert ask(pairing, kam, public_id=key) == ask(pairing, kam, public_id=key)
    assert told("committee_asked") == ["Simone"]


def test_a_request_is_carried_then_answered_and_the_kam_is_told_of_both(pairing, kam, sponsor):
    request = ask(pairing, kam)
    facts = {"carried_on": TODAY, "by": sponsor.person, "on": TODAY}

    for outcome, line in (
        ("", ""),
        ("", ""),
        ("partly", "For six months."),
        ("partly", "For six months."),
    ):
        answer_request(request, **facts, outcome=outcome, line=line)

    request.refresh_from_db()
    assert (request.outcome, request.closed_on) == ("partly", TODAY)
    assert [told(f"committee_{name}") for name in ("asked", "carried", "answered")] == [
        [],
        ["Karim"],
        ["Karim"],
    ]
    assert request.history.count() == 3


def test_an_answer_stands_and_a_day_ahead_is_none(pairing, kam, sponsor):
    request = ask(pairing, kam)
    facts = {"line": "", "by": sponsor.person, "on": TODAY}

    with pytest.raises(DayAheadError):
        answer_request(request, carried_on=TODAY + timedelta(days=1), outcome="", **facts)
    answer_request(request, carried_on=TODAY, outcome="refused", **facts)
    with pytest.raises(AlreadySettledError):
        answer_request(request, carried_on=TODAY, outcome="agreed", **facts)
    with pytest.raises(AlreadySettledError):
        withdraw_request(request, by=kam, on=TODAY)


def test_the_kam_takes_a_request_back(pairing, kam):
    request = ask(pairing, kam)
    for _twice in range(2):
        withdraw_request(request, by=kam, on=TODAY)

    request.refresh_from_db()
    assert (request.outcome, told("committee_asked")) == ("withdrawn", [])


# --- Who reads what -------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [Introduction, CommitteeRequest, AlignmentCheck])
def test_the_two_and_the_leads_look_inside_while_it_runs(cast, pairing, model):
    factory = {
        Introduction: factories.IntroductionFactory,
        CommitteeRequest: factories.CommitteeRequestFactory,
        AlignmentCheck: factories.AlignmentCheckFactory,
    }[model]
    factory(pairing=pairing)

    def readers():
        return [name for name, one in vars(cast).items() if model.objects.visible_to(one).exists()]

    assert readers() == ["kam", "sponsor", "lead"]
    end(pairing)
    assert readers() == []


# --- The database refuses nonsense ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "name", "change"),
    [
        (Introduction, "done_on_a_day", {"state": "done"}),
        (Introduction, "done_on_a_day", {"outcome": "x"}),
        (Introduction, "not_possible_for_a_reason", {"state": "not_possible"}),
        (Introduction, "not_possible_for_a_reason", {"reason": "x"}),
        (CommitteeRequest, "asks_something", {"title": ""}),
        (CommitteeRequest, "closed_on_a_day", {"closed_on": TODAY}),
        (CommitteeRequest, "carried_before_answered", {"outcome": "agreed", "closed_on": TODAY}),
        (AlignmentCheck, "says_something", {"objectives": ""}),
        (AlignmentCheck, "signed_by_a_kam", {"kam_signed_at": timezone.now()}),
        (AlignmentCheck, "signed_by_both", {"signed_on": TODAY}),
    ],
)
def test_the_database_refuses_nonsense(pairing, model, name, change):
    factories.IntroductionFactory(pairing=pairing)
    factories.CommitteeRequestFactory(pairing=pairing)
    factories.AlignmentCheckFactory(pairing=pairing)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.update(**change)
