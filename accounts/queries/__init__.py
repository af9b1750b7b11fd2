"""Reads of the ground floor that join models."""

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Self
from uuid import UUID

from django.db import connection
from django.db.models import UUIDField

from accounts.models import KeyAccount, TeamMember, User
from accounts.models.key_account import KeyAccountQuerySet
from accounts.prepared import Given, Prepared


@dataclass(frozen=True)
class ReportingLine:
    """Who reports to whom, for questions over many people at once: one query."""

    manager_of: dict[int, int | None]

    @classmethod
    def load(cls) -> Self:
        """Read the whole reporting line."""
        return cls(dict(User.objects.values_list("pk", "manager_id")))

    def above(self, person: int) -> list[int]:
        """Return the keys of the person's manager, that manager's manager, and so on up."""
        chain: list[int] = []
        manager = self.manager_of.get(person)
        while manager is not None and manager != person and manager not in chain:
            chain.append(manager)
            manager = self.manager_of.get(manager)
        return chain

    def path_up(self, low: int, high: int) -> list[int]:
        """Return the keys from one person up to another, both included; empty if there is no such way."""
        chain = [low, *self.above(low)]
        return chain[: chain.index(high) + 1] if high in chain else []

    def knows_between(self, one: int, other: int) -> bool:
        """Whether it says how two people stand to each other: both chains lead up to one head."""
        return [one, *self.above(one)][-1] == [other, *self.above(other)][-1]

    def path_between(self, one: int, other: int) -> list[int]:
        """Return the way from the lower of two people up to the higher; empty if neither stands above."""
        return self.path_up(one, other) or self.path_up(other, one)


def heads_of_company() -> list[int]:
    """Return the keys of the active people on the top two levels: who reports to nobody, and who reports to them.

    Who reports to nobody counts as a head only where a tenth of the company stands below: a person whose
    manager is not known is none.
    """
    line = ReportingLine(dict(User.objects.active().values_list("pk", "manager_id")))
    below = Counter(head for person in line.manager_of for head in line.above(person)[-1:])
    enough = len(line.manager_of) / 10
    heads = {
        person
        for person, count in below.items()
        if line.manager_of.get(person) is None and count >= enough
    }
    return [key for key, manager in line.manager_of.items() if key in heads or manager in heads]


CHAIN_SQL = """
WITH RECURSIVE chain(id, manager_id, depth) AS (
    SELECT id, manager_id, 0 FROM accounts_user WHERE id = %s
    UNION ALL
    SELECT u.id, u.manager_id, chain.depth + 1
    FROM accounts_user u JOIN chain ON u.id = chain.manager_id
    WHERE chain.depth < 50
)
SELECT id FROM chain WHERE depth > 0 ORDER BY depth
"""


def chain_above(person: User) -> list[User]:
    """Return the person's reporting line upward, the nearest manager first: two queries at any depth."""
    with connection.cursor() as cursor:
        cursor.execute(CHAIN_SQL, [person.pk])
        ids = [row[0] for row in cursor.fetchall()]
    found = User.objects.in_bulk(ids)
    return [found[key] for key in ids]


@dataclass(frozen=True)
class Seat:
    """A person's place on an account team, as somebody else sees it."""

    membership: TeamMember
    opens: bool


def accounts_of(person: User, *, reader: User) -> list[Seat]:
    """Return the accounts on which a person works now, of those that the reader may know of; two queries."""
    memberships = list(
        TeamMember.objects.current()
        .filter(person=person, account__in=KeyAccount.objects.listed_to(reader))
        .select_related("account")
        .order_by("account__search_text", "pk")
    )
    keys = [membership.account_id for membership in memberships]
    visible = KeyAccount.objects.visible_to(reader).filter(pk__in=keys)
    open_to_reader = set(visible.values_list("pk", flat=True))
    return [Seat(row, opens=row.account_id in open_to_reader) for row in memberships]


def one_account(agenda_in: str) -> KeyAccountQuerySet:
    """Return one account with its sector, and with what is on the client's agenda where a language is named."""
    found = KeyAccount.objects.filter(public_id=Given("public_id", UUIDField()))
    found = found.select_related("sector")
    return found.with_agenda(agenda_in) if agenda_in else found


def one_of_team(agenda_in: str) -> KeyAccountQuerySet:
    """Return the same for those who belong to its team."""
    return one_account(agenda_in).of_team(Given("reader"))


WITHOUT_AGENDA = ""
LANGUAGES = (WITHOUT_AGENDA, "en", "fr")
ANY_ACCOUNT = {one: Prepared(partial(one_account, one)) for one in LANGUAGES}
ACCOUNT_OF_TEAM = {one: Prepared(partial(one_of_team, one)) for one in LANGUAGES}


def account_seen_by(
    user: User, public_id: UUID, *, sees_all: bool, agenda_in: str = WITHOUT_AGENDA
) -> KeyAccount | None:
    """Return an account with its sector: any for those who see all, else one to whose team the person belongs.

    Whoever does not belong is asked for as a deputy, which takes a statement more.
    """
    if sees_all:
        found = ANY_ACCOUNT[agenda_in](public_id=public_id)
    else:
        found = ACCOUNT_OF_TEAM[agenda_in](public_id=public_id, reader=user.pk)
        if not found:
            stood_in = KeyAccount.objects.visible_to(user).filter(public_id=public_id)
            stood_in = stood_in.select_related("sector")
            found = list(stood_in.with_agenda(agenda_in) if agenda_in else stood_in)
    return found[0] if found and user.is_active else None
