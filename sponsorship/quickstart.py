"""A small company begins with a grid: an account, its KAM, its sponsor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.choices import TeamRole
from accounts.models import KeyAccount, OrganisationLock, User
from accounts.services.history import save_by
from accounts.services.organisation import join_team
from accounts.services.people import add_person
from sponsors.models import Sponsor
from sponsors.services.eligibility import PairingRefusedError
from sponsors.services.pairings import propose_pairing
from sponsors.services.profiles import ProfileAnswers
from sponsors.services.sponsors import volunteer


@dataclass(frozen=True)
class Line:
    """One line of the grid."""

    account: str
    kam_name: str
    kam_email: str
    sponsor_name: str = ""
    sponsor_email: str = ""


class OtherKamError(Exception):
    """The account is known, and somebody else manages it."""

    def __init__(self, account: KeyAccount, kam: User) -> None:
        super().__init__(f"{account}: {kam}")
        self.account = account
        self.kam = kam


class LineRefusedError(Exception):
    """Something stands against one line of the grid."""

    def __init__(self, line: Line, refusal: PairingRefusedError | OtherKamError) -> None:
        super().__init__(f"{line.account}: {refusal}")
        self.line = line
        self.refusal = refusal


@transaction.atomic
def begin_with(lines: Iterable[Line], *, by: User, on: date) -> list[KeyAccount]:
    """Make the accounts of the grid with their people, and propose the sponsors named. The same grid again adds nothing.

    Raises a `LineRefusedError` where something stands against a line; then nothing is written.
    """
    OrganisationLock.take()
    return [begin_line(line, by=by, on=on) for line in lines]


def begin_line(line: Line, *, by: User, on: date) -> KeyAccount:
    """Make one account with its KAM, and propose its sponsor."""
    try:
        account = account_of(line, by=by, on=on)
        if line.sponsor_email:
            propose_pairing(account, sponsor(line, by=by, on=on), by=by, starts_on=on)
    except (PairingRefusedError, OtherKamError) as refusal:
        raise LineRefusedError(line, refusal) from refusal
    return account


def account_of(line: Line, *, by: User, on: date) -> KeyAccount:
    """Return the account of a line with its KAM at its head, made where not known."""
    account = KeyAccount.objects.filter(name=line.account).first()
    if account is None:
        account = KeyAccount(name=line.account)
        save_by(account, by)
    kam = person(line.kam_name, line.kam_email, by=by)
    if account.kam is not None and account.kam != kam:
        raise OtherKamError(account, account.kam)
    join_team(account, kam, TeamRole.KAM, on=on, by=by)
    account.__dict__.pop("current_team", None)
    return account


def sponsor(line: Line, *, by: User, on: date) -> Sponsor:
    """Return the sponsor of a line: an executive with a profile, made where not known."""
    helper = person(line.sponsor_name, line.sponsor_email, by=by)
    if not helper.is_executive:
        helper.is_executive = True
        save_by(helper, by)
    known = Sponsor.objects.filter(person=helper).first()
    return known or volunteer(helper, ProfileAnswers(capacity=3), by=by, on=on)


def person(name: str, email: str, *, by: User) -> User:
    """Return the person with this address, made where not known."""
    known = User.objects.filter(email=email.lower()).first()
    if known is not None:
        return known
    first, _space, last = name.strip().partition(" ")
    facts = {"email": email.lower(), "first_name": first, "last_name": last.strip()}
    return add_person(facts, manager=None, by=by)
