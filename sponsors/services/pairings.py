"""The life of a pairing: proposed, agreed by the KAM, then by the sponsor, active, ended (R1 to R6)."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.choices import TeamRole
from accounts.models import KeyAccount, OrganisationLock, TeamMember, User
from accounts.services.history import save_by
from accounts.services.notifications import cancel, notify
from accounts.services.organisation import join_team, leave_team
from sponsors.choices import EndReason, PairingStatus
from sponsors.models import Charter, Interaction, Pairing, PairingTerm, Sponsor
from sponsors.services.conflicts import flag_conflicts
from sponsors.services.eligibility import (
    AccountHasSponsorError,
    AccountInPreparationError,
    check_eligible,
    check_reporting_line,
    free_slot,
)

S = PairingStatus
TRANSITIONS: dict[PairingStatus, frozenset[PairingStatus]] = {
    S.PROPOSED: frozenset({S.KAM_AGREED, S.DECLINED, S.WITHDRAWN}),
    S.KAM_AGREED: frozenset({S.AGREED, S.DECLINED, S.WITHDRAWN}),
    S.AGREED: frozenset({S.ACTIVE, S.WITHDRAWN}),
    S.ACTIVE: frozenset({S.ENDED}),
    S.ENDED: frozenset(),
    S.DECLINED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
CLOSED = frozenset({S.ENDED, S.DECLINED, S.WITHDRAWN})


class PairingMovedOnError(Exception):
    """The pairing is no longer where this step begins: somebody was quicker."""

    def __init__(self, pairing: Pairing) -> None:
        super().__init__(f"{pairing}: {pairing.status}")
        self.pairing = pairing


class ReasonMissingError(Exception):
    """To say no, or to end a pairing, takes a reason."""


@transaction.atomic
def propose_pairing(
    account: KeyAccount,
    sponsor: Sponsor,
    *,
    by: User,
    starts_on: date,
    term_months: int = 36,
    word_to_the_kam: str = "",
) -> Pairing:
    """Propose a sponsor to an account's KAM, who is told. Proposing the same pair again returns it as it is.

    Raises a `PairingRefusedError` that names the rule in the way.
    """
    account, sponsor = lock_both(account, sponsor)
    running = Pairing.objects.in_preparation().filter(account=account).first()
    if running is not None and running.sponsor_id == sponsor.pk:
        return running
    if running is not None:
        raise AccountInPreparationError(running)
    active = Pairing.objects.active().filter(account=account, sponsor=sponsor).first()
    if active is not None:
        raise AccountHasSponsorError(active)
    check_eligible(sponsor, on=starts_on)
    kam = check_reporting_line(account, sponsor)
    pairing = Pairing(
        account=account,
        sponsor=sponsor,
        kam=kam,
        slot=free_slot(sponsor),
        proposed_by=by,
        starts_on=starts_on,
        term_months=term_months,
        word_to_the_kam=word_to_the_kam,
    )
    save_by(pairing, by)
    notify(
        "pairing_waiting", subject_id=pairing.public_id, recipient=kam, data={"waits_for": "kam"}
    )
    return pairing


@transaction.atomic
def agree_as_kam(pairing: Pairing, *, by: User, charter: Charter) -> Pairing:
    """Record the KAM's yes to the charter shown; the sponsor now hears of the proposal (R6)."""
    OrganisationLock.take()
    pairing = locked(pairing)
    if pairing.kam_agreed_at is not None and pairing.status != S.PROPOSED:
        return pairing
    check_reporting_line(pairing.account, pairing.sponsor)
    pairing.kam, pairing.kam_agreed_at, pairing.kam_charter = by, timezone.now(), charter
    step(pairing, S.KAM_AGREED, by=by)
    notify(
        "pairing_waiting",
        subject_id=pairing.public_id,
        recipient=pairing.sponsor.person,
        data={"waits_for": "sponsor"},
    )
    return pairing


