"""A declared conflict of interest and too short a stay stand against a pairing, however it is proposed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sponsors.choices import PairingStatus
from sponsors.models import ConflictOfInterest, Pairing
from sponsors.services.eligibility import ConflictOfInterestError, NotEligibleError
from sponsors.services.pairings import (
    advance_pairings,
    agree_as_kam,
    agree_as_sponsor,
    propose_pairing,
)
from sponsors.services.refused import facts_of, refusal_from
from sponsors.views.refusals import sentence
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def declare(sponsor, **what):
    return ConflictOfInterest.objects.create(
        sponsor=sponsor, sentence="My wife sits on the board.", declared_on=TODAY, **what
    )


def agreed_by_kam(account, sponsor, lead, kam, ground):
    pairing = propose_pairing(account, sponsor, by=lead, starts_on=TODAY)
    return agree_as_kam(pairing, by=kam, charter=ground, says_apart=True)


@pytest.mark.parametrize("by_sector", [False, True])
def test_a_declared_conflict_refuses_the_proposal_with_a_sentence(
    account, other_account, sponsor, lead, by_sector
):
    other_account.sector = factories.SectorFactory(code="rail", name_en="Rail")
    other_account.save()
    declare(sponsor, **({"sector": account.sector} if by_sector else {"account": account}))

    with pytest.raises(ConflictOfInterestError) as refusal:
        propose_pairing(account, sponsor, by=lead, starts_on=TODAY)
    elsewhere = propose_pairing(other_account, sponsor, by=lead, starts_on=TODAY)

    again = refusal_from(facts_of(refusal.value))
    said = "the sector of Aldera" if by_sector else "with Aldera"
    assert sentence(refusal.value) == sentence(again)
    assert said in sentence(again)
    assert elsewhere.status == PairingStatus.PROPOSED


def test_an_account_without_a_sector_meets_no_conflict_of_a_client(account, sponsor, lead):
    account.sector = None
    account.save()
    declare(sponsor, account=factories.KeyAccountFactory())

    assert propose_pairing(account, sponsor, by=lead, starts_on=TODAY).status == "proposed"


def test_a_conflict_declared_meanwhile_stops_the_sponsors_yes_and_not_the_kams(
    account, sponsor, lead, kam, ground
):
    pairing = propose_pairing(account, sponsor, by=lead, starts_on=TODAY)
    declare(sponsor, account=account)

    asked = agree_as_kam(pairing, by=kam, charter=ground, says_apart=True)
    with pytest.raises(ConflictOfInterestError):
        agree_as_sponsor(asked, by=sponsor.person, charter=ground, says_apart=True, on=TODAY)

    asked.refresh_from_db()
    assert asked.status == PairingStatus.KAM_AGREED


def test_a_conflict_declared_after_both_agreed_keeps_the_pairing_from_beginning(
    account, sponsor, lead, kam, ground
):
    pairing = agreed_by_kam(account, sponsor, lead, kam, ground)
    before = TODAY - timedelta(days=7)
    agree_as_sponsor(pairing, by=sponsor.person, charter=ground, says_apart=True, on=before)
    declare(sponsor, account=account)

    assert advance_pairings(on=TODAY) == []
    assert Pairing.objects.get().status == PairingStatus.AGREED


@pytest.mark.parametrize(
    ("until", "is_proposed"), [(date(2027, 5, 31), False), (date(2027, 6, 1), True)]
)
def test_less_than_a_year_is_too_short(account, sponsor, lead, until, is_proposed):
    sponsor.available_until = until
    sponsor.save()
    said = ""

    try:
        propose_pairing(account, sponsor, by=lead, starts_on=TODAY)
    except NotEligibleError as refusal:
        said = sentence(refusal_from(facts_of(refusal)))

    too_short = "Simone Sponsor is available for less than a year from the start day."
    assert (Pairing.objects.exists(), said) == (is_proposed, "" if is_proposed else too_short)


def test_who_shortens_the_stay_meanwhile_cannot_agree(account, sponsor, lead, kam, ground):
    pairing = agreed_by_kam(account, sponsor, lead, kam, ground)
    sponsor.available_until = TODAY + timedelta(days=200)
    sponsor.save()

    with pytest.raises(NotEligibleError) as refusal:
        agree_as_sponsor(pairing, by=sponsor.person, charter=ground, says_apart=True, on=TODAY)

    assert refusal.value.fact == "too_short"


def test_a_stay_under_the_term_is_proposed_with_a_warning(signed_in, lead, account, sponsor):
    today = timezone.localdate()
    sponsor.available_until = today + timedelta(days=600)
    sponsor.save()
    facts = {"account": "Aldera", "sponsor": sponsor.person.email, "starts_on": today.isoformat()}

    page = signed_in(lead).post(
        reverse("sponsors:pairing_propose"), facts | {"term_months": 36}, follow=True
    )

    assert "before the end of the term" in page.content.decode()
    assert Pairing.objects.get().status == PairingStatus.PROPOSED
