"""Asking for a go-ahead, answering, and one open request for one action (R7)."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Notification
from sponsors.models import GoAhead, Interaction
from sponsors.services.drafts import ForeignContactError
from sponsors.services.go_aheads import (
    Answer,
    DayOverError,
    GoAheadClosedError,
    NobodyToAskError,
    ReasonMissingError,
    answer_go_ahead,
    withdraw_go_ahead,
)
from sponsors.services.interaction_course import cancel_interaction
from sponsors.services.interactions import log_interaction
from tests import factories
from tests.sponsors.go_aheads.acting import (
    AGREED,
    TODAY,
    M,
    S,
    ask,
    days,
    draft,
    held,
    mark_of,
    plan,
)

pytestmark = pytest.mark.django_db


# Asking and answering -----------------------------------------------------------------------------


def test_the_kam_is_asked_at_once_and_a_yes_serves_what_is_planned(
    pairing, contact, planned, kam, person
):
    request = ask(pairing, contact, interaction=planned)
    asked = Notification.objects.get(kind="go_ahead_asked")
    before = mark_of(planned)

    answer_go_ahead(request, AGREED, by=kam)

    assert (asked.recipient, before, mark_of(planned)) == (kam, M.WITHOUT, M.HAD)
    assert Notification.objects.get(kind="go_ahead_answered").recipient == person
    assert held(planned, person).go_ahead == M.HAD


def test_a_yes_without_a_plan_serves_the_plan_that_follows(account, pairing, contact, person, kam):
    request = answer_go_ahead(ask(pairing, contact), AGREED, by=kam)

    row = plan(account, contact, person, ahead=9)

    request.refresh_from_db()
    assert (row.go_ahead, request.interaction) == (M.HAD, row)


def test_one_yes_serves_one_action(account, pairing, contact, person, kam):
    answer_go_ahead(ask(pairing, contact), AGREED, by=kam)

    marks = [plan(account, contact, person, ahead=ahead).go_ahead for ahead in (4, 6)]

    assert marks == [M.HAD, M.WITHOUT]


def test_a_yes_to_what_was_cancelled_serves_once_more(account, pairing, contact, person, kam):
    answer_go_ahead(ask(pairing, contact), AGREED, by=kam)
    cancel_interaction(plan(account, contact, person), because="Snow", by=person)

    assert plan(account, contact, person, ahead=7).go_ahead == M.HAD


def test_silence_and_a_not_now_are_no_yes(account, pairing, contact, person, kam):
    silent, refused = (
        plan(account, contact, person),
        plan(account, contact, person, subject="Price"),
    )
    ask(pairing, contact, interaction=silent)
    answer = Answer(S.NOT_NOW, reason="After the tender.", other_day=TODAY + days(30))
    answer_go_ahead(ask(pairing, contact, topics="Price", interaction=refused), answer, by=kam)

    assert held(silent, person).go_ahead == M.WITHOUT
    assert held(refused, person).go_ahead == M.WITHOUT


def test_a_yes_after_the_day_is_no_yes(account, pairing, contact, person, kam):
    request = answer_go_ahead(ask(pairing, contact, day=TODAY), AGREED, by=kam)
    GoAhead.objects.filter(pk=request.pk).update(day=TODAY - days(2), answered_at=timezone.now())

    row = log_interaction(account, draft(contact, person, day=TODAY - days(2)), by=person, on=TODAY)

    assert row.go_ahead == M.WITHOUT


@pytest.mark.parametrize(
    "answer", [Answer(S.AGREED_WITH_ADVICE, advice=" "), Answer(S.NOT_NOW, reason="")]
)
def test_an_answer_has_its_words(pairing, contact, kam, answer):
    request = ask(pairing, contact)

    with pytest.raises(ReasonMissingError):
        answer_go_ahead(request, answer, by=kam)

    request.refresh_from_db()
    assert request.is_open


def test_the_same_answer_again_changes_nothing_and_another_is_refused(pairing, contact, kam):
    request = ask(pairing, contact)
    first = answer_go_ahead(request, AGREED, by=kam)

    again = answer_go_ahead(request, AGREED, by=kam)

    assert again.answered_at == first.answered_at
    with pytest.raises(GoAheadClosedError):
        answer_go_ahead(request, Answer(S.NOT_NOW, reason="No."), by=kam)
    with pytest.raises(GoAheadClosedError):
        withdraw_go_ahead(request, by=request.asked_by)


def test_what_was_withdrawn_waits_for_nobody(pairing, contact, kam):
    request = ask(pairing, contact)

    for _turn in range(2):
        withdrawn = withdraw_go_ahead(request, by=request.asked_by)

    assert withdrawn.state == S.WITHDRAWN
    assert Notification.objects.get(kind="go_ahead_asked").state == "cancelled"
    with pytest.raises(GoAheadClosedError):
        answer_go_ahead(request, AGREED, by=kam)


# One open request for one action ------------------------------------------------------------------


def test_asking_the_same_twice_is_asking_once(pairing, contact):
    first = ask(pairing, contact, topics="Their new plant")
    again = ask(pairing, contact, topics="their  NEW plant", day=TODAY + days(8))

    assert (again, GoAhead.objects.count()) == (first, 1)


@pytest.mark.parametrize("change", ["topics", "contact", "day"])
def test_another_person_topic_or_week_asks_again(pairing, contact, account, change):
    first = ask(pairing, contact)
    other = factories.ContactFactory(account=account)
    changed = {
        "topics": lambda: ask(pairing, contact, topics="The price"),
        "contact": lambda: ask(pairing, other),
        "day": lambda: ask(pairing, contact, day=TODAY + days(13)),
    }

    second = changed[change]()

    first.refresh_from_db()
    assert second != first
    assert first.state == (S.SUPERSEDED if change == "day" else S.OPEN)


def test_the_database_keeps_one_open_request_of_an_action(pairing, contact):
    row = ask(pairing, contact)
    twin = GoAhead(
        account=row.account,
        pairing=pairing,
        asked_by=row.asked_by,
        topics=row.topics,
        day=row.day + days(90),
        action=row.action,
    )

    with (
        pytest.raises(IntegrityError, match=r"one_open_for_an_action|UNIQUE"),
        transaction.atomic(),
    ):
        twin.save()


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "agreed"},
        {"state": "agreed_with_advice", "advice": "Mind the tone."},
        {"advice": "Not answered yet."},
        {"reason": "Not answered yet."},
        {"other_day": TODAY},
        {"way": "email"},
        {"brought_at": timezone.now()},
        {"topics": ""},
    ],
)
def test_the_database_refuses_what_nobody_said(pairing, contact, changes):
    row = ask(pairing, contact)

    with pytest.raises(IntegrityError), transaction.atomic():
        GoAhead.objects.filter(pk=row.pk).update(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"go_ahead": "settled_later"},
        {"go_ahead": "had", "side": "tandem", "kind": "exchange"},
        {"source": "import"},
        {"settled_at": timezone.now()},
    ],
)
def test_the_database_refuses_a_mark_that_cannot_be(account, contact, person, changes):
    row = log_interaction(account, draft(contact, person), by=person, on=TODAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        Interaction.objects.filter(pk=row.pk).update(**changes)


def test_one_asks_before_one_acts(account, pairing, contact, person):
    done = log_interaction(account, draft(contact, person), by=person, on=TODAY)

    with pytest.raises(DayOverError):
        ask(pairing, contact, day=TODAY - days(1))
    with pytest.raises(DayOverError):
        ask(pairing, contact, interaction=done)


def test_nobody_is_asked_under_a_pairing_that_has_ended_or_about_another_client(
    pairing, contact, other_account
):
    with pytest.raises(ForeignContactError):
        ask(pairing, factories.ContactFactory(account=other_account))

    pairing.status = "ended"
    with pytest.raises(NobodyToAskError):
        ask(pairing, contact)
