"""Points to watch found from facts: the tandem's own, until one of the two brings one (R13)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from sponsors import tasks
from sponsors.models import ConfidedSignal, DriftSignal, NextStep
from sponsors.services.debriefs import Promised, Told, debrief
from sponsors.services.drafts import Draft
from sponsors.services.go_aheads import settle
from sponsors.services.interaction_course import cancel_interaction
from sponsors.services.interactions import edit_interaction, log_interaction
from sponsors.services.signals import (
    SignalOverError,
    bring_signal,
    dismiss_signal,
    look_again,
)
from tests import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()


@pytest.fixture
def person(pairing):
    return pairing.sponsor.person


def log(account, by, *, days_ago=1, subject="Their plant", **facts):
    draft = Draft(kind="meeting", day=TODAY - timedelta(days=days_ago), subject=subject, **facts)
    people = facts.get("people") or [by]
    return log_interaction(account, Draft(**{**vars(draft), "people": people}), by=by, on=TODAY)


def told(kind):
    return {row.recipient for row in Notification.objects.filter(kind=kind)}


@pytest.fixture
def point(pairing):
    return factories.DriftSignalFactory(pairing=pairing)


# --- Found, and gone ------------------------------------------------------------------------------


def test_an_action_without_a_go_ahead_makes_one_and_the_kams_word_lets_it_go(
    account, pairing, person, kam
):
    held = log(account, person)

    point = DriftSignal.objects.get()
    settle(held, by=kam)
    gone = DriftSignal.objects.get()

    assert (point.rule, point.kam, point.state) == ("untalked", kam, "open")
    assert (gone, gone.state, gone.records.count()) == (point, "gone", 1)
    # The message about the meeting itself has told the two.
    assert told("signal_found") == set()


def test_a_second_one_in_that_month_is_told_to_the_two_and_nobody_else(
    account, pairing, person, kam, lead
):
    for subject in ("Their plant", "Their budget"):
        log(account, person, days_ago=0, subject=subject)

    assert DriftSignal.objects.get().records.count() == 2
    assert told("signal_found") == {kam, person}


def test_looking_twice_finds_the_same_row_and_cancelling_lets_it_go(account, pairing, person):
    held = log(account, person)
    for _twice in range(2):
        tasks.look_for_signals()
    written = DriftSignal.objects.get().history.count()

    cancel_interaction(held, because="A slip", by=person)

    assert written == 1
    assert DriftSignal.objects.get().state == "gone"


def test_three_operational_matters_come_from_the_tick_and_a_correction_takes_them_back(
    account, pairing, person, kam, signed_in
):
    facts = {"kind": "call", "day": TODAY.isoformat(), "is_operational": "on"}
    for subject in ("An invoice", "A delivery", "A claim"):
        signed_in(person).post(f"/log/?account={account.public_id}", facts | {"subject": subject})
    point = DriftSignal.objects.get(rule="operational")
    held = point.records.first()

    draft = Draft(kind="call", day=TODAY, subject=held.subject, people=[person])
    edit_interaction(held, draft, version=held.version, by=person, on=TODAY)

    point.refresh_from_db()
    assert point.state == "gone"


def test_what_the_two_hold_together_is_none(account, pairing, person, kam):
    for _each in range(4):
        log(account, person, people=[person, kam], is_operational=True)

    assert not DriftSignal.objects.exists()


def test_a_commercial_promise_stands_until_the_kam_says_that_the_two_had_agreed(
    account, pairing, person, kam, signed_in
):
    held = log(account, person)
    promise = Promised("Five per cent less.", "promise", is_commercial=True)
    debrief(held, Told("good", "Fine.", promises=(promise,)), by=person, on=TODAY)
    point, step = DriftSignal.objects.get(rule="promise"), NextStep.objects.get()
    url = reverse("sponsors:promise_agreed", args=[step.public_id])

    pages = [signed_in(one).get(point.get_absolute_url()).content.decode() for one in (kam, person)]
    refused = signed_in(person).post(url).status_code
    signed_in(kam).post(url)

    point.refresh_from_db()
    assert ["We had agreed" in page for page in pages] == [True, False]
    assert (refused, point.state) == (403, "gone")


def test_a_promise_with_the_kam_there_or_that_is_not_commercial_is_none(
    account, pairing, person, kam
):
    together = log(account, person, people=[person, kam])
    promises = (Promised("Five per cent less.", "promise", is_commercial=True),)
    debrief(together, Told("good", "Fine.", promises=promises), by=person, on=TODAY)
    single = log(account, person, subject="Their budget")
    promises = (Promised("Send the paper.", "promise"),)
    debrief(single, Told("good", "Fine.", promises=promises), by=person, on=TODAY)

    assert not DriftSignal.objects.filter(rule="promise").exists()


def test_a_later_kam_neither_reads_nor_inherits_what_was_before(
    account, pairing, person, other_kam
):
    log(account, person)
    account.team_members.filter(role="kam").update(to_day=TODAY)
    account.team_members.create(person=other_kam, role="kam", from_day=TODAY)

    tasks.look_for_signals()

    assert DriftSignal.objects.count() == 1
    assert not DriftSignal.objects.visible_to(other_kam).exists()


def test_it_is_found_at_a_constant_cost(account, pairing, person, django_assert_max_num_queries):
    for number in range(3):
        log(account, person, subject=f"Their plan {number}", days_ago=0)
    look_again(pairing, on=TODAY)

    with django_assert_max_num_queries(6):
        look_again(pairing, on=TODAY)


# --- Put aside, brought ---------------------------------------------------------------------------


def test_put_aside_with_a_reason_it_stays_so_whatever_is_found(account, pairing, person, kam):
    log(account, person)
    row = DriftSignal.objects.get()

    for _twice in range(2):
        dismiss_signal(row, "We had met in the lift.", by=kam, at=NOW)
    look_again(pairing, on=TODAY)

    row.refresh_from_db()
    assert (row.state, row.reason, row.dismissed_by) == (
        "dismissed",
        "We had met in the lift.",
        kam,
    )
    with pytest.raises(SignalOverError):
        dismiss_signal(row, "Me too.", by=person, at=NOW)


def test_a_lead_learns_of_it_only_when_one_of_the_two_brings_it(
    point, kam, lead, person, signed_in
):
    before = DriftSignal.objects.visible_to(lead).count(), told("signal_brought")
    page = signed_in(lead).get("/points-to-watch/").content.decode()

    for one in (kam, person):
        bring_signal(point, by=one, at=NOW)

    point.refresh_from_db()
    after = signed_in(lead).get("/points-to-watch/").content.decode()
    assert before == (0, set())
    assert ("Aldera" in page, "Aldera" in after) == (False, True)
    assert (point.brought_by, told("signal_brought")) == (kam, {lead})


@pytest.mark.parametrize("role", ["team_member", "executive", "other_kam", "lead", "administrator"])
def test_nobody_but_the_two_knows(point, cast, role):
    assert not DriftSignal.objects.visible_to(getattr(cast, role)).exists()


def test_when_the_pairing_has_ended_the_two_no_longer_read_it(point, pairing, kam, person):
    end(pairing, TODAY)

    assert not DriftSignal.objects.visible_to(kam).exists()
    assert not DriftSignal.objects.visible_to(person).exists()


@pytest.mark.parametrize("facts", [{"state": "dismissed"}, {"reason": "So."}, {"brought_at": NOW}])
def test_the_database_refuses_half_a_step(point, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        DriftSignal.objects.filter(pk=point.pk).update(**facts)


def test_the_same_finding_is_kept_once(point):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.DriftSignalFactory(pairing=point.pairing, window=point.window)


# --- Pages ----------------------------------------------------------------------------------------


def test_the_page_says_points_to_watch_and_never_drift(account, pairing, person, kam, signed_in):
    for subject in ("Their plant", "Their budget"):
        log(account, person, days_ago=0, subject=subject)
    client, row = signed_in(kam), DriftSignal.objects.get()

    pages = [
        client.get(url).content.decode() for url in ("/points-to-watch/", row.get_absolute_url())
    ]

    assert all(
        "2 exchanges with the client had no go-ahead. Talk about it?" in page for page in pages
    )
    assert all("two taps" in page for page in pages)
    assert not any("drift" in page.lower() for page in pages)
    assert "Their budget" in pages[1]


def test_it_is_put_aside_on_its_page_with_a_reason(point, kam, signed_in):
    client, url = signed_in(kam), reverse("sponsors:signal_dismiss", args=[point.public_id])

    empty = client.post(url, {"reason": " "})
    client.post(url, {"reason": "We had met in the lift."})
    page = client.get("/points-to-watch/").content.decode()

    assert empty.status_code == 422
    assert "We had met in the lift." in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_one_as_for_three(
    signed_in, pairing, kam, django_assert_max_num_queries, count
):
    held = factories.InteractionFactory(account=pairing.account, with_people=[kam])
    for _each in range(count):
        factories.DriftSignalFactory(pairing=pairing, rests_on=[held])
    client = signed_in(kam)
    client.get("/points-to-watch/")

    with django_assert_max_num_queries(12):
        page = client.get("/points-to-watch/").content.decode()

    assert page.count("<h3>") == count


# --- Deleted --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days_ago", "left"), [(364, 1), (366, 0)])
def test_a_year_after_the_tandem_ended_nothing_tells_of_them(pairing, point, kam, days_ago, left):
    said = factories.ConfidedSignalFactory(pairing=pairing)
    for row, kind in ((point, "signal_found"), (said, "signal_answered")):
        factories_notify(kind, row, kam)
    end(pairing, TODAY - timedelta(days=days_ago))

    for _twice in range(2):
        tasks.delete_old_signals()

    for model in (DriftSignal, ConfidedSignal):
        assert (model.objects.count(), model.history.count()) == (left, left)
    assert Notification.objects.count() == 2 * left


def test_those_of_a_running_tandem_stay(point):
    tasks.delete_old_signals()

    assert DriftSignal.objects.get() == point


def factories_notify(kind, row, person):
    Notification.objects.create(
        key=f"{kind}:{row.public_id}",
        kind=kind,
        subject_id=str(row.public_id),
        recipient=person,
        due_at=NOW,
        message_id=f"<{row.public_id}@x>",
    )


def end(pairing, on):
    pairing.status, pairing.slot, pairing.ended_on = "ended", None, on
    pairing.save()
