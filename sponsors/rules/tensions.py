"""Who opens a tension, takes it in and carries it."""

import rules

from accounts.models import User
from accounts.rules import is_account_kam, is_account_sponsor
from sponsors.models import Tension
from sponsors.rules.seats import has_sponsor, may_log_on


@rules.predicate
def cares_for_tension(user: User, tension: Tension | None) -> bool:
    """Is the KAM or the sponsor of the account now; for an internal one, of its own tandem."""
    return tension is not None and user in tension.tandem()


@rules.predicate
def sponsors_tension(user: User, tension: Tension | None) -> bool:
    """Is the sponsor who may take it in."""
    return tension is not None and is_account_sponsor(user, tension.account)


@rules.predicate
def reads_along(user: User, tension: Tension | None) -> bool:
    """Is the KAM of a tension whose client the sponsor answers."""
    return (
        tension is not None
        and tension.is_shielded
        and has_sponsor(user, tension.account)
        and not is_account_sponsor(user, tension.account)
    )


rules.add_perm("sponsors.open_tension", may_log_on)
rules.add_perm("sponsors.open_private_tension", (is_account_kam | is_account_sponsor) & has_sponsor)
rules.add_perm("sponsors.take_in_tension", cares_for_tension & sponsors_tension)
rules.add_perm("sponsors.carry_tension", cares_for_tension & ~reads_along)
