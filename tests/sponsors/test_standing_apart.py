"""Where the reporting line is not known, KAM and sponsor both say that neither reports to the other (R4)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.queries import ReportingLine
from accounts.services.organisation import set_manager
from sponsors.choices import PairingStatus
from sponsors.models import Pairing
from sponsors.services.eligibility import ReportingLineUnknownError, SponsorInReportingLineError
from sponsors.services.pairings import agree_as_kam, agree_as_sponsor, propose_pairing
from tests import factories

TODAY = date(2026, 6, 1)


@pytest.fixture
def proposed(account, sponsor, lead):
    return propose_pairing(account, sponsor, by=lead, starts_on=TODAY)


@pytest.fixture
def one_head(boss, sponsor):
    """The head of the company, to whom both lead up: now the line between them is known."""
    head = factories.PersonFactory(last_name="Head", executive=True)
    for person in (boss, sponsor.person):
        set_manager(person, head, by=None)
    return head


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [(1, 2, True), (3, 4, True), (1, 4, True), (1, 5, False), (5, 6, False), (5, 5, True)],
)
def test_a_line_is_known_where_both_lead_up_to_one_head(one, other, known):
    line = ReportingLine({1: 3, 2: 1, 3: None, 4: 3, 5: None, 6: None})

    assert line.knows_between(one, other) == line.knows_between(other, one) == known


def test_agreeing_takes_the_word_of_each(proposed, kam, sponsor, ground):
    with pytest.raises(ReportingLineUnknownError):
        agree_as_kam(proposed, by=kam, charter=ground)
    agreed = agree_as_kam(proposed, by=kam, charter=ground, says_apart=True)
    with pytest.raises(ReportingLineUnknownError):
        agree_as_sponsor(agreed, by=sponsor.person, charter=ground, on=TODAY)
    active = agree_as_sponsor(agreed, by=sponsor.person, charter=ground, on=TODAY, says_apart=True)

    active.refresh_from_db()
    assert (active.status, active.kam_says_apart, active.sponsor_says_apart) == (
        PairingStatus.ACTIVE,
        True,
        True,
    )
    assert active.history.filter(kam_says_apart=True, sponsor_says_apart=False).exists()


def test_a_known_line_needs_no_word(one_head, proposed, kam, sponsor, ground):
    agreed = agree_as_kam(proposed, by=kam, charter=ground)
    active = agree_as_sponsor(agreed, by=sponsor.person, charter=ground, on=TODAY)

    said = (active.kam_says_apart, active.sponsor_says_apart)
    assert (active.status, said) == (PairingStatus.ACTIVE, (False, False))


def test_no_word_stands_against_a_line_that_is_known(proposed, kam, boss, sponsor, ground):
    set_manager(boss, sponsor.person, by=None)

    with pytest.raises(SponsorInReportingLineError):
        agree_as_kam(proposed, by=kam, charter=ground, says_apart=True)


def test_the_database_keeps_no_word_of_who_has_not_agreed(proposed):
    with pytest.raises(IntegrityError, match="said_apart"), transaction.atomic():
        Pairing.objects.filter(pk=proposed.pk).update(kam_says_apart=True)


def answer(pairing):
    return f"/pairings/{pairing.public_id}/answer/"


def test_the_page_asks_for_it_and_the_engagement_shows_it(
    signed_in, proposed, kam, sponsor, ground
):
    yes = {"charter": ground.version, "read": "on"}
    asked = signed_in(kam).get(answer(proposed)).content.decode()
    assert "Neither of us two reports to the other" in asked
    assert "apart" in signed_in(kam).post(answer(proposed), yes).context["form"].errors

    signed_in(kam).post(answer(proposed), yes | {"apart": "on"})
    page = signed_in(kam).get(proposed.get_absolute_url()).content.decode()
    assert "the KAM said that neither reports to the other" in page

    signed_in(sponsor.person).post(answer(proposed), yes | {"apart": "on"})
    page = signed_in(kam).get(proposed.get_absolute_url()).content.decode()
    assert "KAM and sponsor both said that neither reports to the other" in page


def test_the_page_does_not_ask_where_the_line_is_known(one_head, signed_in, proposed, kam, ground):
    client = signed_in(kam)
    assert "Neither of us two" not in client.get(answer(proposed)).content.decode()

    client.post(answer(proposed), {"charter": ground.version, "read": "on"})

    proposed.refresh_from_db()
    assert proposed.status == PairingStatus.KAM_AGREED


def test_a_line_lost_meanwhile_is_told(one_head, signed_in, proposed, kam, ground, boss):
    client = signed_in(kam)
    client.get(answer(proposed))
    set_manager(boss, None, by=None)

    page = client.post(answer(proposed), {"charter": ground.version, "read": "on"}, follow=True)

    assert "apart" in page.context["form"].errors
