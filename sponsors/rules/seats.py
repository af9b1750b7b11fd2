"""Who sits where on an account: KAM, sponsor, team, and those who act for them."""

import rules

from accounts.choices import DelegationKind
from accounts.models import KeyAccount, User, acts_for
from accounts.rules import is_account_kam, is_account_sponsor, is_on_account_team
from sponsors.choices import PairingStatus
from sponsors.models import GoAhead, Interaction, Pairing


@rules.predicate
def is_pairing_kam(user: User, pairing: Pairing | None) -> bool:
    """Is the KAM of the pairing's account now."""
    return pairing is not None and is_account_kam(user, pairing.account)


@rules.predicate
def is_pairing_sponsor(user: User, pairing: Pairing | None) -> bool:
    """Is the sponsor of the pairing."""
    return pairing is not None and pairing.sponsor.person_id == user.pk


@rules.predicate
def assists_on(user: User, account: KeyAccount | None) -> bool:
    """Assists an executive who belongs to the account."""
    executives = acts_for(user, DelegationKind.ASSISTANT)
    return account is not None and any(one.person_id in executives for one in account.team())


@rules.predicate
def may_log_on(user: User, account: KeyAccount | None) -> bool:
    """Belongs to the account and so may log on it."""
    return account is not None and is_on_account_team(user, account)


@rules.predicate
def is_running(user: User, pairing: Pairing | None) -> bool:
    """Whether the pairing is active."""
    return pairing is not None and pairing.status == PairingStatus.ACTIVE


@rules.predicate
def is_one_of_the_two(user: User, thing: GoAhead | Interaction | None) -> bool:
    """Is the KAM or the sponsor of its account now."""
    account = thing.account if thing is not None else None
    return is_account_kam(user, account) or is_account_sponsor(user, account)


@rules.predicate
def has_sponsor(user: User, account: KeyAccount | None) -> bool:
    """Whether somebody sponsors the account now."""
    return account is not None and account.sponsor_person is not None
