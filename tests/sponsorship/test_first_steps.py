"""From two files to a first pairing: who might sponsor which account, and what a lead does next."""

import pytest

from accounts.services.organisation import set_manager
from tests import factories

pytestmark = pytest.mark.django_db
POSSIBLE = "/programme/possible-sponsors/"


def rows(client, **asked):
    return {
        row.account.name: row for row in client.get(POSSIBLE, asked, follow=True).context["choices"]
    }


def names(row):
    return [one.person.last_name for one in row.executives]


def test_each_account_has_the_executives_outside_its_kams_line(
    signed_in, lead, account, boss, executive, outsider
):
    far_above = factories.PersonFactory(last_name="Farabove", executive=True)
    set_manager(boss, far_above, by=None)

    (row,) = rows(signed_in(lead)).values()

    assert names(row) == [executive.last_name]


def test_below_the_kam_is_no_place_for_a_sponsor_either(signed_in, lead, account, kam, executive):
    set_manager(executive, kam, by=None)

    assert names(rows(signed_in(lead))["Aldera"]) == []


def test_volunteers_with_a_free_place_come_first_and_who_is_full_is_left_out(
    signed_in, lead, account, sponsor, executive, other_sponsor
):
    other_sponsor.capacity = 1
    other_sponsor.save()
    factories.PairingFactory(sponsor=other_sponsor)

    row = rows(signed_in(lead))["Aldera"]

    assert names(row) == ["Sponsor", "Exec"]
    assert [one.free_places for one in row.executives] == [3, None]


def test_the_nearest_to_the_client_come_before_the_others(signed_in, lead):
    client = factories.KeyAccountFactory(city="Lille", country="FR", kam=factories.PersonFactory())
    for last_name, city, country in [
        ("Ander", "Munich", "DE"),
        ("Bertin", "Lyon", "FR"),
        ("Cuvelier", "Lille", "FR"),
    ]:
        factories.PersonFactory(last_name=last_name, city=city, country=country, executive=True)

    assert names(rows(signed_in(lead))[client.name]) == ["Cuvelier", "Bertin", "Ander"]


def test_accounts_with_a_sponsor_are_shown_when_asked_for(signed_in, lead, pairing, other_account):
    client = signed_in(lead)

    assert set(rows(client)) == {"Borealis"}
    assert set(rows(client, show="all")) == {"Aldera", "Borealis"}
    assert set(rows(client, show="all", q="alde")) == {"Aldera"}


def test_a_line_that_is_not_known_is_said(signed_in, lead, account, boss, executive):
    client = signed_in(lead)
    assert "reporting line is not known up to the top" in client.get(POSSIBLE).content.decode()

    head = factories.PersonFactory(last_name="Head")
    set_manager(boss, head, by=None)
    set_manager(executive, head, by=None)

    assert "reporting line is not known up to the top" not in client.get(POSSIBLE).content.decode()


def test_an_account_without_a_kam_asks_for_one(signed_in, lead):
    factories.KeyAccountFactory(name="Orphan")

    page = signed_in(lead).get(POSSIBLE)

    assert names(page.context["choices"][0]) == []
    assert "Name a KAM for Orphan" in page.content.decode()


def test_the_list_asks_as_often_for_many_as_for_few(
    signed_in, lead, account, executive, django_assert_max_num_queries
):
    client = signed_in(lead)
    client.get(POSSIBLE)
    with django_assert_max_num_queries(12) as few:
        client.get(POSSIBLE)
    for _number in range(3):
        factories.KeyAccountFactory(kam=factories.PersonFactory())
        factories.SponsorFactory()

    with django_assert_max_num_queries(12) as many:
        client.get(POSSIBLE)

    assert len(many) == len(few)


def test_home_leads_a_lead_to_the_first_pairing(signed_in, lead, account, executive):
    steps = signed_in(lead).get("/").context["steps"]

    assert [(step.detail, step.is_done) for step in steps] == [
        ("2 members", True),
        ("1 account without a sponsor", False),
        ("PDFs with what the files hold; the KAMs write the rest", False),
        ("0 volunteers", False),
        ("4 not invited yet", False),
        ("The KAM is asked first, then the sponsor", False),
    ]


def test_the_first_pairing_ends_the_first_steps(signed_in, lead, pairing, kam):
    assert signed_in(lead).get("/").context["steps"] == []


def test_the_first_steps_are_not_for_others(signed_in, kam, account):
    assert signed_in(kam).get("/").context["steps"] == []


def test_a_volunteer_is_entered_from_where_one_found_them(signed_in, lead, executive):
    page = signed_in(lead).get("/sponsors/add/", {"person": executive.public_id})

    assert executive.email in page.content.decode()
