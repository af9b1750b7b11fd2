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
    """Note how well one of us knows a contact from that day on.

    The same level again changes nothing, unless it has faded or something new speaks for it.
    """
    Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    connection, _created = Connection.objects.get_or_create(person=person, contact=contact)
    last = connection.entries.filter(on__lte=on).newest().first()
    is_same = last is not None and last.level == level and evidence in {"", last.evidence}
    if last is not None and is_same and not last.is_faded(on):
        return last
    return connection.entries.create(level=level, on=on, evidence=evidence, said_by=by)


@transaction.atomic
def say_again(entry: ConnectionLevel, *, by: User, on: date) -> ConnectionLevel:
    """Say that a level that has faded still holds, as of that day. Twice is once. Raises `SaidAnewError`."""
    last = last_word(entry)
    if last.is_faded(on):
        return last.connection.entries.create(
            level=last.level, on=on, evidence=last.evidence, said_by=by
        )
    if last.pk != entry.pk and last.level != entry.level:
        raise SaidAnewError(last)
    return last


@transaction.atomic
def confirm_level(entry: ConnectionLevel, *, by: User) -> ConnectionLevel:
    """Confirm what another said last of a connection. Confirmed twice is confirmed once, by the first.

    Raises `SaidThemselvesError` and `SaidAnewError`.
    """
    last = last_word(entry)
    if last.pk != entry.pk:
        raise SaidAnewError(last)
    if last.said_by_id == by.pk:
        raise SaidThemselvesError(last)
    if last.confirmed_by_id is None:
        last.confirmed_by, last.confirmed_at = by, timezone.now()
        last.save(update_fields=["confirmed_by", "confirmed_at"])
    return last


def last_word(entry: ConnectionLevel) -> ConnectionLevel:
    """Return what was said last of the same two, read under a lock."""
    Contact.objects.select_for_update(of=("self",)).get(connections=entry.connection_id)
    said = ConnectionLevel.objects.filter(connection=entry.connection_id).newest()
    return said.select_related("connection")[:1].get()
