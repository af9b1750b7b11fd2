"""Two who keep the same thing at the same moment: the second hears so, beside the field."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
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
