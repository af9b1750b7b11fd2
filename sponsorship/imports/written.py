"""What the writers of an import share: records made and changed with their history, and what it takes to undo them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from simple_history.utils import bulk_create_with_history

from accounts.models import KeyAccount, User
from accounts.services.history import save_by
from sponsorship.imports.plans import Plan
from sponsorship.imports.world import key_of

REASON = "import"


@dataclass(frozen=True)
class Written:
    """What became of a row: the record, and what stood there before."""

    number: int
    target: str
    before: dict[str, Any] | None


@dataclass(frozen=True)
class Author:
    """Who imports, and on which day."""

    person: User
    on: date


Write = Callable[[list[Plan], Author], list[Written]]


def name_of(record: Model) -> str:
    """Return what undoing knows a record by: "accounts.user:12"."""
    return f"{record._meta.label_lower}:{record.pk}"


def create_all(model: type[Model], records: list[Any], author: Author) -> list[Any]:
    """Create records with their history, and with what they derive."""
    for record in records:
        if hasattr(record, "derive"):
            record.derive()
    return bulk_create_with_history(
        records, model, batch_size=500, default_user=author.person, default_change_reason=REASON
    )


def change(
    record: Any, values: dict[str, Any], names: Iterable[str], author: Author
) -> dict[str, Any] | None:
    """Set what differs and save it; return what stood there before, or None where nothing differs."""
    differing = [name for name in names if name in values and getattr(record, name) != values[name]]
    if not differing:
        return None
    before = {name: plain(getattr(record, name)) for name in differing}
    for name in differing:
        setattr(record, name, values[name])
    save_by(record, author.person, because=REASON)
    return before


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it."""
    return value if isinstance(value, str | int | float | bool | list | type(None)) else str(value)


def accounts_of(plans: list[Plan]) -> dict[str, KeyAccount]:
    """Return the accounts that rows name, by key."""
    wanted = {plan.values["account"] for plan in plans}
    by_id = KeyAccount.objects.filter(
        external_id__in=[key for key in wanted if not key.startswith("name:")]
    )
    found = {key_of(account): account for account in by_id}
    if any(key.startswith("name:") for key in wanted):
        found |= {key_of(account): account for account in KeyAccount.objects.filter(external_id="")}
    return found
