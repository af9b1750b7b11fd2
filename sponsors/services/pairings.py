"""The life of a pairing: proposed, agreed by the KAM, then by the sponsor, active, ended (R1 to R6)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import KeyAccount, OrganisationLock, User
from accounts.services.history import save_by
from accounts.services.notifications import notify
from sponsors.choices import HandOverKind, PairingStatus
from sponsors.models import Charter, Pairing, Sponsor
from sponsors.services.conflicts import flag_conflicts
from sponsors.services.eligibility import (
    AccountHasSponsorError,
    AccountInPreparationError,
    PairingRefusedError,
    check_eligible,
    check_no_conflict,
    check_places,
    check_reporting_line,
    check_stands_apart,
    check_stays,
    free_slot,
)
from sponsors.services.hand_overs import open_hand_over
from sponsors.services.steps import PairingMovedOnError, check_word_of, locked, step, tell
from sponsors.services.terms import begin_term

S = PairingStatus


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
    check_stays(sponsor, on=starts_on)
    check_no_conflict(account, sponsor)
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


def agree(
    pairing: Pairing,
    *,
    by: User,
    on: date,
    charter: Charter,
    says_apart: bool = False,
    way: str = "",
) -> Pairing:
    """Record the yes of whoever is asked as the pairing was read: the KAM first, then the sponsor.

    Raises what `agree_as_kam` and `agree_as_sponsor` raise.
    """
    if pairing.status == S.PROPOSED:
        return agree_as_kam(pairing, by=by, charter=charter, says_apart=says_apart, way=way)
    return agree_as_sponsor(pairing, by=by, charter=charter, on=on, says_apart=says_apart, way=way)


@transaction.atomic
def agree_as_kam(
    pairing: Pairing, *, by: User, charter: Charter, says_apart: bool = False, way: str = ""
) -> Pairing:
    """Record the KAM's yes to the charter shown; the sponsor now hears of the proposal (R6).

    Where the reporting line is not known the KAM says that neither reports to the other (R4).
    Raises `AnswerOfAnotherError` where somebody else manages the account by now.
    """
    OrganisationLock.take()
    pairing = locked(pairing)
    if pairing.kam_agreed_at is not None and pairing.status != S.PROPOSED:
        return pairing
    kam = check_stands_apart(pairing.account, pairing.sponsor, says_apart=says_apart)
    check_word_of(kam, by=by)
    pairing.kam, pairing.kam_agreed_at, pairing.kam_charter = kam, timezone.now(), charter
    pairing.kam_says_apart = says_apart
    step(pairing, S.KAM_AGREED, by=by, way=way)
    notify(
        "pairing_waiting",
        subject_id=pairing.public_id,
        recipient=pairing.sponsor.person,
        data={"waits_for": "sponsor"},
    )
    return pairing


@transaction.atomic
def agree_as_sponsor(
    pairing: Pairing,
    *,
    by: User,
    charter: Charter,
    on: date,
    says_apart: bool = False,
    way: str = "",
) -> Pairing:
    """Record the sponsor's yes; the pairing becomes active at once if its start day has come.

    Where the reporting line is not known the sponsor, too, says that neither reports to the other (R4).
    Raises `AnswerOfAnotherError` unless it is the sponsor who says it.
    """
    OrganisationLock.take()
    pairing = locked(pairing)
    if pairing.sponsor_agreed_at is not None and pairing.status != S.KAM_AGREED:
        return pairing
    check_word_of(pairing.sponsor.person, by=by)
    check_eligible(pairing.sponsor, on=pairing.starts_on)
    check_stays(pairing.sponsor, on=pairing.starts_on)
    check_no_conflict(pairing.account, pairing.sponsor)
    check_places(pairing.sponsor)
    check_stands_apart(pairing.account, pairing.sponsor, says_apart=says_apart)
    pairing.sponsor_agreed_at, pairing.sponsor_charter = timezone.now(), charter
    pairing.sponsor_says_apart = says_apart
    step(pairing, S.AGREED, by=by, way=way)
    tell("pairing_agreed", pairing, [pairing.kam, *User.objects.leads()])
    predecessor = Pairing.objects.active().filter(account=pairing.account).with_people().first()
    if predecessor is not None:
        former, new = predecessor.sponsor.person, pairing.sponsor.person
        open_hand_over(pairing, HandOverKind.SPONSOR, from_person=former, to_person=new, by=by)
    elif pairing.starts_on <= on:
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
    check_no_conflict(pairing.account, pairing.sponsor)
    pairing.kam = check_reporting_line(pairing.account, pairing.sponsor)
    pairing.started_on = on
    step(pairing, S.ACTIVE, by=by)
    begin_term(pairing, by=by)
    tell("pairing_active", pairing, [pairing.kam, pairing.sponsor.person])
    return pairing


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
        except (PairingRefusedError, PairingMovedOnError):
            continue
    return begun


def current_charter() -> Charter:
    """Return the charter that is shown to whoever agrees now."""
    return Charter.objects.order_by("-version")[:1].get()


def lock_both(account: KeyAccount, sponsor: Sponsor) -> tuple[KeyAccount, Sponsor]:
    """Take the organisation lock, then the rows of the account and the sponsor, always in this order."""
    OrganisationLock.take()
    fresh_account = KeyAccount.objects.select_for_update().get(pk=account.pk)
    fresh_sponsor = (
        Sponsor.objects.select_for_update(of=("self",)).select_related("person").get(pk=sponsor.pk)
    )
    return fresh_account, fresh_sponsor
