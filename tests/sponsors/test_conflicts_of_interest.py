"""A declared conflict of interest and too short a stay stand against a pairing, however it is proposed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from accounts.services.kinds import kind_named
from sponsors.choices import PairingStatus
from sponsors.models import ConflictOfInterest, Pairing
from sponsors.services.closing import withdraw_pairing
from sponsors.services.eligibility import ConflictOfInterestError, NotEligibleError
from sponsors.services.pairings import (
    advance_pairings,
    agree_as_kam,
    agree_as_sponsor,
    propose_pairing,
)
from sponsors.services.profiles import Conflict, ProfileAnswers
from sponsors.services.refused import facts_of, refusal_from
from sponsors.services.sponsors import volunteer
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


def answers(*conflicts):
    return ProfileAnswers(
        capacity=3, conflicts=[Conflict(what, "My wife sits on the board.") for what in conflicts]
    )


def told():
    waiting = Notification.objects.filter(kind="conflict_declared").exclude(state="cancelled")
    return sorted(waiting.values_list("recipient__email", flat=True))


@pytest.fixture
def agreed(account, sponsor, lead, kam, ground):
    """Agreed by both, beginning in a week; nobody has declared anything yet."""
    ahead = timezone.localdate() + timedelta(days=7)
    pairing = propose_pairing(account, sponsor, by=lead, starts_on=ahead)
    pairing = agree_as_kam(pairing, by=kam, charter=ground, says_apart=True)
    return agree_as_sponsor(
        pairing,
        by=sponsor.person,
        charter=ground,
        says_apart=True,
        on=timezone.localdate(),
    )


@pytest.mark.parametrize("by_sector", [False, True])
def test_the_leads_alone_hear_of_a_conflict_declared_after_both_agreed(
    agreed, account, sponsor, lead, by_sector
):
    what = account.sector if by_sector else account
    for _turn in range(2):
        volunteer(sponsor.person, answers(what), by=sponsor.person, on=TODAY)

    row = Notification.objects.get(kind="conflict_declared")
    said = kind_named(row.kind).render(row)
    assert told() == [lead.email]
    assert str(said.subject) == "Aldera: Simone Sponsor has declared a conflict of interest"
    assert "does not begin" in said.lines[0]
    assert "board" not in "".join([said.subject, *said.lines])


def test_a_conflict_with_another_client_tells_nobody(agreed, sponsor, other_account):
    volunteer(sponsor.person, answers(other_account), by=sponsor.person, on=TODAY)

    assert told() == []


def test_taking_the_declaration_back_takes_the_news_back(agreed, account, sponsor):
    volunteer(sponsor.person, answers(account), by=sponsor.person, on=TODAY)
    volunteer(sponsor.person, answers(), by=sponsor.person, on=TODAY)

    assert told() == []


def test_the_end_of_the_pairing_takes_the_news_back(agreed, account, sponsor, lead):
    volunteer(sponsor.person, answers(account), by=sponsor.person, on=TODAY)
    withdraw_pairing(agreed, by=lead, reason="Conflict.")

    assert told() == []


def test_a_running_pairing_is_to_be_decided_as_well(signed_in, pairing, account, sponsor, lead):
    volunteer(sponsor.person, answers(account), by=sponsor.person, on=TODAY)

    page = signed_in(lead).get(reverse("sponsors:conflict_list")).content.decode()
    assert told() == [lead.email]
    assert "Declared conflicts of interest" in page
    assert reverse("sponsors:pairing_end", args=[pairing.public_id]) in page


def test_it_waits_for_the_lead_at_home(signed_in, agreed, account, sponsor, lead, kam):
    volunteer(sponsor.person, answers(account), by=sponsor.person, on=TODAY)

    said = "Simone Sponsor has declared a conflict of interest"
    assert said in signed_in(lead).get("/").content.decode()
    assert said not in signed_in(kam).get("/").content.decode()


def test_a_lead_who_is_the_kam_of_the_account_never_reads_of_it(
    signed_in, agreed, account, sponsor, kam, lead
):
    kam.groups.set(lead.groups.all())
    volunteer(sponsor.person, answers(account), by=sponsor.person, on=TODAY)

    client = signed_in(kam)
    pages = [client.get(path).content.decode() for path in ("/", reverse("sponsors:conflict_list"))]
    assert told() == [lead.email]
    assert [page for page in pages if "conflict of interest" in page.lower()] == []
    assert [page for page in pages if "Declared conflicts" in page] == []
