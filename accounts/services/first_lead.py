"""The first programme lead: somebody must be there to let the others in."""

from dataclasses import dataclass

from django.db import transaction

from accounts.choices import ADMINISTRATORS, PROGRAMME_LEADS
from accounts.models import OrganisationLock, User
from accounts.models.base import fold
from accounts.services.invitations import PersonInactiveError
from accounts.services.people import add_person, set_groups


@dataclass(frozen=True)
class FirstLead:
    """Who runs the programme from now on, and what was done for it."""

    person: User
    is_new: bool
    became_administrator: bool


@transaction.atomic
def make_first_lead(email: str, *, name: str = "") -> FirstLead:
    """Make the person of this e-mail a programme lead, and administrator as well if there is none yet. Twice is once.

    Raises `PersonInactiveError`.
    """
    OrganisationLock.take()
    person = User.objects.filter(email=email.strip().lower()).first()
    is_new = person is None
    if person is None:
        first_name, last_name = split_name(name or name_from(email))
        facts = {"email": email.strip().lower(), "first_name": first_name, "last_name": last_name}
        person = add_person(facts, manager=None, by=None)
    if not person.is_active:
        raise PersonInactiveError(person)
    becomes_administrator = not User.objects.administrators().exists()
    groups = set(person.groups.values_list("name", flat=True)) | {PROGRAMME_LEADS}
    set_groups(person, groups | ({ADMINISTRATORS} if becomes_administrator else set()), by=None)
    return FirstLead(person, is_new=is_new, became_administrator=becomes_administrator)


def split_name(name: str) -> tuple[str, str]:
    """Return first and last name: "Anna van den Berg" gives "Anna" and "van den Berg"."""
    first, _space, last = name.strip().partition(" ")
    return first, last.strip()


def name_from(email: str) -> str:
    """Return what an e-mail tells of a name: "anna.berg@firm.example" gives "Anna Berg"."""
    local = fold(email).partition("@")[0]
    words = local.replace(".", " ").replace("_", " ").split()
    return " ".join(word.capitalize() for word in words)
