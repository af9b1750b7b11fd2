"""The life of a pairing: each rule, its refusal, and what happens twice."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.choices import TeamRole
from accounts.models import Notification, TeamMember
from accounts.services.organisation import change_kam, set_manager
from sponsors.choices import EndReason, PairingStatus
from sponsors.models import Pairing
from sponsors.services.closing import (
    ReasonMissingError,
    decline_pairing,
    end_pairing,
    withdraw_pairing,
)
from sponsors.services.eligibility import (
    AccountHasSponsorError,
    AccountInPreparationError,
    AccountWithoutKamError,
    NotEligibleError,
    SponsorAtCapacityError,
    SponsorInReportingLineError,
)
from sponsors.services.pairings import (
    activate_pairing,
    advance_pairings,
    agree_as_kam,
    agree_as_sponsor,
    propose_pairing,
    record_running_pairing,
)
from sponsors.services.steps import PairingMovedOnError
from sponsors.services.terms import months_later
from tests import factories

TODAY = date(2026, 6, 1)


@pytest.fixture
def proposed(account, sponsor, lead):
    return propose_pairing(account, sponsor, by=lead, starts_on=TODAY)


@pytest.fixture
def active(proposed, kam, sponsor, ground):
    agreed = agree_as_kam(proposed, by=kam, charter=ground, says_apart=True)
    return agree_as_sponsor(agreed, by=sponsor.person, charter=ground, says_apart=True, on=TODAY)


def told(kind):
    return sorted(Notification.objects.filter(kind=kind).values_list("recipient__email", flat=True))


def test_a_proposal_is_told_to_the_kam_alone(proposed, kam):
    assert proposed.status == PairingStatus.PROPOSED
    assert told("pairing_waiting") == [kam.email]


def test_the_sponsor_hears_of_it_after_the_kams_yes(proposed, kam, sponsor, ground):
    before = Pairing.objects.visible_to(sponsor.person).exists()

    agree_as_kam(proposed, by=kam, charter=ground, says_apart=True)

    assert (before, Pairing.objects.visible_to(sponsor.person).exists()) == (False, True)
    assert sponsor.person.email in told("pairing_waiting")


def test_a_declined_proposal_stays_unknown_to_the_sponsor(proposed, kam, sponsor):
    decline_pairing(proposed, by=kam, reason="We need somebody from finance.")

    assert not Pairing.objects.visible_to(sponsor.person).exists()


def test_two_agreements_make_it_active_with_a_term_and_a_seat(active, account, sponsor, ground):
    term = active.terms.get()
    seat = TeamMember.objects.current().get(account=account, role=TeamRole.SPONSOR)

    assert active.status == PairingStatus.ACTIVE
    assert (term.starts_on, term.ends_on) == (TODAY, date(2029, 5, 31))
    assert seat.person == sponsor.person
    assert active.kam_charter == active.sponsor_charter == ground


def test_agreeing_twice_changes_nothing(active, kam, sponsor, ground):
    history = active.history.count()

    agree_as_kam(active, by=kam, charter=ground, says_apart=True)
    agree_as_sponsor(active, by=sponsor.person, charter=ground, says_apart=True, on=TODAY)
    activate_pairing(active, on=TODAY, by=None)

    assert active.history.count() == history
    assert active.terms.count() == 1


def test_the_sponsor_cannot_agree_before_the_kam(proposed, sponsor, ground):
    with pytest.raises(PairingMovedOnError):
        agree_as_sponsor(proposed, by=sponsor.person, charter=ground, says_apart=True, on=TODAY)


def test_a_later_start_day_waits_and_then_begins(account, sponsor, kam, lead, ground):
    pairing = propose_pairing(account, sponsor, by=lead, starts_on=date(2026, 9, 1))
    agree_as_kam(pairing, by=kam, charter=ground, says_apart=True)
    agreed = agree_as_sponsor(pairing, by=sponsor.person, charter=ground, says_apart=True, on=TODAY)

    early, due, again = (
        advance_pairings(on=day) for day in (TODAY, date(2026, 9, 1), date(2026, 9, 2))
    )

    assert (agreed.status, early, [row.pk for row in due], again) == (
        PairingStatus.AGREED,
        [],
        [pairing.pk],
        [],
    )


def test_a_successor_waits_for_the_predecessors_end(
    pairing, account, other_sponsor, kam, lead, ground
):
    successor = propose_pairing(account, other_sponsor, by=lead, starts_on=TODAY)
    agree_as_kam(successor, by=kam, charter=ground, says_apart=True)
    successor = agree_as_sponsor(
        successor, by=other_sponsor.person, charter=ground, says_apart=True, on=TODAY
    )
    with pytest.raises(AccountHasSponsorError):
        activate_pairing(successor, on=TODAY, by=lead)
    waiting = advance_pairings(on=TODAY)

    end_pairing(pairing, by=lead, reason=EndReason.SUCCESSION, note="", on=TODAY)

    assert waiting == []
    successor.refresh_from_db()
    assert successor.status == PairingStatus.ACTIVE


def test_ending_frees_the_place_and_the_seat(active, lead, account):
    ended = end_pairing(
        active, by=lead, reason=EndReason.BY_AGREEMENT, note="Done.", on=date(2026, 8, 1)
    )
    again = end_pairing(active, by=lead, reason=EndReason.CONFLICT, note="", on=date(2026, 8, 9))

    assert (ended.slot, ended.ended_on, again.end_reason) == (
        None,
        date(2026, 8, 1),
        EndReason.BY_AGREEMENT,
    )
    assert not TeamMember.objects.current().filter(account=account, role=TeamRole.SPONSOR).exists()


def test_no_takes_a_reason(proposed, kam, lead):
    with pytest.raises(ReasonMissingError):
        decline_pairing(proposed, by=kam, reason="  ")
    with pytest.raises(ReasonMissingError):
        withdraw_pairing(proposed, by=lead, reason="")


def test_an_active_pairing_can_be_neither_declined_nor_withdrawn(active, kam, lead):
    with pytest.raises(PairingMovedOnError):
        decline_pairing(active, by=kam, reason="Late")
    with pytest.raises(PairingMovedOnError):
        withdraw_pairing(active, by=lead, reason="Late")


def test_the_same_proposal_twice_is_one(proposed, account, sponsor, lead):
    again = propose_pairing(account, sponsor, by=lead, starts_on=TODAY)

    assert again == proposed


def test_a_second_proposal_for_an_account_names_the_first(proposed, account, other_sponsor, lead):
    with pytest.raises(AccountInPreparationError) as refusal:
        propose_pairing(account, other_sponsor, by=lead, starts_on=TODAY)

    assert refusal.value.pairing == proposed


def test_a_fourth_open_pairing_is_refused(sponsor, kam, lead):
    for _number in range(3):
        propose_pairing(factories.KeyAccountFactory(kam=kam), sponsor, by=lead, starts_on=TODAY)

    with pytest.raises(SponsorAtCapacityError):
        propose_pairing(factories.KeyAccountFactory(kam=kam), sponsor, by=lead, starts_on=TODAY)


def test_a_sponsors_own_capacity_counts(sponsor, kam, lead):
    sponsor.capacity = 1
    sponsor.save()
    propose_pairing(factories.KeyAccountFactory(kam=kam), sponsor, by=lead, starts_on=TODAY)

    with pytest.raises(SponsorAtCapacityError) as refusal:
        propose_pairing(factories.KeyAccountFactory(kam=kam), sponsor, by=lead, starts_on=TODAY)

    assert refusal.value.places == 1


@pytest.mark.parametrize("slot", [None, 0, 4])
def test_the_database_refuses_an_open_pairing_outside_the_three_places(pairing, slot):
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.filter(pk=pairing.pk).update(slot=slot)


def test_the_database_refuses_two_active_pairings_of_an_account(
    pairing, other_sponsor, account, kam
):
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.create(
            account=account,
            sponsor=other_sponsor,
            kam=kam,
            slot=1,
            status="active",
            proposed_by=kam,
            starts_on=TODAY,
            started_on=TODAY,
            agreed_outside=True,
        )


def test_the_database_refuses_an_active_pairing_to_which_nobody_agreed(pairing):
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.filter(pk=pairing.pk).update(agreed_outside=False)


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        ({"is_active": False}, "inactive"),
        ({"is_executive": False}, "not_executive"),
    ],
)
def test_only_active_executives_may_sponsor(account, sponsor, lead, change, fact):
    for field, value in change.items():
        setattr(sponsor.person, field, value)
    sponsor.person.save()

    with pytest.raises(NotEligibleError) as refusal:
        propose_pairing(account, sponsor, by=lead, starts_on=TODAY)

    assert refusal.value.fact == fact


def test_only_volunteers_may_sponsor(account, sponsor, lead):
    sponsor.is_volunteer = False
    sponsor.save()

    with pytest.raises(NotEligibleError):
        propose_pairing(account, sponsor, by=lead, starts_on=TODAY)


def test_an_account_without_a_kam_gets_no_sponsor(sponsor, lead):
    with pytest.raises(AccountWithoutKamError):
        propose_pairing(factories.KeyAccountFactory(), sponsor, by=lead, starts_on=TODAY)


def test_nobody_of_the_kams_line_may_sponsor_at_any_depth(account, kam, boss, lead):
    top = factories.PersonFactory(executive=True)
    set_manager(boss, top, by=lead)

    for person, path in ((boss, [kam, boss]), (top, [kam, boss, top])):
        with pytest.raises(SponsorInReportingLineError) as refusal:
            propose_pairing(
                account, factories.SponsorFactory(person=person), by=lead, starts_on=TODAY
            )
        assert refusal.value.path == path


def test_nobody_below_the_kam_and_not_the_kam_may_sponsor(account, kam, lead):
    below = factories.PersonFactory(executive=True, manager=kam)
    kam.is_executive = True
    kam.save()

    for person in (below, kam):
        with pytest.raises(SponsorInReportingLineError):
            propose_pairing(
                account, factories.SponsorFactory(person=person), by=lead, starts_on=TODAY
            )


def test_the_line_is_looked_at_again_when_the_kam_agrees(proposed, kam, sponsor, lead, ground):
    set_manager(kam, sponsor.person, by=lead)

    with pytest.raises(SponsorInReportingLineError):
        agree_as_kam(proposed, by=kam, charter=ground, says_apart=True)


def test_a_reorganisation_flags_a_running_pairing_and_its_reversal_clears_it(
    pairing, kam, boss, sponsor, lead
):
    set_manager(boss, sponsor.person, by=lead)
    pairing.refresh_from_db()
    flagged = (pairing.conflict_since is not None, pairing.conflict_path, told("pairing_conflict"))

    set_manager(boss, None, by=lead)
    pairing.refresh_from_db()

    assert flagged == (True, [kam.pk, boss.pk, sponsor.person_id], [lead.email])
    assert (pairing.status, pairing.conflict_since, pairing.conflict_path) == (
        PairingStatus.ACTIVE,
        None,
        [],
    )


def test_a_change_of_kam_is_looked_at_too(pairing, account, sponsor, lead):
    successor = factories.PersonFactory(manager=sponsor.person)

    change_kam(account, successor, on=TODAY, by=lead)
    pairing.refresh_from_db()

    assert pairing.conflict_path == [successor.pk, sponsor.person_id]


def test_a_pairing_agreed_outside_runs_at_once_and_ties_past_interactions(
    account, sponsor, kam, lead
):
    past = factories.InteractionFactory(account=account, day=date(2026, 2, 1))
    older = factories.InteractionFactory(account=account, day=date(2024, 2, 1))

    pairing = record_running_pairing(account, sponsor, since=date(2025, 1, 1), until=None, by=lead)
    again = record_running_pairing(account, sponsor, since=date(2025, 1, 1), until=None, by=lead)

    past.refresh_from_db()
    older.refresh_from_db()
    assert (again, past.pairing, older.pairing) == (pairing, pairing, None)
    assert pairing.status == PairingStatus.ACTIVE


def test_a_running_pairing_in_the_kams_line_is_entered_and_flagged(account, boss, lead):
    pairing = record_running_pairing(
        account, factories.SponsorFactory(person=boss), since=date(2025, 1, 1), until=None, by=lead
    )

    pairing.refresh_from_db()
    assert pairing.conflict_since is not None


def test_each_step_is_kept_with_who_did_it(active, kam, sponsor, lead):
    authors = list(
        active.history.order_by("history_id").values_list("status", "history_user__email")
    )

    assert authors == [
        ("proposed", lead.email),
        ("kam_agreed", kam.email),
        ("agreed", sponsor.person.email),
        ("active", sponsor.person.email),
    ]


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 5, 5), 36, date(2029, 5, 4)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2026, 8, 31), 18, date(2028, 2, 28)),
    ],
)
def test_a_term_ends_the_day_before_its_anniversary(start, months, last):
    assert months_later(start, months) == last
