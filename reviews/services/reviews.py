"""Account reviews: planned with an agenda, invited to, held, with minutes and decisions.

A review is an interaction of its own kind; both rows are written in one transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from datetime import time as clock_time
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from accounts.models import Contact, KeyAccount, User
from accounts.services.history import save_by
from accounts.services.meanwhile import Read, check_unchanged
from accounts.services.notifications import cancel, notify
from reviews.choices import ReviewType, StartedBy
from reviews.models import AccountReview, Decision
from sponsors.choices import InteractionKind, InteractionStatus, Mode
from sponsors.models import Interaction
from sponsors.services.calendar_entries import has_entry
from sponsors.services.drafts import Draft, InteractionCancelledError
from sponsors.services.interaction_course import cancel_interaction, hold_interaction
from sponsors.services.interactions import edit_interaction, log_interaction, plan_interaction

OWN_FACTS = ("type", "started_by", "requested_on", "evidence", "agenda")
MESSAGES = ("review_invitation", "review_ahead")


class ReviewRefusedError(Exception):
    """A rule stands against what was asked of an account review."""


class NobodyToInviteError(ReviewRefusedError):
    """Nobody else of us takes part."""


class NotHeldYetError(ReviewRefusedError):
    """Minutes and decisions come after the review was held."""


@dataclass(frozen=True)
class ReviewPlan:
    """What one says about an account review."""

    subject: str
    day: date
    time: clock_time | None = None
    mode: Mode | str = Mode.UNKNOWN
    place: str = ""
    type: ReviewType | str = ReviewType.STRATEGIC
    started_by: StartedBy | str = StartedBy.US
    requested_on: date | None = None
    evidence: str = ""
    agenda: str = ""
    people: Iterable[User] = ()
    contacts: Iterable[Contact] = ()
    public_id: UUID = field(default_factory=uuid4)

    def draft(self, *, notes: str = "") -> Draft:
        """Return what of it belongs to the interaction."""
        return Draft(
            kind=InteractionKind.REVIEW,
            day=self.day,
            subject=self.subject,
            time=self.time,
            mode=self.mode,
            place=self.place,
            notes=notes,
            contacts=self.contacts,
            people=self.people,
            public_id=self.public_id,
        )


@transaction.atomic
def plan_review(account: KeyAccount, plan: ReviewPlan, *, by: User, on: date) -> AccountReview:
    """Keep an account review; one whose day has passed is kept as held. The same plan again returns what is kept.

    Raises an `InteractionRefusedError` where its day or its contacts cannot be.
    """
    enter = log_interaction if plan.day < on else plan_interaction
    interaction = enter(account, plan.draft(), by=by, on=on)
    kept = AccountReview.objects.filter(interaction=interaction).first()
    if kept is not None:
        return kept
    review = AccountReview(interaction=interaction)
    return fill_in(review, plan, by=by)


@transaction.atomic
def change_review(
    review: AccountReview, plan: ReviewPlan, *, version: int, by: User, on: date
) -> AccountReview:
    """Change what is kept; `version` is that of the interaction that was read. Who is invited hears of a new day.

    Raises an `InteractionRefusedError`.
    """
    review = locked(review)
    before = review.interaction
    draft = plan.draft(notes=before.notes)
    review.interaction = edit_interaction(before, draft, version=version, by=by, on=on)
    fill_in(review, plan, by=by)
    if before.is_planned and before.day != plan.day:
        forget(review)
        if review.invited_at is not None and others_of(review, by):
            invite(review, by=by)
    return review


@transaction.atomic
def take_up_review(interaction: Interaction, *, by: User) -> AccountReview:
    """Give an interaction that was imported as an account review its agenda, minutes and decisions. Twice is once."""
    kept = AccountReview.objects.filter(interaction=interaction).first()
    if kept is not None:
        return kept
    review = AccountReview(interaction=interaction, type=ReviewType.OPERATIONAL)
    save_by(review, by)
    return review


@transaction.atomic
def invite_to_review(review: AccountReview, *, by: User) -> int:
    """Invite everyone of us who takes part, each once for this day; return how many are invited.

    Raises `NobodyToInviteError`, and `InteractionCancelledError` if it will not take place.
    """
    review = locked(review)
    if review.interaction.status == InteractionStatus.CANCELLED:
        raise InteractionCancelledError
    return invite(review, by=by)


@transaction.atomic
def hold_review(review: AccountReview, *, by: User, on: date) -> AccountReview:
    """Say that the review took place. Twice is once. Raises an `InteractionRefusedError`."""
    review = locked(review)
    interaction = review.interaction
    review.interaction = hold_interaction(interaction, notes=interaction.notes, by=by, on=on)
    forget(review)
    return review


@transaction.atomic
def cancel_review(review: AccountReview, *, because: str, by: User) -> AccountReview:
    """Cancel it with a reason; it stays in the history. Twice is once."""
    review = locked(review)
    review.interaction = cancel_interaction(review.interaction, because=because, by=by)
    forget(review)
    return review


@transaction.atomic
def keep_minutes(
    review: AccountReview, *, minutes: str, by: User, read: Read | None = None
) -> AccountReview:
    """Keep what was said. The same words again change nothing.

    Raises `NotHeldYetError`, and `ChangedMeanwhileError` if others have written since it was read.
    """
    review = locked(review)
    check_held(review)
    check_unchanged(review, AccountReview(minutes=minutes), read)
    if review.minutes != minutes:
        review.minutes = minutes
        save_by(review, by)
    return review


@transaction.atomic
def add_decision(
    review: AccountReview, text: str, *, owner: User, due_on: date | None, by: User
) -> Decision:
    """Keep a decision with its owner. The same open decision again is the same. Raises `NotHeldYetError`."""
    review = locked(review)
    check_held(review)
    decision = review.decisions.open().filter(text=text, owner=owner).first()
    if decision is None:
        decision = Decision(review=review, text=text, owner=owner, due_on=due_on)
        save_by(decision, by)
    return decision


@transaction.atomic
def finish_decision(decision: Decision, *, by: User, on: date) -> Decision:
    """Say that a decision is carried out. Twice is once."""
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if decision.done_on is None:
        decision.done_on = on
        save_by(decision, by)
    return decision


def fill_in(review: AccountReview, plan: ReviewPlan, *, by: User) -> AccountReview:
    """Set and save what is the review's own, if anything of it is new."""
    before = [getattr(review, name) for name in OWN_FACTS]
    after = [getattr(plan, name) for name in OWN_FACTS]
    if review.pk is None or before != after:
        for name, value in zip(OWN_FACTS, after, strict=True):
            setattr(review, name, value)
        save_by(review, by)
    return review


