"""Who takes part in an interaction: ours, and the client's."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from accounts.models import Contact, User
from accounts.services.history import create_all_by, remove_by
from sponsors.choices import Side
from sponsors.models import Interaction, InteractionContact, InteractionPerson
from sponsors.services.go_ahead_marks import the_two


def usual_people(interaction: Interaction, by: User) -> set[int]:
    """Return the keys of who takes part unless somebody says otherwise: the tandem among itself, else whoever logs."""
    if interaction.side == Side.CLIENT:
        return {by.pk}
    return {key for key in the_two(interaction) if key} or {by.pk}


def name_participants(
    interaction: Interaction,
    *,
    people: Iterable[User] | None = None,
    contacts: Iterable[Contact] | None = None,
    by: User,
) -> None:
    """Make these the ones who take part, of us and of the client; the history keeps who came and who went.

    None leaves a side as it is. A contact keeps the level of the moment it was named.
    """
    at = timezone.now()
    if people is not None:
        wanted = {person.pk for person in people}
        known = {row.person_id: row for row in interaction.participants.all()}
        for key in sorted(known.keys() - wanted):
            remove_by(known[key], by, at=at)
        write_people(interaction, wanted - known.keys(), by=by, at=at)
    if contacts is not None:
        named = {contact.pk: contact for contact in contacts}
        met = {row.contact_id: row for row in interaction.met.all()}
        for key in sorted(met.keys() - named.keys()):
            remove_by(met[key], by, at=at)
        write_contacts(
            interaction, [named[key] for key in sorted(named.keys() - met.keys())], by=by, at=at
        )


def write_people(interaction: Interaction, people: set[int], *, by: User, at: datetime) -> None:
    """Add those of us who take part, by their keys."""
    rows = [InteractionPerson(interaction=interaction, person_id=key) for key in sorted(people)]
    create_all_by(rows, by, at=at)


def write_contacts(
    interaction: Interaction, contacts: Iterable[Contact], *, by: User, at: datetime
) -> None:
    """Add contacts who take part, each with its level of this moment."""
    rows = [
        InteractionContact(interaction=interaction, contact=contact, level=contact.level)
        for contact in contacts
    ]
    create_all_by(rows, by, at=at)
