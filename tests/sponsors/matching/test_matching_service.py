"""Matchings kept as runs, and what leads make of them."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Job, Notification
from accounts.services.jobs import run_job
from sponsors.matching import WeightsError
from sponsors.models import FitWeights, MatchingRun, Pairing, PairWish, Proposal
from sponsors.services.matching import (
    StaleWeightsError,
    ask_to_volunteer,
    lift_wish,
    propose_matched,
    set_weights,
    start_matching,
    start_proposing,
    wish_pair,
)
from sponsors.services.pairings import propose_pairing
from sponsors.services.refused import refusal_from
from sponsors.views.refusals import sentence
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
OTHER = {"link": 35, "motivation": 20, "experience": 15, "function": 15, "grasp": 10, "nearness": 5}


def run_of(lead, **more):
    run = start_matching(by=lead, starts_on=TODAY, **more)
    run_job(run.job.public_id)
    return MatchingRun.objects.get(pk=run.pk)


def pairs(run):
    return {row.account: row.person for row in run.proposals.all()}


def test_a_run_keeps_the_optimum_and_who_is_left_out(account, other_account, sponsor, lead):
    sponsor.capacity = 1
    sponsor.save()

    run = run_of(lead)

    assert run.is_done
    assert len(pairs(run)) == 1
    assert run.uncovered.count() == 1
    assert run.summary["covered"] == 1
    assert run.summary["accounts"] == 2
    assert run.weights_version == FitWeights.current()


def test_doing_the_work_again_changes_nothing(account, sponsor, lead):
    run = run_of(lead)
    before = list(run.proposals.values())
    job = Job.objects.get(pk=run.job_id)
    Job.objects.filter(pk=job.pk).update(state="queued", attempts=0)

    assert run_job(job.public_id)

    assert list(run.proposals.values()) == before


def test_a_pin_holds_and_one_that_breaks_a_rule_is_left_out(
    account, sponsor, other_sponsor, kam, lead
):
    wish_pair(account, other_sponsor.person, "pin", by=lead)
    assert pairs(run_of(lead)) == {account: other_sponsor.person}

    kam.manager = other_sponsor.person
    kam.save()
    run = run_of(lead)

    assert pairs(run) == {account: sponsor.person}
    assert run.summary["dropped_pins"] == [[account.pk, other_sponsor.person_id]]


def test_an_excluded_pair_never_comes_until_it_is_lifted(account, sponsor, lead):
    wish_pair(account, sponsor.person, "exclude", reason="They quarrelled.", by=lead)
    assert pairs(run_of(lead)) == {}

    assert lift_wish(account, sponsor.person, by=lead)
    assert not lift_wish(account, sponsor.person, by=lead)
    assert pairs(run_of(lead)) == {account: sponsor.person}


def test_a_second_pin_takes_the_first_away_and_both_are_in_the_history(
    account, sponsor, other_sponsor, lead
):
    wish_pair(account, sponsor.person, "pin", by=lead)
    wish_pair(account, other_sponsor.person, "pin", by=lead)
    wish_pair(account, other_sponsor.person, "pin", by=lead)

    assert [row.person for row in PairWish.objects.all()] == [other_sponsor.person]
    assert PairWish.history.count() == 3
    assert {row.history_user for row in PairWish.history.all()} == {lead}


def test_the_database_refuses_two_pins_of_one_account(account, sponsor, other_sponsor, lead):
    facts = {"account": account, "wish": "pin", "said_by": lead}
    PairWish.objects.create(person=sponsor.person, **facts)

    with pytest.raises(IntegrityError), transaction.atomic():
        PairWish.objects.create(person=other_sponsor.person, **facts)


def test_a_minimum_leaves_out_what_fits_less(account, sponsor, lead):
    fit = run_of(lead).proposals.get().fit

    assert pairs(run_of(lead, minimum=fit)) == {account: sponsor.person}
    assert pairs(run_of(lead, minimum=fit + 1)) == {}


def test_chosen_pairs_are_proposed_by_the_service_and_refusals_keep_their_reason(
    account, other_account, sponsor, lead
):
    run = run_of(lead)
    sponsor.capacity = 1
    sponsor.save()
    chosen = list(run.proposals.values_list("public_id", flat=True))

    job = start_proposing(run, chosen, by=lead)
    run_job(job.public_id)

    outcomes = sorted(run.proposals.values_list("outcome", flat=True))
    assert outcomes == ["proposed", "refused"]
    refused = run.proposals.get(outcome="refused")
    assert sentence(refusal_from(refused.refusal)) == (
        "Simone Sponsor has no free place: one account at most, and one pairing is open."
    )
    proposed = run.proposals.get(outcome="proposed")
    assert proposed.pairing.status == "proposed"
    assert Notification.objects.filter(kind="pairing_waiting").count() == 1


def test_proposing_again_goes_on_with_what_is_open_alone(account, sponsor, lead):
    run = run_of(lead)
    chosen = list(run.proposals.values_list("public_id", flat=True))
    job = start_proposing(run, chosen, by=lead)

    for _time in range(2):
        propose_matched(job, lambda done, total: None)

    assert Pairing.objects.count() == 1


@pytest.mark.parametrize("change", ["in_preparation", "in_line", "no_kam", "not_volunteer"])
def test_what_changed_meanwhile_is_refused_with_its_reason(
    change, account, sponsor, other_sponsor, kam, lead
):
    other_sponsor.is_volunteer = False
    other_sponsor.save()
    run = run_of(lead)
    if change == "in_preparation":
        other_sponsor.is_volunteer = True
        other_sponsor.save()
        propose_pairing(account, other_sponsor, by=lead, starts_on=TODAY)
    elif change == "in_line":
        kam.manager = sponsor.person
        kam.save()
    elif change == "no_kam":
        account.team_members.filter(role="kam").delete()
    else:
        sponsor.is_volunteer = False
        sponsor.save()

    run_job(
        start_proposing(run, run.proposals.values_list("public_id", flat=True), by=lead).public_id
    )

    refused = run.proposals.get()
    assert refused.outcome == "refused"
    assert sentence(refusal_from(refused.refusal))


def test_a_draft_asks_everyone_and_ends_in_questions(account, executive, lead):
    assert pairs(run_of(lead)) == {}

    run = run_of(lead, asks_everyone=True)
    chosen = list(run.proposals.values_list("public_id", flat=True))

    assert pairs(run) == {account: executive}
    assert ask_to_volunteer(run, chosen, by=lead) == 1
    assert ask_to_volunteer(run, chosen, by=lead) == 0
    assert Notification.objects.get(kind="volunteer_asked").recipient == executive
    assert run.proposals.get().outcome == "asked"


def test_weights_are_versions_and_the_same_again_change_nothing(lead):
    second = set_weights(OTHER, seen=1, by=lead)

    assert (second.version, second.as_plain(), second.set_by) == (2, OTHER, lead)
    assert set_weights(OTHER, seen=1, by=lead) == second
    with pytest.raises(StaleWeightsError):
        set_weights(OTHER | {"link": 30, "nearness": 10}, seen=1, by=lead)
    with pytest.raises(WeightsError):
        set_weights(OTHER | {"link": 36}, seen=2, by=lead)


def test_the_database_refuses_weights_that_do_not_make_a_hundred():
    with pytest.raises(IntegrityError), transaction.atomic():
        FitWeights.objects.create(version=9, **(OTHER | {"link": 36}))


def test_a_trial_of_weights_is_told_what_the_run_was_told(account, sponsor, lead):
    run = run_of(lead)
    factories.KeyAccountFactory(name="Came later", kam=factories.PersonFactory())

    trial = run_of(lead, weights=OTHER, continues=run)

    assert pairs(trial) == pairs(run)
    assert trial.weights == OTHER
    assert trial.weights_version is None
    assert FitWeights.current().version == 1


def test_leads_alone_see_runs_and_proposals(account, sponsor, cast, lead):
    run = run_of(lead)

    for role, person in vars(cast).items():
        expected = [run] if role == "lead" else []
        assert list(MatchingRun.objects.visible_to(person)) == expected
        assert bool(Proposal.objects.visible_to(person)) == bool(expected)
