"""The people map: who of us knows whom at a client, what is missing and what fades; and the picture of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import ConnectionLevel
from accounts.services.connections import confirm_level, say_level
from sponsors.services.introductions import ask_introduction
from sponsorship.people_map import SHOWN
from tests import factories

TODAY = timezone.localdate()
LONG_AGO, LATELY = TODAY - timedelta(days=200), TODAY - timedelta(days=20)


@pytest.fixture
def finance(account):
    return factories.ContactFactory(
        account=account, first_name="Alba", last_name="Ferrand", title="CFO", unit="Group"
    )


@pytest.fixture
def buyer(account):
    return factories.ContactFactory(account=account, last_name="Buyer", level="manager")


def url_of(account):
    return reverse("people_map", args=[account.public_id])


def read(signed_in, person, account, **query):
    return signed_in(person).get(url_of(account), query)


def test_a_top_executive_whom_nobody_knows_is_missing_with_one_action(
    signed_in, kam, account, pairing, finance, buyer
):
    answer = read(signed_in, kam, account)

    page = answer.context["page"]
    ask = reverse("sponsors:introduction_add", args=[pairing.public_id])
    assert [row.contact for row in page.unknown] == [finance]
    assert "Nobody knows Alba Ferrand" in answer.content.decode()
    assert f"{ask}?contact={finance.public_id}" in answer.content.decode()
    form = signed_in(kam).get(ask, {"contact": finance.public_id})
    assert f'value="{finance.public_id}" selected' in form.content.decode()


def test_what_was_asked_for_is_not_asked_again(signed_in, kam, account, pairing, finance):
    ask_introduction(pairing, finance, colleague=kam, why="", by=kam)

    page = read(signed_in, kam, account).content.decode()

    assert "introduction asked for" in page
    assert "Ask for an introduction" not in page


def test_others_than_the_two_are_offered_no_introduction(
    signed_in, lead, team_member, account, pairing, finance
):
    for reader in (lead, team_member):
        page = read(signed_in, reader, account).content.decode()
        assert "Nobody knows Alba Ferrand" in page
        assert "introductions/add" not in page


def test_who_is_wanted_and_known_too_little_is_missing_and_who_is_known_well_is_not(
    signed_in, kam, account, finance, buyer
):
    say_level(kam, finance, 2, by=kam, on=LATELY)
    other = factories.ContactFactory(account=account, level="one_below", wanted=2)
    say_level(kam, other, 3, by=kam, on=LATELY)
    wanted = factories.ContactFactory(account=account, level="director", wanted=1)

    page = read(signed_in, kam, account).context["page"]

    assert [row.contact for row in page.too_little] == [finance]
    assert [row.contact for row in page.unknown] == [wanted]
    assert (page.as_wanted, len(page.tops)) == (1, 2)


def test_a_top_executive_is_wanted_as_a_partner_at_least(account, finance, buyer):
    finance.wanted = 1
    trusted = factories.ContactFactory(account=account, wanted=4)

    assert [one.aim for one in (finance, trusted, buyer)] == [3, 4, 0]


def test_a_level_of_long_ago_fades_and_is_said_again_in_one_tap(
    signed_in, kam, sponsor, account, pairing, finance
):
    entry = say_level(
        sponsor.person, finance, 3, by=sponsor.person, on=LONG_AGO, evidence="A lunch."
    )
    client = signed_in(kam)
    page = client.get(url_of(account))
    again = reverse("accounts:connection_again", args=[entry.connection.public_id])
    assert [word for _row, word in page.context["page"].fading] == [entry]
    assert again in page.content.decode()

    for _twice in range(2):
        answer = client.post(again, {"entry": entry.pk, "next": url_of(account)})

    words = ConnectionLevel.objects.filter(connection=entry.connection).newest()
    assert answer.url == url_of(account)
    assert [(word.level, word.on, word.evidence, word.said_by) for word in words] == [
        (3, TODAY, "A lunch.", kam),
        (3, LONG_AGO, "A lunch.", sponsor.person),
    ]
    assert not client.get(url_of(account)).context["page"].fading


def test_a_level_is_faded_after_180_days_and_not_before(signed_in, kam, account, finance):
    say_level(kam, finance, 3, by=kam, on=TODAY - timedelta(days=180))
    assert not read(signed_in, kam, account).context["page"].fading

    ConnectionLevel.objects.update(on=TODAY - timedelta(days=181))
    assert read(signed_in, kam, account).context["page"].fading


def test_each_of_the_two_confirms_what_the_other_said(
    signed_in, kam, sponsor, account, pairing, finance
):
    by_kam = say_level(kam, finance, 3, by=kam, on=LATELY)
    by_sponsor = say_level(sponsor.person, finance, 2, by=sponsor.person, on=LATELY)
    waits = {
        person: [word for _row, word in read(signed_in, person, account).context["page"].to_confirm]
        for person in (kam, sponsor.person)
    }

    assert waits == {kam: [by_sponsor], sponsor.person: [by_kam]}
    confirm = reverse("accounts:connection_confirm", args=[by_kam.connection.public_id])
    signed_in(sponsor.person).post(confirm, {"entry": by_kam.pk})
    by_kam.refresh_from_db()
    assert by_kam.confirmed_by == sponsor.person


def test_a_team_member_reads_the_map_and_has_no_word_on_others(
    signed_in, team_member, kam, account, finance
):
    entry = say_level(kam, finance, 3, by=kam, on=LONG_AGO)

    page = read(signed_in, team_member, account).content.decode()

    assert "Alba Ferrand" in page
    assert str(entry.connection.public_id) not in page


def test_who_has_left_stands_apart(signed_in, kam, account, finance):
    factories.ContactFactory(account=account, last_name="Gone", is_active=False)

    page = read(signed_in, kam, account).context["page"]

    assert [row.contact for row in page.people] == [finance]
    assert [contact.last_name for contact in page.gone] == ["Gone"]


def test_more_people_than_a_picture_bears_are_drawn_by_unit(signed_in, kam, account, finance):
    for number in range(SHOWN):
        factories.ContactFactory(account=account, level="manager", unit=f"Unit {number % 3}")
    say_level(kam, finance, 2, by=kam, on=LATELY)

    answer = read(signed_in, kam, account)
    one = read(signed_in, kam, account, unit="Unit 1")

    drawn = answer.context["picture"]
    assert [(line.name, line.detail) for line in drawn.lines] == [
        ("Group", "1 person"),
        *((f"Unit {number}", "20 people") for number in range(3)),
    ]
    assert [stroke.level for stroke in drawn.strokes] == [2]
    assert [row.contact for row in answer.context["page"].people] == [finance]
    assert len(one.context["picture"].lines) == 20
    assert read(signed_in, kam, account, unit="Elsewhere").status_code == 404


def test_the_picture_says_what_it_shows(signed_in, kam, account, finance):
    page = read(signed_in, kam, account).content.decode()

    assert (
        '<svg class="people-picture" role="img" aria-labelledby="picture-title picture-desc"'
        in page
    )
    assert "0 of 1 top executive is known as well as we want." in page


def test_the_map_asks_as_often_for_many_as_for_few(
    signed_in, kam, sponsor, account, pairing, finance, django_assert_max_num_queries
):
    def grow():
        contact = factories.ContactFactory(account=account, counterpart=kam)
        entry = say_level(kam, contact, 2, by=kam, on=LATELY)
        confirm_level(entry, by=sponsor.person)
        say_level(factories.PersonFactory(), contact, 3, by=kam, on=LONG_AGO)
        ask_introduction(pairing, contact, colleague=kam, why="", by=kam)
        factories.ContactFactory(account=account, is_active=False, successor=contact)

    grow()
    client = signed_in(kam)
    client.get(url_of(account))
    with django_assert_max_num_queries(14) as few:
        client.get(url_of(account))
    for _number in range(4):
        grow()

    with django_assert_max_num_queries(14) as many:
        client.get(url_of(account))

    assert len(many) == len(few)


def test_the_page_of_the_account_shows_how_well_and_by_whom(signed_in, kam, account, finance):
    say_level(kam, finance, 2, by=kam, on=LONG_AGO)
    say_level(factories.PersonFactory(last_name="Distant"), finance, 1, by=kam, on=LATELY)

    answer = signed_in(kam).get(account.get_absolute_url())

    (person,) = answer.context["page"].people
    assert (person.now, person.aim, person.is_faded) == (2, 3, True)
    assert person.known_by == ("Karim Kamel", "Camille Distant")
    assert "Credible · to be said again · wanted: Partner" in answer.content.decode()
