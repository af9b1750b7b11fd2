"""Who may do what to people, key accounts and their briefs."""

import rules

from accounts.choices import DelegationKind, TeamRole
from accounts.models import Connection, Delegation, KeyAccount, User, acts_for


@rules.predicate
def is_lead(user: User) -> bool:
    """Runs the programme."""
    return user.is_lead


@rules.predicate
def is_administrator(user: User) -> bool:
    """Keeps users, sign-in and settings."""
    return user.is_administrator


@rules.predicate
def is_executive(user: User) -> bool:
    """Belongs to general management."""
    return user.is_executive


@rules.predicate
def is_account_kam(user: User, account: KeyAccount | None) -> bool:
    """Is the account's KAM now."""
    return account is not None and account.team_now(TeamRole.KAM) == user


@rules.predicate
def is_account_sponsor(user: User, account: KeyAccount | None) -> bool:
    """Is the account's sponsor now."""
    return account is not None and account.team_now(TeamRole.SPONSOR) == user


@rules.predicate
def is_on_account_team(user: User, account: KeyAccount | None) -> bool:
    """Belongs to the account, KAM, sponsor or team member; or stands in for its KAM."""
    return account is not None and (
        any(member.person_id == user.pk for member in account.team())
        or is_deputy_of_kam(user, account)
    )


@rules.predicate
def is_deputy_of_kam(user: User, account: KeyAccount | None) -> bool:
    """Is a deputy of the account's KAM today."""
    kam = account.kam if account is not None else None
    return kam is not None and kam.pk in acts_for(user, DelegationKind.DEPUTY)


@rules.predicate
def is_assistant_of(user: User, person: User | None) -> bool:
    """Is an assistant of this executive today."""
    return person is not None and person.pk in acts_for(user, DelegationKind.ASSISTANT)


@rules.predicate
def is_giver(user: User, delegation: Delegation | None) -> bool:
    """Is the one for whom somebody acts."""
    return delegation is not None and delegation.of_id == user.pk


@rules.predicate
def is_delegate(user: User, delegation: Delegation | None) -> bool:
    """Is the one who acts."""
    return delegation is not None and delegation.to_id == user.pk


@rules.predicate
def is_self(user: User, person: User | None) -> bool:
    """Is the person in question."""
    return user == person


@rules.predicate
def is_the_one_who_knows(user: User, connection: Connection | None) -> bool:
    """Is the one of us who knows the contact."""
    return connection is not None and connection.person_id == user.pk


@rules.predicate
def manages_the_client(user: User, connection: Connection | None) -> bool:
    """Is the KAM of the contact's account now."""
    return connection is not None and is_account_kam(user, connection.contact.account)


@rules.predicate
def sponsors_the_client(user: User, connection: Connection | None) -> bool:
    """Is the sponsor of the contact's account now."""
    return connection is not None and is_account_sponsor(user, connection.contact.account)


rules.add_perm("accounts.edit_account", is_account_kam | is_lead)
rules.add_perm("accounts.add_account", is_lead)
rules.add_perm("accounts.change_team", is_account_kam | is_lead)
rules.add_perm("accounts.change_kam", is_lead)
rules.add_perm("accounts.edit_contact", is_account_kam | is_lead)
rules.add_perm(
    "accounts.confirm_level", is_the_one_who_knows | manages_the_client | sponsors_the_client
)
# Of oneself, to a contact whom one may know of; of colleagues for those who keep the account.
rules.add_perm("accounts.say_level", is_on_account_team | is_executive | is_lead)
rules.add_perm("accounts.say_level_of_others", is_account_kam | is_lead)
rules.add_perm("accounts.edit_figures", is_account_kam | is_lead)
rules.add_perm("accounts.edit_plan", is_account_kam)
rules.add_perm("accounts.endorse_plan", is_account_sponsor)
rules.add_perm("accounts.add_client_event", is_on_account_team | is_lead)
rules.add_perm("accounts.edit_brief", is_account_kam)
rules.add_perm("accounts.see_delegates", is_self | is_lead | is_assistant_of)
rules.add_perm("accounts.give_delegation", is_self | is_lead)
rules.add_perm("accounts.edit_delegation", is_giver | is_lead)
rules.add_perm("accounts.end_delegation", is_giver | is_delegate | is_lead)
rules.add_perm("accounts.enter_absence", is_self | is_assistant_of)
rules.add_perm("accounts.edit_person", is_lead | is_administrator)
rules.add_perm("accounts.invite_people", is_lead)
rules.add_perm("accounts.edit_groups", is_administrator & ~is_self)
rules.add_perm("accounts.import_files", is_lead)
rules.add_perm("accounts.run_programme", is_lead)
rules.add_perm("accounts.settle_notifications", is_administrator)
rules.add_perm("accounts.open_mailbox", is_lead)
