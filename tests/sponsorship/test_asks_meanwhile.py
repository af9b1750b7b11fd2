"""Two who change one ask, or the programme's settings, at the same time: nothing is overwritten unseen."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Ask, Programme
from accounts.services.briefs import close, save_ask
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(account, kam):
    return Ask.objects.create(account=account, text="Their plan", written_by=kam)


def mark(page):
    return page.context["form"]["read"].value()


def test_an_ask_changed_in_another_tab_shows_both_and_keeps_what_was_typed(signed_in, kam, ask):
    url = reverse("ask_edit", args=[ask.public_id])
    read = mark(signed_in(kam).get(url))
    theirs = {"text": "Their budget", "who_may_ask": "anyone", "read": read}
    mine = {"text": "Their plant", "who_may_ask": "anyone", "read": read}
    signed_in(kam).post(url, theirs)

    page = signed_in(kam).post(url, mine)
    text = page.content.decode()
    ask.refresh_from_db()
    kept = ask.text
    again = signed_in(kam).post(url, mine | {"read": mark(page)})

    assert f"Changed meanwhile by {kam}" in text
    assert ("Saved now: Their budget" in text, 'value="Their plant"' in text) == (True, True)
    ask.refresh_from_db()
    assert (kept, again.status_code, ask.text) == ("Their budget", 302, "Their plant")


def test_an_ask_that_was_closed_meanwhile_stays_closed(kam, ask):
    stale = Ask.objects.get(pk=ask.pk)
    close(ask, by=kam, on=date(2026, 3, 2))
    stale.text = "Their plant"
    save_ask(stale, by=kam)

    ask.refresh_from_db()
    assert (ask.text, ask.closed_on) == ("Their plant", date(2026, 3, 2))


def test_the_programme_that_another_lead_has_changed_shows_both(signed_in, lead):
    Programme.objects.update_or_create(pk=1, defaults={"company": "Aurora"})
    other = factories.PersonFactory(first_name="Luc", last_name="Lead", lead=True)
    url = reverse("accounts:programme_edit")
    read = mark(signed_in(lead).get(url))
    signed_in(other).post(url, {"company": "Boreal", "read": read})

    page = signed_in(lead).post(url, {"company": "Corona", "read": read})
    text = page.content.decode()

    assert f"Changed meanwhile by {other}" in text
    assert ("Saved now: Boreal" in text, 'value="Corona"' in text) == (True, True)
    assert Programme.objects.get(pk=1).company == "Boreal"
