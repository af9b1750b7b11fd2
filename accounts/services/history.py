"""Saving with the author named in the history."""

from typing import Any

from django.db.models import Model


def save_by(record: Model, by: Any, **options: Any) -> None:
    """Save a record whose history row is to name who did it; `by` is None for what the application did itself."""
    record._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001 - simple-history's documented way
    record.save(**options)
