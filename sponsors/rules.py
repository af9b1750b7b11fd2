"""Who may do what to sponsors, pairings and interactions."""

import rules
from django.utils import timezone

from accounts.choices import DelegationKind, TeamRole
from accounts.models import Absence, KeyAccount, User, acts_for
from accounts.rules import (
    is_account_kam,
    is_assistant_of,
    is_deputy_of_kam,
    is_executive,
    is_lead,
    is_on_account_team,
)
from accounts.services.local_time import local_date
from accounts.services.working_days import working_days_after
from sponsors.choices import (
    ANSWER_WITHIN,
    GoAheadMark,
    InteractionKind,
    InteractionStatus,
    PairingStatus,
    RenewalState,
)
from sponsors.models import (
    ConfidedSignal,
    Dispute,
    DriftSignal,
    GoAhead,
    HandOver,
    Interaction,
    NextStep,
    Pairing,
    Renewal,
    RhythmTarget,
    Sponsor,
    Tension,
)


@rules.predicate
def is_own_profile(user: User, sponsor: Sponsor | None) -> bool:
    """Is the sponsor of this profile."""
    return sponsor is not None and sponsor.person_id == user.pk


@rules.predicate
def is_pairing_kam(user: User, pairing: Pairing | None) -> bool:
    """Is the KAM of the pairing's account now."""
    return pairing is not None and is_account_kam(user, pairing.account)


@rules.predicate
def is_pairing_sponsor(user: User, pairing: Pairing | None) -> bool:
    """Is the sponsor of the pairing."""
    return pairing is not None and pairing.sponsor.person_id == user.pk


@rules.predicate
def waits_for_the_kam(user: User, pairing: Pairing | None) -> bool:
    """Whether the next word is the KAM's."""
    return pairing is not None and pairing.status == PairingStatus.PROPOSED


@rules.predicate
def waits_for_the_sponsor(user: User, pairing: Pairing | None) -> bool:
    """Whether the next word is the sponsor's."""
    return pairing is not None and pairing.status == PairingStatus.KAM_AGREED


@rules.predicate
def took_part(user: User, interaction: Interaction | None) -> bool:
    """Was there, or logged it."""
    return interaction is not None and (
        interaction.logged_by_id == user.pk or interaction.participants.filter(person=user).exists()
    )


@rules.predicate
def assists_in(user: User, interaction: Interaction | None) -> bool:
    """Assists an executive who takes part; coaching stays between the two."""
    if interaction is None or interaction.kind == InteractionKind.COACHING:
        return False
    executives = acts_for(user, DelegationKind.ASSISTANT)
    return bool(executives) and interaction.participants.filter(person__in=executives).exists()


@rules.predicate
def assists_on(user: User, account: KeyAccount | None) -> bool:
    """Assists an executive who belongs to the account."""
    executives = acts_for(user, DelegationKind.ASSISTANT)
    return account is not None and any(one.person_id in executives for one in account.team())


@rules.predicate
def is_on_the_team(user: User, interaction: Interaction | None) -> bool:
    """Belongs to the account of the interaction."""
    return interaction is not None and is_on_account_team(user, interaction.account)


@rules.predicate
def owns_step(user: User, step: NextStep | None) -> bool:
    """Is the one who promised it."""
    return step is not None and step.owner_id == user.pk


@rules.predicate
def may_log_on(user: User, account: KeyAccount | None) -> bool:
    """Belongs to the account and so may log on it."""
    return account is not None and is_on_account_team(user, account)


@rules.predicate
def is_running(user: User, pairing: Pairing | None) -> bool:
    """Whether the pairing is active."""
    return pairing is not None and pairing.status == PairingStatus.ACTIVE


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
def is_account_sponsor(user: User, account: KeyAccount | None) -> bool:
    """Is the account's sponsor now."""
    return account is not None and account.team_now(TeamRole.SPONSOR) == user


