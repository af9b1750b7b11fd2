"""Who knows which contact: said by one, confirmed by another, and offered by name to those who may know of them."""

from datetime import date

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
