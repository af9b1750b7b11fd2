"""People: who they are, where they stand, and what they may do for the programme."""

from collections.abc import Container, Iterable, Mapping
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction

from accounts.choices import ADMINISTRATORS
from accounts.models import OrganisationLock, User
from accounts.services.history import save_by
from accounts.services.meanwhile import Read, check_unchanged
from accounts.services.organisation import organisation_changed, set_manager
from accounts.services.taken import unless_taken

# What no two people share.
OWN_ALONE = ("email", "employee_id")


class LastAdministratorError(Exception):
    """Somebody must keep users and sign-in; this is the last who does."""

    def __init__(self, person: User) -> None:
        super().__init__(str(person))
        self.person = person


@transaction.atomic
def add_person(facts: Mapping[str, Any], *, manager: User | None, by: User | None) -> User:
    """Make a person whom the programme knows; they cannot sign in before they are invited.

    Raises `TakenError` where another has the e-mail or the number.
    """
    OrganisationLock.take()
    person = User(**facts, manager=manager)
    person.set_unusable_password()
    with unless_taken(person, *OWN_ALONE):
        save_by(person, by)
    return person


@transaction.atomic
def edit_person(
    person: User,
    facts: Mapping[str, Any],
    *,
    manager: User | None,
    by: User | None,
    read: Read | None = None,
) -> User:
    """Change what is known of a person, and their manager. The same facts again change nothing.

    Raises `ReportingCycleError`, `LastAdministratorError`, `TakenError`, and `ChangedMeanwhileError` if the facts are no longer
    those that were read; then nothing is changed.
    """
    OrganisationLock.take()
    current = User.objects.select_for_update().get(pk=person.pk)
    check_unchanged(current, person, read)
    changed = {name for name, value in facts.items() if getattr(current, name) != value}
    if "is_active" in changed and not facts["is_active"]:
        keep_an_administrator(current)
    for name in changed:
        setattr(current, name, facts[name])
    if changed:
        with unless_taken(current, *OWN_ALONE):
            save_by(current, by, update_fields=sorted(changed))
    if "email" in changed:
        EmailAddress.objects.filter(user=current).exclude(email=current.email).delete()
    set_manager(current, manager, by=by)
    if changed & {"is_active", "is_executive"}:
        organisation_changed()
    return current


@transaction.atomic
def set_executives(people: Iterable[User], chosen: Container[UUID], *, by: User | None) -> int:
    """Let those of the people whose identifier is chosen be general management, and the others not; return how many changed."""
    OrganisationLock.take()
    keys = [person.pk for person in people]
    changed = 0
    for person in User.objects.active().select_for_update(of=("self",)).filter(pk__in=keys):
        belongs = person.public_id in chosen
        if person.is_executive != belongs:
            person.is_executive = belongs
            save_by(person, by, update_fields=["is_executive"])
            changed += 1
    if changed:
        organisation_changed()
    return changed


@transaction.atomic
def set_groups(person: User, names: Iterable[str], *, by: User | None) -> User:
    """Give a person these groups and no others. The same groups again change nothing.

    Raises `LastAdministratorError`.
    """
    OrganisationLock.take()
    wanted = set(names)
    held = set(person.groups.values_list("name", flat=True))
    if ADMINISTRATORS in held - wanted:
        keep_an_administrator(person)
    if wanted != held:
        person._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001 - simple-history's documented way to name the author
        person.groups.set([Group.objects.get_or_create(name=name)[0] for name in wanted])
        person.__dict__.pop("group_names", None)
    return person


def keep_an_administrator(person: User) -> None:
    """Refuse to lose the last active administrator."""
    administrators = User.objects.administrators()
    if person.groups.filter(name=ADMINISTRATORS).exists() and not (
        administrators.exclude(pk=person.pk).exists()
    ):
        raise LastAdministratorError(person)
