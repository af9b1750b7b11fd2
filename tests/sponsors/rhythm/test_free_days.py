"""Days that suit both calendars, and the plan that one tap opens."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sponsors.queries.free_days import suggested_days
from sponsors.queries.rhythm import rhythms
from tests import factories

pytestmark = pytest.mark.django_db

# Wednesday 1 July 2026, half a year after nothing was held.
ON = date(2026, 7, 1)


def days_for(pairing, on=ON):
    rhythm = rhythms([pairing.pk], on)[pairing.pk]
    return {one.kind: one.days for one in suggested_days(pairing, rhythm.standings, on=on)}


def test_days_off_in_either_country_are_left_out(pairing, sponsor):
    """14 July is a holiday in France, 3 July (for the Fourth) in the United States."""
    sponsor.person.country = "US"
    sponsor.person.save()

    assert days_for(pairing)["exchange"][0] == date(2026, 7, 6)
    assert days_for(pairing, on=date(2026, 7, 12))["exchange"][0] == date(2026, 7, 15)


def test_days_on_which_one_is_away_or_has_something_planned_are_left_out(pairing, kam, sponsor):
    factories.AbsenceFactory(
        person=sponsor.person, from_day=date(2026, 7, 1), until=date(2026, 7, 13)
    )
    facts = {"account": pairing.account, "status": "planned"}
    factories.InteractionFactory(day=date(2026, 7, 15), with_people=[kam], **facts)
    factories.InteractionFactory(day=date(2026, 7, 16), **facts)

    found = days_for(pairing)["exchange"]

    assert found == [date(2026, 7, 16), date(2026, 7, 17), date(2026, 7, 20)]


def test_what_is_planned_or_due_much_later_needs_no_day(pairing):
    top = factories.ContactFactory(account=pairing.account, level="executive_committee")
    facts = {"account": pairing.account, "pairing": pairing}
    factories.InteractionFactory(kind="exchange", day=ON, status="planned", **facts)
    factories.InteractionFactory(day=ON, with_contacts=[top], **facts)

    assert set(days_for(pairing)) == {"review"}


def test_suggestions_take_two_statements(pairing, django_assert_num_queries):
    rhythm = rhythms([pairing.pk], ON)[pairing.pk]
    pairing.account.team()

    with django_assert_num_queries(2):
        assert len(suggested_days(pairing, rhythm.standings, on=ON)) == 4


def test_one_tap_opens_the_plan_with_day_kind_and_the_two(signed_in, kam, sponsor, pairing):
    client = signed_in(kam)
    page = client.get(reverse("sponsors:rhythm_detail", args=[pairing.public_id]))
    day = page.context["days"][0].days[0]
    plan = (
        f"{reverse('interaction_log')}?account={pairing.account.public_id}&amp;kind=exchange&amp;plan=1"
        f"&amp;day={day.isoformat()}&amp;people={kam.public_id}&amp;people={sponsor.person.public_id}"
    )
    assert plan in page.content.decode()

    form = client.get(plan.replace("&amp;", "&")).context["form"]

    assert (form["kind"].value(), form["day"].value()) == ("exchange", day.isoformat())
    assert form["people"].value() == [str(kam.public_id), str(sponsor.person.public_id)]


def test_a_review_is_planned_from_its_day(signed_in, kam, pairing):
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    url = f"{reverse('reviews:review_plan')}?account={pairing.account.public_id}&day={day}"

    assert f'value="{day}"' in signed_in(kam).get(url).content.decode()


def test_an_address_with_a_day_that_is_none_is_no_fault(signed_in, kam, account):
    url = f"{reverse('interaction_log')}?account={account.public_id}&day=2026-02-31&people=x"

    assert signed_in(kam).get(url).status_code == 200
