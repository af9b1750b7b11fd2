"""What was changed of a record since it was written, by whom and when: read from its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import Model

from accounts.days import as_written

MOST = 40


@dataclass(frozen=True)
class ChangedValue:
    """One fact, as it was and as it became."""

    label: str
    before: str
    now: str


@dataclass(frozen=True)
class ChangeOf:
    """What one person changed at one moment; `by` is None for what the application did itself."""

    at: datetime
    by: Any
    values: tuple[ChangedValue, ...]


def changes_of(record: Any, names: Sequence[str], *joined: str) -> list[ChangeOf]:
    """Return what was changed of these facts, the newest first: one statement. `joined` names the relations among them."""
    history = record.history.select_related("history_user", *joined)
    rows = list(history.order_by("-history_date", "-history_id")[: MOST + 1])
    changes = (
        ChangeOf(now.history_date, now.history_user, values_between(before, now, names))
        for now, before in pairwise(rows)
    )
    return [change for change in changes if change.values]


def values_between(before: Any, now: Any, names: Sequence[str]) -> tuple[ChangedValue, ...]:
    """Return which facts differ between two rows of a history."""
    fields = {name: now._meta.get_field(name) for name in names}
    return tuple(
        ChangedValue(str(field.verbose_name), in_words(before, name), in_words(now, name))
        for name, field in fields.items()
        if getattr(before, field.attname) != getattr(now, field.attname)
    )


def in_words(row: Model, name: str) -> str:
    """Return a fact as the reader's language writes it."""
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    return (
        "–"
        if value in (None, "")
        else as_written(value)
        if not isinstance(value, Model)
        else str(value)
    )
