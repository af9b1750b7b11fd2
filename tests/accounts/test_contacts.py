"""Contacts: who keeps them, and what happens when one leaves."""

import pytest
from django.urls import reverse

from accounts.models import Contact
from accounts.services.key_accounts import set_contact_there
from tests import factories

ALBA = {"first_name": "Alba", "last_name": "Ruiz", "title": "CFO", "level": "executive_committee"}


@pytest.fixture
def contact(account):
    return factories.ContactFactory(account=account, last_name="Ruiz")


def url_of(name, contact):
    return reverse(f"accounts:{name}", args=[contact.public_id])


@pytest.mark.parametrize("role", ["kam", "lead"])
def test_those_who_keep_the_account_add_contacts(signed_in, cast, account, role):
    author = getattr(cast, role)
    url = reverse("accounts:contact_add", args=[account.public_id])

    answer = signed_in(author).post(
        url, ALBA | {"country": "es", "account": "999", "is_active": ""}
    )

    alba = Contact.objects.get()
    assert answer.headers["Location"] == account.get_absolute_url()
    assert (alba.account, alba.country, alba.is_active) == (account, "ES", True)
    assert alba.history.latest().history_user == author


def test_a_contact_needs_a_last_name_and_what_was_typed_stays(signed_in, kam, account):
    url = reverse("accounts:contact_add", args=[account.public_id])

    page = signed_in(kam).post(url, ALBA | {"last_name": " "})

    assert page.context["form"].errors["last_name"]
    assert b'value="Alba"' in page.content


def test_the_kam_changes_a_contact(signed_in, kam, contact):
    signed_in(kam).post(url_of("contact_edit", contact), ALBA | {"title": "Chair"})

    contact.refresh_from_db()
    assert (contact.title, contact.history.latest().history_user) == ("Chair", kam)
    assert Contact.objects.matching("chair").get() == contact


def test_who_left_is_marked_and_may_be_marked_back(signed_in, kam, contact):
    client = signed_in(kam)

    client.post(url_of("contact_left", contact))
    assert not Contact.objects.get().is_active
    client.post(url_of("contact_back", contact))
    assert Contact.objects.get().is_active


def test_marking_twice_is_once(kam, contact):
    set_contact_there(contact, still_there=False, by=kam)
    rows = contact.history.count()

    set_contact_there(contact, still_there=False, by=kam)

    assert contact.history.count() == rows


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("team_member", 403),
        ("sponsor", 403),
        ("other_kam", 404),
        ("executive", 403),
        ("administrator", 404),
        ("outsider", 404),
    ],
)
@pytest.mark.parametrize("name", ["contact_edit", "contact_left", "contact_back"])
def test_others_change_no_contact(signed_in, cast, pairing, contact, role, status, name):
    answer = signed_in(getattr(cast, role)).post(url_of(name, contact), ALBA | {"title": "Hacked"})

    contact.refresh_from_db()
    assert answer.status_code == status
    assert (contact.title, contact.is_active) == ("CFO", True)


def test_an_executive_who_sees_a_contact_in_a_brief_may_not_change_it(
    signed_in, executive, contact, kam
):
    factories.AskFactory(account=contact.account, contact=contact, written_by=kam)

    assert signed_in(executive).get(url_of("contact_edit", contact)).status_code == 403


@pytest.mark.parametrize("name", ["contact_left", "contact_back"])
def test_reading_marks_nobody(signed_in, kam, contact, name):
    assert signed_in(kam).get(url_of(name, contact)).status_code == 405
