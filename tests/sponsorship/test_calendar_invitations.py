"""Calendar entries by e-mail: who gets which, and what a calendar makes of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from email import message_from_bytes, policy

import icalendar
import pytest
import time_machine

from accounts.models import Notification
from accounts.services.delivery import deliver_due
from reviews.services.reviews import (
    ReviewPlan,
    cancel_review,
    change_review,
    invite_to_review,
    plan_review,
)
from sponsors.services.drafts import Draft
from sponsors.services.interaction_course import (
    cancel_interaction,
    hold_interaction,
    move_interaction,
    undo_log,
)
from sponsors.services.interactions import edit_interaction, log_interaction, plan_interaction
from sponsorship.reminders import write_reminders
from tests import factories

NOON = datetime(2026, 6, 10, 10, tzinfo=UTC)
TODAY = NOON.date()
DAY = date(2026, 6, 20)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


@pytest.fixture
def sent(mailoutbox):
    """Deliver what is due, and return what each person got since: method and entry."""

    def deliver():
        mailoutbox.clear()
        deliver_due()
        return {(mail.to[0], *entry_in(mail)) for mail in mailoutbox}

    return deliver


def entry_in(mail):
    arrived = message_from_bytes(mail.message().as_bytes(), policy=policy.default)
    entries = [
        part
        for part in arrived.iter_attachments()
        if part.get_content_type() != "application/pdf"  # the brief of the day before
    ]
    if not entries:
        return ("", 0, "")
    (part,) = entries
    calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
    (event,) = calendar.walk("VEVENT")
    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") == str(calendar["METHOD"])
    return str(calendar["METHOD"]), event["SEQUENCE"], str(event["STATUS"])


def draft(*people, **facts):
    return Draft(kind="meeting", day=DAY, subject="Their plan", people=people, **facts)


@pytest.fixture
def planned(account, kam, sponsor, pairing, team_member):
    """Planned by the KAM, with the sponsor."""
    return plan_interaction(account, draft(kam, sponsor.person), by=kam, on=TODAY)


def test_who_takes_part_and_did_not_plan_it_gets_the_entry(planned, sponsor, sent):
    assert sent() == {(sponsor.person.email, "REQUEST", 1, "CONFIRMED")}
    assert sent() == set()


def test_the_entry_names_organiser_and_who_takes_part(planned, sponsor, kam, mailoutbox):
    deliver_due()

    (part,) = message_from_bytes(
        mailoutbox[0].message().as_bytes(), policy=policy.default
    ).iter_attachments()
    content = part.get_payload(decode=True)
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert {str(who) for who in event["ATTENDEE"]} == {
        f"mailto:{person.email}" for person in (kam, sponsor.person)
    }
    assert str(event["ORGANIZER"]).startswith("mailto:tandem@")
    assert str(event["UID"]) == f"{planned.public_id}@tandem"
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_it_moves_with_a_higher_sequence_and_is_cancelled(planned, sponsor, kam, sent):
    sent()

    move_interaction(planned, day=date(2026, 6, 22), at=time(9), by=kam, on=TODAY)
    moved = sent()
    cancel_interaction(planned, because="", by=kam)
    cancel_interaction(planned, because="", by=kam)
    cancelled = sent()

    assert moved == {(sponsor.person.email, "REQUEST", 2, "CONFIRMED")}
    assert cancelled == {(sponsor.person.email, "CANCEL", 3, "CANCELLED")}


def test_who_planned_it_hears_when_another_moves_it(planned, sponsor, kam, sent):
    sent()

    move_interaction(planned, day=date(2026, 6, 22), at=None, by=sponsor.person, on=TODAY)

    assert {(who, method) for who, method, *_rest in sent()} == {
        (kam.email, "REQUEST"),
        (sponsor.person.email, "REQUEST"),
    }


def test_what_is_taken_back_before_it_left_is_told_to_nobody(planned, kam, sent):
    undo_log(planned, by=kam)

    assert sent() == set()


def test_only_the_last_of_several_changes_leaves(planned, sponsor, kam, sent):
    for day in (22, 23, 24):
        move_interaction(planned, day=date(2026, 6, day), at=None, by=kam, on=TODAY)

    assert sent() == {(sponsor.person.email, "REQUEST", 4, "CONFIRMED")}


def test_other_notes_are_no_news_for_a_calendar(planned, sponsor, kam, sent):
    sent()

    edit_interaction(planned, draft(kam, sponsor.person, notes="More"), version=1, by=kam, on=TODAY)

    assert sent() == set()


def test_who_is_left_out_loses_it_and_who_joins_gets_it(
    planned, sponsor, team_member, kam, mailoutbox, sent
):
    sent()
    other = replace(draft(kam, team_member), subject="A word that only they may know")

    edit_interaction(planned, other, version=1, by=kam, on=TODAY)

    assert sent() == {
        (sponsor.person.email, "CANCEL", 2, "CANCELLED"),
        (team_member.email, "REQUEST", 2, "CONFIRMED"),
    }
    (left_out,) = [mail for mail in mailoutbox if mail.to == [sponsor.person.email]]
    assert b"only they may know" not in left_out.message().as_bytes()
    assert "only they may know" not in left_out.subject


def test_who_does_not_want_it_gets_none(planned, sponsor, sent):
    sponsor.person.gets_invitations = False
    sponsor.person.save()

    assert sent() == set()


def test_who_said_so_before_is_not_even_noted(account, kam, sponsor, pairing):
    sponsor.person.gets_invitations = False
    sponsor.person.save()

    plan_interaction(account, draft(kam, sponsor.person), by=kam, on=TODAY)

    assert not Notification.objects.exists()


def test_a_person_who_is_gone_gets_none(planned, sponsor, sent):
    sponsor.person.is_active = False
    sponsor.person.save()

    assert sent() == set()


@pytest.mark.parametrize("kind", ["message", "escalation"])
def test_for_a_written_word_no_hour_is_kept(account, kam, sponsor, pairing, kind):
    plan_interaction(account, replace(draft(kam, sponsor.person), kind=kind), by=kam, on=TODAY)

    assert not Notification.objects.filter(kind="meeting_invitation").exists()


def test_what_was_held_invites_nobody(account, kam, sponsor, pairing):
    log_interaction(account, replace(draft(kam, sponsor.person), day=TODAY), by=kam, on=TODAY)

    assert not Notification.objects.filter(kind="meeting_invitation").exists()


def test_once_held_what_has_not_left_stays(planned, kam, clock, sent):
    clock.move_to(datetime(2026, 6, 20, 18, tzinfo=UTC))

    hold_interaction(planned, notes="Well", by=kam, on=DAY)

    assert {method for _who, method, *_rest in sent()} == set()


def test_the_reminder_carries_the_entry_and_so_is_cancelled_too(
    account, kam, sponsor, pairing, clock, sent
):
    kam.invited_at = NOON
    kam.save()
    row = plan_interaction(account, draft(kam), by=kam, on=TODAY)
    clock.move_to(datetime(2026, 6, 19, 10, tzinfo=UTC))
    write_reminders(datetime(2026, 6, 19, 10, tzinfo=UTC))
    reminded = sent()

    cancel_interaction(row, because="", by=kam)

    assert (kam.email, "REQUEST", 1, "CONFIRMED") in reminded
    assert sent() == {(kam.email, "CANCEL", 2, "CANCELLED")}


@pytest.fixture
def plan(kam, sponsor, pairing):
    return ReviewPlan(subject="Half-year", day=DAY, people=[kam, sponsor.person])


def test_a_review_comes_with_its_own_invitation(account, kam, sponsor, plan, sent):
    review = plan_review(account, plan, by=kam, on=TODAY)
    before = sent()

    invite_to_review(review, by=kam)

    assert before == set()
    assert sent() == {(sponsor.person.email, "REQUEST", 1, "CONFIRMED")}


def test_a_review_that_moves_is_told_once_to_whoever_has_it(account, kam, sponsor, plan, sent):
    review = plan_review(account, plan, by=kam, on=TODAY)
    invite_to_review(review, by=kam)
    sent()

    change_review(review, replace(plan, day=date(2026, 6, 25)), version=1, by=kam, on=TODAY)
    moved = sent()
    change_review(
        review, replace(plan, day=date(2026, 6, 25), time=time(9)), version=2, by=kam, on=TODAY
    )
    later = sent()
    cancel_review(review, because="", by=kam)

    assert moved == {(sponsor.person.email, "REQUEST", 2, "CONFIRMED")}
    assert later == {(sponsor.person.email, "REQUEST", 3, "CONFIRMED")}
    assert sent() == {(sponsor.person.email, "CANCEL", 4, "CANCELLED")}


def test_an_address_that_is_none_is_left_out(account, kam, sponsor, pairing, sent, mailoutbox):
    odd = factories.PersonFactory(email="x;y:z@tandem.example", first_name='A"B\nC')
    plan_interaction(account, draft(kam, sponsor.person, odd), by=kam, on=TODAY)
    deliver_due()

    (mail,) = [mail for mail in mailoutbox if mail.to == [sponsor.person.email]]
    (part,) = message_from_bytes(
        mail.message().as_bytes(), policy=policy.default
    ).iter_attachments()
    (event,) = icalendar.Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    assert len(event["ATTENDEE"]) == 2


def test_the_choice_stands_in_my_settings(signed_in, kam):
    page = signed_in(kam).get("/settings/").content.decode()
    signed_in(kam).post("/settings/", {"language": "", "time_zone": "", "digest": "at_once"})

    kam.refresh_from_db()
    assert 'name="gets_invitations"' in page
    assert kam.gets_invitations is False
