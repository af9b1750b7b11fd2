"""Who of us knows which contact, and how well: said by one, confirmed by another, never overwritten."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Connection, ConnectionLevel, Contact, User


class LevelRefusedError(Exception):
    """The entry cannot be confirmed."""

    def __init__(self, entry: ConnectionLevel) -> None:
        super().__init__(str(entry))
        self.entry = entry


class SaidThemselvesError(LevelRefusedError):
    """Who said how well two people know each other does not confirm it."""


class SaidAnewError(LevelRefusedError):
    """Something newer was said of the two meanwhile: `entry` is the newer one."""


@transaction.atomic
def say_level(
    person: User, contact: Contact, level: int, *, by: User, on: date, evidence: str = ""
) -> ConnectionLevel:
    """Note how well one of us knows a contact from that day on. The same level again changes nothing."""
    Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    connection, _created = Connection.objects.get_or_create(person=person, contact=contact)
    last = connection.entries.newest().first()
    if last is not None and last.level == level:
        return last
    return connection.entries.create(level=level, on=on, evidence=evidence, said_by=by)


@transaction.atomic
def confirm_level(entry: ConnectionLevel, *, by: User) -> ConnectionLevel:
    """Confirm what another said last of a connection. Confirmed twice is confirmed once, by the first.

    Raises `SaidThemselvesError` and `SaidAnewError`.
    """
    Contact.objects.select_for_update(of=("self",)).get(connections=entry.connection_id)
    last = ConnectionLevel.objects.filter(connection=entry.connection_id).newest()[:1].get()
    if last.pk != entry.pk:
        raise SaidAnewError(last)
    if last.said_by_id == by.pk:
        raise SaidThemselvesError(last)
    if last.confirmed_by_id is None:
        last.confirmed_by, last.confirmed_at = by, timezone.now()
        last.save(update_fields=["confirmed_by", "confirmed_at"])
    return last
