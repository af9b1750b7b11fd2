"""Saving with the author named in the history."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from simple_history.utils import bulk_update_with_history, get_history_manager_for_model

from accounts.prepared_inserts import insert_all

AT_ONCE = 500


def create_all_by(
    records: Sequence[Any], by: Any, *, at: datetime | None = None, because: str = ""
) -> None:
    """Create records of one kind and their history: two statements for any number of them.

    `at` is the moment that the history names, where it is to be the same as that of something else.
    """
    if records:
        kind: Any = type(records[0])
        with transaction.atomic(savepoint=False):
            insert_all(records, batch_size=AT_ONCE)
            rows = history_rows(kind, records, by, at=at or timezone.now(), because=because)
            insert_all(rows, batch_size=AT_ONCE)


def history_rows(
    kind: type[Model], records: Sequence[Any], by: Any, *, at: datetime, because: str
) -> list[Any]:
    """Return the first row of each record's history, as simple-history makes it of many at once."""
    history = history_of(kind).model
    names = [field.attname for field in history.tracked_fields]
    return [
        history(
            history_date=getattr(record, "_history_date", at),
            history_user=getattr(
                record, "_history_user", by or history.get_default_history_user(record)
            ),
            history_change_reason=getattr(record, "_change_reason", None) or because,
            history_type="+",
            **{name: getattr(record, name) for name in names},
        )
        for record in records
    ]


@cache
def history_of(model: type[Model]) -> Any:
    """Return the history of a kind of record; simple-history makes a class anew each time it is asked."""
    return get_history_manager_for_model(model)


def update_all_by(
    records: Sequence[Any], by: Any, *, fields: Sequence[str], because: str = ""
) -> None:
    """Save these fields of records of one kind, with their history, in few statements for any number of them."""
    if records:
        bulk_update_with_history(
            records,
            type(records[0]),
            fields,
            batch_size=AT_ONCE,
            default_user=by,
            default_change_reason=because,
        )


def remove_by(record: Model, by: Any, *, at: datetime | None = None, because: str = "") -> None:
    """Delete a part of a record whose last history row is to name who did it, when (`at`) and by what way."""
    record._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001 - simple-history's documented way
    if at is not None:
        record._history_date = at  # type: ignore[attr-defined]  # noqa: SLF001 - as above
    if because:
        record._change_reason = because  # type: ignore[attr-defined]  # noqa: SLF001 - as above
    record.delete()


def save_by(record: Model, by: Any, *, because: str = "", **options: Any) -> None:
    """Save a record whose history row is to name who did it, and by what way ("import") where not by a page.

    `by` is None for what the application did itself.
    """
    record._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001 - simple-history's documented way
    if because:
        record._change_reason = because  # type: ignore[attr-defined]  # noqa: SLF001 - as above
    record.save(**options)
