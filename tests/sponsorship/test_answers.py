"""An answer from the e-mail: one link, one button, once."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AnswerLink, Notification
from accounts.services.answer_links import digest_of, issue_link
from accounts.services.delivery import deliver_due
from accounts.services.organisation import change_kam, set_manager
from sponsors.choices import PairingStatus
from sponsors.models import Pairing
from sponsors.queries import steps_of
from sponsors.services.closing import withdraw_pairing
from sponsors.services.pairings import agree_as_kam, propose_pairing
from sponsors.services.renewals import offer_renewal
from tests import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture(autouse=True)
def mail_leaves(settings):
    """E-mails reach their reader alone; nobody has tried a link yet."""
    settings.MAIL_STAYS_INSIDE = False
    cache.clear()


@pytest.fixture
def proposed(account, sponsor, lead):
    return propose_pairing(account, sponsor, by=lead, starts_on=timezone.localdate())


def link_for(pairing, person, at=None):
    token = issue_link(
        "pairing_answer", subject_id=pairing.public_id, person=person, at=at or NOW()
    )
    return reverse("accounts:answer_open", args=[token])


def agree(client, link, version="1"):
    opened = client.get(link)
    return (
        client.post(opened.url, {"charter": version, "apart": "said"})
        if opened.status_code == 302
        else opened
    )


def test_the_email_carries_a_link_that_gives_the_answer(proposed, kam, ground):
    deliver_due()
    link = re.search(r"/answers/by-link/[\w-]+/", mail.outbox[0].body)[0]
    token = link.rstrip("/").rpartition("/")[2]
    client = Client()

    opened = client.get(link)
    page = client.get(opened.url).content.decode()
    answer = client.post(opened.url, {"charter": ground.version, "apart": "said"})

    proposed.refresh_from_db()
    assert AnswerLink.objects.get().digest == digest_of(token)
    assert token not in opened.url
    assert "takes in tension" in page
    assert (answer.status_code, proposed.status) == (200, PairingStatus.KAM_AGREED)
    assert (proposed.kam_charter, proposed.kam) == (ground, kam)
    last = steps_of(proposed)[-1]
    assert (last["by"], str(last["way"])) == (kam, "from the e-mail")


def test_opening_changes_nothing_however_often_a_scanner_looks(proposed, kam):
    link = link_for(proposed, kam)

    for _look in range(3):
        opened = Client().get(link)
        assert Client().get(opened.url).status_code == 410
    Client().head(link)

    proposed.refresh_from_db()
    assert (proposed.status, AnswerLink.objects.get().used_at) == (PairingStatus.PROPOSED, None)


def test_the_sponsor_answers_in_turn_and_the_pairing_is_active(proposed, kam, sponsor, ground):
    agree(Client(), link_for(proposed, kam))
    early = link_for(proposed, sponsor.person)

    agree(Client(), early)

    proposed.refresh_from_db()
    assert proposed.status == PairingStatus.ACTIVE
    assert proposed.sponsor_charter == ground


def spoil(case, pairing, link, kam, lead, other_kam):
    """Return an address that must not serve any more, for that reason."""
    if case == "expired":
        past = NOW() - timedelta(hours=73)
        AnswerLink.objects.update(made_at=past, expires_at=past + timedelta(hours=72))
    if case == "used":
        assert agree(Client(), link).status_code == 200
    if case == "revoked":
        link_for(pairing, kam)
    if case == "withdrawn":
        withdraw_pairing(pairing, by=lead, reason="Another idea.")
    if case == "left":
        kam.is_active = False
        kam.save()
    if case == "of another KAM now":
        change_kam(pairing.account, other_kam, on=timezone.localdate(), by=lead)
    return {"tampered": link[:-2] + "!/", "cut": link[:-6] + "/"}.get(case, link)


CASES = [
    "tampered", "cut", "expired", "used", "revoked", "withdrawn", "left", "of another KAM now",
]  # fmt: skip


def bare(answer):
    """Return a page without what differs from answer to answer for everyone."""
    return re.sub(r"\?v=\w+", "", answer.content.decode())


@pytest.mark.parametrize("case", CASES)
def test_a_link_that_no_longer_serves_shows_one_neutral_page(case, proposed, kam, lead, other_kam):
    link = spoil(case, proposed, link_for(proposed, kam), kam, lead, other_kam)
    neutral = Client().get(reverse("accounts:answer_open", args=["nonsense"]))

    answer = Client().get(link)

    assert (answer.status_code, bare(answer)) == (410, bare(neutral))


def test_a_used_link_answers_no_second_time(proposed, kam, ground):
    client = Client()
    opened = client.get(link_for(proposed, kam))
    kept = client.cookies["tandem_answer"].value

    codes = [client.post(opened.url, {"charter": ground.version, "apart": "said"}).status_code]
    client.cookies["tandem_answer"] = kept
    codes.append(client.post(opened.url, {"charter": ground.version, "apart": "said"}).status_code)

    assert codes == [200, 410]


def test_the_cookie_of_one_answer_opens_no_other(proposed, kam, other_account, other_sponsor, lead):
    other_account_pairing = propose_pairing(
        factories.KeyAccountFactory(name="Cortane", kam=kam),
        other_sponsor,
        by=lead,
        starts_on=timezone.localdate(),
    )
    client = Client()
    first = client.get(link_for(proposed, kam))
    second = Client().get(link_for(other_account_pairing, kam))

    client.cookies["tandem_answer"]["path"] = "/"
    answer = client.post(second.url, {"charter": "1", "apart": "said"})

    assert first.url != second.url
    assert answer.status_code == 410
    assert Pairing.objects.filter(status=PairingStatus.PROPOSED).count() == 2


def test_the_line_that_is_not_known_is_said_with_the_button(proposed, kam, sponsor, boss):
    client = Client()
    opened = client.get(link_for(proposed, kam))
    unknown = client.get(opened.url).content.decode()
    head = factories.PersonFactory()
    for person in (boss, sponsor.person):
        set_manager(person, head, by=None)

    known = client.get(opened.url).content.decode()

    words = "Neither of us two reports to the other"
    assert (words in unknown, words in known) == (True, False)


def test_a_rule_that_has_come_to_stand_against_it_is_said_and_the_link_keeps_serving(
    proposed, kam, sponsor, lead
):
    client = Client()
    opened = client.get(link_for(proposed, kam))
    set_manager(kam, sponsor.person, by=lead)

    refused = client.post(opened.url, {"charter": "1", "apart": "said"})
    set_manager(kam, None, by=lead)
    taken = client.post(opened.url, {"charter": "1", "apart": "said"})

    assert refused.status_code == 409
    assert "Karim Kamel reports to Simone Sponsor" in refused.content.decode()
    assert taken.status_code == 200


def test_places_are_counted_again_when_the_sponsor_answers(proposed, kam, sponsor, ground):
    agree_as_kam(proposed, by=kam, charter=ground, says_apart=True)
    factories.PairingFactory(sponsor=sponsor, slot=2)
    type(sponsor).objects.filter(pk=sponsor.pk).update(capacity=1)

    refused = agree(Client(), link_for(proposed, sponsor.person))

    assert refused.status_code == 409
    assert "no free place" in refused.content.decode()


def test_another_term_is_agreed_to_from_the_email_too(pairing, kam, sponsor):
    renewal = offer_renewal(pairing, months=24, by=kam)
    deliver_due()
    [link] = {
        found
        for message in mail.outbox
        for found in re.findall(r"/answers/by-link/[\w-]+/", message.body)
    }
    client = Client()

    opened = client.get(link)
    page = client.get(opened.url).content.decode()
    codes = [client.post(opened.url).status_code, Client().get(link).status_code]

    renewal.refresh_from_db()
    assert "24 months more" in page
    assert (codes, renewal.state, pairing.terms.count()) == ([200, 410], "agreed", 2)
    assert renewal.history.first().history_change_reason == "email"


def test_what_is_posted_beside_the_answer_is_ignored(proposed, kam):
    client = Client()
    opened = client.get(link_for(proposed, kam))

    client.post(opened.url, {"charter": "9999", "status": "active", "person": "x"})

    proposed.refresh_from_db()
    assert proposed.status == PairingStatus.PROPOSED


def test_a_flood_of_tries_is_slowed(db):
    client = Client()

    codes = [
        client.get(reverse("accounts:answer_open", args=[f"try-{number}"])).status_code
        for number in range(61)
    ]

    assert (codes[59], codes[60]) == (410, 429)


def test_the_page_speaks_the_language_of_whom_it_asks(proposed, kam):
    kam.language = "fr"
    kam.save()
    client = Client(headers={"accept-language": "en"})

    page = client.get(client.get(link_for(proposed, kam)).url).content.decode()

    assert "J’accepte" in page or "J’ai lu la charte" in page


def test_mail_that_stays_inside_leads_to_the_page_that_asks_to_sign_in(proposed, settings):
    settings.MAIL_STAYS_INSIDE = True

    deliver_due()

    assert reverse("sponsors:pairing_answer", args=[proposed.public_id]) in mail.outbox[0].body
    assert not AnswerLink.objects.exists()


def test_the_database_keeps_one_unspent_link_of_a_question(proposed, kam):
    link_for(proposed, kam)
    row = AnswerLink.objects.get()
    row.pk, row.public_id, row.digest = None, proposed.public_id, "0"

    with pytest.raises(IntegrityError, match=r"one_unspent|UNIQUE"), transaction.atomic():
        row.save(force_insert=True)


def test_the_inbox_makes_no_link(proposed, kam, signed_in):
    signed_in(kam).get("/inbox/")

    assert Notification.objects.filter(recipient=kam).exists()
    assert not AnswerLink.objects.exists()


def test_where_the_line_is_not_known_the_button_says_that_neither_reports_to_the_other(
    proposed, kam, ground
):
    client = Client()
    opened = client.get(link_for(proposed, kam))
    page = client.get(opened.url).content.decode()
    assert "Neither of us two reports to the other" in page
    assert '<input type="hidden" name="apart" value="said">' in page

    silent = client.post(opened.url, {"charter": ground.version})
    assert "both say that neither reports to the other" in silent.content.decode()
    client.post(opened.url, {"charter": ground.version, "apart": "said"})

    proposed.refresh_from_db()
    assert (proposed.status, proposed.kam_says_apart) == (PairingStatus.KAM_AGREED, True)