@transaction.atomic
def agree_as_sponsor(pairing: Pairing, *, by: User, charter: Charter, on: date) -> Pairing:
    """Record the sponsor's yes; the pairing becomes active at once if its start day has come."""
    OrganisationLock.take()
    pairing = locked(pairing)
    if pairing.sponsor_agreed_at is not None and pairing.status != S.KAM_AGREED:
        return pairing
    check_eligible(pairing.sponsor, on=pairing.starts_on)
    check_reporting_line(pairing.account, pairing.sponsor)
    pairing.sponsor_agreed_at, pairing.sponsor_charter = timezone.now(), charter
    step(pairing, S.AGREED, by=by)
    tell("pairing_agreed", pairing, [pairing.kam, *User.objects.leads()])
    if pairing.starts_on <= on and not has_active(pairing.account):
        return activate_pairing(pairing, on=on, by=by)
    return pairing


@transaction.atomic
def activate_pairing(pairing: Pairing, *, on: date, by: User | None) -> Pairing:
    """Make an agreed pairing active, with its first term, and put the sponsor on the account team.

    Activating an active pairing again changes nothing. Raises `AccountHasSponsorError` while a
    predecessor runs, and `SponsorInReportingLineError` if the organisation changed meanwhile.
    """
    OrganisationLock.take()
    pairing = locked(pairing)
    if pairing.status == S.ACTIVE:
        return pairing
    predecessor = Pairing.objects.active().filter(account=pairing.account).first()
    if predecessor is not None:
        raise AccountHasSponsorError(predecessor)
    check_eligible(pairing.sponsor, on=on)
    pairing.kam = check_reporting_line(pairing.account, pairing.sponsor)
    pairing.started_on = on
    step(pairing, S.ACTIVE, by=by)
    begin_term(pairing, by=by)
    tell("pairing_active", pairing, [pairing.kam, pairing.sponsor.person])
    return pairing


@transaction.atomic
def decline_pairing(pairing: Pairing, *, by: User, reason: str) -> Pairing:
    """Say no before it is agreed; the reason goes to the leads alone (R6). A second no changes nothing."""
    return close(pairing, S.DECLINED, by=by, note=reason, on=None)


@transaction.atomic
def withdraw_pairing(pairing: Pairing, *, by: User, reason: str) -> Pairing:
    """Take a proposal back before it is active. Twice is once."""
    return close(pairing, S.WITHDRAWN, by=by, note=reason, on=None)


@transaction.atomic
def end_pairing(
    pairing: Pairing, *, by: User, reason: EndReason | str, note: str, on: date
) -> Pairing:
    """End an active pairing and free the sponsor's place. Ending an ended pairing changes nothing."""
    return close(pairing, S.ENDED, by=by, note=note, on=on, reason=EndReason(reason))


@transaction.atomic
def record_running_pairing(
    account: KeyAccount, sponsor: Sponsor, *, since: date, until: date | None, by: User
) -> Pairing:
    """Enter a pairing that was agreed outside Tandem and runs since that day; again, it is returned as it is.

    A sponsor in the KAM's line is entered all the same and flagged: it runs, and a lead decides (R4).
    Raises the other `PairingRefusedError`s.
    """
    account, sponsor = lock_both(account, sponsor)
    active = Pairing.objects.active().filter(account=account).first()
    if active is not None and active.sponsor_id == sponsor.pk:
        return active
    if active is not None:
        raise AccountHasSponsorError(active)
    check_eligible(sponsor, on=since)
    kam = account.kam or by
    pairing = Pairing(
        account=account,
        sponsor=sponsor,
        kam=kam,
        slot=free_slot(sponsor),
        proposed_by=by,
        status=S.ACTIVE,
        starts_on=since,
        started_on=since,
        agreed_outside=True,
    )
    save_by(pairing, by)
    begin_term(pairing, by=by, until=until)
    flag_conflicts()
    return pairing


def advance_pairings(*, on: date) -> list[Pairing]:
    """Activate every agreed pairing whose day has come; those still in the way of a rule wait. May run twice."""
    begun = []
    waiting = Pairing.objects.filter(
        status=S.AGREED, starts_on__lte=on, conflict_since__isnull=True
    )
    for pairing in waiting.exclude(account__pairings__status=S.ACTIVE).with_people():
        try:
            begun.append(activate_pairing(pairing, on=on, by=None))
        except (AccountHasSponsorError, PairingMovedOnError):
            continue
    return begun


