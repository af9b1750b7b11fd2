"""What holds for every page: language, time zone, no keeping, messages and redirects for htmx."""

import zoneinfo
from http import HTTPStatus

import pytest
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone, translation
from django_htmx.middleware import HtmxDetails

from sponsorship.middleware import HtmxMessagesMiddleware, PersonalSettingsMiddleware, known_zone

HTMX = {"HX-Request": "true"}


class Held(BaseStorage):
    """Messages that are held for one request."""

    def _get(self):
        return [], True

    def _store(self, messages, response, *args, **kwargs):
        return []


def ask(response: HttpResponse, *, method: str = "GET", said: str = "", **headers) -> HttpResponse:
    request = RequestFactory().generic(method, "/people/", headers=headers or HTMX)
    request.htmx = HtmxDetails(request)
    request.user = AnonymousUser()
    request._messages = Held(request)
    if said:
        messages.success(request, said)
    return HtmxMessagesMiddleware(lambda _: response)(request)


def test_a_fragment_carries_the_messages_out_of_band():
    answer = ask(HttpResponse('<div id="part"></div>'), said="Saved.")

    assert 'id="toasts"' in answer.text
    assert 'hx-swap-oob="true"' in answer.text
    assert "Saved." in answer.text


def test_a_fragment_with_faults_carries_them_too():
    answer = ask(HttpResponse("<form></form>", status=422), method="POST", said="Saved.")

    assert "Saved." in answer.text


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("<!doctype html><html><body></body></html>"),
        HttpResponse("{}", content_type="application/json"),
        HttpResponse("", headers={"HX-Redirect": "/"}),
    ],
    ids=["a page", "no page", "on the way elsewhere"],
)
def test_nothing_is_added_to_what_is_no_fragment(response):
    assert "Saved." not in ask(response, said="Saved.").text


def test_a_fragment_without_messages_stays_as_it_is():
    assert ask(HttpResponse("<p>as it is</p>")).text == "<p>as it is</p>"


def test_a_form_that_leads_elsewhere_leads_the_whole_page():
    redirect = HttpResponseRedirect("/people/1/")
    redirect.set_cookie("kept", "yes")

    answer = ask(redirect, method="POST")

    assert answer.status_code == HTTPStatus.NO_CONTENT
    assert answer["HX-Redirect"] == "/people/1/"
    assert answer.cookies["kept"].value == "yes"


def test_a_part_that_is_found_elsewhere_is_fetched_there():
    assert ask(HttpResponseRedirect("/people/1/")).status_code == HTTPStatus.FOUND


def test_who_is_signed_out_loads_the_page_anew():
    answer = ask(HttpResponseRedirect(reverse("account_login") + "?next=/people/"))

    assert answer["HX-Refresh"] == "true"


def test_who_is_signed_out_while_typing_keeps_what_was_typed():
    answer = ask(HttpResponseRedirect(reverse("account_login") + "?next=/log/"), method="POST")

    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert not answer.has_header("HX-Refresh")


def test_redirects_of_plain_pages_are_left_alone():
    answer = ask(HttpResponseRedirect("/people/1/"), method="POST", Accept="text/html")

    assert answer.status_code == HTTPStatus.FOUND


@pytest.mark.django_db
def test_a_person_reads_in_their_own_language_and_time_zone(kam):
    kam.language, kam.time_zone = "fr", "America/New_York"
    request = RequestFactory().get("/", headers={"Accept-Language": "en"})
    request.user = kam
    seen = []

    def look(_request):
        seen.append((translation.get_language(), timezone.get_current_timezone_name()))
        return HttpResponse()

    response = PersonalSettingsMiddleware(look)(request)

    assert seen == [("fr", "America/New_York")]
    assert response["Content-Language"] == "fr"


def test_a_stranger_reads_in_the_language_of_the_browser():
    request = RequestFactory().get("/", headers={"Accept-Language": "fr-FR,fr;q=0.9"})
    request.user = AnonymousUser()

    response = PersonalSettingsMiddleware(lambda _: HttpResponse())(request)

    assert response["Content-Language"] == "fr"


def test_an_unknown_time_zone_gives_way_to_the_company_s(settings):
    assert known_zone("Atlantis/Capital") == zoneinfo.ZoneInfo(settings.TIME_ZONE)


@pytest.mark.django_db
def test_pages_are_not_kept(client):
    kept = client.get(reverse("account_login"))["Cache-Control"]

    assert {"no-store", "private"} <= set(kept.split(", "))


@pytest.mark.django_db
def test_what_is_not_found_reads_the_same_for_everyone(signed_in, kam, lead, other_account):
    missing = "00000000-0000-4000-8000-000000000000"
    theirs = reverse("accounts:team_edit", args=[other_account.public_id])

    answers = {
        signed_in(kam).get(theirs).content,
        signed_in(kam).get(theirs.replace(str(other_account.public_id), missing)).content,
        signed_in(lead).get("/no/such/page/").content,
    }

    assert len(answers) == 1


def test_the_icon_that_browsers_ask_for_is_there_without_signing_in(client):
    answer = client.get("/favicon.ico")

    body = b"".join(answer.streaming_content)
    assert (answer.status_code, body[:4]) == (200, b"\x00\x00\x01\x00")
