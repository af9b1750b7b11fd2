"""Who takes part in an interaction: ours, and the client's."""

from collections.abc import Iterable

from django.db.models import DateField

from accounts.choices import TeamRole
from accounts.models import Contact, TeamMember, User
from accounts.prepared import Given, Prepared
from sponsors.choices import Side
from sponsors.models import Interaction, InteractionContact, InteractionPerson

TANDEM = Prepared(
    lambda: (
        TeamMember.objects.on(Given("day", DateField()))
        .filter(account=Given("account"), role__in=[TeamRole.KAM, TeamRole.SPONSOR])
        .values_list("person")
    )
)


def usual_people(interaction: Interaction, by: User) -> set[int]:
    """Return the keys of who takes part unless somebody says otherwise: the tandem among itself, else whoever logs."""
    if interaction.side == Side.CLIENT:
        return {by.pk}
    seats = TANDEM(account=interaction.account_id, day=interaction.day)
    return {seat.person for seat in seats} or {by.pk}


def name_people(interaction: Interaction, people: Iterable[User]) -> None:
    """Make these the ones of us who take part."""
    wanted = {person.pk for person in people}
    known = set(interaction.participants.values_list("person_id", flat=True))
    interaction.participants.filter(person_id__in=known - wanted).delete()
    write_people(interaction, wanted - known)


def write_people(interaction: Interaction, people: set[int]) -> None:
    """Add those of us who take part, by their keys."""
    InteractionPerson.objects.bulk_create(
        [InteractionPerson(interaction=interaction, person_id=person) for person in sorted(people)]
    )


def name_contacts(interaction: Interaction, contacts: Iterable[Contact]) -> None:
    """Make these the contacts who take part; each keeps the level of the moment it was named."""
    wanted = {contact.pk: contact for contact in contacts}
    known = set(interaction.met.values_list("contact_id", flat=True))
    interaction.met.filter(contact_id__in=known - set(wanted)).delete()
    write_contacts(interaction, [wanted[key] for key in sorted(set(wanted) - known)])


def write_contacts(interaction: Interaction, contacts: Iterable[Contact]) -> None:
    """Add contacts who take part, each with its level of this moment."""
    InteractionContact.objects.bulk_create(
        [
            InteractionContact(interaction=interaction, contact=contact, level=contact.level)
            for contact in contacts
        ]
    )
