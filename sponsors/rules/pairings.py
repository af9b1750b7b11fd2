"""Who may do what to sponsors, pairings, their terms, their hand-overs and their rhythm."""

import rules

from accounts.models import User
from accounts.rules import is_account_kam, is_executive, is_lead
from sponsors.choices import PairingStatus, RenewalState
from sponsors.models import HandOver, Pairing, Renewal, RhythmTarget, Sponsor
from sponsors.rules.seats import is_pairing_kam, is_pairing_sponsor, is_running


@rules.predicate
def is_own_profile(user: User, sponsor: Sponsor | None) -> bool:
    """Is the sponsor of this profile."""
    return sponsor is not None and sponsor.person_id == user.pk


@rules.predicate
def waits_for_the_kam(user: User, pairing: Pairing | None) -> bool:
    """Whether the next word is the KAM's."""
    return pairing is not None and pairing.status == PairingStatus.PROPOSED


@rules.predicate
def waits_for_the_sponsor(user: User, pairing: Pairing | None) -> bool:
    """Whether the next word is the sponsor's."""
    return pairing is not None and pairing.status == PairingStatus.KAM_AGREED


@rules.predicate
def renewal_waits_for(user: User, renewal: Renewal | None) -> bool:
    """Whether another term waits for this person's word."""
    if renewal is None or renewal.state != RenewalState.OPEN:
        return False
    as_kam = renewal.kam_agreed_at is None and is_account_kam(user, renewal.pairing.account)
    is_sponsor = renewal.pairing.sponsor.person_id == user.pk
    return as_kam or (renewal.sponsor_agreed_at is None and is_sponsor)


@rules.predicate
def renewal_is_open(user: User, renewal: Renewal | None) -> bool:
    """Whether the offer still stands."""
    return renewal is not None and renewal.state == RenewalState.OPEN


@rules.predicate
def hand_over_waits_for(user: User, hand_over: HandOver | None) -> bool:
    """Is one of the two, and has not confirmed yet."""
    return hand_over is not None and hand_over.waits_for(user)


@rules.predicate
def rhythm_waits_for(user: User, target: RhythmTarget | None) -> bool:
    """Whether a rhythm that the other of the two proposed waits for this person's word."""
    return (
        target is not None
        and target.is_proposed
        and target.proposed_by_id != user.pk
        and target.pairing.is_running
        and (is_pairing_kam(user, target.pairing) or is_pairing_sponsor(user, target.pairing))
    )


@rules.predicate
def proposed_rhythm(user: User, target: RhythmTarget | None) -> bool:
    """Has proposed a rhythm that waits."""
    return target is not None and target.is_proposed and target.proposed_by_id == user.pk


rules.add_perm("sponsors.volunteer", is_executive)
rules.add_perm("sponsors.edit_sponsor", is_own_profile | is_lead)
rules.add_perm("sponsors.view_profile_answers", is_own_profile | is_lead)
rules.add_perm("sponsors.see_coverage", is_lead)
rules.add_perm("sponsors.add_sponsor", is_lead)
rules.add_perm("sponsors.propose_pairing", is_lead)
rules.add_perm("sponsors.run_matching", is_lead)
rules.add_perm(
    "sponsors.answer_pairing",
    (is_pairing_kam & waits_for_the_kam) | (is_pairing_sponsor & waits_for_the_sponsor),
)
rules.add_perm("sponsors.withdraw_pairing", is_lead)
rules.add_perm("sponsors.end_pairing", is_lead)
rules.add_perm("sponsors.see_refusal", is_lead)
rules.add_perm("sponsors.decide_conflict", is_lead)
rules.add_perm("sponsors.prepare_succession", is_lead & is_running)
rules.add_perm(
    "sponsors.offer_renewal", (is_pairing_kam | is_pairing_sponsor | is_lead) & is_running
)
rules.add_perm("sponsors.answer_renewal", renewal_waits_for)
rules.add_perm("sponsors.withdraw_renewal", is_lead & renewal_is_open)
rules.add_perm("sponsors.see_inside", (is_pairing_kam | is_pairing_sponsor | is_lead) & is_running)
rules.add_perm("sponsors.ask_inside", is_pairing_kam & is_running)
rules.add_perm("sponsors.answer_inside", is_pairing_sponsor & is_running)
rules.add_perm("sponsors.work_inside", (is_pairing_kam | is_pairing_sponsor) & is_running)
rules.add_perm("sponsors.confirm_hand_over", hand_over_waits_for)
rules.add_perm("sponsors.see_rhythm", is_own_profile | is_lead)
rules.add_perm("sponsors.propose_rhythm", (is_pairing_kam | is_pairing_sponsor) & is_running)
rules.add_perm("sponsors.say_thanks", is_pairing_kam & is_running)
rules.add_perm("sponsors.answer_rhythm", rhythm_waits_for)
rules.add_perm("sponsors.withdraw_rhythm", proposed_rhythm)
rules.add_perm("sponsors.edit_charter", is_lead)
