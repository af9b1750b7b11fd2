"""What stands against a pairing: each refusal is an error that carries its facts (R1 to R4)."""

from datetime import date

from django.db.models import Q

from accounts.models import KeyAccount, User
from accounts.queries import ReportingLine
from accounts.services.organisation import people_in_order
from sponsors.facts import months_until
from sponsors.matching.exclusions import SHORTEST_MONTHS
from sponsors.models import ConflictOfInterest, Pairing, Sponsor


class PairingRefusedError(Exception):
    """A rule stands against the pairing."""


class AccountWithoutKamError(PairingRefusedError):
    """Nobody manages the account, so there is no tandem to make."""

    def __init__(self, account: KeyAccount) -> None:
        super().__init__(str(account))
        self.account = account


class NotEligibleError(PairingRefusedError):
    """The sponsor has left, is not in general management, has not volunteered, or not for that long (R3)."""

    def __init__(self, sponsor: Sponsor, fact: str) -> None:
        super().__init__(f"{sponsor}: {fact}")
        self.sponsor = sponsor
        self.fact = fact


class SponsorAtCapacityError(PairingRefusedError):
    """The sponsor has no free place (R1)."""

    def __init__(self, sponsor: Sponsor, places: int) -> None:
        super().__init__(f"{sponsor}: {places}")
        self.sponsor = sponsor
        self.places = places


class SponsorInReportingLineError(PairingRefusedError):
    """Sponsor and KAM stand in one reporting line, or are one person (R4)."""

    def __init__(self, path: list[User]) -> None:
        super().__init__(" → ".join(str(person) for person in path))
        self.path = path


class ConflictOfInterestError(PairingRefusedError):
    """The sponsor has declared a conflict of interest with the client, or with its whole sector."""

    def __init__(self, account: KeyAccount, sponsor: Sponsor, *, by_sector: bool) -> None:
        super().__init__(f"{account}, {sponsor}")
        self.account = account
        self.sponsor = sponsor
        self.by_sector = by_sector


class ReportingLineUnknownError(PairingRefusedError):
    """Nobody knows how KAM and sponsor stand to each other, and the one who agrees has not said it (R4)."""

    def __init__(self, kam: User, sponsor: Sponsor) -> None:
        super().__init__(f"{kam}, {sponsor}")
        self.kam = kam
        self.sponsor = sponsor


class AnswerOfAnotherError(PairingRefusedError):
    """The next word on the pairing is somebody else's (R6)."""

    def __init__(self, person: User) -> None:
        super().__init__(str(person))
        self.person = person


class AccountInPreparationError(PairingRefusedError):
    """Another pairing of the account is in preparation (R2)."""

    def __init__(self, pairing: Pairing) -> None:
        super().__init__(str(pairing))
        self.pairing = pairing


class AccountHasSponsorError(PairingRefusedError):
    """The account has an active pairing (R2)."""

    def __init__(self, pairing: Pairing) -> None:
        super().__init__(str(pairing))
        self.pairing = pairing


def check_eligible(sponsor: Sponsor, *, on: date) -> None:
    """Raise `NotEligibleError` unless the sponsor is active, an executive and a volunteer (R3)."""
    faults = {
        "inactive": not sponsor.person.is_active,
        "not_executive": not sponsor.person.is_executive,
        "not_volunteer": not sponsor.is_volunteer,
        "unavailable": sponsor.available_until is not None and sponsor.available_until < on,
    }
    for fact, found in faults.items():
        if found:
            raise NotEligibleError(sponsor, fact)


def check_stays(sponsor: Sponsor, *, on: date) -> None:
    """Raise `NotEligibleError` where the sponsor is available for less than a year from the start."""
    months = months_until(sponsor.available_until, on=on)
    if months is not None and months < SHORTEST_MONTHS:
        raise NotEligibleError(sponsor, "too_short")


def check_no_conflict(account: KeyAccount, sponsor: Sponsor) -> None:
    """Raise `ConflictOfInterestError` where the sponsor has declared one with the client or its sector.

    The KAM is never told of it: asked when a pairing is proposed, when the sponsor agrees, and when it begins.
    """
    against = Q(account=account)
    if account.sector_id:
        against |= Q(sector=account.sector_id)
    declared = ConflictOfInterest.objects.filter(against, sponsor=sponsor)
    named = list(declared.values_list("account", flat=True))
    if named:
        raise ConflictOfInterestError(account, sponsor, by_sector=account.pk not in named)


def leaves_before_the_end(sponsor: Sponsor, *, starts_on: date, term_months: int) -> bool:
    """Whether the sponsor is available for a year or more, but not for the whole term."""
    months = months_until(sponsor.available_until, on=starts_on)
    return months is not None and months < term_months


def check_reporting_line(account: KeyAccount, sponsor: Sponsor) -> User:
    """Return the account's KAM, or raise if there is none or sponsor and KAM are in one line (R4)."""
    kam = KeyAccount.objects.get(pk=account.pk).kam
    if kam is None:
        raise AccountWithoutKamError(account)
    path = ReportingLine.load().path_between(kam.pk, sponsor.person_id)
    if path:
        raise SponsorInReportingLineError(people_in_order(path))
    return kam


def check_places(sponsor: Sponsor) -> None:
    """Raise `SponsorAtCapacityError` where more pairings are open than the sponsor now says (R1)."""
    if Pairing.objects.open().filter(sponsor=sponsor).count() > sponsor.capacity:
        raise SponsorAtCapacityError(sponsor, sponsor.capacity)


def is_line_known(pairing: Pairing) -> bool:
    """Whether the reporting line says how the account's KAM and the sponsor of a pairing stand to each other."""
    return line_is_known(pairing.account.kam or pairing.kam, pairing.sponsor)


def line_is_known(kam: User, sponsor: Sponsor) -> bool:
    """Whether the reporting line says how the two stand; else both say it themselves when they agree."""
    return ReportingLine.load().knows_between(kam.pk, sponsor.person_id)


def check_stands_apart(account: KeyAccount, sponsor: Sponsor, *, says_apart: bool) -> User:
    """Return the account's KAM where the reporting line, or else the word of who agrees, sets the two apart (R4)."""
    kam = check_reporting_line(account, sponsor)
    if not (says_apart or line_is_known(kam, sponsor)):
        raise ReportingLineUnknownError(kam, sponsor)
    return kam


def free_slot(sponsor: Sponsor) -> int:
    """Return the lowest free place of a sponsor whose row is locked, or raise `SponsorAtCapacityError` (R1)."""
    taken = set(Pairing.objects.open().filter(sponsor=sponsor).values_list("slot", flat=True))
    if len(taken) >= sponsor.capacity:
        raise SponsorAtCapacityError(sponsor, sponsor.capacity)
    return min(set(range(1, 4)) - taken)
