"""A disputed debrief counts for nothing until it is settled, and who may settle it."""

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from sponsors.models import Dispute, Interaction
from sponsors.services.debriefs import NothingToConfirmError
from sponsors.services.disputes import (
    DisputeSettledError,
    NotYoursToSettleError,
    TextMovedOnError,
    agree_on_text,
    bring_dispute,
    decide_dispute,
    open_dispute,
    propose_text,
    withdraw_dispute,
)
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(account, pairing, sponsor):
    """A meeting that the sponsor told."""
    return factories.InteractionFactory(
        account=account,
        pairing=pairing,
        logged_by=sponsor.person,
        debriefed_by=sponsor.person,
        with_people=[sponsor.person],
        notes="They agreed to the price.",
    )


@pytest.fixture
def dispute(told, kam):
    return open_dispute(told, "The price was not spoken of.", by=kam)


def counts(row):
    return Interaction.objects.counting().filter(pk=row.pk).exists()


def told_of(kind):
    return set(Notification.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_what_is_disputed_counts_for_nothing_and_the_other_is_told(told, dispute, sponsor):
    assert not counts(told)
    assert told_of("dispute_opened") == {sponsor.person_id}
    assert told.history.latest().is_disputed


def test_a_second_dispute_is_the_first(told, dispute, kam):
    assert open_dispute(told, "Again", by=kam) == dispute


def test_nobody_disputes_their_own_words(told, sponsor):
    with pytest.raises(NothingToConfirmError):
        open_dispute(told, "No", by=sponsor.person)


def test_whoever_disputes_may_take_it_back(told, dispute, kam, sponsor):
    with pytest.raises(NotYoursToSettleError):
        withdraw_dispute(dispute, by=sponsor.person)

    withdraw_dispute(dispute, by=kam)

    assert counts(told)
    assert told_of("dispute_settled") == {sponsor.person_id}
    with pytest.raises(DisputeSettledError):
        withdraw_dispute(dispute, by=kam)


def test_both_agree_on_a_changed_text(told, dispute, kam, sponsor):
    propose_text(dispute, "They asked for the price.", by=sponsor.person)
    with pytest.raises(NotYoursToSettleError):
        agree_on_text(dispute, "They asked for the price.", by=sponsor.person)
    with pytest.raises(TextMovedOnError):
        agree_on_text(dispute, "Something else", by=kam)

    agree_on_text(dispute, "They asked for the price.", by=kam)

    told.refresh_from_db()
    assert (told.notes, counts(told)) == ("They asked for the price.", True)


@pytest.mark.parametrize(("verdict", "counted"), [(True, True), (False, False)])
def test_a_lead_settles_it_only_when_it_was_brought(told, dispute, kam, lead, verdict, counted):
    with pytest.raises(NotYoursToSettleError):
        decide_dispute(dispute, counts=verdict, last_word="So be it", by=lead)

    bring_dispute(dispute, by=kam)
    decide_dispute(dispute, counts=verdict, last_word="So be it", by=lead)

    assert counts(told) is counted
    assert told_of("dispute_brought") == {lead.pk}


def test_a_lead_reads_it_only_when_it_was_brought(told, dispute, kam, lead, signed_in, executive):
    page = signed_in(lead).get(told.get_absolute_url()).content.decode()
    bring_dispute(dispute, by=kam)
    brought = signed_in(lead).get(told.get_absolute_url()).content.decode()

    words = "The price was not spoken of."
    assert (words in page, words in brought) == (False, True)
    assert not Dispute.objects.visible_to(executive).exists()


def test_the_whole_way_on_the_pages(signed_in, told, kam, sponsor):
    mine, theirs = signed_in(kam), signed_in(sponsor.person)
    opened = mine.post(
        reverse("sponsors:dispute_open", args=[told.public_id]),
        {"because": "Not so", "text": "They asked for the price."},
    )
    dispute = Dispute.objects.get()
    page = theirs.get(told.get_absolute_url()).content.decode()
    theirs.post(
        reverse("sponsors:dispute_agree", args=[dispute.public_id]),
        {"text": "They asked for the price."},
    )

    told.refresh_from_db()
    assert opened.url == told.get_absolute_url()
    assert "Agree to this text" in page
    assert (told.notes, told.is_disputed) == ("They asked for the price.", False)


@pytest.mark.parametrize(
    "broken", [{"because": ""}, {"text": "Mine"}, {"end": "agreed"}, {"settled_at": timezone.now()}]
)
def test_the_database_refuses_a_dispute_that_contradicts_itself(dispute, broken):
    with pytest.raises(IntegrityError):
        Dispute.objects.filter(pk=dispute.pk).update(**broken)
