"""Saving with the author named in the history."""

from typing import Any

from django.db.models import Model


def remove_by(record: Model, by: Any) -> None:
    """Delete a part of a record whose last history row is to name who did it."""
    record._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001 - simple-history's documented way
    record.delete()


def save_by(record: Model, by: Any, *, because: str = "", **options: Any) -> None:
    """Save a record whose history row is to name who did it, and by what way ("import") where not by a page.

    `by` is None for what the application did itself.
    """
    record._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001 - simple-history's documented way
    if because:
        record._change_reason = because  # type: ignore[attr-defined]  # noqa: SLF001 - as above
    record.save(**options)
