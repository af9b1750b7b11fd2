"""From my calendar: a file is looked at, then what is chosen of it is planned; twice is once."""

import re
from datetime import UTC, date, datetime
from datetime import time as clock

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Notification
from sponsors.models import Interaction
from sponsors.services.closing import end_pairing
from sponsors.services.interaction_course import move_interaction
from tests import factories
from tests.sponsorship.calendar_files import attendees, event, file

NOON = datetime(2026, 6, 10, 10, tzinfo=UTC)
URL, APPLY = "/log/calendar/", "/log/calendar/apply/"


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def alba(account):
    return factories.ContactFactory(account=account, email="Alba@client.example")


@pytest.fixture
def drop(signed_in):
    """Drop a file as a person and return the page that is shown."""

    def post(person, *events, **facts):
        upload = SimpleUploadedFile("my.ics", file(*events, **facts))
        return signed_in(person).post(URL, {"file": upload})

    return post


@pytest.fixture
def take(signed_in):
    """Press the button of a page; what is chosen stands as the page proposes it, unless said otherwise."""

    def post(person, page, **choices):
        body = page.content.decode()
        packed = re.search(r'name="packed" value="([^"]+)"', body)
        posted = {"packed": packed[1] if packed else ""}
        for line in page.context["chosen"]:
            found = re.search(rf'name="choice_{line.number}".*?</select>', body, re.DOTALL)[0]
            chosen = re.search(r'value="([^"]*)" selected', found)
            posted[f"choice_{line.number}"] = chosen[1] if chosen else ""
        return signed_in(person).post(APPLY, posted | choices, follow=True)

    return post


def said(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_a_meeting_is_recognised_and_planned_by_one_button(
    kam, team_member, alba, account, drop, take
):
    row = event("1@x", "LOCATION:Lyon", "DESCRIPTION:SECRET", *attendees("alba@CLIENT.example", team_member.email))  # fmt: skip

    page = drop(kam, row)
    assert not Interaction.objects.exists()
    take(kam, page)

    planned = Interaction.objects.get()
    assert (planned.account, planned.subject, planned.place) == (account, "Steering", "Lyon")
    assert (planned.day, planned.time) == (date(2026, 6, 20), clock(14))
    assert (planned.kind, planned.mode, planned.status) == ("meeting", "face_to_face", "planned")
    assert list(planned.contacts.all()) == [alba]
    assert set(planned.people.all()) == {kam, team_member}
    assert (planned.logged_by, planned.source, planned.notes) == (kam, "page", "")
    assert "SECRET" not in page.content.decode()


def test_the_same_file_twice_changes_nothing(kam, alba, drop, take):
    row = event("1@x", *attendees(alba.email))
    take(kam, drop(kam, row))
    kept = Interaction.objects.values().get()

    again = drop(kam, row)

    assert [line.reason for line, _words in again.context["left"]] == ["known"]
    assert Interaction.objects.values().get() == kept


def test_the_same_button_twice_plans_once(kam, alba, drop, take):
    page = drop(kam, event("1@x", *attendees(alba.email)))

    take(kam, page)
    take(kam, page)

    assert Interaction.objects.count() == 1


def test_a_colleague_with_the_same_meeting_finds_it_planned(kam, team_member, alba, drop, take):
    row = event("1@x", *attendees(alba.email, team_member.email))
    theirs = drop(team_member, row)
    take(kam, drop(kam, row))

    late = take(team_member, theirs)

    assert Interaction.objects.count() == 1
    assert "Nothing was changed." in said(late)
    assert drop(team_member, row).context["chosen"] == []


def test_a_newer_version_moves_it_and_an_older_one_does_not(kam, alba, drop, take):
    take(kam, drop(kam, event("1@x", "SEQUENCE:1", *attendees(alba.email))))

    newer = event("1@x", "SEQUENCE:3", *attendees(alba.email), start="20260622T080000Z")
    page = drop(kam, newer)
    assert [line.verb for line in page.context["chosen"]] == ["move"]
    take(kam, page)

    moved = Interaction.objects.get()
    assert (moved.day, moved.time, moved.external_version) == (date(2026, 6, 22), clock(10), 3)
    older = event("1@x", "SEQUENCE:2", *attendees(alba.email), start="20260701T080000Z")
    assert [line.reason for line, _ in drop(kam, older).context["left"]] == ["known"]


def test_what_was_moved_here_stays_there_when_the_old_file_comes_again(kam, alba, drop, take):
    row = event("1@x", "SEQUENCE:1", *attendees(alba.email))
    take(kam, drop(kam, row))
    move_interaction(Interaction.objects.get(), day=date(2026, 6, 30), at=None, by=kam, on=NOON.date())  # fmt: skip

    page = drop(kam, row)

    assert page.context["chosen"] == []
    assert Interaction.objects.get().day == date(2026, 6, 30)


def test_what_the_calendar_cancelled_is_cancelled_by_consent_alone(kam, alba, drop, take):
    take(kam, drop(kam, event("1@x", *attendees(alba.email))))
    page = drop(kam, event("1@x", "STATUS:CANCELLED", "SEQUENCE:1"))

    take(kam, page)
    assert Interaction.objects.get().status == "planned"
    take(kam, page, choice_0="cancel")

    assert Interaction.objects.get().status == "cancelled"
    assert [line.reason for line, _ in drop(kam, event("1@x")).context["left"]] == ["over"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (event("1@x", start="20260609T100000Z"), "past"),
        (event("1@x", start="20270229"), "no_day"),
        (event("1@x", "STATUS:CANCELLED"), "cancelled"),
        (event("1@x", "RRULE:FREQ=WEEKLY"), "repeats"),
        (event("c56d3ad2-5fc5-4b39-8d6a-6c1d1b0a6c8c@tandem"), "ours"),
    ],
)
def test_what_is_left_out_says_why(kam, account, drop, row, reason):
    page = drop(kam, row)

    assert [line.reason for line, _words in page.context["left"]] == [reason]
    assert page.context["left"][0][1] in page.content.decode()