def current_charter() -> Charter:
    """Return the charter that is shown to whoever agrees now."""
    return Charter.objects.order_by("-version")[:1].get()


def close(
    pairing: Pairing,
    status: PairingStatus,
    *,
    by: User,
    note: str,
    on: date | None,
    reason: EndReason | str = "",
) -> Pairing:
    """Bring a pairing to one of its ends, free the place and empty the sponsor's seat."""
    OrganisationLock.take()
    pairing = locked(pairing)
    if pairing.status == status:
        return pairing
    if not (note.strip() or reason):
        raise ReasonMissingError
    was_active = pairing.status == S.ACTIVE
    pairing.closing_note, pairing.end_reason, pairing.closed_by = note.strip(), reason, by
    pairing.slot, pairing.conflict_since, pairing.conflict_path = None, None, []
    if on is not None and pairing.started_on is not None:
        pairing.ended_on = max(on, pairing.started_on)
    step(pairing, status, by=by)
    if was_active:
        empty_seat(pairing, on=pairing.ended_on or timezone.localdate(), by=by)
    for kind in ("pairing_waiting", "pairing_conflict", "term_ending", "tandem_silent"):
        cancel(kind, subject_id=pairing.public_id)
    if status == S.DECLINED:
        tell("pairing_declined", pairing, list(User.objects.leads()))
    return pairing


def step(pairing: Pairing, to: PairingStatus, *, by: User | None) -> None:
    """Move one step along the table of transitions, or raise `PairingMovedOnError`."""
    if to not in TRANSITIONS[PairingStatus(pairing.status)]:
        raise PairingMovedOnError(pairing)
    pairing.status = to
    cancel("pairing_waiting", subject_id=pairing.public_id)
    save_by(pairing, by)


def begin_term(pairing: Pairing, *, by: User | None, until: date | None = None) -> None:
    """Write the first term, seat the sponsor, and tie what was already logged in it to the pairing."""
    start = pairing.started_on or pairing.starts_on
    term = PairingTerm(
        pairing=pairing,
        number=1,
        months=pairing.term_months,
        starts_on=start,
        ends_on=until or months_later(start, pairing.term_months),
    )
    save_by(term, by)
    join_team(pairing.account, pairing.sponsor.person, TeamRole.SPONSOR, on=start, by=by)
    Interaction.objects.filter(
        account=pairing.account, day__gte=start, pairing__isnull=True
    ).update(pairing=pairing)


def empty_seat(pairing: Pairing, *, on: date, by: User | None) -> None:
    """Take the sponsor off the account team, the day after the last."""
    seats = TeamMember.objects.current().filter(
        account=pairing.account, person=pairing.sponsor.person, role=TeamRole.SPONSOR
    )
    for seat in seats:
        leave_team(seat, on=on + timedelta(days=1), by=by)


def months_later(day: date, months: int) -> date:
    """Return the last day of a stretch of whole months that begins on that day: 36 months from 5 May end on 4 May."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(day.year + years, month + 1, last) - timedelta(days=1)
        except ValueError:
            continue
    return date(day.year + years, month + 1, min(day.day, 28)) - timedelta(days=1)


def lock_both(account: KeyAccount, sponsor: Sponsor) -> tuple[KeyAccount, Sponsor]:
    """Take the organisation lock, then the rows of the account and the sponsor, always in this order."""
    OrganisationLock.take()
    fresh_account = KeyAccount.objects.select_for_update().get(pk=account.pk)
    fresh_sponsor = (
        Sponsor.objects.select_for_update(of=("self",)).select_related("person").get(pk=sponsor.pk)
    )
    return fresh_account, fresh_sponsor


def locked(pairing: Pairing) -> Pairing:
    """Read the pairing again under a row lock."""
    rows = Pairing.objects.select_for_update(of=("self",)).with_people()
    return rows.get(pk=pairing.pk)


def has_active(account: KeyAccount) -> bool:
    """Whether a pairing of the account runs."""
    return Pairing.objects.active().filter(account=account).exists()


def tell(kind: str, pairing: Pairing, people: list[User]) -> None:
    """Write the news for each of the people once."""
    for person in {person.pk: person for person in people}.values():
        notify(kind, subject_id=pairing.public_id, recipient=person, data={})
