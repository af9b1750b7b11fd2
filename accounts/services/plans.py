"""The account plan: the KAM writes it, five objectives at most are open, and the sponsor endorses it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.choices import ObjectiveState, TeamRole
from accounts.models import (
    MOST_OBJECTIVES,
    AccountPlan,
    KeyAccount,
    Objective,
    ObjectiveProgress,
    PlanEndorsement,
    User,
)
from accounts.services.history import save_by
from accounts.services.meanwhile import Read, check_unchanged
from accounts.services.notifications import cancel, notify


class PlanRefusedError(Exception):
    """A rule stands against what was asked of an account plan."""


class PlanFullError(PlanRefusedError):
    """Five objectives are open: one is closed before another begins."""


class ObjectiveClosedError(PlanRefusedError):
    """The objective is closed already."""


class ProgressAheadError(PlanRefusedError):
    """Where something stands tomorrow nobody knows today."""


class EmptyPlanError(PlanRefusedError):
    """There is no open objective to endorse."""


class NoSponsorError(PlanRefusedError):
    """Nobody sponsors the account now, or somebody else."""


class PlanChangedMeanwhileError(PlanRefusedError):
    """What was read is no longer what stands there."""


@dataclass(frozen=True)
class Word:
    """What somebody says of an objective: how far it has come on a day, and a line."""

    value: Decimal
    on: date
    line: str = ""


@transaction.atomic
def add_objective(objective: Objective, *, by: User, on: date) -> Objective:
    """Begin an objective in a free place of the account's plan. The same sheet sent twice begins it once.

    Raises `PlanFullError`.
    """
    account = locked_account(objective.account_id)
    known = Objective.objects.filter(public_id=objective.public_id, account=account).first()
    if known is not None:
        return known
    objective.slot = free_slot(account)
    objective.begun_on, objective.written_by = on, by
    save_by(objective, by)
    note_change(account, by=by)
    return objective


@transaction.atomic
def change_objective(objective: Objective, *, by: User, read: Read | None = None) -> Objective:
    """Change what an open objective says. The same facts again change nothing.

    Raises `ObjectiveClosedError` and `ChangedMeanwhileError`.
    """
    account, current = locked_objective(objective)
    if not current.is_open:
        raise ObjectiveClosedError
    check_unchanged(current, objective, read)
    if current.facts() == objective.facts():
        return current
    save_by(objective, by)
    note_change(account, by=by)
    return objective


@transaction.atomic
def note_progress(objective: Objective, word: Word, *, by: User, today: date) -> ObjectiveProgress:
    """Say how far an open objective has come; the plan itself does not change. The same word again is one.

    Raises `ObjectiveClosedError` and `ProgressAheadError`.
    """
    _account, current = locked_objective(objective)
    if not current.is_open:
        raise ObjectiveClosedError
    if word.on > today:
        raise ProgressAheadError
    last = current.progress.newest().first()
    if last is not None and (last.value, last.line, last.on) == (word.value, word.line, word.on):
        return last
    return current.progress.create(value=word.value, line=word.line, on=word.on, said_by=by)


@transaction.atomic
def close_objective(
    objective: Objective, state: ObjectiveState | str, *, outcome: str, by: User, on: date
) -> Objective:
    """Note that an objective was reached, or is set aside, and what came of it. Twice is once."""
    account, current = locked_objective(objective)
    if not current.is_open:
        return current
    current.state, current.slot = state, None
    current.closed_on, current.outcome = on, outcome.strip()
    save_by(current, by)
    note_change(account, by=by)
    return current


@transaction.atomic
def reopen_objective(objective: Objective, *, by: User) -> Objective:
    """Take a closed objective up again, where a place is free. Twice is once.

    Raises `PlanFullError`.
    """
    account, current = locked_objective(objective)
    if current.is_open:
        return current
    current.slot = free_slot(account)
    current.state, current.closed_on, current.outcome = ObjectiveState.OPEN, None, ""
    save_by(current, by)
    note_change(account, by=by)
    return current


@transaction.atomic
def ask_for_endorsement(account: KeyAccount, *, by: User) -> AccountPlan:
    """Ask the account's sponsor to endorse the plan as it stands. Asked twice is asked once.

    Raises `NoSponsorError` and `EmptyPlanError`.
    """
    account = locked_account(account.pk)
    sponsor = sponsor_of(account)
    plan = AccountPlan.of(account)
    if not open_objectives(account):
        raise EmptyPlanError
    if plan.asked_at or plan.is_endorsed_by(sponsor):
        return plan
    plan.asked_by, plan.asked_at = by, timezone.now()
    save_by(plan, by)
    notify(
        "plan_to_endorse",
        subject_id=account.public_id,
        recipient=sponsor,
        mark=str(plan.version),
    )
    return plan


@transaction.atomic
def endorse_plan(
    account: KeyAccount, *, version: int, line: str, by: User, on: date
) -> PlanEndorsement:
    """Let the account's sponsor stand behind the plan that was read, and tell the KAM. Twice is once.

    Raises `NoSponsorError`, `EmptyPlanError` and `PlanChangedMeanwhileError`.
    """
    account = locked_account(account.pk)
    plan, objectives = AccountPlan.of(account), open_objectives(account)
    if sponsor_of(account) != by:
        raise NoSponsorError
    if plan.version != version:
        raise PlanChangedMeanwhileError
    if not objectives:
        raise EmptyPlanError
    if plan.is_endorsed_by(by):
        return account.plan_endorsements.filter(person=by).latest("pk")
    endorsed = PlanEndorsement.objects.create(
        account=account,
        person=by,
        version=version,
        endorsed_on=on,
        line=line.strip(),
        objectives=copies(objectives),
    )
    plan.endorsed_by, plan.endorsed_on, plan.endorsed_version = by, on, version
    plan.asked_by = plan.asked_at = None
    save_by(plan, by)
    for kind in ("plan_to_endorse", "plan_changed"):
        cancel(kind, subject_id=account.public_id)
    if account.kam is not None and account.kam != by:
        notify("plan_endorsed", subject_id=account.public_id, recipient=account.kam)
    return endorsed


def note_change(account: KeyAccount, *, by: User) -> None:
    """Count the plan's version up; a sponsor who had endorsed it is told, once a day.

    Changed back to what was endorsed, it is endorsed again.
    """
    plan = AccountPlan.of(account)
    plan.version += 1
    plan.changed_at = timezone.now()
    endorsed = account.plan_endorsements.first() if plan.endorsed_by_id else None
    if endorsed is not None and endorsed.objectives == copies(open_objectives(account)):
        plan.endorsed_version = plan.version
        cancel("plan_changed", subject_id=account.public_id)
    save_by(plan, by)
    sponsor = account.sponsor_person
    if sponsor is not None and plan.endorsed_by == sponsor and not plan.is_endorsed_by(sponsor):
        notify(
            "plan_changed",
            subject_id=account.public_id,
            recipient=sponsor,
            mark=str(plan.endorsed_version),
        )


def locked_account(key: int) -> KeyAccount:
    """Lock the account, under whose row its plan changes, and read it anew."""
    return KeyAccount.objects.select_for_update(of=("self",)).get(pk=key)


def locked_objective(objective: Objective) -> tuple[KeyAccount, Objective]:
    """Read an objective again under its account's lock."""
    account = locked_account(objective.account_id)
    return account, Objective.objects.get(pk=objective.pk)


def free_slot(account: KeyAccount) -> int:
    """Return a place in the plan that no open objective has."""
    taken = set(Objective.objects.open().filter(account=account).values_list("slot", flat=True))
    for slot in range(1, MOST_OBJECTIVES + 1):
        if slot not in taken:
            return slot
    raise PlanFullError


def open_objectives(account: KeyAccount) -> list[Objective]:
    """Return the open objectives in the order in which they were begun."""
    return list(Objective.objects.open().filter(account=account).order_by("pk"))


def sponsor_of(account: KeyAccount) -> User:
    """Return who sponsors the account now."""
    sponsor = account.team_now(TeamRole.SPONSOR)
    if sponsor is None:
        raise NoSponsorError
    return sponsor


def copies(objectives: list[Objective]) -> list[dict[str, str]]:
    """Return the objectives as an endorsement keeps them."""
    return [{"key": str(row.public_id), **row.facts()} for row in objectives]
