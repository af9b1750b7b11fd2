"""Key accounts: the facts of each, and who belongs to its team."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.choices import TeamRole
from accounts.models import Contact, KeyAccount, TeamMember, User
from accounts.services.history import save_by
from accounts.services.meanwhile import Read, check_unchanged
from accounts.services.organisation import change_kam, join_team, leave_team
from accounts.services.taken import unless_taken

TOPICS = "topics"


@dataclass(frozen=True)
class ChangedField:
    """One fact that somebody else changed meanwhile."""

    name: str
    read: Any
    now: Any


class AccountChangedMeanwhileError(Exception):
    """Somebody else saved the account while it was being edited."""

    def __init__(
        self, account: KeyAccount, changes: list[ChangedField], by: User | None, at: datetime | None
    ) -> None:
        super().__init__(str(account))
        self.account = account
        self.changes = changes
        self.by = by
        self.at = at


class AlreadyOnTeamError(Exception):
    """The person belongs to the account team already."""

    def __init__(self, member: TeamMember) -> None:
        super().__init__(str(member))
        self.member = member


class PersonHasLeftError(Exception):
    """Who is no longer active joins no team."""

    def __init__(self, person: User) -> None:
        super().__init__(str(person))
        self.person = person


@transaction.atomic
def add_account(facts: Mapping[str, Any], *, kam: User | None, on: date, by: User) -> KeyAccount:
    """Take a key account into the programme, with its KAM where one is known.

    Raises `TakenError` where another has its number.
    """
    account = KeyAccount(**{name: fact for name, fact in facts.items() if name != TOPICS})
    with unless_taken(account, "external_id"):
        save_by(account, by)
    if facts.get(TOPICS):
        account.topics.set(facts[TOPICS])
    return change_kam(account, kam, on=on, by=by)


@transaction.atomic
def edit_account(
    account: KeyAccount, facts: Mapping[str, Any], *, version: int, by: User
) -> KeyAccount:
    """Change the facts of an account; `version` is the one that was read. The same facts again change nothing.

    Raises `AccountChangedMeanwhileError` where others saved something else since, and `TakenError`.
    """
    current = KeyAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
    changed = {name for name, value in facts.items() if fact_of(current, name) != value}
    if not changed:
        return current
    if current.version != version:
        raise changed_meanwhile(current, version, list(facts))
    own = sorted(changed - {TOPICS})
    for name in own:
        setattr(current, name, facts[name])
    current.version += 1
    with unless_taken(current, "external_id"):
        save_by(current, by, update_fields=[*own, "version"])
    if TOPICS in changed:
        current.topics.set(facts[TOPICS])
    return current


def fact_of(account: Any, name: str) -> Any:
    """Return a fact of an account, as it is or as it was once; its topics as a set."""
    if name != TOPICS:
        return getattr(account, name)
    rows = account.topics.all()
    return frozenset(rows if isinstance(account, KeyAccount) else (row.topic for row in rows))


def changed_meanwhile(
    current: KeyAccount, version: int, names: list[str]
) -> AccountChangedMeanwhileError:
    """Return the refusal with what changed since that version, by whom and when."""
    rows = current.history.order_by("-history_id").select_related("history_user")
    read = rows.filter(version=version).first()
    last = rows.filter(version=current.version).last()
    changes = [
        ChangedField(name, fact_of(read, name), fact_of(current, name))
        for name in names
        if read is not None and fact_of(read, name) != fact_of(current, name)
    ]
    return AccountChangedMeanwhileError(
        current,
        changes,
        by=last.history_user if last else None,
        at=last.history_date if last else None,
    )


@transaction.atomic
def add_team_member(account: KeyAccount, person: User, *, on: date, by: User) -> TeamMember:
    """Put a colleague on the account team from that day on.

    Raises `AlreadyOnTeamError` and `PersonHasLeftError`.
    """
    KeyAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
    known = TeamMember.objects.current().filter(account=account, person=person).first()
    if known is not None:
        raise AlreadyOnTeamError(known)
    if not person.is_active:
        raise PersonHasLeftError(person)
    return join_team(account, person, TeamRole.TEAM, on=on, by=by)


@transaction.atomic
def remove_team_member(account: KeyAccount, person: User, *, on: date, by: User) -> bool:
    """End a colleague's time on the account team; KAM and sponsor leave otherwise. Twice is once."""
    member = (
        TeamMember.objects.current()
        .select_for_update(of=("self",))
        .filter(account=account, person=person, role=TeamRole.TEAM)
        .first()
    )
    if member is not None:
        leave_team(member, on=on, by=by)
    return member is not None


@transaction.atomic
def set_contact_there(contact: Contact, *, still_there: bool, by: User) -> Contact:
    """Note that a contact has left the client, or is there again. Twice is once."""
    current = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if current.is_active != still_there:
        current.is_active = still_there
        save_by(current, by, update_fields=["is_active"])
    return current


@transaction.atomic
def keep_contact(contact: Contact, *, by: User, read: Read | None = None) -> Contact:
    """Keep a contact, new or changed.

    Raises `ChangedMeanwhileError` if it is no longer what was read, and `TakenError` where another has its number.
    """
    current = Contact.objects.select_for_update(of=("self",)).filter(pk=contact.pk).first()
    if current is not None:
        check_unchanged(current, contact, read)
    with unless_taken(contact, "external_id"):
        save_by(contact, by)
    return contact
