"""Who may do what to interactions, what was promised in them, and what is disputed."""

import rules

from accounts.choices import DelegationKind
from accounts.models import User, acts_for
from accounts.rules import is_account_kam, is_executive, is_lead, is_on_account_team
from sponsors.choices import InteractionKind, InteractionStatus
from sponsors.models import Dispute, Interaction, NextStep
from sponsors.rules.seats import assists_on, is_one_of_the_two, may_log_on


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
def is_on_the_team(user: User, interaction: Interaction | None) -> bool:
    """Belongs to the account of the interaction."""
    return interaction is not None and is_on_account_team(user, interaction.account)


@rules.predicate
def owns_step(user: User, step: NextStep | None) -> bool:
    """Is the one who promised it."""
    return step is not None and step.owner_id == user.pk


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
def manages_promise(user: User, step: NextStep | None) -> bool:
    """Is the KAM of the account on which it was promised."""
    return step is not None and is_account_kam(user, step.interaction.account)


rules.add_perm("sponsors.agree_to_promise", manages_promise)
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
