"""What else serves as a go-ahead, what is settled afterwards, and who learns of it (R7)."""

import pytest
from django.utils import timezone

from accounts.models import Notification
from accounts.services.organisation import change_kam
from sponsors.choices import InteractionStatus
from sponsors.models import GoAhead, Interaction
from sponsors.services.drafts import Draft
from sponsors.services.go_aheads import (
    NothingToSettleError,
    NotTalkedError,
    bring_to_lead,
    say_talked,
    settle,
)
from sponsors.services.interaction_course import cancel_interaction, move_interaction
from sponsors.services.interactions import log_interaction
from tests import factories
from tests.sponsors.go_aheads.acting import TODAY, M, ask, change, days, draft, mark_of

pytestmark = pytest.mark.django_db


# An exchange on that subject ----------------------------------------------------------------------


def talked(account, by, *, ago, logged_ago=None):
    row = log_interaction(
        account,
        Draft(kind="exchange", day=TODAY - days(ago), subject="Before their plant"),
        by=by,
        on=TODAY,
    )
    at = timezone.now() - days(ago if logged_ago is None else logged_ago)
    Interaction.objects.filter(pk=row.pk).update(logged_at=at)
    return row


@pytest.mark.parametrize("by", ["sponsor", "kam"])
def test_an_exchange_that_either_logged_in_the_last_thirty_days_serves(
    account, contact, planned, person, cast, by
):
    exchange = talked(account, getattr(cast, by), ago=20)

    for _turn in range(2):
        row = say_talked(planned, exchange, by=person)

    assert (row.go_ahead, row.talked_in) == (M.HAD, exchange)


def test_an_exchange_too_far_back_or_of_others_does_not_serve(
    account, planned, person, team_member, kam
):
    for exchange in (talked(account, kam, ago=26), talked(account, team_member, ago=3)):
        with pytest.raises(NotTalkedError):
            say_talked(planned, exchange, by=person)

    assert mark_of(planned) == M.WITHOUT


def test_the_sponsor_cannot_note_the_exchange_after_the_meeting(account, contact, person):
    row = log_interaction(account, draft(contact, person, day=TODAY - days(2)), by=person, on=TODAY)
    late = talked(account, person, ago=5, logged_ago=0)

    with pytest.raises(NotTalkedError):
        say_talked(row, late, by=person)

    early = talked(account, person, ago=5)
    assert say_talked(row, early, by=person).go_ahead == M.HAD


def test_the_exchange_no_longer_serves_another_subject_nor_after_a_month(
    account, contact, planned, person, kam
):
    exchange = talked(account, kam, ago=20)
    row = say_talked(planned, exchange, by=person)

    row = change(row, by=person, contacts=[contact], people=[person], subject="The price")
    other_subject = row.go_ahead
    row = say_talked(row, exchange, by=person)
    row = move_interaction(row, day=TODAY + days(11), at=None, by=person, on=TODAY)

    assert (other_subject, row.go_ahead, row.talked_in) == (M.WITHOUT, M.WITHOUT, None)


# Settled afterwards -------------------------------------------------------------------------------


def test_the_kam_says_afterwards_that_the_two_had_talked(account, contact, person, kam):
    row = log_interaction(account, draft(contact, person), by=person, on=TODAY)

    for _turn in range(2):
        row = settle(row, by=kam)

    assert (row.go_ahead, row.settled_by) == (M.SETTLED_LATER, kam)
    assert not Notification.objects.filter(kind="go_ahead_missing", state="pending").exists()
    assert row.history.filter(go_ahead="settled_later").count() == 1


def test_what_the_kam_settled_is_unsettled_by_another_person_at_the_table(
    account, contact, person, kam
):
    row = settle(log_interaction(account, draft(contact, person), by=person, on=TODAY), by=kam)
    other = factories.ContactFactory(account=account)

    row = change(row, by=person, contacts=[contact], people=[person], notes="Good.")
    kept = row.go_ahead
    row = change(row, by=person, contacts=[contact, other], people=[person])

    assert (kept, row.go_ahead, row.settled_by) == (M.SETTLED_LATER, M.WITHOUT, None)


def test_there_is_nothing_to_settle_before_it_was_held(planned, kam):
    with pytest.raises(NothingToSettleError):
        settle(planned, by=kam)


def test_a_settled_interaction_can_be_cancelled(account, contact, person, kam):
    row = settle(log_interaction(account, draft(contact, person), by=person, on=TODAY), by=kam)

    row = cancel_interaction(row, because="Twice", by=kam)

    assert (row.status, row.go_ahead) == (InteractionStatus.CANCELLED, M.WITHOUT)


# Who learns of it ---------------------------------------------------------------------------------


def test_a_lead_reads_a_request_once_one_of_the_two_brings_it(pairing, contact, cast, person, lead):
    request = ask(pairing, contact)
    assert [name for name in vars(cast) if sees(vars(cast)[name])] == ["kam", "sponsor"]

    for _turn in range(2):
        bring_to_lead(request, by=person)

    assert [name for name in vars(cast) if sees(vars(cast)[name])] == ["kam", "sponsor", "lead"]
    assert Notification.objects.get(kind="go_ahead_brought").recipient == lead


def sees(person):
    return GoAhead.objects.visible_to(person).exists()


def test_rights_follow_the_present(pairing, contact, person, kam, other_kam, account):
    ask(pairing, contact)
    change_kam(account, other_kam, on=TODAY, by=None)
    type(pairing).objects.filter(pk=pairing.pk).update(status="ended", ended_on=TODAY, slot=None)

    assert [sees(one) for one in (person, kam, other_kam)] == [False, False, True]
