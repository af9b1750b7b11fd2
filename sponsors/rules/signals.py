"""Who reads and answers points to watch, found from facts or said in confidence (R13)."""

import rules

from accounts.models import User
from accounts.rules import is_account_kam, is_lead
from sponsors.choices import PairingStatus
from sponsors.models import ConfidedSignal, DriftSignal
from sponsors.rules.seats import is_pairing_kam, is_pairing_sponsor, is_running


@rules.predicate
def is_author_in_confidence(user: User, signal: ConfidedSignal | None) -> bool:
    """Is the one who said it."""
    return signal is not None and signal.author_id == user.pk


@rules.predicate
def is_within_that_tandem(user: User, signal: ConfidedSignal | None) -> bool:
    """Is the sponsor of whose tandem it speaks, or its KAM of then or now."""
    return signal is not None and (
        user.pk in {signal.kam_id, signal.pairing.sponsor.person_id}
        or is_account_kam(user, signal.pairing.account)
    )


@rules.predicate
def is_unanswered(user: User, signal: ConfidedSignal | None) -> bool:
    """Whether no lead has answered yet."""
    return signal is not None and not signal.is_answered


@rules.predicate
def is_concerned(user: User, signal: DriftSignal | None) -> bool:
    """Is one of the two of whose running tandem a point to watch tells."""
    if signal is None or signal.pairing.status != PairingStatus.ACTIVE:
        return False
    is_its_kam = signal.kam_id == user.pk and is_account_kam(user, signal.pairing.account)
    return is_its_kam or signal.pairing.sponsor.person_id == user.pk


rules.add_perm("sponsors.handle_signal", is_concerned)
reads_as_lead = is_lead & ~is_within_that_tandem
rules.add_perm("sponsors.confide", (is_pairing_kam | is_pairing_sponsor) & is_running)
rules.add_perm("sponsors.answer_confided", reads_as_lead)
rules.add_perm(
    "sponsors.follow_confided", (is_author_in_confidence | reads_as_lead) & ~is_unanswered
)
