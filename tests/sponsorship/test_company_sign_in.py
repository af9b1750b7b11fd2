"""Sign in with your company: the whole way through an OpenID Connect provider on loopback."""

import http.client
from urllib.parse import urlsplit

import pytest
from django.test import Client

from accounts.models import User
from accounts.services.invitations import accept_invitation, invitation_path
from tests.company import CLIENT, open_company

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(settings, kam):
    with open_company(email=kam.email.upper(), email_verified=True) as company:
        app = {
            "provider_id": "company",
            "name": "Aldera",
            **CLIENT,
            "settings": {"server_url": company.url},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        yield company


def way_in(client, **asked):
    """Go from the sign-in page to the provider and back; return the page one lands on."""
    begun = client.get("/sign-in/oidc/company/login/", {"process": "login", **asked})
    away = urlsplit(begun.headers["Location"])
    line = http.client.HTTPConnection(away.hostname, away.port, timeout=5)
    line.request("GET", f"{away.path}?{away.query}")
    back = urlsplit(line.getresponse().headers["Location"])
    line.close()
    return client.get(f"{back.path}?{back.query}", follow=True)


def signed_in_as(client):
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None


def test_the_sign_in_page_leads_there_in_one_click(company):
    page = Client().get("/sign-in/login/").content.decode()

    assert "Sign in with Aldera" in page
    assert 'href="/sign-in/oidc/company/login/?process=login"' in page


def test_a_person_whom_the_programme_knows_comes_in(company, kam):
    client = Client()

    page = way_in(client)

    assert (page.status_code, page.redirect_chain[-1][0]) == (200, "/")
    assert signed_in_as(client) == kam


def test_the_second_time_the_person_is_known_even_under_a_new_address(company, kam):
    way_in(Client())
    company.person["email"] = "married@tandem.example"
    client = Client()

    way_in(client)

    assert signed_in_as(client) == kam


def test_a_password_chosen_by_invitation_stays(company, kam):
    token = invitation_path(kam).rsplit("/", 2)[1]
    accept_invitation(token, password="a-long-way-to-the-sea")

    way_in(Client())

    kam.refresh_from_db()
    assert kam.check_password("a-long-way-to-the-sea")


def test_a_stranger_stays_out_and_nobody_is_made(company):
    company.person["email"] = "stranger@elsewhere.example"
    client = Client()
    people = User.objects.count()

    page = way_in(client)

    assert "Ask a programme lead to add you" in page.content.decode()
    assert (signed_in_as(client), User.objects.count()) == (None, people)


def test_an_address_for_which_nobody_vouches_lets_nobody_in(company, settings):
    company.person["email_verified"] = False
    client = Client()
    way_in(client)
    assert signed_in_as(client) is None

    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["verified_email"] = True
    way_in(client)

    assert signed_in_as(client) is not None


def test_who_has_left_stays_out(company, kam):
    kam.is_active = False
    kam.save()
    client = Client()

    way_in(client)

    assert signed_in_as(client) is None


def test_nobody_is_linked_to_another_by_a_foreign_link(company, signed_in, lead, kam):
    client = signed_in(lead)

    way_in(client, process="connect")

    assert signed_in_as(client) == lead
    assert not lead.socialaccount_set.exists()


def test_a_provider_that_is_down_gives_a_page_with_a_way_back(settings, company):
    company.shutdown()
    company.server_close()

    page = Client().get("/sign-in/oidc/company/login/?process=login", follow=True)

    assert page.status_code == 503
    assert "Your company’s sign-in did not confirm who you are" in page.content.decode()
