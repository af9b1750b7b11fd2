"""Who may do what to account reviews, seasons and laureates."""

import rules

from accounts.models import KeyAccount, User
from accounts.rules import is_account_kam, is_lead, is_on_account_team
from reviews.models import AccountReview, Decision


@rules.predicate
def is_on_review_team(user: User, review: AccountReview | None) -> bool:
    """Belongs to the account under review."""
    return review is not None and is_on_account_team(user, review.interaction.account)


@rules.predicate
def owns_decision(user: User, decision: Decision | None) -> bool:
    """Is the one who is to carry the decision out."""
    return decision is not None and decision.owner_id == user.pk


@rules.predicate
def is_on_team_of(user: User, account: KeyAccount | None) -> bool:
    """Belongs to the account."""
    return account is not None and is_on_account_team(user, account)


@rules.predicate
def manages(user: User, account: KeyAccount | None) -> bool:
    """Is the account's KAM."""
    return account is not None and is_account_kam(user, account)


rules.add_perm("reviews.plan_review", manages | is_on_team_of)
rules.add_perm("reviews.edit_review", is_on_review_team)
rules.add_perm("reviews.finish_decision", owns_decision | is_lead)
rules.add_perm("reviews.run_season", is_lead)
rules.add_perm("reviews.see_ranking", is_lead)
rules.add_perm("reviews.name_laureates", is_lead)
