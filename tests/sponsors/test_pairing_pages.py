"""Pairings in the browser: proposing, answering, ending, and hearing why not."""

import pytest
from django.urls import reverse
from django.utils import timezone

from sponsors.choices import EndReason, PairingStatus
from sponsors.models import Pairing
from sponsors.services.pairings import propose_pairing
from tests import factories

pytestmark = pytest.mark.django_db
PROPOSE = "/pairings/propose/"


def proposal(account, sponsor, changes=None):
    return {
        "account": account.name,
        "sponsor": sponsor.person.email,
        "starts_on": timezone.localdate().isoformat(),
        "term_months": 36,
        "word_to_the_kam": "She knows their chair.",
    } | (changes or {})


@pytest.fixture
def proposed(account, sponsor, lead):
    return propose_pairing(account, sponsor, by=lead, starts_on=timezone.localdate())


def page_of(pairing, step=""):
    return reverse(
        f"sponsors:pairing_{step}" if step else "sponsors:pairing_detail", args=[pairing.public_id]
    )


def test_a_lead_proposes_and_the_kam_is_asked_first(signed_in, lead, account, sponsor):
    answer = signed_in(lead).post(PROPOSE, proposal(account, sponsor))

    made = Pairing.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.status, made.word_to_the_kam) == ("proposed", "She knows their chair.")


def test_a_refusal_names_the_chain_and_keeps_what_was_typed(signed_in, lead, account, boss):
    above = factories.SponsorFactory(person=boss)

    page = signed_in(lead).post(PROPOSE, proposal(account, above)).content.decode()

    assert "Karim Kamel" in page
    assert "Benoît Boss" in page
    assert "reporting line" in page
    assert "She knows their chair." in page
    assert not Pairing.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"account": "Nowhere"}, "Nowhere"),
        ({"sponsor": "outsider@tandem.example"}, "outsider@tandem.example"),
        ({"starts_on": "1999-01-01"}, "two years from now"),
        ({"starts_on": "soon"}, "valid date"),
        ({"term_months": "0"}, "12"),
        ({"account": ""}, "required"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    signed_in, lead, account, sponsor, outsider, changes, said
):
    page = signed_in(lead).post(PROPOSE, proposal(account, sponsor, changes)).content.decode()

    assert said in page
    assert not Pairing.objects.exists()


def test_the_page_leads_to_the_ranked_sponsors_of_the_account(signed_in, lead, account):
    page = signed_in(lead).get(PROPOSE, {"account": account.public_id}).content.decode()

    assert reverse("sponsors:candidate_list", args=[account.public_id]) in page


@pytest.mark.parametrize(
    "account_id", ["nonsense", "' OR 1=1", "00000000-0000-4000-8000-000000000000"]
)
def test_an_address_that_names_nothing_proposes_nothing(signed_in, lead, account_id):
    page = signed_in(lead).get(PROPOSE, {"account": account_id, "sponsor": "x"})

    assert (page.status_code, page.context["account"], page.context["sponsor"]) == (200, None, None)


def test_kam_then_sponsor_agree_to_the_charter_they_read(signed_in, proposed, kam, sponsor, ground):
    address = page_of(proposed, "answer")
    assert "takes in tension" in signed_in(kam).get(address).content.decode()
    assert signed_in(sponsor.person).get(address).status_code == 404

    yes = {"charter": ground.version, "read": "on", "apart": "on"}
    signed_in(kam).post(address, yes)
    signed_in(sponsor.person).post(address, yes)

    proposed.refresh_from_db()
    assert proposed.status == PairingStatus.ACTIVE


def test_a_yes_without_reading_is_no_yes(signed_in, proposed, kam, ground):
    page = signed_in(kam).post(page_of(proposed, "answer"), {"charter": ground.version})

    proposed.refresh_from_db()
    assert page.status_code == 200
    assert proposed.status == PairingStatus.PROPOSED


def test_the_same_yes_twice_is_one(signed_in, proposed, kam, ground):
    yes = {"charter": ground.version, "read": "on", "apart": "on"}
    client = signed_in(kam)

    codes = [client.post(page_of(proposed, "answer"), yes).status_code for _turn in range(2)]

    proposed.refresh_from_db()
    assert proposed.status == PairingStatus.KAM_AGREED
    assert codes[0] == 302


def test_a_no_needs_a_reason_that_leads_alone_read(signed_in, proposed, kam, lead):
    client = signed_in(kam)
    assert client.post(page_of(proposed, "decline"), {"no-reason": ""}).status_code == 422

    client.post(page_of(proposed, "decline"), {"no-reason": "We do not get on."})

    assert "We do not get on." in signed_in(lead).get(page_of(proposed)).content.decode()
    assert "We do not get on." not in signed_in(kam).get(page_of(proposed)).content.decode()


def test_a_lead_withdraws_and_ends(signed_in, lead, proposed, account, pairing_elsewhere):
    client = signed_in(lead)
    client.post(page_of(proposed, "withdraw"), {"reason": "Another idea."})
    today = timezone.localdate().isoformat()
    facts = {"reason": EndReason.ROLE_CHANGE, "on": today, "note": ""}
    assert (
        client.post(page_of(pairing_elsewhere, "end"), facts | {"on": "2099-01-01"}).status_code
        == 200
    )

    client.post(page_of(pairing_elsewhere, "end"), facts)

    proposed.refresh_from_db()
    pairing_elsewhere.refresh_from_db()
    assert (proposed.status, pairing_elsewhere.status) == ("withdrawn", "ended")


@pytest.fixture
def pairing_elsewhere(other_account, other_kam, other_sponsor):
    return factories.PairingFactory(account=other_account, sponsor=other_sponsor, kam=other_kam)


@pytest.mark.parametrize("show", ["open", "waiting", "conflict", "ended", "nonsense"])
def test_the_list_asks_as_often_for_many_as_for_few(
    signed_in, lead, pairing, django_assert_max_num_queries, show
):
    client = signed_in(lead)
    client.get("/pairings/", {"show": show})
    with django_assert_max_num_queries(14) as few:
        client.get("/pairings/", {"show": show})
    for _number in range(3):
        factories.PairingFactory()

    with django_assert_max_num_queries(14) as many:
        client.get("/pairings/", {"show": show})

    assert len(many) == len(few) or show != "open"
    assert len(many) <= len(few) + 1
