"""Changes of the organisation: who reports to whom, and who manages which account.

Each takes the one organisation lock first, and tells the upper floors in the same transaction
(`settings.ORGANISATION_WATCHERS`), so that a pairing is flagged if and only if it is in conflict.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from accounts.choices import TeamRole
from accounts.models import KeyAccount, OrganisationLock, TeamMember, User
from accounts.queries import ReportingLine
from accounts.services.history import save_by


class ReportingCycleError(Exception):
    """The manager would report to the person, directly or not."""

    def __init__(self, chain: list[User]) -> None:
        super().__init__(" → ".join(str(person) for person in chain))
        self.chain = chain


class InactiveKamError(Exception):
    """A person who has left cannot take an account over."""

    def __init__(self, person: User) -> None:
        super().__init__(str(person))
        self.person = person


@dataclass(frozen=True)
class ForeseenConflict:
    """What a change would break: the tandem, and the reporting line that would stand against it, the lowest first."""

    what: str
    path: tuple[str, ...]


@transaction.atomic
def set_manager(person: User, manager: User | None, *, by: User | None) -> User:
    """Let a person report to a manager, or to nobody. Setting the same manager again changes nothing.

    Raises `ReportingCycleError` with the chain from the manager up to the person (R8).
    """
    OrganisationLock.take()
    if manager is not None:
        line = ReportingLine.load()
        chain = line.path_up(manager.pk, person.pk)
        if chain:
            raise ReportingCycleError(people_in_order(chain))
    current = User.objects.select_for_update().get(pk=person.pk)
    if current.manager_id != (manager.pk if manager else None):
        current.manager = manager
        save_by(current, by, update_fields=["manager"])
        organisation_changed()
    person.manager = manager
    return current


@transaction.atomic
def change_kam(
    account: KeyAccount, person: User | None, *, on: date, by: User | None
) -> KeyAccount:
    """Hand an account over to another KAM from that day on. The same KAM again changes nothing.

    Raises `InactiveKamError`.
    """
    OrganisationLock.take()
    current = TeamMember.objects.current().filter(account=account, role=TeamRole.KAM).first()
    if (current.person_id if current else None) == (person.pk if person else None):
        return account
    if person is not None and not person.is_active:
        raise InactiveKamError(person)
    if current is not None:
        leave_team(current, on=on, by=by)
    if person is not None:
        join_team(account, person, TeamRole.KAM, on=on, by=by)
    account.__dict__.pop("current_team", None)
    organisation_changed()
    return account


def join_team(
    account: KeyAccount, person: User, role: TeamRole, *, on: date, by: User | None
) -> TeamMember:
    """Put a person on the account team; who is there already stays."""
    member = TeamMember.objects.current().filter(account=account, person=person, role=role).first()
    if member is None:
        member = TeamMember(account=account, person=person, role=role, from_day=on)
        save_by(member, by)
    return member


def leave_team(member: TeamMember, *, on: date, by: User | None) -> TeamMember:
    """End a person's time in a role the day before; who came that very day leaves the same day."""
    member.to_day = max(member.from_day, on - timedelta(days=1))
    save_by(member, by, update_fields=["to_day"])
    return member


def organisation_changed() -> None:
    """Let the upper floors look again at what depends on the organisation."""
    for path in settings.ORGANISATION_WATCHERS:
        import_string(path)()


def foreseen_conflicts(
    *,
    managers: Mapping[int, int | None] | None = None,
    kams: Mapping[int, int | None] | None = None,
) -> list[ForeseenConflict]:
    """Return what these managers (by person) and KAMs (by account) would break, before anything is saved."""
    foresee = import_string(settings.ORGANISATION_FORESIGHT)
    found: list[ForeseenConflict] = foresee(managers=managers or {}, kams=kams or {})
    return found


def people_in_order(ids: list[int]) -> list[User]:
    """Return the people of these keys, in this order."""
    found = User.objects.in_bulk(ids)
    return [found[key] for key in ids]
