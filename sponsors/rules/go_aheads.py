"""Who asks for a go-ahead, who answers, and who says that the two had talked (R7)."""

import rules
from django.utils import timezone

from accounts.models import Absence, KeyAccount, User
from accounts.rules import (
    is_account_kam,
    is_account_sponsor,
    is_assistant_of,
    is_deputy_of_kam,
)
from accounts.services.local_time import local_date
from accounts.services.working_days import working_days_after
from sponsors.choices import ANSWER_WITHIN, GoAheadMark, InteractionStatus
from sponsors.models import GoAhead, Interaction
from sponsors.rules.seats import is_one_of_the_two


@rules.predicate
def stands_in_for_the_kam(user: User, account: KeyAccount | None) -> bool:
    """Is a deputy of the account's KAM, and neither its sponsor nor an assistant of the sponsor."""
    return (
        is_deputy_of_kam(user, account)
        and not is_account_sponsor(user, account)
        and not is_assistant_of(user, account.sponsor_person if account is not None else None)
    )


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
def is_planned_by_the_sponsor(user: User, interaction: Interaction | None) -> bool:
    """Whether it lies ahead, on an account of which the person is the sponsor now."""
    return (
        interaction is not None
        and interaction.is_planned
        and is_account_sponsor(user, interaction.account)
    )


rules.add_perm("sponsors.ask_go_ahead", is_account_sponsor)
rules.add_perm("sponsors.ask_go_ahead_for", is_without & is_planned_by_the_sponsor)
rules.add_perm("sponsors.answer_go_ahead", is_asked)
rules.add_perm("sponsors.withdraw_go_ahead", is_asking)
rules.add_perm("sponsors.bring_go_ahead", is_one_of_the_two & is_not_brought)
rules.add_perm("sponsors.see_go_ahead", is_one_of_the_two)
rules.add_perm("sponsors.say_talked", is_one_of_the_two & is_without)
rules.add_perm("sponsors.settle_go_ahead", is_without & waits_for_the_kams_word)