def test_the_account_is_guessed_from_contacts_then_title_then_colleagues(
    kam, sponsor, pairing, alba, account, drop
):
    second = factories.KeyAccountFactory(name="Société Boréale", kam=kam)

    page = drop(
        kam,
        event("1@x", *attendees(alba.email), title="With societe boreale"),
        event("2@x", title="Comité SOCIETE-BOREALE"),
        event("3@x", *attendees(sponsor.person.email), title="Lunch"),
        event("4@x", title="Aldera"),
        event("5@x", title="Alderaan"),
    )

    meant = {line.event.uid: line.account for line in page.context["chosen"]}
    assert meant == {
        "1@x": account, "2@x": second, "3@x": account, "4@x": account, "5@x": None,
    }  # fmt: skip


def test_another_account_may_be_chosen_and_takes_its_own_contacts(kam, alba, account, drop, take):
    second = factories.KeyAccountFactory(name="Second", kam=kam)

    take(kam, drop(kam, event("1@x", *attendees(alba.email))), choice_0=str(second.public_id))

    planned = Interaction.objects.get()
    assert (planned.account, planned.contacts.count()) == (second, 0)


def test_nobody_plans_on_the_account_of_others(kam, other_account, account, alba, drop, take):
    page = drop(kam, event("1@x", *attendees(alba.email)))

    take(kam, page, choice_0=str(other_account.public_id))

    assert not Interaction.objects.exists()


def test_contacts_of_others_are_not_recognised(kam, account, other_account, drop):
    hidden = factories.ContactFactory(account=other_account, email="hidden@x.example", last_name="Hidden")  # fmt: skip

    page = drop(kam, event("1@x", *attendees(hidden.email)))

    assert "Hidden" not in page.content.decode()
    assert page.context["chosen"][0].account is None


def test_what_was_shown_to_another_or_changed_on_the_way_is_refused(
    kam, team_member, alba, drop, take, at_noon, signed_in
):
    page = drop(kam, event("1@x", *attendees(alba.email)))
    packed = re.search(r'name="packed" value="([^"]+)"', page.content.decode())[1]

    for person, text in ((team_member, packed), (kam, packed[:-1]), (kam, "x"), (kam, "")):
        answer = signed_in(person).post(
            APPLY, {"packed": text, "choice_0": str(alba.account.public_id)}, follow=True
        )
        assert "once more" in said(answer)
    at_noon.move_to(datetime(2026, 6, 10, 11, 1, tzinfo=UTC))
    assert "once more" in said(take(kam, page))
    assert not Interaction.objects.exists()


def test_a_right_that_ended_meanwhile_plans_nothing(sponsor, pairing, lead, alba, drop, take):
    page = drop(sponsor.person, event("1@x", *attendees(alba.email)))
    end_pairing(pairing, by=lead, reason="by_agreement", note="", on=NOON.date())

    take(sponsor.person, page)

    assert not Interaction.objects.exists()


def test_a_sponsor_alone_needs_a_go_ahead_as_for_any_plan(sponsor, pairing, kam, alba, drop, take):
    answer = take(sponsor.person, drop(sponsor.person, event("1@x", *attendees(alba.email))))

    assert Interaction.objects.get().go_ahead == "without"
    assert "go-ahead" in said(answer)


def test_the_two_among_themselves_have_an_exchange(sponsor, pairing, kam, drop, take):
    take(kam, drop(kam, event("1@x", "LOCATION:https://meet.example/1", *attendees(kam.email, sponsor.person.email))))  # fmt: skip

    planned = Interaction.objects.get()
    assert (planned.kind, planned.mode) == ("exchange", "video")


def test_who_has_it_in_the_calendar_gets_no_entry_by_mail(kam, team_member, alba, drop, take):
    take(kam, drop(kam, event("1@x", *attendees(alba.email, team_member.email))))

    assert Interaction.objects.get().people.count() == 2
    assert not Notification.objects.filter(kind="meeting_invitation").exists()


def test_a_broken_file_says_so_beside_the_field(kam, account, signed_in):
    upload = SimpleUploadedFile("my.ics", b"BEGIN:NONSENSE")

    page = signed_in(kam).post(URL, {"file": upload})

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["file"])


def test_hostile_text_is_text(kam, account, drop, take):
    title = "<script>alert(1)</script> {{7*7}} Aldera\\nBEGIN:VEVENT"
    page = drop(kam, event("1@x", f"LOCATION:{title}", title=title))
    take(kam, page)

    body = page.content.decode()
    assert "<script>alert" not in body
    assert "{{7*7}}" in body
    assert (
        Interaction.objects.get().subject == "<script>alert(1)</script> {{7*7}} Aldera BEGIN:VEVENT"
    )


def test_who_belongs_to_no_team_is_told_so(outsider, drop):
    page = drop(outsider, event("1@x"))

    assert "You belong to no account team" in page.content.decode()


def test_as_many_statements_for_one_event_as_for_forty(kam, account, team_member, alba, signed_in):
    client, counts = signed_in(kam), []
    client.get(URL)
    for number in (1, 40):
        rows = [event(f"{n}@x", *attendees(alba.email, team_member.email)) for n in range(number)]
        upload = SimpleUploadedFile("my.ics", file(*rows))
        with CaptureQueriesContext(connection) as asked:
            page = client.post(URL, {"file": upload})
        assert len(page.context["chosen"]) == number
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 14
