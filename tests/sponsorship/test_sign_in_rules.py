"""Signing in: how long it lasts, what it asks of whom, and what a flood of attempts meets."""

import time
from http import HTTPStatus

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import Job, Programme
from accounts.services.invitations import invitation_path
from sponsorship.sign_in import BEGAN, SEEN

HOUR = 3600
LOGIN = "/sign-in/login/"
PASSWORD = "twelve green bottles on a wall"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_attempts_before():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def known(kam):
    kam.set_password(PASSWORD)
    kam.save()
    return kam


def aged(client, *, idle=0.0, whole=0.0):
    """Let the browser's session have rested so many hours, of the so many it lasts."""
    session = client.session
    session[SEEN] = int(time.time() - idle * HOUR)
    session[BEGAN] = int(time.time() - max(idle, whole) * HOUR)
    session.save()
    return client


def is_in(client) -> bool:
    return client.get("/").status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    ("role", "idle", "whole", "stays"),
    [
        ("kam", 2.9, 2.9, True),
        ("kam", 3.1, 3.1, False),
        ("lead", 0.9, 0.9, True),
        ("lead", 1.1, 1.1, False),
        ("kam", 0.0, 11.9, True),
        ("kam", 0.0, 12.1, False),
        ("lead", 0.0, 12.1, False),
    ],
)
def test_a_session_ends_by_itself(signed_in, cast, role, idle, whole, stays):
    client = aged(signed_in(getattr(cast, role)), idle=idle, whole=whole)

    assert is_in(client) is stays


def test_a_session_that_ended_is_gone_for_good(signed_in, kam):
    client = aged(signed_in(kam), idle=4)
    key = client.session.session_key
    client.get("/")

    assert not client.session.exists(key)


def test_going_on_does_not_put_off_the_end_of_the_day(signed_in, kam):
    client = aged(signed_in(kam), idle=0.2, whole=11.9)
    client.get("/")
    session = client.session
    began = session[BEGAN]

    assert began < time.time() - 11.8 * HOUR
    assert session[SEEN] > time.time() - 60


def test_a_session_is_noted_at_most_every_five_minutes(signed_in, kam):
    client = aged(signed_in(kam), idle=0.05)
    noted = client.session[SEEN]
    client.get("/")

    assert client.session[SEEN] == noted


def test_signing_in_again_begins_a_new_day(known):
    client = Client()
    client.post(LOGIN, {"login": known.email, "password": PASSWORD})
    aged(client, whole=11)
    client.post(LOGIN, {"login": known.email, "password": PASSWORD})
    client.force_login(known, backend="sponsorship.adapters.SignInBackend")

    assert client.session[BEGAN] > time.time() - 60


def test_who_was_set_inactive_is_out_at_the_next_request(signed_in, kam):
    client = signed_in(kam)
    before = is_in(client)
    kam.is_active = False
    kam.save()

    assert (before, is_in(client)) == (True, False)


@override_settings(SECOND_FACTOR_REQUIRED=True)
@pytest.mark.parametrize("role", ["lead", "administrator"])
def test_much_power_takes_a_second_factor(signed_in, cast, role):
    client = signed_in(getattr(cast, role))

    answers = [client.get(url) for url in ("/", "/people/", "/imports/", "/admin/")]

    assert {answer.headers.get("Location") for answer in answers} == {reverse("mfa_activate_totp")}
    assert client.post("/imports/apply/").status_code == HTTPStatus.FOUND


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_the_way_to_the_second_factor_and_out_is_open(signed_in, lead):
    lead.set_password(PASSWORD)
    lead.save()
    client = Client()
    client.post(LOGIN, {"login": lead.email, "password": PASSWORD})

    first = client.get(reverse("mfa_activate_totp"))
    page = client.post(first.headers["Location"], {"password": PASSWORD}, follow=True)

    assert page.request["PATH_INFO"] == reverse("mfa_activate_totp")
    assert page.status_code == HTTPStatus.OK
    assert client.get(reverse("account_logout")).status_code == HTTPStatus.OK


def test_an_invitation_does_not_go_round_a_second_factor(kam):
    Authenticator.objects.create(user=kam, type="totp", data={"secret": "x"})
    client = Client()
    client.get(invitation_path(kam))

    answer = client.post(
        reverse("accounts:invitation_accept"), {"password": PASSWORD, "again": PASSWORD}
    )

    assert answer.headers["Location"] == LOGIN
    assert not is_in(client)


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_who_has_a_second_factor_works_until_it_is_switched_off(signed_in, lead):
    factor = Authenticator.objects.create(user=lead, type="totp", data={"secret": "x"})
    client = signed_in(lead)
    before = is_in(client)
    factor.delete()
    client.get(reverse("mfa_index"))

    assert (before, is_in(client)) == (True, False)


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_the_others_choose_for_themselves(signed_in, kam):
    assert is_in(signed_in(kam))


def test_a_second_factor_is_asked_for_at_sign_in(known):
    Authenticator.objects.create(user=known, type="totp", data={"secret": "x"})
    client = Client()

    answer = client.post(LOGIN, {"login": known.email, "password": PASSWORD})

    assert answer.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_in(client)


