"""Sign-in by e-mail and password: a forgotten password, a person who leaves, the language, the devices."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

pytestmark = pytest.mark.django_db
SIGN_IN, RESET = "/sign-in/login/", "/sign-in/password/reset/"
OLD, NEW = "a-long-way-to-the-sea", "another-way-to-the-hills"


@pytest.fixture(autouse=True)
def known(kam):
    """The KAM has a password; nobody has tried one yet."""
    cache.clear()
    kam.set_password(OLD)
    kam.save()


def enter(client, kam, password, **more):
    client.post(SIGN_IN, {"login": kam.email, "password": password, **more})
    return "_auth_user_id" in client.session


def test_a_forgotten_password_is_chosen_anew_by_a_mailed_link_that_serves_once(kam):
    client = Client(headers={"accept-language": "fr"})

    client.post(RESET, {"email": kam.email.upper()})
    link = re.search(r"https?://\S+?(/sign-in/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})

    assert mail.outbox[0].subject == "Choisir un nouveau mot de passe"
    assert "testserver !" not in mail.outbox[0].body
    assert (enter(Client(), kam, OLD), enter(Client(), kam, NEW)) == (False, True)
    spent = Client().get(link, follow=True).content.decode()
    assert 'name="password1"' not in spent


def test_the_answer_is_the_same_for_an_address_nobody_has(kam):
    answers = [
        Client().post(RESET, {"email": email}, follow=True).content.decode()
        for email in (kam.email, "nobody@tandem.example")
    ]

    without_tokens = [re.sub(r'value="[\w-]{30,}"', "", answer) for answer in answers]
    assert without_tokens[0] == without_tokens[1]
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        ([kam.email], "Choose a new password"),
        (["nobody@tandem.example"], "Tandem does not know this address"),
    ]


def test_a_person_set_inactive_is_out_at_the_next_request(kam):
    client = Client()
    assert enter(client, kam, OLD)
    assert client.get("/").status_code == 200

    kam.is_active = False
    kam.save()

    assert client.get("/").headers["Location"].startswith(SIGN_IN)
    assert not enter(Client(), kam, OLD)


def test_after_five_wrong_passwords_the_right_one_waits_too(kam):
    client = Client()
    for _turn in range(5):
        enter(client, kam, "not-this-one-either")

    assert not enter(client, kam, OLD)


def test_nobody_is_led_to_another_host(kam):
    answer = Client().post(f"{SIGN_IN}?next=//evil.example/", {"login": kam.email, "password": OLD})

    assert answer.headers["Location"] == "/"


def test_nobody_signs_up_by_themselves():
    page = Client().get("/sign-in/signup/", follow=True)

    assert 'name="password1"' not in page.content.decode()


def test_another_device_is_signed_out_from_the_page_of_devices(kam):
    here, there = Client(), Client()
    assert enter(here, kam, OLD)
    assert enter(there, kam, OLD)
    assert here.get("/sign-in/sessions/").status_code == 200

    here.post("/sign-in/sessions/")

    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
