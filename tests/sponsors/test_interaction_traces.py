"""Who came to an interaction and who went after it was logged, and the pairing it was tied to: kept, and told in words (R14)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.choices import ContactLevel
from sponsors.models import Interaction, InteractionContact, InteractionPerson
from sponsors.queries.traces import traces_of
from sponsors.services.drafts import Draft
from sponsors.services.interaction_course import hold_interaction
from sponsors.services.interactions import edit_interaction, log_interaction
from sponsors.services.terms import begin_term
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def draft(people=(), contacts=()):
    return Draft(
        kind="meeting", day=TODAY, subject="Their new plant", people=people, contacts=contacts
    )


@pytest.fixture
def guests(account):
    return [
        factories.ContactFactory(
            account=account, last_name=name, level=ContactLevel.EXECUTIVE_COMMITTEE
        )
        for name in ("Arnaud", "Bertin")
    ]


@pytest.fixture
def meeting(account, kam, guests):
    return log_interaction(account, draft([kam], guests[:1]), by=kam, on=TODAY)


def change(meeting, by, **who):
    return edit_interaction(meeting, draft(**who), version=meeting.version, by=by, on=TODAY)


def test_who_was_there_from_the_first_is_kept_and_not_told_as_a_change(meeting, kam, guests):
    first = [*InteractionPerson.history.all(), *InteractionContact.history.all()]

    assert [(row.history_type, row.history_user) for row in first] == [("+", kam)] * 2
    assert traces_of(meeting) == []


def test_who_came_and_went_is_kept_with_who_changed_it(meeting, kam, team_member, guests):
    change(meeting, team_member, people=[team_member], contacts=[guests[1]])

    (trace,) = traces_of(meeting)
    assert (trace.by, trace.came, trace.went) == (
        str(team_member),
        [str(guests[1]), str(team_member)],
        [str(guests[0]), str(kam)],
    )
    gone = InteractionContact.history.get(history_type="-")
    assert (gone.contact, gone.level) == (guests[0], ContactLevel.EXECUTIVE_COMMITTEE)


def test_a_debrief_that_names_another_contact_leaves_a_trace(meeting, kam, guests):
    hold_interaction(meeting, notes="Went well.", by=kam, on=TODAY, contacts=guests)
    hold_interaction(meeting, notes="Went well.", by=kam, on=TODAY, contacts=guests)

    (trace,) = traces_of(meeting)
    assert (trace.by, trace.came, trace.went) == (str(kam), [str(guests[1])], [])


def test_the_page_tells_it_in_words(signed_in, meeting, kam, team_member, guests):
    before = signed_in(kam).get(meeting.get_absolute_url()).content.decode()
    change(meeting, team_member, people=[team_member], contacts=[guests[1]])

    after = signed_in(kam).get(meeting.get_absolute_url()).content.decode()
    assert "Changed since it was logged" not in before
    assert "Changed since it was logged" in after
    assert f"Added: {guests[1]}, {team_member}" in after
    assert f"Removed: {guests[0]}, {kam}" in after


def test_a_contact_who_was_removed_and_is_no_more_is_a_dash(signed_in, meeting, kam, guests):
    change(meeting, kam, people=[kam])
    guests[0].delete()

    assert "Removed: –" in signed_in(kam).get(meeting.get_absolute_url()).content.decode()


def test_the_page_asks_as_often_for_many_changes_as_for_one(
    signed_in, meeting, kam, team_member, guests, django_assert_max_num_queries
):
    change(meeting, team_member, people=[team_member], contacts=guests[1:])
    client = signed_in(kam)
    client.get(meeting.get_absolute_url())
    with django_assert_max_num_queries(14) as few:
        client.get(meeting.get_absolute_url())
    for _turn in range(3):
        meeting.refresh_from_db()
        change(meeting, kam, people=[kam], contacts=guests[:1])
        meeting.refresh_from_db()
        change(meeting, team_member, people=[team_member], contacts=guests[1:])

    with django_assert_max_num_queries(len(few)):
        client.get(meeting.get_absolute_url())


def test_what_is_tied_to_a_pairing_that_begins_keeps_a_trace(
    signed_in, account, kam, sponsor, lead, django_assert_max_num_queries
):
    meetings = [log_interaction(account, draft([kam]), by=kam, on=TODAY) for _turn in range(3)]
    pairing = factories.PairingFactory(
        account=account, sponsor=sponsor, kam=kam, proposed=True, starts_on=TODAY - timedelta(1)
    )

    with django_assert_max_num_queries(12):
        begin_term(pairing, by=lead)

    assert set(Interaction.objects.values_list("pairing", flat=True)) == {pairing.pk}
    row = meetings[0].history.first()
    assert (row.pairing, row.history_user, row.prev_record.pairing) == (pairing, lead, None)
    (trace,) = traces_of(meetings[0])
    assert (trace.by, trace.sponsor) == (str(lead), str(sponsor))
    page = signed_in(kam).get(meetings[0].get_absolute_url()).content.decode()
    assert f"Counts for the pairing with {sponsor}, which began later." in page
