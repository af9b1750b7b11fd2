"""What was changed of an interaction after it was logged: who came and went, and the pairing that it counts for."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Q, Value

from accounts.names import full_name
from sponsors.choices import TIED
from sponsors.models import Interaction, InteractionContact, InteractionPerson

CAME, WENT = "+", "-"
CONTACT, PERSON, PAIRING = range(3)


@dataclass
class Trace:
    """What one person changed at one moment; `by` is empty for what the application did itself."""

    at: datetime
    by: str
    came: list[str] = field(default_factory=list)
    went: list[str] = field(default_factory=list)
    sponsor: str = ""


def traces_of(interaction: Interaction) -> list[Trace]:
    """Return what was changed of who takes part, and the pairing that it was tied to, the newest first: one statement.

    Those named when it was logged are not told again.
    """
    later = Q(interaction_id=interaction.pk) & ~Q(history_date=interaction.logged_at)
    rows = told(InteractionContact.history.filter(later), CONTACT, "contact").union(
        told(InteractionPerson.history.filter(later), PERSON, "person"),
        told(
            Interaction.history.filter(id=interaction.pk, history_change_reason=TIED),
            PAIRING,
            "pairing__sponsor__person",
        ),
        all=True,
    )
    traces: dict[tuple[datetime, int | None], Trace] = {}
    for row in rows.order_by("part", "history_id"):
        by = full_name(row["by_first"], row["by_last"], "–") if row["by_key"] else ""
        trace = traces.setdefault(
            (row["history_date"], row["by_key"]), Trace(row["history_date"], by)
        )
        name = full_name(row["first"] or "", row["last"] or "", "–")
        if row["part"] == PAIRING:
            trace.sponsor = name
        elif row["history_type"] in {CAME, WENT}:
            (trace.came if row["history_type"] == CAME else trace.went).append(name)
    return sorted(traces.values(), key=lambda trace: trace.at, reverse=True)


def told(rows: Any, part: int, whom: str) -> Any:
    """Return what these rows of a history tell: when, by whom, and the name of whom it is about."""
    return rows.order_by().values(
        "history_id",
        "history_date",
        "history_type",
        part=Value(part),
        by_key=F("history_user"),
        by_first=F("history_user__first_name"),
        by_last=F("history_user__last_name"),
        first=F(f"{whom}__first_name"),
        last=F(f"{whom}__last_name"),
    )
