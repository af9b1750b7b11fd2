"""Go-aheads (R7): when one is needed, what serves, one open request for one action, and every way around it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Notification
from accounts.services.organisation import change_kam
from sponsors.choices import GoAheadMark, GoAheadState, InteractionKind, InteractionStatus, Mode
from sponsors.models import GoAhead, Interaction
from sponsors.services.drafts import Draft, ForeignContactError
from sponsors.services.go_ahead_requests import Request
from sponsors.services.go_aheads import (
    Answer,
    DayOverError,
    GoAheadClosedError,
    NobodyToAskError,
    NothingToSettleError,
    NotTalkedError,
    ReasonMissingError,
    answer_go_ahead,
    ask_go_ahead,
    bring_to_lead,
    say_talked,
    settle,
    withdraw_go_ahead,
)
from sponsors.services.interactions import (
    CameFromFileError,
    HeldWithoutGoAheadError,
    cancel_interaction,
    edit_interaction,
    hold_interaction,
    log_interaction,
    move_interaction,
    plan_interaction,
)
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
M, S = GoAheadMark, GoAheadState
AGREED = Answer(S.AGREED)


def days(count):
    return timedelta(days=count)


@pytest.fixture
def person(pairing):
    """The sponsor, as a person."""
    return pairing.sponsor.person


@pytest.fixture
def contact(account):
    return factories.ContactFactory(account=account)


def draft(contact, person, *, day=TODAY, kind="meeting", subject="Their new plant", **more):
    facts = {"contacts": [contact], "people": [person]} | more
    return Draft(kind=kind, day=day, subject=subject, **facts)


@pytest.fixture
def planned(account, contact, person):
    """What the sponsor plans alone, in five days."""
    return plan(account, contact, person)


def plan(account, contact, person, *, by=None, ahead=5, **more):
    words = draft(contact, person, day=TODAY + days(ahead), **more)
    return plan_interaction(account, words, by=by or person, on=TODAY)


def wanted(contact, *, day=None, topics="Their new plant", **more):
    return Request(
        topics=topics,
        day=day or TODAY + days(5),
        contacts=frozenset({contact.pk}),
        mode=Mode.FACE_TO_FACE,
        **more,
    )


def ask(pairing, contact, **more):
    return ask_go_ahead(pairing, wanted(contact, **more), by=pairing.sponsor.person, on=TODAY)


def mark_of(interaction):
    interaction.refresh_from_db()
    return interaction.go_ahead


def held(interaction, by, **more):
    """Let its day come, and say that it took place."""
    Interaction.objects.filter(pk=interaction.pk).update(day=TODAY)
    return hold_interaction(interaction, notes="Well.", by=by, on=TODAY, **more)


# When it is needed -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "by", "kind", "mark"),
    [
        (["sponsor"], "sponsor", "meeting", M.WITHOUT),
        (["sponsor"], "sponsor", "call", M.WITHOUT),
        (["sponsor"], "sponsor", "event", M.WITHOUT),
        (["sponsor"], "team_member", "meeting", M.WITHOUT),
        (["sponsor", "kam"], "sponsor", "meeting", M.NOT_NEEDED),
        (["sponsor"], "kam", "meeting", M.NOT_NEEDED),
        (["kam"], "kam", "meeting", M.NOT_NEEDED),
        (["team_member"], "team_member", "meeting", M.NOT_NEEDED),
        (["sponsor"], "sponsor", "exchange", M.NOT_NEEDED),
        (["sponsor"], "sponsor", "escalation", M.NOT_NEEDED),
    ],
)
def test_it_is_needed_where_the_sponsor_goes_alone_and_the_kam_did_not_plan_it(
    account, pairing, contact, cast, who, by, kind, mark
):
    people = [getattr(cast, name) for name in who]

    row = log_interaction(
        account, draft(contact, None, kind=kind, people=people), by=getattr(cast, by), on=TODAY
    )

    assert row.go_ahead == mark


def test_without_a_pairing_there_is_nobody_to_talk_to(account, contact, executive):
    row = log_interaction(account, draft(contact, executive), by=executive, on=TODAY)

    assert row.go_ahead == M.NOT_NEEDED


def test_what_was_held_without_one_is_told_to_the_two_alone(account, contact, person, kam, lead):
    log_interaction(account, draft(contact, person), by=person, on=TODAY)

    told = Notification.objects.filter(kind="go_ahead_missing")
    assert {row.recipient for row in told} == {kam, person}


def test_a_client_in_trouble_is_answered_at_once_and_the_kam_is_told_at_once(
    account, pairing, contact, person, kam
):
    log_interaction(account, draft(contact, person, kind="escalation"), by=person, on=TODAY)

    assert Notification.objects.get(kind="acted_at_once").recipient == kam


@pytest.mark.parametrize(
    ("level", "side", "mark", "told"),
    [
        ("urgent", "client", M.NOT_NEEDED, True),
        ("serious", "client", M.WITHOUT, False),
        ("urgent", "internal", M.WITHOUT, False),
    ],
)
def test_an_urgent_tension_with_the_client_goes_at_once(
    account, pairing, contact, person, kam, level, side, mark, told
):
    factories.TensionFactory(account=account, level=level, side=side)

    row = log_interaction(account, draft(contact, person), by=person, on=TODAY)

    assert row.go_ahead == mark
    assert Notification.objects.filter(kind="acted_at_once", recipient=kam).exists() == told


# Asking and answering --------------------------------------------------------------------------------


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


# One open request for one action -------------------------------------------------------------------


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


# Ways around it --------------------------------------------------------------------------------------


def agreed(pairing, contact, planned, kam):
    answer_go_ahead(ask(pairing, contact, interaction=planned), AGREED, by=kam)
    planned.refresh_from_db()
    return planned


def change(interaction, *, by, contacts, people, on=TODAY, **more):
    facts = {
        "kind": interaction.kind,
        "day": interaction.day,
        "subject": interaction.subject,
    } | more
    words = Draft(contacts=contacts, people=people, **facts)
    return edit_interaction(interaction, words, version=interaction.version, by=by, on=on)


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


# An exchange on that subject ------------------------------------------------------------------------


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


# Settled afterwards ---------------------------------------------------------------------------------


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


# Who learns of it -----------------------------------------------------------------------------------


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
