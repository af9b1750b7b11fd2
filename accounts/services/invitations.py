"""Invitations: a link by which a person chooses a password, once.

The link is signed and holds what was true when it was made: the password (none), the e-mail. Choosing a
password changes that, so the link serves once; whoever is set inactive, or gets another e-mail, loses it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User
from accounts.services.history import save_by
from accounts.services.notifications import notify

SALT = "tandem.invitation"


class PersonInactiveError(Exception):
    """Who has left is not invited."""

    def __init__(self, person: User) -> None:
        super().__init__(str(person))
        self.person = person


class AlreadyJoinedError(Exception):
    """The person signs in already."""

    def __init__(self, person: User) -> None:
        super().__init__(str(person))
        self.person = person


class InvitationSpentError(Exception):
    """The link is not ours, too old, or has served."""


def invitation_path(person: User) -> str:
    """Return the address, below the site's own, at which the person chooses a password."""
    token = signing.dumps([str(person.public_id), state_of(person)], salt=SALT)
    return reverse("accounts:invitation_open", args=[token])


def invitation_link(person: User) -> str:
    """Return the whole address at which the person chooses a password."""
    return settings.SITE_URL + invitation_path(person)


def state_of(person: User) -> str:
    """Return a digest of what must not have changed since the link was made."""
    return salted_hmac(SALT, f"{person.password}|{person.email}").hexdigest()[:32]


def person_invited_by(token: str) -> User | None:
    """Return whom the link lets in, if it still does."""
    return read(token, for_update=False)


def read(token: str, *, for_update: bool) -> User | None:
    """Return the active person of a link that is ours, young enough and has not served."""
    try:
        name, state = signing.loads(
            token, salt=SALT, max_age=timedelta(days=settings.INVITATION_DAYS)
        )
        public_id = UUID(str(name))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    people = User.objects.active().filter(public_id=public_id)
    person = (people.select_for_update() if for_update else people).first()
    if person is None or not constant_time_compare(state_of(person), str(state)):
        return None
    return person


@transaction.atomic
def accept_invitation(token: str, *, password: str) -> User:
    """Let the person in with the password chosen. Raises `InvitationSpentError`, the second time as well."""
    person = read(token, for_update=True)
    if person is None:
        raise InvitationSpentError
    person.set_password(password)
    save_by(person, person, update_fields=["password"])
    confirm_address(person)
    return person


def confirm_address(person: User) -> None:
    """Note that the person holds their address, and nobody else does: who has the link can read its mail.

    Signing in with the company's sign-in afterwards leaves the password chosen here alone.
    """
    known = EmailAddress.objects.filter(Q(user=person) | Q(email__iexact=person.email))
    known.exclude(user=person, email=person.email).delete()
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )


@transaction.atomic
def invite(person: User, *, by: User, at: datetime) -> User:
    """Invite a person by e-mail. Twice on one day is once.

    Raises `PersonInactiveError` and `AlreadyJoinedError`.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise PersonInactiveError(person)
    if person.has_joined:
        raise AlreadyJoinedError(person)
    person.invited_at = at
    save_by(person, by, update_fields=["invited_at"])
    notify(
        "invitation",
        subject_id=person.public_id,
        recipient=person,
        expires_at=at + timedelta(days=settings.INVITATION_DAYS),
    )
    return person


@transaction.atomic
def invite_many(people: Iterable[User], *, by: User, at: datetime) -> int:
    """Invite those of these people who are active and have not joined; return how many."""
    waiting = [person for person in people if person.is_active and not person.has_joined]
    for person in waiting:
        invite(person, by=by, at=at)
    return len(waiting)