@rules.predicate
def is_one_of_the_two(user: User, thing: GoAhead | Interaction | None) -> bool:
    """Is the KAM or the sponsor of its account now."""
    account = thing.account if thing is not None else None
    return is_account_kam(user, account) or is_account_sponsor(user, account)


@rules.predicate
def stands_in_for_the_kam(user: User, account: KeyAccount | None) -> bool:
    """Is a deputy of the account's KAM, and neither its sponsor nor an assistant of the sponsor."""
    return (
        is_deputy_of_kam(user, account)
        and not is_account_sponsor(user, account)
        and not is_assistant_of(user, account.sponsor_person if account is not None else None)
    )


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


@rules.predicate
def is_asked(user: User, go_ahead: GoAhead | None) -> bool:
    """Is the KAM whose word a request waits for; or a deputy, where the KAM is silent or away."""
    if go_ahead is None or not go_ahead.is_open:
        return False
    if is_account_kam(user, go_ahead.account):
        return True
    return stands_in_for_the_kam(user, go_ahead.account) and is_for_the_deputy(go_ahead)


def is_for_the_deputy(go_ahead: GoAhead) -> bool:
    """Whether the KAM has been silent for two working days, as the KAM's country counts them, or is away."""
    kam, today = go_ahead.account.kam, timezone.localdate()
    if kam is None:
        return False
    asked = local_date(go_ahead.asked_at, kam)
    is_silent = working_days_after(asked, ANSWER_WITHIN, kam.country) <= today
    return is_silent or Absence.objects.on(today).filter(person=kam).exists()


@rules.predicate
def is_asking(user: User, go_ahead: GoAhead | None) -> bool:
    """Is the sponsor of a request that waits."""
    return go_ahead is not None and go_ahead.is_open and is_account_sponsor(user, go_ahead.account)


@rules.predicate
def is_not_brought(user: User, go_ahead: GoAhead | None) -> bool:
    """Whether no lead reads it yet."""
    return go_ahead is not None and go_ahead.brought_at is None


@rules.predicate
def is_without(user: User, interaction: Interaction | None) -> bool:
    """Whether the two have not talked of it."""
    return interaction is not None and interaction.go_ahead == GoAheadMark.WITHOUT


@rules.predicate
def waits_for_the_kams_word(user: User, interaction: Interaction | None) -> bool:
    """Whether it was held, on an account of which the person is the KAM now."""
    return (
        interaction is not None
        and interaction.status == InteractionStatus.HELD
        and is_account_kam(user, interaction.account)
    )


@rules.predicate
def is_told_by_another(user: User, interaction: Interaction | None) -> bool:
    """Whether it was held, and somebody else said how it went."""
    return (
        interaction is not None
        and interaction.status == InteractionStatus.HELD
        and interaction.debriefed_by_id != user.pk
    )


@rules.predicate
def is_not_disputed(user: User, interaction: Interaction | None) -> bool:
    """Whether nobody disputes it."""
    return interaction is not None and not interaction.is_disputed


@rules.predicate
def told_it(user: User, interaction: Interaction | None) -> bool:
    """Is the one who said how it went."""
    return interaction is not None and interaction.debriefed_by_id == user.pk


@rules.predicate
def is_party(user: User, dispute: Dispute | None) -> bool:
    """Is one of the two, or told what is disputed, while the dispute is open."""
    return (
        dispute is not None
        and dispute.is_open
        and (is_one_of_the_two | told_it)(user, dispute.interaction)
    )


@rules.predicate
def has_a_text(user: User, dispute: Dispute | None) -> bool:
    """Whether there is a debrief for others than the two to read."""
    return dispute is not None and not dispute.interaction.is_between_us


@rules.predicate
def is_with_the_client(user: User, interaction: Interaction | None) -> bool:
    """Whether it took place with the client."""
    return interaction is not None and not interaction.is_between_us


