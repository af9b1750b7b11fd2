"""The pages of matching, as programme leads use them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from accounts.services.jobs import run_job
from sponsors.models import FitWeights, MatchingRun, Pairing, PairWish, SponsorInterest
from sponsors.services.matching import start_matching
from tests import factories

pytestmark = pytest.mark.django_db
OTHER = {"link": 35, "motivation": 20, "experience": 15, "function": 15, "grasp": 10, "nearness": 5}


@pytest.fixture
def client(lead, signed_in):
    return signed_in(lead)


def done(run):
    run_job(run.job.public_id)
    return MatchingRun.objects.get(pk=run.pk)


@pytest.fixture
def run(lead, account, other_account, sponsor, other_sponsor):
    SponsorInterest.objects.create(
        sponsor=sponsor, account=account, strength=5, sentence="My first client."
    )
    return done(start_matching(by=lead, starts_on=timezone.localdate()))


def page_of(client, name, *arguments):
    return client.get(reverse(f"sponsors:{name}", args=arguments)).content.decode()


def test_a_lead_begins_a_matching_and_is_led_to_it(client, account, sponsor):
    answer = client.post(
        reverse("sponsors:matching"), {"starts_on": timezone.localdate(), "minimum": "20"}
    )

    run = MatchingRun.objects.get()
    assert answer.url == run.get_absolute_url()
    assert run.minimum == 200
    assert "Looking for the best set of pairings" in client.get(answer.url).content.decode()


@pytest.mark.parametrize("day", ["", "2020-01-01", "9999-12-31", "29/02/2027"])
def test_a_start_day_out_of_reach_is_said_beside_the_field(client, account, day):
    answer = client.post(reverse("sponsors:matching"), {"starts_on": day, "minimum": "7"})

    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"starts_on"}
    assert 'value="7"' in answer.content.decode()
    assert not MatchingRun.objects.exists()


def test_the_latest_matching_is_where_one_lands(client, run):
    assert client.get(reverse("sponsors:matching")).url == run.get_absolute_url()
    assert client.get(reverse("sponsors:matching") + "?new").status_code == 200


def test_a_matching_shows_pairs_with_reasons_and_what_is_unknown(client, run):
    page = page_of(client, "matching_run", run.public_id)

    assert "Interested in this client: 5 of 5" in page
    assert "Unknown: whom they know there" in page
    assert "Aldera" in page
    assert "Borealis" in page


def test_names_are_shown_as_text(client, lead, kam, sponsor):
    factories.KeyAccountFactory(name="<script>alert(1)</script>", kam=kam)
    run = done(start_matching(by=lead, starts_on=timezone.localdate()))

    page = page_of(client, "matching_run", run.public_id)

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_closer_look_names_all_criteria_and_the_price_of_others(client, run, account):
    page = page_of(client, "matching_account", run.public_id, account.public_id)

    for label in ("Link with a top executive", "Motivation", "Experience", "Nearness"):
        assert label in page
    assert "Choose instead" in page
    assert "in all" in page or "costs nothing" in page


def test_an_account_left_out_says_why_and_the_least_change(client, lead, account, sponsor, kam):
    kam.manager = sponsor.person
    kam.save()
    factories.PersonFactory(executive=True, last_name="Outside")
    run = done(start_matching(by=lead, starts_on=timezone.localdate()))

    page = page_of(client, "matching_account", run.public_id, account.public_id)

    assert "in the KAM’s reporting line" in page
    assert "One more volunteer outside that line" in page


def test_choosing_another_pins_the_pair_and_matches_again(
    client, run, account, other_sponsor, lead
):
    url = reverse("sponsors:matching_wish", args=[run.public_id, account.public_id])

    answer = client.post(url, {"wish": "pin", "person": other_sponsor.person.public_id})
    again = done(MatchingRun.objects.first())

    assert answer.url == again.get_absolute_url()
    assert again.continues == run
    assert again.proposals.get(account=account).person == other_sponsor.person
    assert again.proposals.get(account=account).is_pinned
    client.post(url, {"wish": "lift", "person": other_sponsor.person.public_id})
    assert not PairWish.objects.exists()


@pytest.mark.parametrize("facts", [{}, {"wish": "rank"}, {"wish": "pin", "person": "me"}])
def test_a_wish_that_means_nothing_changes_nothing(client, run, account, facts):
    url = reverse("sponsors:matching_wish", args=[run.public_id, account.public_id])

    assert client.post(url, facts).status_code == 302
    assert not PairWish.objects.exists()


def test_chosen_pairs_are_proposed_and_the_others_stay(client, run):
    chosen, other = run.proposals.order_by("pk")

    client.post(
        reverse("sponsors:matching_propose", args=[run.public_id]),
        {"proposal": [str(chosen.public_id), "nonsense"]},
    )
    run.refresh_from_db()
    run_job(run.proposing.public_id)

    assert Pairing.objects.get().account == chosen.account
    other.refresh_from_db()
    assert other.outcome == "open"
    assert "proposed" in page_of(client, "matching_run", run.public_id)


def test_all_open_ones_are_proposed_in_one_go(client, run):
    client.post(reverse("sponsors:matching_propose", args=[run.public_id]), {"all": "1"})
    run.refresh_from_db()
    run_job(run.proposing.public_id)

    assert Pairing.objects.count() == 2
    assert Notification.objects.filter(kind="pairing_waiting").count() == 2


def test_nothing_chosen_proposes_nothing(client, run):
    client.post(reverse("sponsors:matching_propose", args=[run.public_id]))

    run.refresh_from_db()
    assert run.proposing is None


def test_two_matchings_are_compared(client, run, lead, account, other_sponsor):
    PairWish.objects.create(account=account, person=other_sponsor.person, wish="pin", said_by=lead)
    later = done(start_matching(by=lead, starts_on=timezone.localdate()))

    page = page_of(client, "matching_compare", later.public_id, run.public_id)

    assert "Simone Sponsor" in page
    assert "Otto Othersponsor" in page


def test_weights_are_tried_before_they_count(client, run):
    answer = client.post(reverse("sponsors:fit_weights"), OTHER | {"seen": 1})
    trial = done(MatchingRun.objects.first())
    page = client.get(answer.url).content.decode()

    assert trial.weights == OTHER
    assert FitWeights.current().version == 1
    assert "Let these weights count" in page
    client.post(reverse("sponsors:fit_weights_set"), OTHER | {"seen": 1})
    assert FitWeights.current().as_plain() == OTHER
    assert "Other weights count since" in page_of(client, "matching_run", run.public_id)


@pytest.mark.parametrize("name", ["matching_propose", "matching_ask"])
def test_nothing_is_proposed_from_a_trial_of_weights(name, client, run, lead):
    trial = done(start_matching(by=lead, starts_on=run.starts_on, weights=OTHER, continues=run))

    answer = client.post(
        reverse(f"sponsors:{name}", args=[trial.public_id]), {"all": "1"}, follow=True
    )

    assert "Other weights count since this matching" in answer.content.decode()
    assert not Pairing.objects.exists()
    assert set(trial.proposals.values_list("outcome", flat=True)) == {"open"}


def test_weights_that_make_no_hundred_are_said_beside_the_field(client, run):
    answer = client.post(reverse("sponsors:fit_weights"), OTHER | {"seen": 1, "link": 40})

    assert "The weights make 105 together" in answer.content.decode()
    assert 'value="40"' in answer.content.decode()


def test_weights_set_by_another_meanwhile_are_not_overwritten(client, run):
    FitWeights.objects.create(version=2, **(OTHER | {"link": 30, "nearness": 10}))

    client.post(reverse("sponsors:fit_weights_set"), OTHER | {"seen": 1})

    assert FitWeights.current().version == 2


def test_who_could_sponsor_an_account_is_ranked(client, account, sponsor, other_sponsor, kam):
    kam.manager = other_sponsor.person
    kam.save()

    answer = client.get(reverse("sponsors:candidate_list", args=[account.public_id]))

    assert [row.person for row in answer.context["page"]] == [sponsor.person]
    assert "in the KAM’s reporting line" in answer.content.decode()


def test_which_accounts_a_sponsor_could_take(client, account, other_account, sponsor):
    answer = client.get(reverse("sponsors:sponsor_accounts", args=[sponsor.public_id]))

    assert {row.account for row in answer.context["page"]} == {account, other_account}


def test_the_file_holds_pairs_and_no_fit(client, run):
    answer = client.get(reverse("matching_export", args=[run.public_id, "csv"]))
    text = answer.content.decode()

    assert text.splitlines()[0].lstrip("\ufeff") == (
        "Key account,Sector,Country,KAM,Sponsor,Where it stands"
    )
    assert "Aldera" in text
    assert "5 of 5" not in text


@pytest.mark.parametrize("more", [1, 8])
def test_a_matching_takes_the_same_statements_for_few_and_many(
    more, client, lead, kam, django_assert_num_queries
):
    for _n in range(more):
        factories.KeyAccountFactory(kam=kam)
        factories.KeyAccountFactory()
        factories.SponsorFactory()
    run = done(start_matching(by=lead, starts_on=timezone.localdate()))
    page_of(client, "matching_run", run.public_id)

    with django_assert_num_queries(15):
        page_of(client, "matching_run", run.public_id)


@pytest.mark.parametrize("name", ["candidate_list", "sponsor_accounts"])
@pytest.mark.parametrize("more", [1, 8])
def test_candidates_take_the_same_statements_for_few_and_many(
    name, more, client, account, sponsor, kam, django_assert_num_queries
):
    for _n in range(more):
        factories.KeyAccountFactory(kam=kam)
        factories.SponsorFactory()
    thing = account if name == "candidate_list" else sponsor
    page_of(client, name, thing.public_id)

    with django_assert_num_queries(28 if name == "candidate_list" else 26):
        page_of(client, name, thing.public_id)


def test_a_start_day_that_has_passed_meanwhile_is_today_when_proposing(client, run, lead):
    MatchingRun.objects.filter(pk=run.pk).update(starts_on=date(2026, 1, 1))

    client.post(reverse("sponsors:matching_propose", args=[run.public_id]), {"all": "1"})
    run.refresh_from_db()
    run_job(run.proposing.public_id)

    assert {row.starts_on for row in Pairing.objects.all()} <= {
        timezone.localdate(),
        timezone.localdate() + timedelta(days=1),
    }
