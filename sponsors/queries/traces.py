"""What was changed of an interaction after it was logged: who came and went, and the pairing that it counts for."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import User
from sponsors.choices import TIED
from sponsors.models import Interaction, InteractionContact, InteractionPerson, Pairing

CAME, WENT = "+", "-"


@dataclass
class Trace:
    """What one person changed at one moment; `by` is None for what the application did itself."""

    at: datetime
    by: User | None
    came: list[Any] = field(default_factory=list)
    went: list[Any] = field(default_factory=list)
    pairing: Pairing | None = None


def traces_of(interaction: Interaction) -> list[Trace]:
    """Return what was changed of who takes part, and the pairing that it was tied to, the newest first.

    Those named when it was logged are not told again.
    """
    traces: dict[tuple[datetime, int | None], Trace] = {}

    def trace_of(row: Any) -> Trace:
        key = (row.history_date, row.history_user_id)
        return traces.setdefault(key, Trace(row.history_date, row.history_user))

    for part, one in ((InteractionContact, "contact"), (InteractionPerson, "person")):
        rows = part.history.filter(
            interaction_id=interaction.pk, history_type__in=[CAME, WENT]
        ).exclude(history_date=interaction.logged_at)
        for row in rows.select_related(one, "history_user").order_by("history_id"):
            trace = trace_of(row)
            (trace.came if row.history_type == CAME else trace.went).append(getattr(row, one))
    tied = Interaction.history.filter(id=interaction.pk, history_change_reason=TIED)
    for row in tied.select_related("pairing__sponsor__person", "history_user"):
        trace_of(row).pairing = row.pairing
    return sorted(traces.values(), key=lambda trace: trace.at, reverse=True)
