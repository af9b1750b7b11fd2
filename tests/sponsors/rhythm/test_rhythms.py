"""The rhythm of tandems read from the records, and what the two agree on."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from sponsors.choices import RhythmState
from sponsors.models import RhythmTarget
from sponsors.queries.rhythm import rhythms
from sponsors.rhythm import Lane, Target
from sponsors.services.closing import end_pairing
from sponsors.services.renewals import NotRunningError
from sponsors.services.rhythms import (
    NotOfTheTwoError,
    RhythmMovedOnError,
    agree_to_rhythm,
    decline_rhythm,
    propose_rhythm,
    withdraw_rhythm,
)
from tests import factories

pytestmark = pytest.mark.django_db

ON = date(2026, 6, 30)
RARE = Target(exchange=2)


def told(kind):
    return list(Notification.objects.filter(kind=kind).values_list("recipient__email", flat=True))


def log(pairing, kind, day, **facts):
    return factories.InteractionFactory(
        account=pairing.account, pairing=pairing, kind=kind, day=day, **facts
    )


def standing(pairing, lane, on=ON):
    return {row.lane: row for row in rhythms([pairing.pk], on)[pairing.pk].standings}[lane]


@pytest.fixture
def top(account):
    return factories.ContactFactory(account=account, level="executive_committee")


def test_each_lane_is_read_from_what_counts_for_it(pairing, account, top):
    other = factories.ContactFactory(account=account, level="manager")
    log(pairing, "exchange", date(2026, 6, 1))
    log(pairing, "coaching", date(2026, 6, 8))
    log(pairing, "meeting", date(2026, 5, 4), with_contacts=[top], mode="video")
    log(pairing, "meeting", date(2026, 2, 2), with_contacts=[top])
    log(pairing, "meeting", date(2026, 6, 9), with_contacts=[other])
    log(pairing, "review", date(2026, 3, 3))
    log(pairing, "exchange", date(2026, 6, 20), status="cancelled")
    log(pairing, "meeting", date(2026, 6, 21), with_contacts=[top], go_ahead="without")

    last = {row.lane: row.last for row in rhythms([pairing.pk], ON)[pairing.pk].standings}

    assert last == {
        Lane.EXCHANGE: date(2026, 6, 8),
        Lane.CLIENT: date(2026, 5, 4),
        Lane.FACE_TO_FACE: date(2026, 2, 2),
        Lane.REVIEW: date(2026, 3, 3),
    }


def test_what_was_last_held_long_ago_is_known_and_due(pairing, top):
    log(pairing, "meeting", date(2025, 1, 20), with_contacts=[top])

    row = standing(pairing, Lane.CLIENT)

    assert (row.last, row.due_on, row.is_overdue) == (date(2025, 1, 20), date(2025, 4, 20), True)


def test_a_plan_is_known_in_its_lanes(pairing, top):
    log(pairing, "meeting", date(2026, 7, 3), with_contacts=[top], status="planned")

    planned = [row.planned for row in rhythms([pairing.pk], ON)[pairing.pk].standings]

    assert planned == [None, date(2026, 7, 3), date(2026, 7, 3), None]


def test_what_the_two_agreed_on_holds(pairing):
    log(pairing, "exchange", date(2026, 5, 15))
    assert standing(pairing, Lane.EXCHANGE).is_overdue

    factories.RhythmTargetFactory(pairing=pairing, agreed=True)

    assert not standing(pairing, Lane.EXCHANGE).is_overdue
    assert rhythms([pairing.pk], ON)[pairing.pk].target == RARE


def test_absences_of_either_of_the_two_move_what_is_due_on(pairing, kam, sponsor, team_member):
    log(pairing, "exchange", date(2026, 5, 20))
    days = (
        (kam, date(2026, 6, 1), date(2026, 6, 5)),
        (sponsor.person, date(2026, 6, 4), date(2026, 6, 10)),
        (team_member, date(2026, 6, 11), date(2026, 6, 19)),
    )
    for person, first, last in days:
        factories.AbsenceFactory(person=person, from_day=first, until=last)
    factories.AbsenceFactory(
        person=kam,
        from_day=date(2026, 6, 12),
        until=date(2026, 6, 20),
        cancelled_at=timezone.now(),
    )

    assert standing(pairing, Lane.EXCHANGE).due_on == date(2026, 6, 30)


def test_the_rhythm_of_three_tandems_is_one_statement(pairing, django_assert_num_queries):
    second, third = factories.PairingFactory(), factories.PairingFactory()
    rhythms([pairing.pk], ON)

    with django_assert_num_queries(1):
        found = rhythms([pairing.pk, second.pk, third.pk], ON)

    assert set(found) == {pairing.pk, second.pk, third.pk}


def test_the_other_of_the_two_is_asked_and_agrees(pairing, kam, sponsor):
    before = factories.RhythmTargetFactory(pairing=pairing, exchange=3, agreed=True)
    row = propose_rhythm(pairing, RARE, by=kam, word="You travel.")
    assert told("rhythm_waiting") == [sponsor.person.email]

    agree_to_rhythm(row, by=sponsor.person)
    again = agree_to_rhythm(row, by=sponsor.person)

    before.refresh_from_db()
    assert (again.state, before.state) == (RhythmState.IN_FORCE, RhythmState.REPLACED)
    assert told("rhythm_agreed") == [kam.email]
    assert [one.history_user for one in again.history.order_by("history_id")] == [
        kam,
        sponsor.person,
    ]


def test_a_no_says_why_to_whoever_proposed(pairing, kam, sponsor):
    row = propose_rhythm(pairing, RARE, by=sponsor.person)

    decline_rhythm(row, by=kam, reason="They expect us monthly.")
    row = decline_rhythm(row, by=kam, reason="Again.")

    assert (row.state, row.reason) == (RhythmState.DECLINED, "They expect us monthly.")
    assert told("rhythm_declined") == [sponsor.person.email]


def test_a_later_proposal_takes_the_place_of_the_one_before(pairing, kam, sponsor):
    first = propose_rhythm(pairing, RARE, by=kam)
    same = propose_rhythm(pairing, RARE, by=kam)
    counter = propose_rhythm(pairing, Target(exchange=3), by=sponsor.person)

    first.refresh_from_db()
    assert (first, first.state) == (same, RhythmState.WITHDRAWN)
    assert list(RhythmTarget.objects.proposed()) == [counter]
    with pytest.raises(RhythmMovedOnError):
        agree_to_rhythm(first, by=sponsor.person)


def test_only_the_two_propose_and_only_the_other_answers(pairing, kam, lead, executive):
    for stranger in (lead, executive):
        with pytest.raises(NotOfTheTwoError):
            propose_rhythm(pairing, RARE, by=stranger)
    row = propose_rhythm(pairing, RARE, by=kam)

    for person in (kam, lead):
        with pytest.raises(RhythmMovedOnError):
            agree_to_rhythm(row, by=person)
        with pytest.raises(RhythmMovedOnError):
            decline_rhythm(row, by=person, reason="No.")
    assert withdraw_rhythm(withdraw_rhythm(row, by=kam), by=kam).state == RhythmState.WITHDRAWN


def test_an_ended_pairing_keeps_its_rhythm(pairing, kam, sponsor, lead):
    row = propose_rhythm(pairing, RARE, by=kam)
    end_pairing(pairing, by=lead, reason="by_agreement", note="", on=timezone.localdate())

    with pytest.raises(RhythmMovedOnError):
        agree_to_rhythm(row, by=sponsor.person)
    with pytest.raises(NotRunningError):
        propose_rhythm(pairing, RARE, by=kam)


@pytest.mark.parametrize(
    "facts",
    [
        {"exchange": 6},
        {"client": 24},
        {"face_to_face": 1},
        {"review": 5},
        {"first_within": 91},
        {"first_within": 0},
        {"state": "in_force"},
    ],
)
def test_the_database_refuses_what_is_not_offered_or_not_answered(pairing, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.RhythmTargetFactory(pairing=pairing, **facts)


def test_the_database_refuses_a_yes_of_ones_own_and_a_second_rhythm(pairing, kam):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.RhythmTargetFactory(pairing=pairing, agreed=True, answered_by=kam)
    for agreed in (False, True):
        factories.RhythmTargetFactory(pairing=pairing, agreed=agreed)
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.RhythmTargetFactory(pairing=pairing, agreed=agreed)


def test_a_tandem_that_never_met_is_told_so_on_its_page(signed_in, kam, pairing):
    today = timezone.localdate()
    type(pairing).objects.filter(pk=pairing.pk).update(started_on=today - timedelta(days=31))

    page = signed_in(kam).get(reverse("sponsors:rhythm_detail", args=[pairing.public_id]))

    lane = page.context["lanes"][0]
    assert (lane.is_overdue, lane.last) == (True, None)
    assert "not yet, due since" in page.content.decode()


def test_the_two_agree_on_their_pages(signed_in, kam, sponsor, pairing):
    factories.InteractionFactory(
        account=pairing.account, pairing=pairing, kind="exchange", day=timezone.localdate()
    )
    chosen = {"exchange": 2, "client": 6, "face_to_face": 12, "review": 6, "word": "You travel."}
    signed_in(kam).post(
        reverse("sponsors:rhythm_propose", args=[pairing.public_id]), chosen, follow=True
    )
    row = RhythmTarget.objects.get()
    client = signed_in(sponsor.person)
    home = client.get(reverse("home")).content.decode()
    asked = client.get(reverse("sponsors:rhythm_answer", args=[row.public_id]))
    client.post(reverse("sponsors:rhythm_answer", args=[row.public_id]))

    row.refresh_from_db()
    assert "Another rhythm on Aldera?" in home
    assert [differs for *_words, differs in asked.context["changes"]] == [True, True, False, False]
    assert (row.target, row.state) == (Target(exchange=2, client=6), RhythmState.IN_FORCE)


def test_a_day_count_out_of_bounds_is_refused_beside_its_field(signed_in, kam, pairing):
    chosen = {"exchange": 1, "client": 3, "face_to_face": 12, "review": 6, "first_within": 0}

    page = signed_in(kam).post(reverse("sponsors:rhythm_propose", args=[pairing.public_id]), chosen)

    assert "first_within" in page.context["form"].errors
    assert not RhythmTarget.objects.exists()
