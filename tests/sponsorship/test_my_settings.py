"""My settings, the language before signing in, and the programme's own settings."""

import pytest
from django.urls import reverse

from accounts.models import Programme

SETTINGS = "/settings/"
PROGRAMME = "/programme/settings/"


def test_a_person_sets_language_time_zone_and_emails(signed_in, kam):
    posted = {"language": "fr", "time_zone": "America/New_York", "digest": "daily"}

    answer = signed_in(kam).post(SETTINGS, posted | {"is_executive": "on", "email": "x@y.example"})

    kam.refresh_from_db()
    assert answer.headers["Location"] == SETTINGS
    assert (kam.language, kam.time_zone, kam.digest) == ("fr", "America/New_York", "daily")
    assert (kam.is_executive, kam.email) == (False, "kam@tandem.example")
    assert kam.history.latest().history_user == kam


def test_the_page_follows_at_once(signed_in, kam):
    client = signed_in(kam)
    client.post(SETTINGS, {"language": "fr", "time_zone": "", "digest": "at_once"})

    page = client.get(SETTINGS)

    assert '<html lang="fr"' in page.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("language", "xx"), ("time_zone", "../../etc/passwd"), ("digest", "never"), ("digest", "")],
)
def test_what_will_not_do_is_said_beside_the_field(signed_in, kam, field, value):
    posted = {"language": "fr", "time_zone": "", "digest": "daily"} | {field: value}

    page = signed_in(kam).post(SETTINGS, posted)

    kam.refresh_from_db()
    assert field in page.context["form"].errors
    assert (kam.language, kam.digest) == ("", "at_once")


def test_the_page_leads_to_password_second_factor_and_sessions(signed_in, kam):
    body = signed_in(kam).get(SETTINGS).content.decode()

    for name in ("account_set_password", "mfa_index", "usersessions_list"):
        assert f'href="{reverse(name)}"' in body


def test_settings_are_behind_the_sign_in(client, db):
    assert client.get(SETTINGS).status_code == 302


def test_anyone_chooses_the_language_before_signing_in(client, db):
    answer = client.post("/language/", {"language": "fr", "next": "/sign-in/login/"})

    assert answer.headers["Location"] == "/sign-in/login/"
    assert client.cookies["django_language"].value == "fr"


def test_the_language_leads_to_no_other_site(client, db):
    answer = client.post("/language/", {"language": "fr", "next": "//evil.example/"})

    assert answer.headers["Location"] == "/"


def test_a_lead_names_company_and_first_day(signed_in, lead):
    signed_in(lead).post(PROGRAMME, {"company": "Aurelis", "started_on": "2024-01-15"})

    programme = Programme.objects.get()
    assert (programme.company, programme.started_on.isoformat()) == ("Aurelis", "2024-01-15")
    assert programme.history.latest().history_user == lead


@pytest.mark.parametrize("role", ["kam", "executive", "sponsor", "administrator", "outsider"])
def test_others_do_not_set_the_programme(signed_in, cast, role):
    client = signed_in(getattr(cast, role))

    assert client.get(PROGRAMME).status_code == 403
    assert client.post(PROGRAMME, {"company": "Hacked"}).status_code == 403
    assert not Programme.objects.filter(company="Hacked").exists()


def test_reading_the_settings_writes_nothing(signed_in, lead):
    signed_in(lead).get(PROGRAMME)

    assert not Programme.objects.exists()
