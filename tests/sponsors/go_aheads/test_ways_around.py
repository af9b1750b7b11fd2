"""Every way around a go-ahead, and what becomes of it (R7)."""

import pytest

from sponsors.choices import InteractionKind
from sponsors.models import GoAhead
from sponsors.services.drafts import CameFromFileError, HeldWithoutGoAheadError
from sponsors.services.go_aheads import (
    GoAheadClosedError,
    answer_go_ahead,
)
from sponsors.services.interaction_course import (
    cancel_interaction,
    hold_interaction,
    move_interaction,
)
from sponsors.services.interactions import log_interaction
from tests import factories
from tests.sponsors.go_aheads.acting import (
    AGREED,
    TODAY,
    M,
    S,
    ask,
    change,
    days,
    draft,
    held,
    mark_of,
    plan,
)

pytestmark = pytest.mark.django_db


def agreed(pairing, contact, planned, kam):
    answer_go_ahead(ask(pairing, contact, interaction=planned), AGREED, by=kam)
    planned.refresh_from_db()
    return planned


def test_a_move_within_the_week_keeps_the_yes_and_small_steps_do_not_add_up(
    pairing, contact, planned, kam, person
):
    row = agreed(pairing, contact, planned, kam)
    marks = []
    for ahead in (11, 17):
        row = move_interaction(row, day=TODAY + days(ahead), at=None, by=person, on=TODAY)
        marks.append(row.go_ahead)

    assert marks == [M.HAD, M.WITHOUT]
    again = GoAhead.objects.open().get()
    assert (again.day, again.interaction) == (TODAY + days(17), row)


def test_another_person_or_topic_in_what_was_agreed_asks_again(
    pairing, contact, planned, kam, person, account
):
    row = agreed(pairing, contact, planned, kam)
    other = factories.ContactFactory(account=account)

    row = change(row, by=person, contacts=[contact, other], people=[person])
    first = (row.go_ahead, set(GoAhead.objects.open().get().contacts.all()))
    row = change(row, by=person, contacts=[contact], people=[person], subject="The price")

    assert first == (M.WITHOUT, {contact, other})
    assert row.go_ahead == M.WITHOUT
    assert GoAhead.objects.open().get().topics == "The price"


def test_somebody_who_was_not_asked_about_turns_up(pairing, contact, planned, kam, person, account):
    row = agreed(pairing, contact, planned, kam)
    other = factories.ContactFactory(account=account)

    assert held(row, person, contacts=[contact, other]).go_ahead == M.WITHOUT


@pytest.mark.parametrize("way", ["move", "subject", "contact", "kam left out"])
def test_what_the_kam_planned_is_not_bent_into_something_else(
    account, pairing, contact, kam, person, way
):
    with_kam = way == "kam left out"
    people = [person, kam] if with_kam else [person]
    row = plan(account, contact, person, by=kam, people=people)
    other = factories.ContactFactory(account=account)
    assert row.go_ahead == M.NOT_NEEDED

    if way == "move":
        for ahead in (11, 17):
            row = move_interaction(row, day=TODAY + days(ahead), at=None, by=person, on=TODAY)
    elif way == "subject":
        row = change(row, by=person, contacts=[contact], people=people, subject="The price")
    else:
        contacts = [contact] if with_kam else [contact, other]
        row = change(row, by=person, contacts=contacts, people=[person])

    assert row.go_ahead == M.WITHOUT
    row = move_interaction(row, day=row.day + days(1), at=None, by=person, on=TODAY)
    assert row.go_ahead == M.WITHOUT
    row = move_interaction(row, day=row.day + days(1), at=None, by=kam, on=TODAY)
    assert row.go_ahead == M.NOT_NEEDED


@pytest.mark.parametrize("way", ["names the kam", "leaves oneself out", "another kind", "notes"])
def test_once_held_without_one_no_change_by_the_sponsor_lifts_the_mark(
    account, contact, kam, person, team_member, way
):
    row = log_interaction(account, draft(contact, person), by=person, on=TODAY)
    changes = {
        "names the kam": {"people": [person, kam]},
        "leaves oneself out": {"people": [team_member]},
        "another kind": {"people": [person], "kind": InteractionKind.ESCALATION},
        "notes": {"people": [person], "notes": "The KAM knew."},
    }

    row = change(row, by=person, contacts=[contact], **changes[way])

    assert row.go_ahead == M.WITHOUT


def test_the_sponsor_does_not_join_unasked_what_the_kam_planned_for_others(
    account, pairing, contact, kam, person, team_member
):
    row = plan(account, contact, None, by=kam, people=[team_member])

    row = change(row, by=person, contacts=[contact], people=[team_member, person])

    assert row.go_ahead == M.WITHOUT


@pytest.fixture
def imported(account, pairing, person, contact):
    """A meeting of the sponsor that a file brought: it needs none."""
    return factories.InteractionFactory(
        account=account,
        pairing=pairing,
        source="import",
        day=TODAY - days(40),
        logged_by=person,
        with_people=[person],
        with_contacts=[contact],
    )


def bend(imported, way, contact, other, person):
    """Make something else of what a file brought; a day moves in small steps."""
    if way == "debrief":
        both = [contact, other]
        return hold_interaction(imported, notes="More came.", by=person, on=TODAY, contacts=both)
    contacts = [contact, other] if way == "contact" else [contact]
    if way == "day":
        near = imported.day + days(6)
        imported = change(imported, by=person, contacts=contacts, people=[person], day=near)
    facts = {"subject": {"subject": "Price"}, "day": {"day": imported.day + days(6)}}
    return change(imported, by=person, contacts=contacts, people=[person], **facts.get(way, {}))


@pytest.mark.parametrize("way", ["day", "subject", "contact", "debrief"])
def test_what_came_from_a_file_is_not_made_into_something_else(
    account, imported, contact, person, way
):
    other = factories.ContactFactory(account=account)

    with pytest.raises(CameFromFileError):
        bend(imported, way, contact, other, person)


def test_notes_on_what_came_from_a_file_are_welcome_and_the_kam_corrects_it(
    imported, contact, person, kam
):
    row = change(imported, by=person, contacts=[contact], people=[person], notes="Good.")
    row = change(row, by=kam, contacts=[contact], people=[person], subject="Price")

    assert (row.subject, row.go_ahead) == ("Price", M.NOT_NEEDED)


def test_what_was_held_without_one_does_not_become_a_talk_of_the_two(account, contact, person, kam):
    row = log_interaction(account, draft(contact, person), by=person, on=TODAY)

    with pytest.raises(HeldWithoutGoAheadError):
        change(row, by=person, contacts=[contact], people=[person, kam], kind="exchange")

    assert mark_of(row) == M.WITHOUT


def test_a_request_left_open_is_moot_once_the_meeting_was_held(
    pairing, contact, planned, person, kam
):
    request = ask(pairing, contact, interaction=planned)

    held(planned, person)

    with pytest.raises(GoAheadClosedError):
        answer_go_ahead(request, AGREED, by=kam)
    assert mark_of(planned) == M.WITHOUT


def test_a_cancelled_meeting_asks_for_nothing(pairing, contact, planned, person):
    request = ask(pairing, contact, interaction=planned)

    cancel_interaction(planned, because="Snow", by=person)

    request.refresh_from_db()
    assert request.state == S.WITHDRAWN
