"""Saving with the author named in the history."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Model
from simple_history.utils import bulk_update_with_history, get_history_manager_for_model

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
            kind._default_manager.bulk_create(records, batch_size=AT_ONCE)
            history_of(kind).bulk_history_create(
                records,
                batch_size=AT_ONCE,
                default_user=by,
                default_date=at,
                default_change_reason=because,
            )


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
