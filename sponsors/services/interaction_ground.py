"""What every step of an interaction stands on: its pairing, its lock, its reminders."""

from collections.abc import Iterable
from datetime import date

from django.db.models import DateField

from accounts.models import Contact, KeyAccount, User
from accounts.prepared import Given, Prepared
from accounts.services.notifications import cancel
from sponsors.choices import (
    TANDEM_KINDS,
    InteractionKind,
    Side,
)
from sponsors.models import Interaction, Pairing
from sponsors.services.go_ahead_marks import Change, change_of

REMINDERS = ("meeting_ahead", "debrief_missing")
STARTED = Prepared(
    lambda: Pairing.objects.filter(
        account=Given("account"), started_on__lte=Given("day", DateField())
    ).order_by("-started_on")
)


def side_of(kind: InteractionKind | str) -> Side:
    """Return between whom an interaction of this kind takes place."""
    return Side.TANDEM if kind in TANDEM_KINDS else Side.CLIENT


def same_action(
    interaction: Interaction, *, by: User, contacts: Iterable[Contact] | None = None
) -> Change:
    """Return a change that leaves people and subject as they are kept, and perhaps the contacts."""
    kept = interaction.met.values_list("contact", flat=True)
    return change_of(
        interaction,
        by=by,
        people=interaction.participants.values_list("person", flat=True),
        contacts=kept if contacts is None else [one.pk for one in contacts],
        subject=interaction.subject,
    )


def pairing_on(account: KeyAccount, day: date) -> Pairing | None:
    """Return the pairing that was active on that day; of a day ahead, the one that runs now."""
    started = STARTED(account=account.pk, day=day)
    return next((pairing for pairing in started if pairing.ran_on(day)), None)


def forget_reminders(interaction: Interaction) -> None:
    """Take back what was announced about it."""
    for kind in REMINDERS:
        cancel(kind, subject_id=interaction.public_id)


def locked(interaction: Interaction) -> Interaction:
    """Read the interaction again under a row lock."""
    return (
        Interaction.objects.select_for_update(of=("self",))
        .select_related("account")
        .get(pk=interaction.pk)
    )
