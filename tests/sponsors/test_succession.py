"""Succession, hand-overs, renewals, and sponsors who leave (R2, R4, R5)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from accounts.services.organisation import change_kam, set_manager
from accounts.services.people import edit_person
from sponsors.choices import EndReason, HandOverKind, HandOverState, PairingStatus, RenewalState
from sponsors.models import HandOver, Pairing, Renewal
from sponsors.services.closing import end_pairing, withdraw_pairing
from sponsors.services.eligibility import SponsorInReportingLineError
from sponsors.services.hand_overs import (
    HandOverClosedError,
    NotPartOfItError,
    confirm_hand_over,
    open_hand_over,
)
from sponsors.services.pairings import agree_as_kam, agree_as_sponsor
from sponsors.services.renewals import (
    NotRunningError,
    RenewalMovedOnError,
    agree_to_renewal,
    decline_renewal,
    offer_renewal,
    withdraw_renewal,
)
from sponsors.services.sponsors import ProfileAnswers, stop_volunteering, volunteer
from tests import factories

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def told(kind):
    return sorted(Notification.objects.filter(kind=kind).values_list("recipient__email", flat=True))


def prepare(client, pairing, sponsor, starts_on=None):
    url = reverse("sponsors:succession_prepare", args=[pairing.public_id])
    facts = {
        "sponsor": sponsor.person.email,
        "starts_on": (starts_on or today()).isoformat(),
        "term_months": 36,
    }
    return client.post(url, facts)


@pytest.fixture
def successor(signed_in, lead, pairing, other_sponsor, kam, ground):
    """A successor's pairing to which both have agreed, while the predecessor's runs."""
    prepare(signed_in(lead), pairing, other_sponsor)
    row = Pairing.objects.get(sponsor=other_sponsor)
    agree_as_kam(row, by=kam, charter=ground, says_apart=True)
    return agree_as_sponsor(
        row, by=other_sponsor.person, charter=ground, says_apart=True, on=today()
    )


def end(pairing, lead, on=None):
    facts = {"reason": EndReason.SUCCESSION, "note": "", "on": on or today()}
    return end_pairing(pairing, by=lead, **facts)


def test_a_successor_is_proposed_while_the_pairing_runs(
    signed_in, lead, pairing, other_sponsor, kam
):
    answer = prepare(signed_in(lead), pairing, other_sponsor)

    made = Pairing.objects.get(sponsor=other_sponsor)
    pairing.refresh_from_db()
    assert answer.url == made.get_absolute_url()
    assert (pairing.status, made.status) == (PairingStatus.ACTIVE, PairingStatus.PROPOSED)
    assert told("pairing_waiting") == [kam.email]


def test_the_page_offers_the_day_after_the_term_and_nobody_of_the_line(
    signed_in, lead, pairing, other_sponsor, boss
):
    factories.SponsorFactory(person=boss)
    pairing.terms.update(ends_on=today() + timedelta(days=40))
    url = reverse("sponsors:succession_prepare", args=[pairing.public_id])

    page = signed_in(lead).get(url)

    assert page.context["form"]["starts_on"].value() == today() + timedelta(days=41)
    assert page.context["candidates"] == [other_sponsor]


def test_the_successor_waits_and_takes_over_when_the_pairing_ends(successor, pairing, lead):
    assert successor.status == PairingStatus.AGREED

    end(pairing, lead)

    successor.refresh_from_db()
    assert (successor.status, successor.started_on) == (PairingStatus.ACTIVE, today())
    assert told("pairing_active") == sorted([successor.kam.email, successor.sponsor.person.email])


def test_a_successor_whose_day_has_not_come_waits_for_it(successor, pairing, lead):
    Pairing.objects.filter(pk=successor.pk).update(starts_on=today() + timedelta(days=9))

    end(pairing, lead)

    successor.refresh_from_db()
    assert successor.status == PairingStatus.AGREED


def test_a_rule_that_stands_against_the_successor_stops_no_end(
    successor, pairing, lead, kam, other_sponsor
):
    set_manager(kam, other_sponsor.person, by=lead)

    end(pairing, lead)

    successor.refresh_from_db()
    pairing.refresh_from_db()
    assert (pairing.status, successor.status) == (PairingStatus.ENDED, PairingStatus.AGREED)


def test_both_agreements_begin_a_hand_over_that_both_hear_of(successor, pairing):
    row = HandOver.objects.get()

    assert (row.kind, row.state, row.pairing) == (
        HandOverKind.SPONSOR, HandOverState.OPEN, successor,
    )  # fmt: skip
    assert (row.from_person, row.to_person) == (pairing.sponsor.person, successor.sponsor.person)
    assert told("hand_over_waiting") == sorted([row.from_person.email, row.to_person.email])


def test_a_hand_over_is_done_when_both_have_confirmed(successor):
    row = HandOver.objects.get()

    half = confirm_hand_over(row, by=row.to_person)
    whole = confirm_hand_over(row, by=row.from_person, word=" She decides alone. ")
    again = confirm_hand_over(row, by=row.from_person, word="Another word.")

    assert (half.state, whole.state) == (HandOverState.OPEN, HandOverState.DONE)
    assert (again.word, again.from_confirmed_at) == ("She decides alone.", whole.from_confirmed_at)


def test_nobody_else_confirms(successor, lead):
    with pytest.raises(NotPartOfItError):
        confirm_hand_over(HandOver.objects.get(), by=lead)


def test_who_has_left_need_not_confirm(successor, pairing):
    row = HandOver.objects.get()
    pairing.sponsor.person.is_active = False
    pairing.sponsor.person.save()

    assert confirm_hand_over(row, by=row.to_person).state == HandOverState.DONE


def test_a_withdrawn_successor_takes_nothing_over(successor, lead):
    withdraw_pairing(successor, by=lead, reason="Another idea.")

    row = HandOver.objects.get()
    assert row.state == HandOverState.DROPPED
    with pytest.raises(HandOverClosedError):
        confirm_hand_over(row, by=row.to_person)


def test_a_change_of_kam_hands_the_account_over(pairing, account, kam, other_kam, lead):
    change_kam(account, other_kam, on=today(), by=lead)

    pairing.refresh_from_db()
    row = HandOver.objects.get()
    assert (pairing.kam, row.kind) == (other_kam, HandOverKind.KAM)
    assert (row.from_person, row.to_person) == (kam, other_kam)


def test_a_second_change_leads_from_the_first_kam_to_the_last(
    pairing, account, kam, other_kam, lead, outsider
):
    for person in (other_kam, outsider):
        change_kam(account, person, on=today(), by=lead)

    open_row = HandOver.objects.open().get()
    assert (open_row.from_person, open_row.to_person) == (kam, outsider)
    change_kam(account, kam, on=today(), by=lead)
    assert not HandOver.objects.open().exists()


def test_a_proposal_asks_the_new_kam(signed_in, lead, pairing, other_sponsor, account, other_kam):
    prepare(signed_in(lead), pairing, other_sponsor)

    change_kam(account, other_kam, on=today(), by=lead)

    waiting = Notification.objects.filter(kind="pairing_waiting", state="pending")
    assert [row.recipient for row in waiting] == [other_kam]


def test_opening_it_twice_is_once(successor):
    row = HandOver.objects.get()

    again = open_hand_over(
        successor, HandOverKind.SPONSOR, from_person=row.from_person, to_person=row.to_person, by=None
    )  # fmt: skip

    assert (again, HandOver.objects.count()) == (row, 1)


def test_the_database_keeps_one_open_hand_over_of_a_kind_between_two(successor, outsider):
    row = HandOver.objects.get()
    twin = HandOver(
        account=row.account, pairing=row.pairing, kind=row.kind, opened_at=row.opened_at,
        from_person=row.from_person, to_person=outsider,
    )  # fmt: skip

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.update(to_person=row.from_person)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.update(state=HandOverState.DONE)


def test_another_term_takes_both_and_is_added_after_the_last(pairing, lead, kam, sponsor):
    renewal = offer_renewal(pairing, months=24, by=lead)
    assert told("renewal_waiting") == sorted([kam.email, sponsor.person.email])

    half = agree_to_renewal(renewal, by=sponsor.person)
    assert (half.state, pairing.terms.count()) == (RenewalState.OPEN, 1)
    whole = agree_to_renewal(renewal, by=kam)

    first, second = pairing.terms.order_by("number")
    assert whole.state == RenewalState.AGREED
    assert (second.number, second.months) == (2, 24)
    assert second.starts_on == first.ends_on + timedelta(days=1)
    assert second.ends_on == date(2030, 1, 1)


def test_agreeing_twice_adds_one_term(pairing, kam, sponsor):
    renewal = offer_renewal(pairing, months=12, by=kam)
    for _turn in range(2):
        agree_to_renewal(renewal, by=sponsor.person)

    assert pairing.terms.count() == 2
    assert Renewal.objects.get().kam_agreed_at is not None


def test_one_offer_at_a_time(pairing, lead, kam):
    first, second = (offer_renewal(pairing, months=12, by=person) for person in (lead, kam))

    assert first.pk == second.pk
    twin = Renewal(pairing=pairing, proposed_by=lead, proposed_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_the_database_agrees_to_no_term_without_the_two(pairing, lead):
    offer_renewal(pairing, months=12, by=lead)

    with pytest.raises(IntegrityError), transaction.atomic():
        Renewal.objects.update(state=RenewalState.AGREED, closed_at=timezone.now())


def test_a_no_goes_to_the_leads_and_ends_the_offer(pairing, lead, kam, sponsor):
    renewal = offer_renewal(pairing, months=12, by=kam)

    decline_renewal(renewal, by=sponsor.person, reason="Three years are enough.")

    assert told("renewal_declined") == [lead.email]
    with pytest.raises(RenewalMovedOnError):
        agree_to_renewal(renewal, by=sponsor.person)
    assert (
        withdraw_renewal(offer_renewal(pairing, months=12, by=lead), by=lead).state == "withdrawn"
    )


def test_no_term_is_added_against_a_rule(pairing, lead, kam, sponsor, account):
    renewal = offer_renewal(pairing, months=12, by=lead)
    set_manager(kam, sponsor.person, by=lead)

    with pytest.raises(SponsorInReportingLineError):
        agree_to_renewal(renewal, by=kam)
    set_manager(kam, None, by=lead)
    end(pairing, lead)
    with pytest.raises(NotRunningError):
        offer_renewal(pairing, months=12, by=lead)
    renewal.refresh_from_db()
    assert renewal.state == RenewalState.WITHDRAWN


@pytest.mark.parametrize(
    ("facts", "why"),
    [({"is_executive": False}, "not_executive"), ({"is_active": False}, "inactive")],
)
def test_a_sponsor_who_leaves_is_flagged_on_every_open_pairing(
    pairing, sponsor, lead, kam, facts, why
):
    second = factories.PairingFactory(
        account=factories.KeyAccountFactory(kam=kam), sponsor=sponsor, kam=kam, slot=2
    )

    edit_person(sponsor.person, facts, manager=None, by=lead)

    assert set(Pairing.objects.departing().values_list("pk", "departure")) == {
        (pairing.pk, why), (second.pk, why),
    }  # fmt: skip
    assert told("sponsor_leaving") == [lead.email, lead.email]


def test_one_who_stops_is_flagged_and_one_who_comes_back_is_not(pairing, sponsor, lead):
    stop_volunteering(sponsor, by=sponsor.person)
    pairing.refresh_from_db()
    assert pairing.departure == "not_volunteer"

    volunteer(sponsor.person, ProfileAnswers(capacity=3), by=sponsor.person, on=today())

    pairing.refresh_from_db()
    assert (pairing.departure, pairing.departure_since) == ("", None)


def test_the_end_takes_the_flag_away(pairing, sponsor, lead):
    stop_volunteering(sponsor, by=sponsor.person)

    end(pairing, lead)

    pairing.refresh_from_db()
    assert (pairing.departure, pairing.departure_since) == ("", None)


def test_leads_see_who_leaves_and_the_ways_out(signed_in, lead, pairing, sponsor):
    stop_volunteering(sponsor, by=sponsor.person)

    page = signed_in(lead).get("/pairings/conflicts/").content.decode()

    assert "stops being a sponsor" in page
    assert reverse("sponsors:succession_prepare", args=[pairing.public_id]) in page


def test_a_term_is_renewed_from_the_pages(signed_in, kam, sponsor, pairing):
    offer = reverse("sponsors:renewal_offer", args=[pairing.public_id])
    assert f'href="{offer}"' in signed_in(kam).get(pairing.get_absolute_url()).content.decode()

    signed_in(kam).post(offer, {"months": "36"})
    answer = reverse("sponsors:renewal_answer", args=[Renewal.objects.get().public_id])
    page = signed_in(sponsor.person).get(pairing.get_absolute_url()).content.decode()
    signed_in(sponsor.person).post(answer)

    assert f'href="{answer}"' in page
    assert pairing.terms.count() == 2
    assert signed_in(kam).get(answer).status_code == 403


def test_a_no_without_a_reason_is_asked_again(signed_in, kam, sponsor, pairing):
    renewal = offer_renewal(pairing, months=12, by=kam)
    url = reverse("sponsors:renewal_decline", args=[renewal.public_id])
    client = signed_in(sponsor.person)

    codes = [
        client.post(url, {"reason": ""}).status_code,
        client.post(url, {"reason": "No."}).status_code,
    ]

    renewal.refresh_from_db()
    assert (codes, renewal.state) == ([422, 302], RenewalState.DECLINED)
