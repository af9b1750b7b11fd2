"""The account plan as the page of the account tells it: one line for each objective, and the sponsor's endorsement."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from accounts.models import KeyAccount
from accounts.models.plan import share_of
from sponsorship.account_reads import Listed


@dataclass(frozen=True)
class Aim:
    """An open objective: how far it has come."""

    text: str
    share: float
    until: date | None
    is_due: bool


@dataclass
class PlanCard:
    """The plan of an account in short."""

    aims: list[Aim] = field(default_factory=list)
    endorsed_on: date | None = None
    is_changed: bool = False


def plan_among(listed: Iterable[Listed], account: KeyAccount, on: date) -> PlanCard:
    """Return the plan among what was read for the page; the endorsement of a former sponsor is none."""
    card, sponsor = PlanCard(), account.sponsor_person
    for row in listed:
        if row.part == "plan" and row.key and sponsor and row.key == sponsor.public_id:
            card.endorsed_on, card.is_changed = row.day, row.kind == "changed"
        elif row.part == "objective":
            start, value, target = (Decimal(text) for text in (row.first, row.kind, row.last))
            late = row.until is not None and row.until < on
            card.aims.append(Aim(row.text, share_of(start, value, target), row.until, late))
    return card
