"""Two who edit one record: what the first has kept, the second does not overwrite unseen."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from accounts.models import User


@dataclass(frozen=True)
class Read:
    """What somebody had before them while editing: these facts, as a digest."""

    names: Sequence[str]
    mark: str


class ChangedMeanwhileError(Exception):
    """Somebody else saved the record while it was being edited."""

    def __init__(self, record: Model, last: Any = None) -> None:
        super().__init__(str(record))
        self.record = record
        # Where others of its rows may have changed, the row of history that changed last is given.
        last = last or record.history.select_related("history_user").first()  # type: ignore[attr-defined]
        self.by: User | None = last.history_user if last else None
        self.at: datetime | None = last.history_date if last else None


def mark_of(record: Model, names: Sequence[str]) -> str:
    """Return a digest of these facts of a record."""
    facts = repr([record.serializable_value(name) for name in names])
    return hashlib.sha256(facts.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def check_unchanged(current: Model, wanted: Model, read: Read | None) -> None:
    """Raise `ChangedMeanwhileError` if the record, under its lock, is no longer what was read.

    The same change sent twice is no conflict.
    """
    if read is None or not read.mark:
        return
    now = mark_of(current, read.names)
    if now not in {read.mark, mark_of(wanted, read.names)}:
        raise ChangedMeanwhileError(current)


def last_change(histories: Iterable[Any]) -> Any:
    """Return the row that changed last in the histories of a record and of what belongs to it, or None."""
    changes = (history.select_related("history_user").first() for history in histories)
    return max(filter(None, changes), key=lambda row: row.history_date, default=None)


def mark_of_last(histories: Iterable[Any]) -> str:
    """Return what tells the state of a record with its rows from every other: a statement for each history."""
    last = last_change(histories)
    return last.history_date.isoformat() if last else ""


def check_nobody_else(record: Model, histories: Iterable[Any], read: str, *, by: User) -> None:
    """Raise `ChangedMeanwhileError` if somebody else has changed the record or its rows since the state that `read` marks.

    To be asked under the record's lock. Who sends their own change twice overwrites nobody.
    """
    last = last_change(histories) if read else None
    if last is not None and last.history_date.isoformat() != read and last.history_user != by:
        raise ChangedMeanwhileError(record, last)
