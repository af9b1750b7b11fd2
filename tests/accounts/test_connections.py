"""Who knows which contact: said by one, confirmed by another, and offered by name to those who may know of them."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.choices import ContactLevel
from accounts.models import Connection, ConnectionLevel
from accounts.services.connections import (
    SaidAnewError,
    SaidThemselvesError,
    confirm_level,
    say_level,
)
from tests import factories

pytestmark = pytest.mark.django_db
TODAY, LATER = date(2026, 6, 1), date(2026, 9, 1)
SUGGEST = "/contacts/suggest/"


@pytest.fixture
def contact(account):
    return factories.ContactFactory(account=account, first_name="Alba", last_name="Ferrand")


@pytest.fixture
def said(contact, sponsor):
    return say_level(sponsor.person, contact, 2, by=sponsor.person, on=TODAY)


def test_what_is_said_again_changes_nothing_and_what_is_new_stands_beside_it(
    said, contact, sponsor
):
    again = say_level(sponsor.person, contact, 2, by=sponsor.person, on=LATER)
    newer = say_level(sponsor.person, contact, 3, by=sponsor.person, on=LATER)

    assert again == said
    assert list(Connection.objects.get().entries.newest()) == [newer, said]
    assert Connection.objects.with_level().get().level == 3


def test_another_confirms_once(said, kam, lead):
    confirm_level(said, by=kam)
    confirm_level(said, by=lead)

    said.refresh_from_db()
    assert (said.confirmed_by, said.confirmed_at is None) == (kam, False)


def test_nobody_confirms_their_own_word(said, sponsor):
    with pytest.raises(SaidThemselvesError):
        confirm_level(said, by=sponsor.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConnectionLevel.objects.filter(pk=said.pk).update(
            confirmed_by=sponsor.person, confirmed_at=timezone.now()
        )


def test_an_older_word_is_not_confirmed(said, contact, sponsor, kam):
    newer = say_level(sponsor.person, contact, 1, by=sponsor.person, on=LATER)

    with pytest.raises(SaidAnewError) as refusal:
        confirm_level(said, by=kam)

    assert refusal.value.entry == newer


def test_the_kam_confirms_what_the_sponsor_said_on_the_contacts_page(signed_in, said, contact, kam):
    client, page = signed_in(kam), reverse("accounts:contact_edit", args=[contact.public_id])
    before = client.get(page).content.decode()

    answer = client.post(
        reverse("accounts:connection_confirm", args=[said.connection.public_id]),
        {"entry": said.pk, "next": page},
    )

    assert "Credible" in before
    assert f'value="{said.pk}"' in before
    assert answer.url == page
    assert "confirmed by Karim Kamel" in client.get(page).content.decode()


def test_the_sponsor_confirms_what_the_kam_said_and_not_their_own_word(
    signed_in, contact, sponsor, kam
):
    by_kam = say_level(sponsor.person, contact, 4, by=kam, on=TODAY)
    url = reverse("accounts:connection_confirm", args=[by_kam.connection.public_id])
    client = signed_in(sponsor.person)
    page = client.get(reverse("sponsors:sponsor_detail", args=[sponsor.public_id])).content.decode()

    client.post(url, {"entry": by_kam.pk, "next": "https://evil.example/"})
    own = say_level(sponsor.person, contact, 1, by=sponsor.person, on=LATER)
    answer = client.post(url, {"entry": own.pk, "next": "//evil.example"}, follow=True)

    by_kam.refresh_from_db()
    own.refresh_from_db()
    assert url in page
    assert (by_kam.confirmed_by, own.confirmed_by) == (sponsor.person, None)
    assert "somebody else confirms it" in answer.content.decode()
    assert answer.redirect_chain == [(sponsor.person.get_absolute_url(), 302)]


def test_a_word_that_changed_since_it_was_shown_is_shown_anew(
    signed_in, said, contact, sponsor, kam
):
    newer = say_level(sponsor.person, contact, 1, by=sponsor.person, on=LATER)

    page = signed_in(kam).post(
        reverse("accounts:connection_confirm", args=[said.connection.public_id]),
        {"entry": said.pk, "next": reverse("accounts:contact_edit", args=[contact.public_id])},
        follow=True,
    )

    newer.refresh_from_db()
    assert "said something newer" in page.content.decode()
    assert newer.confirmed_by is None


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("lead", {"Alba Ferrand", "Abel Ferrand"}),
        ("kam", {"Alba Ferrand", "Abel Ferrand"}),
        ("executive", {"Alba Ferrand"}),
        ("other_kam", set()),
        ("administrator", set()),
        ("outsider", set()),
    ],
)
def test_only_contacts_one_may_know_of_are_offered(signed_in, cast, contact, role, offered):
    account = contact.account
    factories.ContactFactory(
        account=account, first_name="Abel", last_name="Ferrand", level=ContactLevel.MANAGER
    )
    factories.ContactFactory(account=account, last_name="Ferrand", is_active=False)

    page = signed_in(getattr(cast, role)).get(SUGGEST, {"link_1": "ferrand · aldera"})

    text = page.content.decode()
    assert {name for name in ("Alba Ferrand", "Abel Ferrand") if name in text} == offered
    assert text.count("<option") == len(offered)


def test_the_contacts_page_asks_as_often_for_many_as_for_few(
    signed_in, said, contact, kam, django_assert_max_num_queries
):
    client, page = signed_in(kam), reverse("accounts:contact_edit", args=[contact.public_id])
    client.get(page)
    with django_assert_max_num_queries(20) as few:
        client.get(page)
    for number in range(1, 4):
        say_level(factories.PersonFactory(), contact, number, by=kam, on=TODAY)

    with django_assert_max_num_queries(20) as many:
        client.get(page)

    assert len(many) == len(few)


def test_who_keeps_the_account_says_how_well_colleagues_know_a_contact(
    signed_in, contact, kam, team_member, outsider
):
    url = reverse("accounts:connection_say", args=[contact.public_id])
    said = {"level": 3, "on": timezone.localdate(), "evidence": "Called us first."}

    signed_in(kam).post(url, said | {"person": team_member.public_id})
    refused = signed_in(kam).post(url, said | {"person": outsider.public_id})

    entry = ConnectionLevel.objects.get()
    assert (entry.connection.person, entry.said_by, entry.level) == (team_member, kam, 3)
    assert entry.evidence == "Called us first."
    assert refused.context["form"].errors["person"]


def test_others_say_it_of_themselves_alone(signed_in, contact, team_member, executive, kam):
    url = reverse("accounts:connection_say", args=[contact.public_id])
    said = {"level": 1, "on": timezone.localdate(), "person": kam.public_id}

    for reader in (team_member, executive):
        signed_in(reader).post(url, said)

    people = {entry.connection.person for entry in ConnectionLevel.objects.all()}
    assert people == {team_member, executive}


def test_a_level_is_said_as_of_now(signed_in, contact, kam):
    url = reverse("accounts:connection_say", args=[contact.public_id])
    today = timezone.localdate()

    for day in (today - timedelta(days=15), today + timedelta(days=1)):
        page = signed_in(kam).post(url, {"level": 4, "on": day, "person": kam.public_id})
        assert page.context["form"].errors["on"]

    assert not ConnectionLevel.objects.exists()


def test_the_same_level_with_something_new_that_speaks_for_it_is_kept(contact, kam):
    first = say_level(kam, contact, 2, by=kam, on=TODAY)
    again = say_level(kam, contact, 2, by=kam, on=LATER, evidence="A lunch.")
    faded = say_level(kam, contact, 2, by=kam, on=LATER + timedelta(days=200))

    assert len({first, again, faded}) == 3
    assert say_level(kam, contact, 2, by=kam, on=LATER, evidence="A lunch.") == again


def test_what_fades_and_what_waits_for_ones_word_stands_on_ones_own_page(
    signed_in, contact, kam, sponsor, pairing, other_kam
):
    today = timezone.localdate()
    faded = say_level(kam, contact, 2, by=kam, on=today - timedelta(days=181))
    waiting = say_level(sponsor.person, contact, 3, by=sponsor.person, on=today)
    url = reverse("accounts:connection_list")

    mine, theirs, others = (
        signed_in(person).get(url).context for person in (kam, sponsor.person, other_kam)
    )

    assert (mine["fading"], mine["fresh"], list(mine["to_confirm"])) == ([faded], [], [waiting])
    assert (theirs["fresh"], list(theirs["to_confirm"])) == ([waiting], [faded])
    assert (others["fading"], others["fresh"], list(others["to_confirm"])) == ([], [], [])


def test_ones_own_page_asks_as_often_for_many_as_for_few(
    signed_in, contact, kam, sponsor, pairing, django_assert_max_num_queries
):
    url, today = reverse("accounts:connection_list"), timezone.localdate()

    def grow():
        more = factories.ContactFactory(account=contact.account)
        say_level(kam, more, 2, by=kam, on=today - timedelta(days=200))
        say_level(sponsor.person, more, 3, by=sponsor.person, on=today)

    grow()
    client = signed_in(kam)
    client.get(url)
    with django_assert_max_num_queries(14) as few:
        client.get(url)
    for _number in range(4):
        grow()

    with django_assert_max_num_queries(14) as many:
        client.get(url)

    assert len(many) == len(few)
