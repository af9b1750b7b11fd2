"""Client events: noted by whoever of the account team hears of them, corrected with their history kept."""

from datetime import date

from django.db import transaction

from accounts.models import ClientEvent, User
from accounts.services.history import save_by
from accounts.services.meanwhile import Read, check_unchanged


@transaction.atomic
def add_client_event(event: ClientEvent, *, on: date, by: User) -> ClientEvent:
    """Note what happened at the client, with the day on which it was entered and by whom."""
    event.entered_by, event.entered_on = by, on
    if event.is_outside:
        event.known_on = on
    save_by(event, by)
    return event


@transaction.atomic
def change_client_event(event: ClientEvent, *, by: User, read: Read | None = None) -> ClientEvent:
    """Correct what was noted; who entered it, and when, stays.

    Raises `ChangedMeanwhileError` if it is no longer what was read.
    """
    current = ClientEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    check_unchanged(current, event, read)
    event.entered_by_id, event.entered_on = current.entered_by_id, current.entered_on
    save_by(event, by)
    return event


@transaction.atomic
def note_public(event: ClientEvent, *, on: date, by: User) -> ClientEvent:
    """Note that everybody knows of it from that day on. What is public already stays as it was."""
    current = ClientEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if current.public_on is None and not current.is_outside:
        current.public_on = max(on, current.known_on)
        save_by(current, by, update_fields=["public_on"])
    return current
