"""Two who keep the same thing at the same moment: the second hears so, beside the field."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Model


class TakenError(Exception):
    """Another record has this value already."""

    def __init__(self, field: str, value: str) -> None:
        super().__init__(f"{field}: {value}")
        self.field = field
        self.value = value


@contextmanager
def unless_taken(record: Model, *fields: str) -> Iterator[None]:
    """Save a record inside; what the database refuses because another has one of these values is a `TakenError`.

    A form has looked before, but only the database sees what somebody else keeps at the same moment.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        others = type(record)._default_manager.exclude(pk=record.pk)
        for field in fields:
            value = record.serializable_value(field)
            if value and others.filter(**{f"{field}__iexact": value}).exists():
                raise TakenError(field, value) from None
        raise


def hold(identifier: UUID) -> None:
    """Hold an identifier that a form sends along until the transaction ends; whoever sends the same one waits.

    No row is locked, so that nobody waits who sends another. SQLite has one writer at a time as it is.
    """
    if connection.vendor == "postgresql":
        number = int.from_bytes(identifier.bytes[:8], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
