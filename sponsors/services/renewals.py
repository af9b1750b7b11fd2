"""Renewals: another term for a running pairing, with the KAM's and the sponsor's agreement (R5)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.choices import TeamRole
from accounts.models import OrganisationLock, TeamMember, User
from accounts.services.history import save_by
from accounts.services.notifications import cancel, notify, notify_leads
from sponsors.choices import PairingStatus, RenewalState
from sponsors.models import Pairing, PairingTerm, Renewal
from sponsors.services.eligibility import PairingRefusedError, check_eligible, check_reporting_line
from sponsors.services.steps import locked
from sponsors.services.terms import months_later

R = RenewalState
TRANSITIONS: dict[RenewalState, frozenset[RenewalState]] = {
    R.OPEN: frozenset({R.AGREED, R.DECLINED, R.WITHDRAWN}),
    R.AGREED: frozenset(),
    R.DECLINED: frozenset(),
    R.WITHDRAWN: frozenset(),
}


class RenewalMovedOnError(Exception):
    """The offer of another term is no longer open."""

    def __init__(self, renewal: Renewal) -> None:
        super().__init__(f"{renewal}: {renewal.state}")
        self.renewal = renewal


class NotRunningError(PairingRefusedError):
    """Only a running pairing can be renewed."""

    def __init__(self, pairing: Pairing) -> None:
        super().__init__(str(pairing))
        self.pairing = pairing


@transaction.atomic
def offer_renewal(pairing: Pairing, *, months: int, by: User) -> Renewal:
    """Offer another term; whoever of the two offers it agrees to it. While one is open, it is returned as it is.

    Raises a `PairingRefusedError`: the same rules as for a new pairing.
    """
    OrganisationLock.take()
    pairing = locked(pairing)
    if pairing.status != PairingStatus.ACTIVE:
        raise NotRunningError(pairing)
    known = Renewal.objects.open().filter(pairing=pairing).first()
    if known is not None:
        return known
    check(pairing)
    renewal = Renewal(pairing=pairing, months=months, proposed_by=by, proposed_at=timezone.now())
    save_by(renewal, by)
    for person in {pairing.kam, pairing.sponsor.person} - {by}:
        notify("renewal_waiting", subject_id=renewal.public_id, recipient=person)
    return agree(renewal, by=by) if part_of(pairing, by) else renewal


@transaction.atomic
def agree_to_renewal(renewal: Renewal, *, by: User, way: str = "") -> Renewal:
    """Record the yes of the KAM or the sponsor; with both the term is added. A second yes changes nothing.

    Raises `RenewalMovedOnError` and the `PairingRefusedError`s of a new pairing.
    """
    OrganisationLock.take()
    row = taken(renewal)
    part = part_of(row.pairing, by)
    if part and getattr(row, part) is not None:
        return row
    if row.state != R.OPEN:
        raise RenewalMovedOnError(row)
    check(row.pairing)
    return agree(row, by=by, way=way)


@transaction.atomic
def decline_renewal(renewal: Renewal, *, by: User, reason: str) -> Renewal:
    """Say no to another term; the reason goes to the leads alone. A second no changes nothing."""
    return close(renewal, R.DECLINED, by=by, reason=reason)


@transaction.atomic
def withdraw_renewal(renewal: Renewal, *, by: User) -> Renewal:
    """Take the offer back. Twice is once."""
    return close(renewal, R.WITHDRAWN, by=by)


def agree(renewal: Renewal, *, by: User, way: str = "") -> Renewal:
    """Note a yes, and add the term once both are there."""
    part = part_of(renewal.pairing, by)
    if not part:
        raise RenewalMovedOnError(renewal)
    setattr(renewal, part, timezone.now())
    if not (renewal.kam_agreed_at and renewal.sponsor_agreed_at):
        save_by(renewal, by, because=way)
        return renewal
    step(renewal, R.AGREED, by=by, way=way)
    add_term(renewal, by=by)
    pairing = renewal.pairing
    people = {row.pk: row for row in (pairing.kam, pairing.sponsor.person, *User.objects.leads())}
    for person in people.values():
        notify("renewal_agreed", subject_id=renewal.public_id, recipient=person)
    return renewal


def close(renewal: Renewal, state: RenewalState, *, by: User, reason: str = "") -> Renewal:
    """Bring an offer to an end without another term."""
    row = taken(renewal)
    if row.state == state:
        return row
    row.reason = reason.strip()
    step(row, state, by=by)
    if state == R.DECLINED:
        notify_leads("renewal_declined", subject_id=row.public_id)
    return row


def step(renewal: Renewal, to: RenewalState, *, by: User, way: str = "") -> None:
    """Move along the table of transitions, or raise `RenewalMovedOnError`."""
    if to not in TRANSITIONS[RenewalState(renewal.state)]:
        raise RenewalMovedOnError(renewal)
    renewal.state, renewal.closed_at = to, timezone.now()
    save_by(renewal, by, because=way)
    cancel("renewal_waiting", subject_id=renewal.public_id)


def taken(renewal: Renewal) -> Renewal:
    """Lock the pairing, then the renewal, and read it again."""
    locked(renewal.pairing)
    return Renewal.objects.select_for_update(of=("self",)).with_people().get(pk=renewal.pk)


def check(pairing: Pairing) -> None:
    """Raise a `PairingRefusedError` where a rule stands against another term (R3, R4)."""
    check_eligible(pairing.sponsor, on=timezone.localdate())
    check_reporting_line(pairing.account, pairing.sponsor)


def part_of(pairing: Pairing, person: User) -> str:
    """Return which yes is this person's: the KAM's now, or the sponsor's; nothing for anyone else."""
    if pairing.sponsor.person_id == person.pk:
        return "sponsor_agreed_at"
    seats = TeamMember.objects.current().filter(account=pairing.account, role=TeamRole.KAM)
    return "kam_agreed_at" if seats.filter(person=person).exists() else ""


def add_term(renewal: Renewal, *, by: User) -> PairingTerm:
    """Add the term that begins the day after the last one ends."""
    pairing = renewal.pairing
    last = pairing.terms.order_by("-number").first()
    start = last.ends_on + timedelta(days=1) if last else pairing.started_on or pairing.starts_on
    term = PairingTerm(
        pairing=pairing,
        number=last.number + 1 if last else 1,
        months=renewal.months,
        starts_on=start,
        ends_on=months_later(start, renewal.months),
    )
    save_by(term, by)
    cancel("term_ending", subject_id=pairing.public_id)
    return term
