"""How a part of "This week" is looked up: its columns, its length, and what is given."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, DateField, DateTimeField, F, QuerySet, UUIDField, Value
from django.db.models.functions import Cast

from accounts.prepared import Given

EACH = 8
READER = Given("reader")
ON, UNTIL, TERMS_UNTIL, FRESH_SINCE, TOLD_SINCE, ALIGNED_SINCE, STARTED_BY, NEW_SINCE = (
    Given(name, DateField())
    for name in (
        "on",
        "until",
        "terms_until",
        "fresh_since",
        "told_since",
        "aligned_since",
        "started_by",
        "new_since",
    )
)
SILENT_SINCE = Given("silent_since", DateTimeField())


class Found(NamedTuple):
    """One row of any part: `key` leads to its page, `one` and `other` are the people it names."""

    part: str
    key: UUID
    account: str
    account_key: UUID
    text: str
    day: date | None
    at: datetime | None
    one_first: str
    one_last: str
    one_email: str
    other_first: str
    other_last: str
    other_email: str

    @property
    def one(self) -> tuple[str, str, str]:
        """The names of the first person."""
        return self.one_first, self.one_last, self.one_email

    @property
    def other(self) -> tuple[str, str, str]:
        """The names of the second person."""
        return self.other_first, self.other_last, self.other_email


# What a part does not say. The databases want to know of each column what it holds.
SILENT = {
    **dict.fromkeys(Found._fields, Value("", output_field=CharField())),
    "account_key": Cast(Value(None), UUIDField()),
    "day": Cast(Value(None), DateField()),
    "at": Cast(Value(None), DateTimeField()),
}


MEETING = {
    "account": "account__",
    "account_key": "account__public_id",
    "day": "day",
    "text": "subject",
}


def part(name: str, found: "QuerySet[Any]", *order: str, account: str, **columns: str) -> Any:
    """Return the first rows of one part in their order: which field says what, and which one names the account."""
    said = {"key": "public_id", "account": f"{account}name", **columns}
    told = SILENT | {column: F(path) for column, path in said.items()} | {"part": Value(name)}
    # Under names that no model has.
    notes = {f"told_{column}": told[column] for column in Found._fields}
    return found.order_by(*order).annotate(**notes).values_list(*notes)[:EACH]


def person(column: str, path: str) -> dict[str, str]:
    """Return the columns that name somebody."""
    return {
        f"{column}_{short}": f"{path}__{name}"
        for short, name in (("first", "first_name"), ("last", "last_name"), ("email", "email"))
    }
