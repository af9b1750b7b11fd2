"""Messages about go-aheads: asked, reminded after two working days, answered from the e-mail once."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AnswerLink, KeptMail, Notification
from accounts.services.answer_links import issue_link
from accounts.services.delivery import deliver_due
from accounts.services.notifications import notify_many
from accounts.services.organisation import change_kam
from sponsors.choices import GoAheadState, Mode
from sponsors.models import GoAhead
from sponsors.services.drafts import Draft
from sponsors.services.go_ahead_requests import Request
from sponsors.services.go_aheads import Answer, answer_go_ahead, ask_go_ahead, bring_to_lead
from sponsors.services.interactions import log_interaction
from sponsorship.messages import KINDS
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def mail_leaves(settings):
    settings.MAIL_STAYS_INSIDE = False
    cache.clear()


@pytest.fixture
def asked(pairing):
    contact = factories.ContactFactory(
        account=pairing.account, first_name="Alba", last_name="Vidal"
    )
    wanted = Request(
        "Their new plant",
        TODAY + timedelta(days=5),
        frozenset({contact.pk}),
        "Their director asked me.",
        Mode.PHONE,
    )
    return ask_go_ahead(pairing, wanted, by=pairing.sponsor.person, on=TODAY)


def link_for(go_ahead, person):
    token = issue_link(
        "go_ahead_answer", subject_id=go_ahead.public_id, person=person, at=timezone.now()
    )
    return reverse("accounts:answer_open", args=[token])


@pytest.mark.parametrize(
    ("language", "subject", "action"),
    [
        ("en", "Simone Sponsor asks for your go-ahead: Aldera", "Answer"),
        ("fr", "Simone Sponsor vous demande un feu vert : Aldera", "Répondre"),
    ],
)
def test_the_email_says_whom_what_and_when_and_one_button_says_yes(
    asked, kam, language, subject, action
):
    kam.language = language
    kam.save()
    deliver_due()
    (letter,) = mail.outbox
    link = re.search(r"/answers/by-link/[\w-]+/", letter.body)[0]
    client = Client()

    opened = client.get(link)
    page = client.get(opened.url).content.decode()
    given = client.post(opened.url)

    asked.refresh_from_db()
    assert (letter.to, " ".join(letter.subject.split())) == ([kam.email], subject)
    assert action in letter.body
    for words in ("Their new plant", "Alba Vidal", "Their director asked me."):
        assert words in letter.body
        assert words in page
    assert given.status_code == 200
    assert (asked.state, asked.way, asked.answered_by) == (GoAheadState.AGREED, "email", kam)
    assert client.post(opened.url).status_code == 410


def test_opening_the_link_changes_nothing(asked, kam):
    client = Client()
    client.get(client.get(link_for(asked, kam)).url)

    asked.refresh_from_db()
    assert (asked.is_open, AnswerLink.objects.get().used_at) == (True, None)


@pytest.mark.parametrize("case", ["answered", "of another KAM now", "sponsor"])
def test_a_link_whose_question_is_closed_serves_nobody(
    asked, kam, other_kam, account, pairing, case
):
    link = link_for(asked, pairing.sponsor.person if case == "sponsor" else kam)
    if case == "answered":
        answer_go_ahead(asked, Answer(GoAheadState.NOT_NOW, reason="Later."), by=kam)
    if case == "of another KAM now":
        change_kam(account, other_kam, on=TODAY, by=None)

    assert Client().get(link).status_code == 410


def test_what_is_posted_beside_the_button_is_ignored(asked, kam):
    client = Client()
    opened = client.get(link_for(asked, kam))

    client.post(opened.url, {"state": "not_now", "reason": "x", "advice": "y", "interaction": "1"})

    asked.refresh_from_db()
    assert (asked.state, asked.reason, asked.advice) == (GoAheadState.AGREED, "", "")


def due(at):
    return notify_many(KINDS["go_ahead_due"].drafts("go_ahead_due", at, []))


def test_silence_reminds_the_kam_once_after_two_working_days_of_the_kams_country(asked, kam):
    kam.password = "set"
    kam.save()
    friday = datetime(2026, 12, 24, 9, tzinfo=UTC)  # a Thursday; Christmas and a weekend follow
    GoAhead.objects.filter(pk=asked.pk).update(asked_at=friday)

    written = [due(friday + timedelta(days=days)) for days in (0, 1, 4, 5, 5, 6)]

    assert written == [0, 0, 0, 1, 0, 0]
    assert Notification.objects.get(kind="go_ahead_due").recipient == kam


def test_an_answer_takes_the_reminder_back(asked, kam):
    kam.password = "set"
    kam.save()
    GoAhead.objects.filter(pk=asked.pk).update(asked_at=timezone.now() - timedelta(days=20))
    due(timezone.now())

    answer_go_ahead(asked, Answer(GoAheadState.AGREED), by=kam)

    assert Notification.objects.get(kind="go_ahead_due").state == "cancelled"


def words(kind):
    row = Notification.objects.select_related("recipient").filter(kind=kind).first()
    message = KINDS[kind].render(row)
    return "\n".join([message.subject, *message.lines])


def test_every_other_message_says_its_fact(asked, kam, pairing, lead):
    sponsor, account = pairing.sponsor.person, pairing.account
    answer = Answer(GoAheadState.NOT_NOW, reason="After the tender.", other_day=TODAY)
    answer_go_ahead(asked, answer, by=kam)
    bring_to_lead(asked, by=sponsor)
    for kind in ("meeting", "escalation"):
        log_interaction(
            account, Draft(kind, TODAY, "A delay", people=[sponsor]), by=sponsor, on=TODAY
        )

    assert "Not now, says Karim Kamel: Aldera" in words("go_ahead_answered")
    assert "After the tender." in words("go_ahead_answered")
    assert "Their new plant" not in words("go_ahead_brought")
    assert "had no go-ahead" in words("go_ahead_missing")
    assert "Your sponsor acts at once for Aldera: A delay" in words("acted_at_once")


def test_what_was_held_without_one_is_on_no_mailbox_page(signed_in, pairing, lead, kam, settings):
    """Only the two of the tandem know of it (R7, R13), also where mail stays inside."""
    settings.MAIL_STAYS_INSIDE = True
    settings.EMAIL_BACKEND = "sponsorship.mailbox.KeptMailBackend"
    for person in (kam, pairing.sponsor.person):
        person.set_password("a password for tests")
        person.save()
    contact = factories.ContactFactory(account=pairing.account)
    alone = Draft(kind="meeting", day=TODAY, subject="Alone.", contacts=[contact])
    log_interaction(pairing.account, alone, by=pairing.sponsor.person, on=TODAY)
    deliver_due()
    messages = Notification.objects.filter(kind="go_ahead_missing").values("message_id")
    kept = KeptMail.objects.filter(message_id__in=messages).first()
    client = signed_in(lead)

    assert kept is not None
    assert client.get(f"/mailbox/{kept.public_id}/").status_code == 404
    assert kept.subject not in client.get("/mailbox/").content.decode()
