"""What matching is told of the records."""

from datetime import date

import pytest

from accounts.models import Connection, ConnectionLevel, Sector, Topic
from sponsors.coverage import accounts_without_sponsor
from sponsors.facts import (
    months_until,
    possible_sponsors,
    read_problem,
    weights_in_force,
)
from sponsors.matching import Exclusion, FitTable, Link, against_pair
from sponsors.models import ConflictOfInterest, PairWish, SponsorExperience, SponsorInterest
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def told(**more):
    return read_problem(accounts_without_sponsor(), on=TODAY, weights=weights_in_force(), **more)


def person_of(problem, sponsor):
    return next(row for row in problem.candidates if row.key == sponsor.person_id)


def test_only_accounts_without_an_open_pairing_are_matched(account, other_account, pairing):
    assert [row.key for row in told().accounts] == [other_account.pk]


def test_an_account_comes_with_its_kam_place_and_agenda(account, kam):
    account.topics.add(Topic.objects.get(code="finance"))

    row = told().accounts[0]

    assert (row.key, row.kam, row.name) == (account.pk, kam.pk, "aldera")
    assert row.topics == {Topic.objects.get(code="finance").pk}
    assert (row.place.city, row.place.country, row.place.zone) == ("lyon", "FR", 60)
    assert row.place.languages == {"fr"}


def test_general_management_and_profiles_are_considered(executive, sponsor, outsider):
    assert {*possible_sponsors()} == {executive, sponsor.person}


def test_a_sponsor_comes_with_the_profile(account, sponsor, other_account):
    energy = Sector.objects.get(code="energy")
    sponsor.grasp, sponsor.available_until = "trained", date(2028, 11, 23)
    sponsor.save()
    SponsorInterest.objects.create(sponsor=sponsor, sector=energy, strength=4)
    SponsorInterest.objects.create(sponsor=sponsor, account=account, strength=5)
    SponsorExperience.objects.create(sponsor=sponsor, employer="Éolia", sector=energy)

    problem = told()
    row = person_of(problem, sponsor)

    assert (row.capacity, row.taken, row.is_volunteer, row.grasp) == (3, 0, True, "trained")
    assert (row.months, row.interests) == (23, ((energy.pk, 4),))
    assert (row.sectors, row.employers) == ({energy.pk}, {"eolia"})
    assert row.topics == {Topic.objects.get(code="finance").pk}
    assert problem.interests == {(account.pk, sponsor.person_id): 5}
    assert problem.families[energy.pk] == Sector.objects.get(code="family-infrastructure").pk


def test_who_said_nothing_of_the_past_is_unknown_there(account, sponsor):
    assert person_of(told(), sponsor).sectors is None


def test_the_last_entry_of_a_connection_counts(account, sponsor):
    contact = factories.ContactFactory(account=account)
    known = Connection.objects.create(person=sponsor.person, contact=contact)
    for level, day in ((4, date(2025, 1, 1)), (2, date(2026, 1, 1))):
        ConnectionLevel.objects.create(
            connection=known, level=level, on=day, said_by=sponsor.person
        )

    assert told().links == {(account.pk, sponsor.person_id): Link(2, contact.pk)}


def test_who_held_a_meeting_with_a_top_executive_has_met_that_person(account, sponsor):
    contact = factories.ContactFactory(account=account)
    factories.InteractionFactory(
        account=account, with_people=[sponsor.person], with_contacts=[contact]
    )

    assert told().links == {(account.pk, sponsor.person_id): Link(1, contact.pk)}


def test_a_contact_who_is_no_top_executive_or_has_left_is_no_link(account, sponsor):
    director = factories.ContactFactory(account=account, level="director")
    gone = factories.ContactFactory(account=account, is_active=False)
    factories.InteractionFactory(
        account=account, with_people=[sponsor.person], with_contacts=[director, gone]
    )

    assert told().links == {}


def test_the_reporting_line_excludes_either_way_at_any_depth(account, kam, sponsor, other_sponsor):
    between = factories.PersonFactory(manager=sponsor.person)
    kam.manager = between
    kam.save()
    other_sponsor.person.manager = factories.PersonFactory(manager=kam)
    other_sponsor.person.save()

    problem = told()

    assert problem.in_line == {
        (account.pk, sponsor.person_id),
        (account.pk, other_sponsor.person_id),
    }
    for one in (sponsor, other_sponsor):
        found = against_pair(problem, problem.accounts[0], person_of(problem, one))
        assert found == [Exclusion.IN_LINE]


def test_conflicts_of_interest_exclude_by_client_and_by_sector(
    account, other_account, sponsor, other_sponsor
):
    declared = {"sentence": "My brother sits on their board.", "declared_on": TODAY}
    ConflictOfInterest.objects.create(sponsor=sponsor, account=account, **declared)
    ConflictOfInterest.objects.create(sponsor=other_sponsor, sector=account.sector, **declared)

    problem = told()

    assert problem.conflicts == {(account.pk, sponsor.person_id)}
    assert problem.sector_conflicts == {(account.sector_id, other_sponsor.person_id)}


def test_pins_and_exclusions_of_leads_are_told(account, sponsor, other_sponsor, lead):
    PairWish.objects.create(account=account, person=sponsor.person, wish="pin", said_by=lead)
    PairWish.objects.create(
        account=account, person=other_sponsor.person, wish="exclude", said_by=lead
    )

    problem = told()

    assert problem.pins == {(account.pk, sponsor.person_id)}
    assert problem.excluded == {(account.pk, other_sponsor.person_id)}


@pytest.mark.parametrize(
    ("last", "months"),
    [
        (None, None),
        (date(2026, 11, 1), 0),
        (date(2027, 11, 23), 11),
        (date(2027, 11, 24), 12),
        (date(2030, 2, 1), 38),
    ],
)
def test_months_until_the_last_day(last, months):
    assert months_until(last, on=TODAY) == months


@pytest.mark.parametrize("more", [1, 6])
def test_reading_takes_the_same_statements_for_few_and_many(
    more, account, sponsor, django_assert_num_queries
):
    for _n in range(more):
        factories.KeyAccountFactory(kam=factories.PersonFactory())
        factories.SponsorFactory()

    weights = weights_in_force()
    with django_assert_num_queries(17):
        problem = read_problem(accounts_without_sponsor(), on=TODAY, weights=weights)

    assert FitTable(problem).fit.shape[0] == 1 + more
