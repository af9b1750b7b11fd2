"""Asks whole: of whom, until when, and what came of them in two taps."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.choices import ContactLevel
from accounts.models import Ask, AskAnswer, Notification
from sponsors.queries.meetings import asks_of
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def director(account):
    return factories.ContactFactory(account=account, last_name="Orsini", level="director")


@pytest.fixture
def ask(account, kam):
    return factories.AskFactory(account=account, text="Their plan", written_by=kam)


def answer(client, ask, outcome, **facts):
    return client.post(reverse("ask_answer", args=[ask.public_id]), {"outcome": outcome, **facts})


def test_one_list_names_a_contact_a_level_or_anyone(signed_in, kam, account, director):
    client = signed_in(kam)
    for whom, text in (("", "One"), ("director", "Two"), (str(director.public_id), "Three")):
        client.post(reverse("ask_add", args=[account.public_id]), asked(text, whom))

    kept = {ask.text: (ask.contact, ask.level, ask.of_whom) for ask in Ask.objects.all()}

    assert kept == {
        "One": (None, "", "Anyone at the client"),
        "Two": (None, "director", "Any director"),
        "Three": (director, "", director.full_name),
    }


def asked(text, whom, **more):
    return {"text": text, "whom": whom, "who_may_ask": "anyone", **more}


def test_a_contact_of_another_client_is_none_of_the_list(signed_in, kam, account, other_account):
    other = factories.ContactFactory(account=other_account)

    page = signed_in(kam).post(
        reverse("ask_add", args=[account.public_id]), asked("Their plan", other.public_id)
    )

    assert "whom" in page.context["form"].errors
    assert not Ask.objects.exists()


def test_no_ask_is_of_a_contact_and_of_a_level(account, director):
    with pytest.raises(IntegrityError, match="of_a_contact_or_a_level"), transaction.atomic():
        factories.AskFactory(account=account, contact=director, level="director")


def test_of_whom_changed_meanwhile_stands_beside_the_list(signed_in, kam, account, director, ask):
    url = reverse("ask_edit", args=[ask.public_id])
    read = signed_in(kam).get(url).context["form"]["read"].value()
    signed_in(kam).post(url, asked("Their plan", "director", read=read))

    page = signed_in(kam).post(url, asked("Their plan", str(director.public_id), read=read))

    assert page.context["form"].errors["whom"] == ["Saved now: Any director"]
    ask.refresh_from_db()
    assert (ask.contact, ask.level) == (None, "director")


def test_what_is_for_a_level_is_raised_with_whoever_is_of_it(executive, account, director):
    factories.AskFactory(account=account, text="For directors", level=ContactLevel.DIRECTOR)
    factories.AskFactory(account=account, text="For managers", level=ContactLevel.MANAGER)

    asks = [ask.text for ask in asks_of(account, executive, met=director)]

    assert asks == ["For directors"]


def test_the_brief_says_all_of_an_ask_on_the_page_and_on_paper(signed_in, executive, account):
    day = TODAY + timedelta(days=9)
    factories.AskFactory(
        account=account, text="Their road map", level="director", why="We bid in May", until=day
    )
    client = signed_in(executive)
    page = client.get(reverse("brief_detail", args=[account.public_id])).content.decode()
    paper = client.get(reverse("brief_pdf", args=[account.public_id])).content
    text = PdfReader(BytesIO(paper)).pages[0].extract_text().replace("\n", " ")

    for words in ("Any director", "Their road map", "We bid in May", f"until {day.day} "):
        assert (words, words in page, words in text) == (words, True, True)


def test_two_taps_say_what_came_of_it_and_the_kam_is_told(signed_in, kam, executive, ask):
    client = signed_in(executive)
    brief = reverse("brief_detail", args=[ask.account.public_id])
    assert reverse("ask_answer", args=[ask.public_id]) in client.get(brief).content.decode()

    done = answer(client, ask, "yes", line="In March")

    ask.refresh_from_db()
    heard = AskAnswer.objects.get()
    assert (done.url, heard.outcome, heard.line, ask.closed_on) == (brief, "yes", "In March", TODAY)
    assert Notification.objects.get(kind="ask_answered").recipient == kam
    page = client.get(brief).content.decode()
    assert (ask.text in page, "Correct it</a>" in page) == (False, True)


def test_a_slip_of_the_thumb_is_corrected_the_same_day(signed_in, executive, ask):
    client = signed_in(executive)
    answer(client, ask, "no")
    page = client.get(reverse("ask_answer", args=[ask.public_id])).content.decode()
    answer(client, ask, "later")

    ask.refresh_from_db()
    assert "(said today)" in page
    assert (AskAnswer.objects.get().outcome, ask.closed_on) == ("later", None)


def test_an_ask_that_somebody_else_has_closed_is_gone(signed_in, cast, ask):
    answer(signed_in(cast.kam), ask, "yes")

    assert answer(signed_in(cast.executive), ask, "no").status_code == 404
    assert AskAnswer.objects.get().outcome == "yes"


@pytest.mark.parametrize("outcome", ["", "maybe"])
def test_it_takes_one_of_four_answers(signed_in, executive, ask, outcome):
    page = answer(signed_in(executive), ask, outcome)

    assert (page.status_code, AskAnswer.objects.count()) == (422, 0)


def test_what_is_for_the_sponsor_alone_is_answered_by_no_other_executive(
    signed_in, cast, account, pairing
):
    ask = factories.AskFactory(account=account, who_may_ask="sponsor")

    assert answer(signed_in(cast.executive), ask, "yes").status_code == 404
    assert answer(signed_in(cast.sponsor), ask, "yes").status_code == 302


def test_from_the_sheet_one_comes_back_to_the_page_behind_it(signed_in, executive, ask):
    client = signed_in(executive)
    behind = f"http://testserver/briefs/?q=x#contact-{ask.public_id}"
    headers = {"HX-Request": "true", "HX-Target": "sheet", "HX-Current-URL": behind}

    url = reverse("ask_answer", args=[ask.public_id])
    sheet = client.get(url, headers=headers).content.decode()
    done = client.post(url, {"outcome": "asked"}, headers=headers)

    assert ("<html" in sheet, 'hx-target="#sheet"' in sheet) == (False, True)
    assert done.headers["HX-Redirect"] == "/briefs/?q=x"