def test_the_admin_has_no_sign_in_of_its_own(administrator):
    administrator.set_password(PASSWORD)
    administrator.save()
    client = Client()

    answer = client.post(
        "/admin/login/?next=/admin/", {"username": administrator.email, "password": PASSWORD}
    )

    assert answer.headers["Location"].startswith(LOGIN)
    assert not is_in(client)


def test_the_admin_shows_technical_rows_to_administrators_alone(signed_in, administrator, lead):
    Job.objects.create(kind="scorecards", result={"secret": "Marker-7"})
    names = {f"{model._meta.app_label}.{model._meta.model_name}" for model in admin.site._registry}
    seen = {
        name: (
            signed_in(administrator).get(reverse(f"admin:{name.replace('.', '_')}_changelist")),
            signed_in(lead).get(reverse(f"admin:{name.replace('.', '_')}_changelist")).status_code,
        )
        for name in names
    }

    assert names == {
        "accounts.job",
        "accounts.notification",
        "usersessions.usersession",
        "mfa.authenticator",
    }
    assert {answer.status_code for answer, _lead in seen.values()} == {HTTPStatus.OK}
    assert HTTPStatus.OK not in {status for _answer, status in seen.values()}
    assert "Marker-7" not in seen["accounts.job"][0].text


def test_the_admin_changes_nothing(signed_in, administrator):
    job = Job.objects.create(kind="scorecards", result={"secret": "Marker-7"})
    client = signed_in(administrator)
    page = reverse("admin:accounts_job_change", args=[job.pk])

    answer = client.get(page)

    assert (answer.status_code, "Marker-7" in answer.text) == (HTTPStatus.OK, False)
    assert client.post(page, {"kind": "other"}).status_code == HTTPStatus.FORBIDDEN
    for name in ("add", "delete"):
        url = reverse(f"admin:accounts_job_{name}", args=[job.pk] if name == "delete" else [])
        assert client.post(url, {"post": "yes"}).status_code == HTTPStatus.FORBIDDEN
    assert Job.objects.get().kind == "scorecards"


def attempts(email: str, count: int) -> list[int]:
    posted = {"login": email, "password": "quite another sentence here"}
    return [Client().post(LOGIN, posted).status_code for _one in range(count)]


def test_a_flood_of_sign_ins_is_turned_away_whoever_exists(known):
    answers = attempts(known.email, 34)
    cache.clear()

    assert HTTPStatus.TOO_MANY_REQUESTS in answers
    assert attempts("nobody@nowhere.example", 34) == answers


def test_what_a_wrong_password_is_told_is_the_same_whoever_exists(known):
    told = [
        Client()
        .post(LOGIN, {"login": email, "password": "quite another sentence here"})
        .text.replace(email, "…")
        for email in (known.email, "nobody@nowhere.example")
    ]
    without_token = {
        "".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)
        for page in told
    }

    assert len(without_token) == 1


def test_a_password_is_hashed_whether_or_not_the_person_exists(known, monkeypatch):
    hashed = []
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher.encode"
    real = __import__("django.contrib.auth.hashers", fromlist=["x"]).MD5PasswordHasher.encode
    monkeypatch.setattr(hasher, lambda *words, **named: hashed.append(1) or real(*words, **named))
    counts = []
    for email in (known.email, "nobody@nowhere.example"):
        hashed.clear()
        attempts(email, 1)
        counts.append(len(hashed))

    assert counts[0] == counts[1] > 0


def test_a_flood_of_password_resets_is_turned_away(known):
    url = reverse("account_reset_password")

    answers = [Client().post(url, {"email": known.email}).status_code for _one in range(8)]

    assert answers[-1] == HTTPStatus.TOO_MANY_REQUESTS


@pytest.mark.parametrize(
    "password",
    [
        "Tandem-2026-Tandem!",
        "Aurelis Aurelis 2026",
        "karim.kamel.kamel.2026",
        "sponsorship2026!!!",
        "fourteen signs",
        "x" * 129,
        "passwordpassword",
    ],
)
def test_a_password_is_refused_that_anybody_would_try(kam, password):
    Programme.objects.update_or_create(pk=1, defaults={"company": "Aurelis"})

    with pytest.raises(ValidationError):
        validate_password(password, kam)


@pytest.mark.parametrize(
    "password", [PASSWORD, "été indien à la mer", "x7" * 64, "词语很长的密码句子在这里写下来吧"]
)
def test_a_sentence_is_a_password(kam, password):
    validate_password(password, kam)


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_and_choosing_a_language_lead_to_our_own_pages(known, target):
    client = Client()
    answer = client.post(LOGIN, {"login": known.email, "password": PASSWORD, "next": target})
    language = client.post("/language/", {"language": "fr", "next": target})

    assert (answer.headers["Location"], language.headers["Location"]) == ("/", "/")


def test_a_forged_host_is_turned_away(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == HTTPStatus.BAD_REQUEST
    led = client.get("/", headers={"x-forwarded-host": "evil.example"})
    assert led.headers["Location"].startswith("/")