def invite(review: AccountReview, *, by: User) -> int:
    """Write an invitation for each participant but the one who invites; the day is part of it.

    Who has it in the calendar as it is now hears nothing twice.
    """
    interaction = review.interaction
    people = others_of(review, by)
    if not people:
        raise NobodyToInviteError
    for person in people:
        if has_entry(interaction, person):
            continue
        notify(
            "review_invitation",
            subject_id=review.public_id,
            recipient=person,
            data={"by": by.full_name, "interaction": str(interaction.public_id)},
            day=interaction.day,
        )
    review.invited_at = timezone.now()
    save_by(review, by)
    return len(people)


def others_of(review: AccountReview, person: User) -> list[User]:
    """Return who of us takes part beside this person."""
    participants = review.interaction.participants.exclude(person=person).select_related("person")
    return [participant.person for participant in participants if participant.person.is_active]


def forget(review: AccountReview) -> None:
    """Take back what was announced of a day that no longer holds, or has passed."""
    for kind in MESSAGES:
        cancel(kind, subject_id=review.public_id)


def check_held(review: AccountReview) -> None:
    """Minutes and decisions belong to a review that was held."""
    if review.interaction.status != InteractionStatus.HELD:
        raise NotHeldYetError


def locked(review: AccountReview) -> AccountReview:
    """Read the review again under a row lock, with its interaction."""
    rows = AccountReview.objects.select_for_update(of=("self",))
    return rows.select_related("interaction__account").get(pk=review.pk)
