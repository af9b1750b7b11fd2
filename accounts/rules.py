"""Who may do what to people, key accounts and their briefs."""

import rules

from accounts.choices import TeamRole
from accounts.models import Connection, KeyAccount, User


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
def is_on_account_team(user: User, account: KeyAccount | None) -> bool:
    """Belongs to the account: KAM, sponsor or team member."""
    return account is not None and any(member.person_id == user.pk for member in account.team())


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


rules.add_perm("accounts.edit_account", is_account_kam | is_lead)
rules.add_perm("accounts.add_account", is_lead)
rules.add_perm("accounts.change_team", is_account_kam | is_lead)
rules.add_perm("accounts.change_kam", is_lead)
rules.add_perm("accounts.edit_contact", is_account_kam | is_lead)
rules.add_perm("accounts.confirm_level", is_the_one_who_knows | manages_the_client)
rules.add_perm("accounts.edit_figures", is_account_kam | is_lead)
rules.add_perm("accounts.add_client_event", is_on_account_team | is_lead)
rules.add_perm("accounts.edit_brief", is_account_kam)
rules.add_perm("accounts.edit_person", is_lead | is_administrator)
rules.add_perm("accounts.invite_people", is_lead)
rules.add_perm("accounts.edit_groups", is_administrator & ~is_self)
rules.add_perm("accounts.import_files", is_lead)
rules.add_perm("accounts.run_programme", is_lead)
rules.add_perm("accounts.settle_notifications", is_administrator)
rules.add_perm("accounts.open_mailbox", is_lead)
