"""The yearly alignment check of the account plan: begun, signed by both; whatever is changed is signed anew."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import AccountPlan, KeyAccount, Programme, User
from accounts.services.history import save_by
from accounts.services.notifications import cancel, notify
from accounts.services.plans import locked_account, open_objectives
from sponsors.models import AlignmentCheck, Pairing
from sponsors.services.introductions import InsideRefusedError, locked_pairing

FIRST_WITHIN = timedelta(days=90)
EVERY = timedelta(days=365)


class NoObjectivesError(InsideRefusedError):
    """The account plan has no open objective yet."""


class ChangedMeanwhileError(InsideRefusedError):
    """What was read is no longer what stands there."""


@transaction.atomic
def write_alignment(pairing: Pairing, *, gap: str, version: int, by: User) -> AlignmentCheck:
    """Begin the check of this year, or change the one that is not signed by both; a change takes signatures back.

    The account's objectives are those of its plan. `version` is the one that was read, 0 where there was none. The same
    words again change nothing. Raises `TandemOverError`, `NoObjectivesError` and `ChangedMeanwhileError`.
    """
    pairing = locked_pairing(pairing)
    check = pairing.alignment_checks.open().first()
    objectives = planned_lines(pairing.account)
    if not objectives:
        raise NoObjectivesError
    programme = Programme.current()
    words = {
        "objectives": objectives,
        "gap": gap.strip(),
        "company_text": programme.objectives,
        "company_year": programme.objectives_year,
    }
    if check is not None and all(getattr(check, name) == said for name, said in words.items()):
        return check
    if version != (check.version if check else 0):
        raise ChangedMeanwhileError
    if check is None:
        check = AlignmentCheck(pairing=pairing, version=0)
    for name, said in words.items():
        setattr(check, name, said)
    check.version += 1
    check.written_by, check.written_at = by, timezone.now()
    check.kam = check.kam_signed_at = check.sponsor_signed_at = None
    save_by(check, by)
    ask_to_sign(check, pairing, by=by)
    return check


@transaction.atomic
def sign_alignment(
    check: AlignmentCheck, *, version: int, plan: int, by: User, on: date
) -> AlignmentCheck:
    """Sign what was read, as the KAM or the sponsor of now; with both it is signed. Twice is once.

    `plan` is the version of the account plan that was read. Objectives that have changed since the other signed are
    signed anew. Raises `TandemOverError`, `NoObjectivesError` and `ChangedMeanwhileError`.
    """
    pairing = locked_pairing(check.pairing)
    row = AlignmentCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
    is_kam, is_sponsor = by == pairing.account.kam, by == pairing.sponsor.person
    has_signed = (is_kam and row.kam_id == by.pk) or (is_sponsor and row.sponsor_signed_at)
    if row.is_signed or (has_signed and row.objectives == planned_lines(pairing.account)):
        return row
    if row.version != version:
        raise ChangedMeanwhileError
    take_over_plan(row, pairing.account, plan)
    if row.kam_id is not None and row.kam != pairing.account.kam:
        row.kam = row.kam_signed_at = None  # the account has another KAM since
    if is_kam:
        row.kam, row.kam_signed_at = by, timezone.now()
    elif is_sponsor:
        row.sponsor_signed_at = timezone.now()
    if row.kam_signed_at and row.sponsor_signed_at:
        row.signed_on = on
        cancel("alignment_to_sign", subject_id=row.public_id)
    save_by(row, by)
    if not row.is_signed:
        ask_to_sign(row, pairing, by=by)
    return row


def take_over_plan(row: AlignmentCheck, account: KeyAccount, read: int) -> None:
    """Bring an unsigned check, not kept yet, to the plan that was read; a signature under other objectives is none."""
    account = locked_account(account.pk)
    if AccountPlan.of(account).version != read:
        raise ChangedMeanwhileError
    objectives = planned_lines(account)
    if not objectives:
        raise NoObjectivesError
    if row.objectives != objectives:
        row.objectives = objectives
        row.version += 1
        row.kam = row.kam_signed_at = row.sponsor_signed_at = None


def planned_lines(account: KeyAccount) -> str:
    """Return the open objectives of the account plan, one a line."""
    return "\n".join(" ".join(row.text.split()) for row in open_objectives(account))


def drop_check(pairing: Pairing) -> None:
    """Ask nobody any more to sign the check of a pairing that has ended; what was written stays. Twice is once."""
    for check in pairing.alignment_checks.open():
        cancel("alignment_to_sign", subject_id=check.public_id)


def ask_to_sign(check: AlignmentCheck, pairing: Pairing, *, by: User) -> None:
    """Tell the other that their signature is what is missing."""
    cancel("alignment_to_sign", subject_id=check.public_id)
    for person in (pairing.account.kam, pairing.sponsor.person):
        if person is not None and person != by:
            notify("alignment_to_sign", subject_id=check.public_id, recipient=person)


def alignment_due(pairing: Pairing, last_signed: date | None) -> date | None:
    """Return when the next check is due: a year after the last, the first within 90 days of the start."""
    if last_signed is not None:
        return last_signed + EVERY
    return pairing.started_on + FIRST_WITHIN if pairing.started_on else None
