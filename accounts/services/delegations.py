"""Delegations: given by an executive or a KAM, or for them by a lead; ended by either side."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.choices import DelegationKind
from accounts.models import Delegation, TeamMember, User
from accounts.services.history import save_by
from accounts.services.notifications import cancel, notify

MOST = 5


class DelegationRefusedError(Exception):
    """A rule stands against what was asked of a delegation."""

    def __init__(self, person: User) -> None:
        super().__init__(str(person))
        self.person = person


class OwnDelegateError(DelegationRefusedError):
    """Nobody is their own delegate, and nobody names themselves somebody else's."""


class DelegateInactiveError(DelegationRefusedError):
    """One of the two has left."""


class NoExecutiveError(DelegationRefusedError):
    """Executives have assistants."""


class NoKamError(DelegationRefusedError):
    """KAMs have deputies."""


class TooManyDelegatesError(DelegationRefusedError):
    """A handful is enough."""


class DelegationOverError(DelegationRefusedError):
    """What has ended is not changed; it is given anew."""


@transaction.atomic
def give_delegation(wanted: Delegation, *, by: User, on: date) -> Delegation:
    """Keep a delegation and tell the delegate. To whom stands already, the dates and the choice of copies are set anew.

    Raises a `DelegationRefusedError`.
    """
    of = User.objects.select_for_update(of=("self",)).get(pk=wanted.of_id)
    to = wanted.to
    if to.pk in {of.pk, by.pk}:
        raise OwnDelegateError(to)
    for person in (of, to):
        if not person.is_active:
            raise DelegateInactiveError(person)
    check_gives(of, DelegationKind(wanted.kind))
    standing = Delegation.objects.standing(on).filter(of=of)
    row = standing.filter(to=to, kind=wanted.kind).first()
    if row is None and standing.count() >= MOST:
        raise TooManyDelegatesError(of)
    kept = row or Delegation(of=of, to=to, kind=wanted.kind, given_by=by)
    kept.from_day, kept.until = wanted.from_day, wanted.until
    kept.in_copy = wanted.in_copy and wanted.kind == DelegationKind.ASSISTANT
    save_by(kept, by)
    if row is None:
        for hearer in {to.pk: to, of.pk: of}.values():
            if hearer.pk != by.pk:
                notify("delegation_given", subject_id=kept.public_id, recipient=hearer)
    return kept


def check_gives(of: User, kind: DelegationKind) -> None:
    """Refuse assistants of who is no executive, and deputies of who is no KAM."""
    if kind == DelegationKind.ASSISTANT:
        if not of.is_executive:
            raise NoExecutiveError(of)
    elif not TeamMember.objects.kam_of(of).exists():
        raise NoKamError(of)


@transaction.atomic
def edit_delegation(
    delegation: Delegation, *, until: date | None, in_copy: bool, by: User, on: date
) -> Delegation:
    """Set the last day and the choice of copies. The same again changes nothing. Raises `DelegationOverError`."""
    row = locked(delegation)
    if not Delegation.objects.standing(on).filter(pk=row.pk).exists():
        raise DelegationOverError(row.to)
    copies = in_copy and row.kind == DelegationKind.ASSISTANT
    if (row.until, row.in_copy) != (until, copies):
        row.until, row.in_copy = until, copies
        save_by(row, by, update_fields=["until", "in_copy"])
    return row


@transaction.atomic
def end_delegation(delegation: Delegation, *, by: User) -> Delegation:
    """End it now: it gives nothing at the next request. Twice is once."""
    row = locked(delegation)
    if row.ended_at is None:
        row.ended_at = timezone.now()
        save_by(row, by, update_fields=["ended_at"])
        cancel("delegation_given", subject_id=row.public_id)
    return row


def locked(delegation: Delegation) -> Delegation:
    """Read it again under a row lock."""
    rows = Delegation.objects.select_for_update(of=("self",)).select_related("to")
    return rows.get(pk=delegation.pk)
