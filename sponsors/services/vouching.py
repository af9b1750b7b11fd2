"""Who stands behind an interaction: without the word of one of the two it counts for nothing."""

from django.utils import timezone

from accounts.models import User
from accounts.services.notifications import notify
from sponsors.models import Interaction
from sponsors.services.go_ahead_marks import seats, the_two


def sign(interaction: Interaction, by: User) -> None:
    """Set whose words an interaction that is about to be saved holds, and who stands behind it."""
    interaction.debriefed_by, interaction.debriefed_at = by, timezone.now()
    vouch(interaction, by)


def vouch(interaction: Interaction, by: User) -> None:
    """Let a person stand behind an interaction that is about to be saved, where the person is one of the two."""
    if interaction.vouched_by_id is None and is_of_the_two(interaction, by):
        interaction.vouched_by = by


def is_of_the_two(interaction: Interaction, person: User) -> bool:
    """Whether a person was KAM or sponsor of the account on the interaction's day, or is now."""
    if person.pk in the_two(interaction):
        return True
    now = seats(account=interaction.account_id, day=timezone.localdate())
    return person.pk in {seat.person for seat in now}


def ask_the_kam(interaction: Interaction) -> None:
    """Ask the KAM to look at what nobody of the two stands behind yet."""
    kam, _sponsor = the_two(interaction)
    person = User.objects.active().filter(pk=kam).first()
    if person is not None:
        notify("debrief_given", subject_id=interaction.public_id, recipient=person)
