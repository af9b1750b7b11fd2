"""The pages of go-aheads: asked in two taps, answered, settled; seen by the two alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sponsors.choices import GoAheadState
from sponsors.models import GoAhead, Interaction
from tests import factories
from tests.sponsors.test_interactions import log

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LIST = "/go-aheads/"


def day(ahead):
    return (TODAY + timedelta(days=ahead)).isoformat()


@pytest.fixture
def person(pairing):
    return pairing.sponsor.person


@pytest.fixture
def contact(account):
    return factories.ContactFactory(account=account, first_name="Alba", last_name="Vidal")


@pytest.fixture
def asked(pairing, contact):
    row = factories.GoAheadFactory(
        pairing=pairing, topics="SECRET-TOPIC", why="SECRET-WHY", day=TODAY + timedelta(days=5)
    )
    row.named.create(contact=contact)
    return row


def test_planning_alone_leads_to_the_question_filled_in_and_one_button_asks(
    signed_in, person, account, contact, kam
):
    client = signed_in(person)

    planned = log(client, account, day=day(4), contacts=[contact.public_id])
    page = client.get(planned.url).content.decode()
    form = {"contacts": [contact.public_id], "topics": "Their new plant", "day": day(4), "mode": ""}
    answer = client.post(planned.url, form)

    row = GoAhead.objects.get()
    assert planned.url.startswith("/go-aheads/ask/?interaction=")
    assert 'value="Their new plant"' in page
    assert "Vidal" in page
    assert answer.url == row.interaction.get_absolute_url()
    assert (row.state, row.asked_by, list(row.contacts.all())) == ("open", person, [contact])
    assert "Waiting for an answer" in client.get(answer.url).content.decode()


def test_logging_what_was_held_alone_shows_that_it_waits_for_the_kams_word(
    signed_in, person, account, kam
):
    answer = log(signed_in(person), account)
    row = Interaction.objects.get()
    pages = [signed_in(one).get(row.get_absolute_url()).content.decode() for one in (person, kam)]

    assert answer.url == row.get_absolute_url()
    assert ["held without a go-ahead" in page for page in pages] == [True, True]
    assert ["We had talked" in page for page in pages] == [False, True]


def test_the_mark_is_shown_to_nobody_but_the_two(
    signed_in, person, account, team_member, lead, kam
):
    log(signed_in(person), account)
    url = Interaction.objects.get().get_absolute_url()

    seen = {
        one.first_name: "go-ahead" in bare(signed_in(one).get(url).content.decode()).lower()
        for one in (kam, person, team_member, lead)
    }

    assert seen == {"Karim": True, "Simone": True, "Théo": False, "Lina": False}


def bare(page):
    """Return the page without the menu."""
    return page.partition('id="main"')[2]


def test_the_kam_settles_it_in_one_tap(signed_in, person, account, kam):
    log(signed_in(person), account)
    row = Interaction.objects.get()

    answer = signed_in(kam).post(reverse("sponsors:interaction_settle", args=[row.public_id]))

    row.refresh_from_db()
    assert (answer.url, row.go_ahead) == (row.get_absolute_url(), "settled_later")
    page = signed_in(person).get(row.get_absolute_url()).content.decode()
    assert "Karim Kamel said that the two had talked" in page


def test_we_talked_of_it_then_in_one_tap(signed_in, person, account, kam):
    log(signed_in(kam), account, kind="exchange", subject="Before the plant")
    exchange = Interaction.objects.get()
    log(signed_in(person), account, day=day(3))
    planned = Interaction.objects.get(status="planned")
    client = signed_in(person)
    page = client.get(f"/go-aheads/ask/?interaction={planned.public_id}").content.decode()

    client.post(
        reverse("sponsors:interaction_talked", args=[planned.public_id]),
        {"exchange": exchange.public_id},
    )

    planned.refresh_from_db()
    assert "We talked of it then" in page
    assert (planned.go_ahead, planned.talked_in) == ("had", exchange)


def test_the_list_answers_in_one_tap_and_the_advice_stands_in_the_brief_and_on_the_meeting(
    signed_in, kam, person, account, asked, contact, executive, team_member
):
    client = signed_in(kam)
    page = client.get(LIST).content.decode()
    client.post(
        reverse("sponsors:go_ahead_answer", args=[asked.public_id]),
        {"state": "agreed_with_advice", "advice": "ADVICE-WORDS"},
    )
    log(
        signed_in(person), account, subject="SECRET-TOPIC", day=day(5), contacts=[contact.public_id]
    )
    meeting = Interaction.objects.get()
    brief = reverse("brief_detail", args=[account.public_id])

    assert "SECRET-TOPIC" in page
    assert "Alba Vidal" in page
    assert meeting.go_ahead == "had"
    reads = {
        (one.first_name, url == brief): "ADVICE-WORDS" in signed_in(one).get(url).content.decode()
        for one, url in [
            (person, brief), (kam, brief), (executive, brief), (team_member, brief),
            (person, meeting.get_absolute_url()), (team_member, meeting.get_absolute_url()),
        ]
    }  # fmt: skip
    assert [key for key, found in reads.items() if found] == [
        ("Simone", True), ("Karim", True), ("Simone", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "code", "state"),
    [
        ({"state": "agreed"}, 302, "agreed"),
        ({"state": "not_now", "reason": "After the tender.", "other_day": day(30)}, 302, "not_now"),
        ({"state": "not_now"}, 422, "open"),
        ({"state": "not_now", "reason": "No.", "other_day": "1900-01-01"}, 422, "open"),
        ({"state": "agreed_with_advice"}, 422, "open"),
        ({"state": "withdrawn"}, 422, "open"),
        ({"state": "superseded", "reason": "x"}, 422, "open"),
        ({}, 422, "open"),
    ],
)
def test_the_kam_answers_in_one_of_three_ways(signed_in, kam, asked, said, code, state):
    answer = signed_in(kam).post(reverse("sponsors:go_ahead_answer", args=[asked.public_id]), said)

    asked.refresh_from_db()
    assert (answer.status_code, asked.state) == (code, state)


def test_a_second_answer_is_told_what_stands(signed_in, kam, asked):
    client, url = signed_in(kam), reverse("sponsors:go_ahead_answer", args=[asked.public_id])
    client.post(url, {"state": "agreed"})

    again = client.post(url, {"state": "not_now", "reason": "No."}, follow=True)

    asked.refresh_from_db()
    assert asked.state == GoAheadState.AGREED
    assert "It no longer waits" in again.content.decode()


def test_a_lead_knows_how_many_wait_and_not_what_they_say(signed_in, lead, asked):
    client = signed_in(lead)
    cockpit = client.get(reverse("cockpit")).content.decode()
    pages = [
        cockpit,
        client.get("/").content.decode(),
        client.get(LIST).content.decode(),
        client.get(asked.account.get_absolute_url()).content.decode(),
    ]

    assert "<b>1</b><span>go-aheads waiting</span>" in cockpit
    assert not any("SECRET" in page for page in pages)


def test_home_shows_what_waits_to_each_of_the_two(signed_in, kam, person, account, asked):
    log(signed_in(person), account, subject="Held alone")
    log(signed_in(person), account, subject="Planned alone", day=day(2))

    pages = {one: signed_in(one).get("/").content.decode() for one in (kam, person)}

    assert [word in pages[kam] for word in ("SECRET-TOPIC", "Had you talked?")] == [True, True]
    assert [word in pages[person] for word in ("SECRET-TOPIC", "No go-ahead yet")] == [False, True]


def test_an_agreed_request_is_planned_with_what_it_says(signed_in, person, kam, asked, contact):
    signed_in(kam).post(
        reverse("sponsors:go_ahead_answer", args=[asked.public_id]), {"state": "agreed"}
    )
    url = f"/log/?account={asked.account.public_id}&go_ahead={asked.public_id}"

    mine = signed_in(person).get(url).content.decode()

    assert 'value="SECRET-TOPIC"' in mine
    assert f'value="{day(5)}"' in mine


def test_a_request_of_others_fills_in_nothing(signed_in, team_member, asked):
    url = f"/log/?account={asked.account.public_id}&go_ahead={asked.public_id}"

    assert "SECRET" not in signed_in(team_member).get(url).content.decode()


@pytest.mark.parametrize("name", ["kam", "team_member", "lead"])
def test_nobody_asks_but_the_sponsor(signed_in, cast, account, pairing, name):
    url = f"/go-aheads/ask/?account={account.public_id}"

    answer = signed_in(getattr(cast, name)).post(url, {"topics": "x", "day": day(2)})

    assert (answer.status_code, GoAhead.objects.count()) == (403, 0)


def test_the_account_and_the_brief_lead_to_the_question(signed_in, person, account, contact, kam):
    factories.AskFactory(account=account, contact=contact, written_by=kam, text="The tender's day")
    brief = reverse("brief_detail", args=[account.public_id])
    client = signed_in(person)
    link = f"/go-aheads/ask/?account={account.public_id}&amp;contact={contact.public_id}"

    assert "/go-aheads/ask/" in client.get(account.get_absolute_url()).content.decode()
    assert link in client.get(brief).content.decode()
    assert "The tender&#x27;s day" in client.get(link.replace("&amp;", "&")).content.decode()
    assert "/go-aheads/ask/" not in signed_in(kam).get(brief).content.decode()


@pytest.mark.parametrize("fields", [{"day": day(-1)}, {"day": "x"}, {"topics": ""}])
def test_a_question_that_cannot_be_comes_back_with_its_fault(
    signed_in, person, account, contact, fields
):
    url = f"/go-aheads/ask/?account={account.public_id}"

    answer = signed_in(person).post(url, {"topics": "x", "day": day(2)} | fields)

    assert (answer.status_code, GoAhead.objects.count()) == (422, 0)


def test_posted_fields_beside_the_form_are_ignored(signed_in, person, account):
    url = f"/go-aheads/ask/?account={account.public_id}"
    forged = {"state": "agreed", "answered_by": person.pk, "brought_by": person.pk, "way": "email"}

    signed_in(person).post(url, {"topics": "x", "day": day(2)} | forged)

    row = GoAhead.objects.get()
    assert (row.state, row.answered_by, row.brought_by, row.way) == ("open", None, None, "")


def test_the_page_takes_as_many_queries_for_three_as_for_one(
    signed_in, kam, person, account, pairing, asked, django_assert_max_num_queries
):
    client = signed_in(kam)
    client.get(LIST)
    with django_assert_max_num_queries(30) as few:
        client.get(LIST)
    for _number in range(2):
        factories.GoAheadFactory(pairing=pairing)
        factories.InteractionFactory(
            account=account, pairing=pairing, go_ahead="without", logged_by=person
        )

    with django_assert_max_num_queries(len(few) + 1):
        client.get(LIST)
