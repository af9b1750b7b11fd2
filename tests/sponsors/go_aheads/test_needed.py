"""When a go-ahead is needed (R7)."""

import pytest

from accounts.models import Notification
from sponsors.services.interactions import log_interaction
from tests import factories
from tests.sponsors.go_aheads.acting import TODAY, M, draft

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "by", "kind", "mark"),
    [
        (["sponsor"], "sponsor", "meeting", M.WITHOUT),
        (["sponsor"], "sponsor", "call", M.WITHOUT),
        (["sponsor"], "sponsor", "event", M.WITHOUT),
        (["sponsor"], "team_member", "meeting", M.WITHOUT),
        (["sponsor", "kam"], "sponsor", "meeting", M.NOT_NEEDED),
        (["sponsor"], "kam", "meeting", M.NOT_NEEDED),
        (["kam"], "kam", "meeting", M.NOT_NEEDED),
        (["team_member"], "team_member", "meeting", M.NOT_NEEDED),
        (["sponsor"], "sponsor", "exchange", M.NOT_NEEDED),
        (["sponsor"], "sponsor", "escalation", M.NOT_NEEDED),
    ],
)
def test_it_is_needed_where_the_sponsor_goes_alone_and_the_kam_did_not_plan_it(
    account, pairing, contact, cast, who, by, kind, mark
):
    people = [getattr(cast, name) for name in who]

    row = log_interaction(
        account, draft(contact, None, kind=kind, people=people), by=getattr(cast, by), on=TODAY
    )

    assert row.go_ahead == mark


def test_without_a_pairing_there_is_nobody_to_talk_to(account, contact, executive):
    row = log_interaction(account, draft(contact, executive), by=executive, on=TODAY)

    assert row.go_ahead == M.NOT_NEEDED


def test_what_was_held_without_one_is_told_to_the_two_alone(account, contact, person, kam, lead):
    log_interaction(account, draft(contact, person), by=person, on=TODAY)

    told = Notification.objects.filter(kind="go_ahead_missing")
    assert {row.recipient for row in told} == {kam, person}


def test_a_client_in_trouble_is_answered_at_once_and_the_kam_is_told_at_once(
    account, pairing, contact, person, kam
):
    log_interaction(account, draft(contact, person, kind="escalation"), by=person, on=TODAY)

    assert Notification.objects.get(kind="acted_at_once").recipient == kam


@pytest.mark.parametrize(
    ("level", "side", "mark", "told"),
    [
        ("urgent", "client", M.NOT_NEEDED, True),
        ("serious", "client", M.WITHOUT, False),
        ("urgent", "internal", M.WITHOUT, False),
    ],
)
def test_an_urgent_tension_with_the_client_goes_at_once(
    account, pairing, contact, person, kam, level, side, mark, told
):
    factories.TensionFactory(account=account, level=level, side=side)

    row = log_interaction(account, draft(contact, person), by=person, on=TODAY)

    assert row.go_ahead == mark
    assert Notification.objects.filter(kind="acted_at_once", recipient=kam).exists() == told
