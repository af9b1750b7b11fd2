"""Who may answer for a pairing, and what of its life the database refuses to hold."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Notification
from accounts.services.organisation import change_kam, set_manager
from accounts.services.people import edit_person
from sponsors.choices import PairingStatus
from sponsors.models import Pairing
from sponsors.services.closing import decline_pairing
from sponsors.services.eligibility import AnswerOfAnotherError
from sponsors.services.pairings import (
    advance_pairings,
    agree_as_kam,
    agree_as_sponsor,
    propose_pairing,
)
from tests import factories

TODAY = date(2026, 6, 1)
LATER = date(2026, 9, 1)
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def leave(person, lead, **facts):
    return edit_person(person, facts or {"is_active": False}, manager=person.manager, by=lead)


def told(kind):
    live = Notification.objects.filter(kind=kind).exclude(state="cancelled")
    return sorted(live.values_list("recipient__email", flat=True))


def agreed(account, sponsor, kam, lead, charter, *, starts_on=LATER):
    pairing = propose_pairing(account, sponsor, by=lead, starts_on=starts_on)
    agree_as_kam(pairing, by=kam, charter=charter, says_apart=True)
    return agree_as_sponsor(pairing, by=sponsor.person, charter=charter, says_apart=True, on=TODAY)


def test_one_pairing_that_cannot_begin_keeps_no_other_waiting(
    account, other_account, sponsor, other_sponsor, kam, other_kam, lead, ground
):
    stuck = agreed(account, sponsor, kam, lead, ground)
    free = agreed(other_account, other_sponsor, other_kam, lead, ground)
    leave(sponsor.person, lead)

    begun = advance_pairings(on=LATER)

    stuck.refresh_from_db()
    assert [pairing.pk for pairing in begun] == [free.pk]
    assert stuck.status == PairingStatus.AGREED


def test_a_new_kam_is_asked_before_the_pairing_begins(account, sponsor, kam, lead, ground):
    pairing = agreed(account, sponsor, kam, lead, ground)
    successor = factories.PersonFactory()

    change_kam(account, successor, on=TODAY, by=lead)

    pairing.refresh_from_db()
    assert (pairing.status, pairing.kam, pairing.kam_charter) == ("proposed", successor, None)
    assert told("pairing_waiting") == [successor.email]
    assert advance_pairings(on=LATER) == []
    with pytest.raises(AnswerOfAnotherError):
        agree_as_kam(pairing, by=kam, charter=ground, says_apart=True)
    agree_as_kam(pairing, by=successor, charter=ground, says_apart=True)
    assert (
        agree_as_sponsor(
            pairing, by=sponsor.person, charter=ground, says_apart=True, on=LATER
        ).status
        == "active"
    )


def test_a_running_pairing_goes_on_under_a_new_kam(pairing, account, lead):
    change_kam(account, factories.PersonFactory(), on=TODAY, by=lead)

    pairing.refresh_from_db()
    assert pairing.status == PairingStatus.ACTIVE


def test_a_former_kam_no_longer_sees_the_pairing(pairing, account, kam, lead, signed_in):
    change_kam(account, factories.PersonFactory(), on=TODAY, by=lead)

    assert signed_in(kam).get(pairing.get_absolute_url()).status_code == 404


def test_answers_are_taken_from_those_who_are_asked(
    account, sponsor, kam, other_kam, executive, lead, ground
):
    pairing = propose_pairing(account, sponsor, by=lead, starts_on=TODAY)
    with pytest.raises(AnswerOfAnotherError):
        agree_as_kam(pairing, by=other_kam, charter=ground, says_apart=True)
    with pytest.raises(AnswerOfAnotherError):
        decline_pairing(pairing, by=sponsor.person, reason="No.")
    agree_as_kam(pairing, by=kam, charter=ground, says_apart=True)
    with pytest.raises(AnswerOfAnotherError):
        agree_as_sponsor(pairing, by=executive, charter=ground, says_apart=True, on=TODAY)
    with pytest.raises(AnswerOfAnotherError) as refusal:
        decline_pairing(pairing, by=kam, reason="A second thought.")

    assert refusal.value.person == sponsor.person


def test_the_word_to_the_kam_is_for_the_kam(pairing, kam, sponsor, lead, signed_in):
    Pairing.objects.filter(pk=pairing.pk).update(word_to_the_kam="Marker-word")

    seen = [
        "Marker-word" in signed_in(person).get(pairing.get_absolute_url()).text
        for person in (kam, sponsor.person, lead)
    ]

    assert seen == [True, False, True]


def test_an_invariant_holds_through_a_reorganisation(pairing, kam, boss, sponsor, lead):
    """In conflict if and only if the sponsor stands in the line."""
    set_manager(boss, sponsor.person, by=lead)
    set_manager(kam, None, by=lead)

    pairing.refresh_from_db()
    assert pairing.conflict_since is None


@pytest.mark.parametrize(
    "lie",
    [
        {"status": "frozen", "slot": None},
        {"status": "withdrawn", "slot": None, "closing_note": "x"},
        {"status": "declined", "slot": None, "started_on": None},
        {"status": "kam_agreed", "started_on": None},
        {"sponsor_agreed_at": NOW},
        {"departure": "inactive"},
        {"departure_since": NOW},
        {"status": "ended", "slot": None, "ended_on": TODAY, "conflict_since": NOW},
        {"status": "ended", "slot": 1, "ended_on": TODAY},
        {"status": "active", "ended_on": TODAY},
        {"started_on": None},
        {"term_months": 11},
    ],
)
def test_the_database_refuses_what_cannot_be(pairing, lie):
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.filter(pk=pairing.pk).update(**lie)