@rules.predicate
def disputes_it(user: User, dispute: Dispute | None) -> bool:
    """Is the one who disputes it."""
    return dispute is not None and dispute.is_open and dispute.opened_by_id == user.pk


@rules.predicate
def proposed_the_text(user: User, dispute: Dispute | None) -> bool:
    """Is the one whose text lies on the table, or none does."""
    return dispute is not None and dispute.proposed_by_id in {None, user.pk}


@rules.predicate
def is_brought(user: User, dispute: Dispute | None) -> bool:
    """Whether one of the two has brought it to the leads, and it is open."""
    return dispute is not None and dispute.is_open and dispute.brought_at is not None


@rules.predicate
def is_planned_by_the_sponsor(user: User, interaction: Interaction | None) -> bool:
    """Whether it lies ahead, on an account of which the person is the sponsor now."""
    return (
        interaction is not None
        and interaction.is_planned
        and is_account_sponsor(user, interaction.account)
    )


@rules.predicate
def has_sponsor(user: User, account: KeyAccount | None) -> bool:
    """Whether somebody sponsors the account now."""
    return account is not None and account.sponsor_person is not None


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


@rules.predicate
def manages_promise(user: User, step: NextStep | None) -> bool:
    """Is the KAM of the account on which it was promised."""
    return step is not None and is_account_kam(user, step.interaction.account)


rules.add_perm("sponsors.handle_signal", is_concerned)
rules.add_perm("sponsors.agree_to_promise", manages_promise)
reads_as_lead = is_lead & ~is_within_that_tandem
rules.add_perm("sponsors.confide", (is_pairing_kam | is_pairing_sponsor) & is_running)
rules.add_perm("sponsors.answer_confided", reads_as_lead)
rules.add_perm(
    "sponsors.follow_confided", (is_author_in_confidence | reads_as_lead) & ~is_unanswered
)
rules.add_perm("sponsors.ask_go_ahead", is_account_sponsor)
rules.add_perm("sponsors.ask_go_ahead_for", is_without & is_planned_by_the_sponsor)
rules.add_perm("sponsors.answer_go_ahead", is_asked)
rules.add_perm("sponsors.withdraw_go_ahead", is_asking)
rules.add_perm("sponsors.bring_go_ahead", is_one_of_the_two & is_not_brought)
rules.add_perm("sponsors.see_go_ahead", is_one_of_the_two)
rules.add_perm("sponsors.say_talked", is_one_of_the_two & is_without)
rules.add_perm("sponsors.settle_go_ahead", is_without & waits_for_the_kams_word)
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
rules.add_perm("sponsors.log_interaction", may_log_on | assists_on)
rules.add_perm("sponsors.report_meeting", is_executive | may_log_on)
rules.add_perm("sponsors.edit_interaction", took_part | is_on_the_team | assists_in)
rules.add_perm("sponsors.confirm_debrief", is_one_of_the_two & is_told_by_another & is_not_disputed)
rules.add_perm("sponsors.comment_debrief", is_one_of_the_two & is_with_the_client)
rules.add_perm("sponsors.dispute_debrief", is_one_of_the_two & is_told_by_another & is_not_disputed)
rules.add_perm("sponsors.propose_text", is_party & has_a_text)
rules.add_perm("sponsors.agree_on_text", is_party & ~proposed_the_text)
rules.add_perm("sponsors.withdraw_dispute", disputes_it)
rules.add_perm("sponsors.bring_dispute", is_party & ~is_brought)
rules.add_perm("sponsors.decide_dispute", is_lead & is_brought & ~is_party)
rules.add_perm("sponsors.finish_step", owns_step)
rules.add_perm("sponsors.open_tension", may_log_on)
rules.add_perm("sponsors.open_private_tension", (is_account_kam | is_account_sponsor) & has_sponsor)
rules.add_perm("sponsors.take_in_tension", cares_for_tension & sponsors_tension)
rules.add_perm("sponsors.carry_tension", cares_for_tension & ~reads_along)
