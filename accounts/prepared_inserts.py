"""Writes whose SQL is put together once: a few new records of one kind, as an interaction and the row of its history.

What `accounts/prepared.py` says of reads holds here too: PostgreSQL keeps the plan for a connection.
"""

from collections.abc import Sequence
from functools import cache
from itertools import count
from typing import Any

from django.db import connection
from django.db.models import AutoField, Model

from accounts.prepared import keep, keeps_plans

# For as many records a statement is kept; of more, putting it together is the least part.
FEW = 8


class PreparedInsert:
    """The INSERT of so many records of one kind, and how what the database adds to them is read."""

    def __init__(self, model: type[Model], number: int) -> None:
        meta: Any = model._meta
        self.fields = [
            field
            for field in meta.local_concrete_fields
            if not (field.generated or isinstance(field, AutoField))
        ]
        self.added = meta.db_returning_fields
        self.number, self.table = number, meta.db_table
        columns = [field.get_col(meta.db_table) for field in self.added]
        self.steps = [
            [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
            for column in columns
        ]
        self.name = f"insert_{number}_{meta.db_table}"
        places = number * len(self.fields)
        self.plain = self.sql(iter(["%s"] * places))
        self.execute = f"EXECUTE {self.name} ({', '.join(['%s'] * places)})"

    def sql(self, places: Any) -> str:
        """Return the statement with these places for its values."""
        quote = connection.ops.quote_name
        rows = ", ".join(
            f"({', '.join(next(places) for _field in self.fields)})" for _row in range(self.number)
        )
        columns, added = (
            ", ".join(quote(field.column) for field in fields)
            for fields in (self.fields, self.added)
        )
        return f"INSERT INTO {quote(self.table)} ({columns}) VALUES {rows} RETURNING {added}"  # noqa: S608 - names of the models' own

    def values(self, records: Sequence[Any]) -> list[Any]:
        """Return what the columns hold, record by record, as the database takes it."""
        return [
            field.get_db_prep_save(field.pre_save(record, True), connection)  # noqa: FBT003 - Django names it "add" or "add_"
            for record in records
            for field in self.fields
        ]

    def write(self, records: Sequence[Any], values: list[Any]) -> None:
        """Write the records; give them what the database has added, their keys first of all."""
        with connection.cursor() as cursor:
            if keeps_plans():
                keep(self.name, lambda: (self.sql(f"${number}" for number in count(1)), []))
                cursor.execute(self.execute, values)
            else:
                cursor.execute(self.plain, values)
            rows = cursor.fetchall()
        for record, row in zip(records, rows, strict=True):
            for field, steps, held in zip(self.added, self.steps, row, strict=True):
                value = held
                for step in steps:
                    value = step(value, field, connection)
                setattr(record, field.attname, value)
            record._state.adding, record._state.db = False, connection.alias


@cache
def insert_of(model: type[Model], number: int, _vendor: str) -> PreparedInsert | None:
    """Return the INSERT of so many records of a kind, kept for each database, or None where Django alone can put it together."""
    meta = model._meta
    is_plain = not meta.parents and not any(
        hasattr(field, "get_placeholder") for field in meta.local_concrete_fields
    )
    can_return = connection.features.can_return_rows_from_bulk_insert
    return PreparedInsert(model, number) if is_plain and can_return else None


def insert_all(records: Sequence[Any], *, batch_size: int) -> None:
    """Create records of one kind that have no key yet, as `bulk_create` does."""
    model: Any = type(records[0])
    few = len(records) <= FEW and all(record.pk is None for record in records)
    insert = insert_of(model, len(records), connection.vendor) if few else None
    if insert is not None:
        for record in records:
            record._prepare_related_fields_for_save(operation_name="bulk_create")  # noqa: SLF001 - as bulk_create does
        values = insert.values(records)
        # What only the database can tell, as a default of its own, is Django's to write.
        if not any(hasattr(value, "as_sql") for value in values):
            insert.write(records, values)
            return
    model._default_manager.bulk_create(records, batch_size=batch_size)
