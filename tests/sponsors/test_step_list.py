"""The list of promises and next steps."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sponsors.models import NextStep
from sponsorship.messages import KINDS
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def meeting(account, pairing, kam):
    return factories.InteractionFactory(account=account, logged_by=kam, with_people=[kam])


def promise(meeting, owner, text, days=None, **more):
    due = None if days is None else TODAY + timedelta(days=days)
    return factories.NextStepFactory(
        interaction=meeting, owner=owner, text=text, due_on=due, **more
    )


def shown(client, **query):
    return [row.text for row in client.get("/next-steps/", query).context["page"]]


def test_mine_come_with_the_nearest_day_first(signed_in, meeting, kam, sponsor):
    promise(meeting, kam, "No day")
    promise(meeting, kam, "Later", 9)
    promise(meeting, kam, "Late", -2)
    promise(meeting, kam, "Kept", 1, done_on=TODAY)
    promise(meeting, sponsor.person, "The sponsor's", 3)
    client = signed_in(kam)

    assert shown(client) == ["Late", "Later", "No day"]
    assert shown(client, show="late") == ["Late"]
    assert shown(client, show="kept") == ["Kept"]
    assert shown(client, whose="accounts") == ["Late", "The sponsor's", "Later", "No day"]


def test_what_is_due_today_is_not_late(signed_in, meeting, kam):
    promise(meeting, kam, "Today", 0)

    assert shown(signed_in(kam), show="late") == []


def test_nobody_reads_those_of_other_accounts(
    signed_in, meeting, kam, other_kam, executive, outsider, other_account
):
    promise(meeting, kam, "Ours", 1)

    for person in (other_kam, executive, outsider):
        assert shown(signed_in(person), whose="accounts") == []
        assert shown(signed_in(person)) == []


def test_an_owner_outside_the_team_reads_their_own(signed_in, meeting, outsider):
    promise(meeting, outsider, "Mine", 1)

    assert shown(signed_in(outsider)) == ["Mine"]


def test_a_tick_leads_back_to_the_list(signed_in, meeting, kam):
    step = promise(meeting, kam, "Call", 1)
    client = signed_in(kam)

    answer = client.post(f"/next-steps/{step.public_id}/done/", {"list": "1"})

    assert answer.url == "/next-steps/"
    assert NextStep.objects.get().done_on == TODAY
    assert shown(client) == []


def test_only_the_owner_ticks_off(signed_in, meeting, kam, sponsor):
    step = promise(meeting, kam, "Call", 1)
    client = signed_in(sponsor.person)

    body = client.get("/next-steps/", {"whose": "accounts"}).content.decode()
    answer = client.post(f"/next-steps/{step.public_id}/done/", {"list": "1"})

    assert "Call" in body
    assert "/done/" not in body
    assert answer.status_code == 403


def test_pages_are_bounded_and_cost_the_same(
    signed_in, meeting, kam, django_assert_num_queries, django_assert_max_num_queries
):
    client = signed_in(kam)
    promise(meeting, kam, "One", 1)
    client.get("/next-steps/")
    with django_assert_max_num_queries(14) as first:
        client.get("/next-steps/")
    for number in range(29):
        promise(meeting, kam, f"Promise {number}", 2)
    with django_assert_num_queries(len(first)):
        answer = client.get("/next-steps/")

    assert (len(answer.context["page"]), answer.context["page"].paginator.num_pages) == (25, 2)


@pytest.mark.parametrize("query", [{"show": "nonsense"}, {"whose": "x"}, {"page": "a"}])
def test_any_address_is_understood(signed_in, meeting, kam, query):
    promise(meeting, kam, "Call", 1)

    assert shown(signed_in(kam), **query) == ["Call"]


def test_the_reminder_leads_there(meeting, kam):
    step = promise(meeting, kam, "Call", 0)

    message = KINDS["next_step_due"].message(step, None)

    assert message.action_path == f"/next-steps/#step-{step.public_id}"
