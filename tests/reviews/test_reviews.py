"""Account reviews: planned, invited to, held, with minutes and decisions."""

from dataclasses import replace
from datetime import date, time
from uuid import uuid4

import pytest

from accounts.choices import NotificationState
from accounts.models import Notification
from reviews.choices import StartedBy
from reviews.models import AccountReview, Decision
from reviews.services.reviews import (
    NobodyToInviteError,
    NotHeldYetError,
    ReviewPlan,
    add_decision,
    cancel_review,
    change_review,
    finish_decision,
    hold_review,
    invite_to_review,
    keep_minutes,
    plan_review,
    take_up_review,
)
from sponsors.choices import InteractionKind, InteractionStatus, Side
from sponsors.models import Interaction
from sponsors.services.drafts import (
    ForeignContactError,
    HeldInTheFutureError,
    InteractionCancelledError,
    InteractionChangedMeanwhileError,
    PlannedInThePastError,
)
from tests.factories import ContactFactory, InteractionFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
AHEAD = date(2026, 4, 10)


@pytest.fixture
def contact(account):
    return ContactFactory(account=account)


@pytest.fixture
def plan(pairing, kam, sponsor, contact):
    """A strategic review that the client asked for, in April."""
    return ReviewPlan(
        subject="Where we go together",
        day=AHEAD,
        time=time(10, 30),
        started_by=StartedBy.CLIENT,
        requested_on=date(2026, 2, 20),
        evidence="Mail of the CFO",
        agenda="Plan 2027",
        people=[kam, sponsor.person],
        contacts=[contact],
    )


@pytest.fixture
def review(account, kam, plan):
    return plan_review(account, plan, by=kam, on=TODAY)


@pytest.fixture
def held(review, kam):
    return hold_review(review, by=kam, on=AHEAD)


def test_plan_review_writes_the_review_and_its_interaction(
    account, review, kam, sponsor, contact, pairing
):
    interaction = review.interaction

    assert (interaction.kind, interaction.side) == (InteractionKind.REVIEW, Side.CLIENT)
    assert (interaction.status, interaction.day) == (InteractionStatus.PLANNED, AHEAD)
    assert (interaction.account, interaction.pairing) == (account, pairing)
    assert set(interaction.people.all()) == {kam, sponsor.person}
    assert interaction.met.get().level == contact.level
    assert (review.started_by, review.evidence) == (StartedBy.CLIENT, "Mail of the CFO")
    assert review.history.get().history_user == kam


def test_plan_review_sent_twice_is_kept_once(account, kam, plan, review):
    again = plan_review(account, plan, by=kam, on=TODAY)

    assert again == review
    assert (AccountReview.objects.count(), Interaction.objects.count()) == (1, 1)


def test_a_review_whose_day_has_passed_is_kept_as_held(account, kam):
    plan = ReviewPlan(subject="Last month", day=date(2026, 2, 2))

    review = plan_review(account, plan, by=kam, on=TODAY)

    assert review.interaction.status == InteractionStatus.HELD


def test_a_refused_review_leaves_neither_row(account, kam, other_account):
    stranger = ContactFactory(account=other_account)
    plan = ReviewPlan(subject="With a stranger", day=AHEAD, contacts=[stranger])

    with pytest.raises(ForeignContactError):
        plan_review(account, plan, by=kam, on=TODAY)

    assert (AccountReview.objects.count(), Interaction.objects.count()) == (0, 0)


def test_inviting_tells_each_of_us_once(review, kam, sponsor):
    invite_to_review(review, by=kam)
    invite_to_review(review, by=kam)

    told = Notification.objects.get(kind="review_invitation")
    assert told.recipient == sponsor.person
    assert told.subject_id == str(review.public_id)


def test_inviting_nobody_is_refused(account, kam):
    plan = ReviewPlan(subject="Alone", day=AHEAD, people=[kam])
    review = plan_review(account, plan, by=kam, on=TODAY)

    with pytest.raises(NobodyToInviteError):
        invite_to_review(review, by=kam)

    review.refresh_from_db()
    assert review.invited_at is None


