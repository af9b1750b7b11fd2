"""The search page, and what is offered below the box of every page."""

import re

import pytest

from tests import factories

pytestmark = pytest.mark.django_db
OPTIONS = {"HX-Request": "true", "HX-Target": "search-options"}


def links(page):
    return re.findall(r'<a [^>]*role="option"[^>]*href="([^"]+)"', page.content.decode())


def offered(client, text):
    return client.get("/search/", {"q": text}, headers=OPTIONS)


def test_the_box_offers_three_of_a_kind_and_the_page_with_all(signed_in, lead, kam):
    accounts = [factories.KeyAccountFactory(name=f"Zeta {n}", kam=kam) for n in range(4)]
    person = factories.PersonFactory(first_name="Zeta", last_name="Zett")
    named = factories.ContactFactory(account=accounts[3], first_name="Zeta", last_name="Zuber")
    factories.AskFactory(account=accounts[3], contact=named, text="Zeta’s tender")
    brief = f"{accounts[3].get_absolute_url()}brief/#contact-{named.public_id}"

    page = offered(signed_in(lead), "zeta")

    assert links(page) == [
        *[account.get_absolute_url() for account in accounts[:3]],
        brief,
        person.get_absolute_url(),
        brief,
        "/search/?q=zeta",
    ]
    assert 'data-said="6 suggestions"' in page.content.decode()
    assert "<html" not in page.content.decode()


def test_each_option_has_a_name_of_its_own_and_each_group_its_kind(signed_in, lead, account):
    factories.ContactFactory(account=account, first_name="Alder", last_name="One")

    page = offered(signed_in(lead), "alder").content.decode()

    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 7
    assert set(re.findall(r'aria-labelledby="([^"]+)"', page)) <= set(ids)


def test_what_leads_nowhere_is_not_offered_but_shown(signed_in, other_kam, account, other_account):
    client = signed_in(other_kam)

    assert links(offered(client, "aldera")) == ["/search/?q=aldera"]
    page = client.get("/search/", {"q": "aldera"}).content.decode()
    assert '<span class="title">Aldera</span>' in page


@pytest.mark.parametrize(
    ("language", "exact", "near"),
    [
        ("en", "as they are written", "Near what you typed"),
        ("fr", "tels quels", "Proche de votre saisie"),
    ],
)
def test_what_only_comes_near_is_said_so(signed_in, lead, account, language, exact, near):
    lead.language = language
    lead.save()
    client = signed_in(lead)

    assert exact in client.get("/search/", {"q": "adlera"}).content.decode()
    assert near in offered(client, "adlera").content.decode()
    assert exact not in client.get("/search/", {"q": "aldera"}).content.decode()
    assert near not in offered(client, "aldera").content.decode()


def test_nothing_is_offered_for_one_letter_and_nothing_said(signed_in, lead, account):
    page = offered(signed_in(lead), "a").content.decode()

    assert links(offered(signed_in(lead), "a")) == []
    assert 'data-said=""' in page


def test_nothing_found_is_said(signed_in, lead):
    page = offered(signed_in(lead), "<b>qqqq").content.decode()

    assert "Nothing found for “&lt;b&gt;qqqq”." in page
    assert 'data-said="Nothing found"' in page


def test_the_box_keeps_what_was_searched_for(signed_in, lead):
    page = signed_in(lead).get("/search/", {"q": 'alder"a'}).content.decode()

    assert page.count('value="alder&quot;a"') == 1
    assert "<h1>Results for “alder&quot;a”</h1>" in page


def test_a_search_takes_at_most_fourteen_statements(
    signed_in, kam, account, django_assert_max_num_queries
):
    factories.ContactFactory(account=account, first_name="Common")
    factories.AskFactory(account=account, text="Common ground")
    factories.PersonFactory(first_name="Common")
    client = signed_in(kam)
    client.get("/search/", {"q": "common"})

    for text in ("common", "comnon", "comnon grund"):
        with django_assert_max_num_queries(14):
            client.get("/search/", {"q": text})
