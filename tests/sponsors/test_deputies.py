"""A KAM's deputy: opens the KAM's accounts, and answers a go-ahead once the KAM is silent or away (R7)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Delegation, Notification, User
from accounts.services.absences import cancel_absence, enter_absence
from accounts.services.delegations import end_delegation
from sponsors.choices import GoAheadMark, GoAheadState
from sponsors.models import GoAhead
from sponsors.services.drafts import Draft
from sponsors.services.go_ahead_requests import Request
from sponsors.services.go_aheads import ask_go_ahead
from sponsors.services.interactions import edit_interaction, log_interaction, plan_interaction
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture
def asked(pairing):
    return ask_go_ahead(
        pairing, Request("Their new plant", TODAY + 9 * DAY), by=pairing.sponsor.person, on=TODAY
    )


@pytest.fixture
def silent(asked):
    """Asked so long ago that two working days have passed."""
    GoAhead.objects.filter(pk=asked.pk).update(asked_at=timezone.now() - 20 * DAY)
    return asked


def post(client, row, **facts):
    return client.post(f"{row.get_absolute_url()}answer/", {"state": "agreed"} | facts).status_code


def test_a_deputy_answers_for_the_silent_kam_and_it_says_so(
    signed_in, silent, kam, deputy, pairing
):
    client = signed_in(deputy)

    listed = client.get("/go-aheads/").content.decode()
    home = client.get("/").content.decode()
    status = post(client, silent)

    silent.refresh_from_db()
    page = signed_in(pairing.sponsor.person).get(silent.get_absolute_url()).content.decode()
    assert "Their new plant" in listed
    assert "Their new plant" in home
    assert (status, silent.state) == (302, GoAheadState.AGREED)
    assert (silent.answered_by, silent.answered_for) == (deputy, kam)
    assert "Diane Deputy for Karim Kamel" in page
    assert client.get(silent.get_absolute_url()).status_code == 200


def test_before_it_is_time_a_deputy_knows_nothing_of_it(signed_in, asked, deputy):
    client = signed_in(deputy)

    assert client.get(asked.get_absolute_url()).status_code == 404
    assert post(client, asked) == 404
    assert "Their new plant" not in client.get("/go-aheads/").content.decode()


def test_two_days_that_are_no_working_days_are_no_silence(
    signed_in, asked, kam, deputy, monkeypatch
):
    GoAhead.objects.filter(pk=asked.pk).update(asked_at=timezone.now() - 3 * DAY)
    monkeypatch.setattr("sponsors.rules.go_aheads.working_days_after", lambda *_facts: TODAY + DAY)
    client = signed_in(deputy)

    assert client.get(asked.get_absolute_url()).status_code == 200
    assert post(client, asked) == 403


def test_where_the_kam_is_away_a_deputy_is_asked_and_answers_at_once(
    signed_in, kam, deputy, pairing
):
    away = enter_absence(kam, from_day=TODAY, until=TODAY, word="leave", by=kam)
    row = ask_go_ahead(
        pairing, Request("Their new plant", TODAY + 9 * DAY), by=pairing.sponsor.person, on=TODAY
    )
    told = Notification.objects.filter(kind="go_ahead_asked").values_list("recipient", flat=True)
    client = signed_in(deputy)
    cancel_absence(away, by=kam)
    back = client.get(row.get_absolute_url()).status_code
    enter_absence(kam, from_day=TODAY, until=TODAY, by=kam)

    assert set(told) == {kam.pk, deputy.pk}
    assert back == 404
    assert post(client, row) == 302


def test_a_deputy_of_yesterday_answers_nothing(signed_in, silent, deputy):
    end_delegation(Delegation.objects.get(to=deputy), by=deputy)

    assert post(signed_in(deputy), silent) == 404


def test_nobody_of_the_sponsors_side_answers_in_the_kams_place(
    signed_in, silent, kam, pairing, assistant
):
    """Neither the sponsor nor an assistant, even where the KAM has named them deputy."""
    for person in (pairing.sponsor.person, assistant):
        factories.DelegationFactory(of=kam, to=person, kind="deputy")

    assert post(signed_in(pairing.sponsor.person), silent) == 403
    assert post(signed_in(assistant), silent) == 404
    silent.refresh_from_db()
    assert silent.is_open


def test_a_deputy_does_nothing_else_in_the_kams_place(signed_in, kam, account, pairing, deputy):
    row = factories.InteractionFactory(
        account=account,
        pairing=pairing,
        logged_by=pairing.sponsor.person,
        with_people=[pairing.sponsor.person],
        go_ahead="without",
    )
    client = signed_in(deputy)

    assert client.get(account.get_absolute_url()).status_code == 200
    assert client.post(f"{row.get_absolute_url()}settle/").status_code == 403
    assert client.get(pairing.get_absolute_url()).status_code == 404


def test_what_a_deputy_plans_is_planned_as_the_kams(account, pairing, deputy, kam):
    person = pairing.sponsor.person
    words = Draft("meeting", TODAY + DAY, "Their new plant", people=[person])

    row = plan_interaction(account, words, by=deputy, on=TODAY)
    for_kam = Draft("call", TODAY, "Their offer", on_behalf_of=kam)
    logged = log_interaction(account, for_kam, by=deputy, on=TODAY)
    changed = edit_interaction(
        row,
        Draft("meeting", TODAY + 2 * DAY, "Their new plant", people=[person]),
        version=row.version,
        by=person,
        on=TODAY,
    )

    assert (row.go_ahead, changed.go_ahead) == (GoAheadMark.NOT_NEEDED, GoAheadMark.NOT_NEEDED)
    assert (logged.logged_by, logged.written_by) == (kam, deputy)


def test_what_a_colleague_planned_before_becoming_a_deputy_stays_a_colleagues(
    account, pairing, team_member, kam
):
    person = pairing.sponsor.person
    words = Draft("meeting", TODAY + DAY, "Their new plant", people=[person])
    row = plan_interaction(account, words, by=team_member, on=TODAY)
    factories.DelegationFactory(of=kam, to=team_member, kind="deputy", from_day=TODAY + DAY)

    changed = edit_interaction(
        row, words, version=row.version, by=User.objects.get(pk=person.pk), on=TODAY
    )

    assert (row.go_ahead, changed.go_ahead) == (GoAheadMark.WITHOUT, GoAheadMark.WITHOUT)