def test_a_new_day_takes_the_old_invitation_back_and_sends_another(review, kam, plan, sponsor):
    invite_to_review(review, by=kam)
    moved = ReviewPlan(**{**vars(plan), "day": date(2026, 4, 20)})

    change_review(review, moved, version=1, by=kam, on=TODAY)

    states = Notification.objects.filter(kind="review_invitation").values_list("key", "state")
    assert {key.rpartition(":")[2]: state for key, state in states} == {
        "2026-04-10": NotificationState.CANCELLED,
        "2026-04-20": NotificationState.PENDING,
    }


def test_a_stale_change_is_refused(review, kam, plan):
    change_review(review, plan, version=1, by=kam, on=TODAY)

    with pytest.raises(InteractionChangedMeanwhileError):
        change_review(review, plan, version=1, by=kam, on=TODAY)


def test_a_review_ahead_does_not_move_into_the_past(review, kam, plan):
    moved = ReviewPlan(**{**vars(plan), "day": date(2026, 2, 1)})

    with pytest.raises(PlannedInThePastError):
        change_review(review, moved, version=1, by=kam, on=TODAY)


def test_a_review_that_nobody_else_attends_any_more_still_moves(review, kam, plan):
    invite_to_review(review, by=kam)
    alone = replace(plan, day=date(2026, 4, 17), people=[kam])

    moved = change_review(review, alone, version=1, by=kam, on=TODAY)

    assert moved.interaction.day == date(2026, 4, 17)
    assert set(Notification.objects.values_list("state", flat=True)) == {
        NotificationState.CANCELLED
    }


def test_a_review_is_not_held_before_its_day(review, kam):
    with pytest.raises(HeldInTheFutureError):
        hold_review(review, by=kam, on=TODAY)


def test_holding_twice_is_holding_once(held, kam):
    before = held.interaction.version

    again = hold_review(held, by=kam, on=AHEAD)

    assert again.interaction.status == InteractionStatus.HELD
    assert again.interaction.version == before


def test_minutes_and_decisions_come_after_the_review(review, kam):
    with pytest.raises(NotHeldYetError):
        keep_minutes(review, minutes="Too early", by=kam)
    with pytest.raises(NotHeldYetError):
        add_decision(review, "Too early", owner=kam, due_on=None, by=kam)


def test_minutes_are_kept_and_leave_a_trace(held, kam):
    before = held.history.count()

    keep_minutes(held, minutes="They liked it.", by=kam)
    keep_minutes(held, minutes="They liked it.", by=kam)

    held.refresh_from_db()
    assert held.minutes == "They liked it."
    assert held.history.count() == before + 1


def test_a_decision_has_an_owner_and_is_done_once(held, kam, sponsor):
    owner = sponsor.person
    decision = add_decision(held, "Open a site", owner=owner, due_on=date(2026, 6, 1), by=kam)
    same = add_decision(held, "Open a site", owner=owner, due_on=date(2026, 6, 1), by=kam)

    finish_decision(decision, by=owner, on=date(2026, 5, 1))
    finish_decision(decision, by=owner, on=date(2026, 5, 9))

    assert same == decision
    assert Decision.objects.get().done_on == date(2026, 5, 1)


def test_a_cancelled_review_stays_and_says_why(review, kam):
    cancel_review(review, because="The client is away", by=kam)
    cancel_review(review, because="Again", by=kam)

    review.interaction.refresh_from_db()
    assert review.interaction.status == InteractionStatus.CANCELLED
    assert review.interaction.cancelled_because == "The client is away"
    with pytest.raises(InteractionCancelledError):
        invite_to_review(review, by=kam)


def test_an_imported_review_is_taken_up_once(account, kam):
    interaction = InteractionFactory(account=account, kind=InteractionKind.REVIEW)

    first = take_up_review(interaction, by=kam)

    assert take_up_review(interaction, by=kam) == first


def test_a_draft_belongs_to_whoever_wrote_it(account, kam, plan, review, team_member):
    theirs = ReviewPlan(**{**vars(plan), "public_id": uuid4()})

    assert plan_review(account, theirs, by=team_member, on=TODAY) != review
