"""What waits for a programme lead, read together: which pairings wait for what in one statement, and these in another."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, DateTimeField, F, OuterRef, QuerySet, Subquery, Value
from django.utils import timezone

from accounts.models import User
from accounts.prepared import Given, Prepared
from sponsors.choices import PairingStatus
from sponsors.models import Pairing
from sponsors.queries.declared import declared_to_lead
from sponsorship.week.found import EACH

PATIENCE = timedelta(days=14)


@dataclass(frozen=True)
class Found:
    """What waits: the pairings of each part, and whom a successor follows."""

    reader: User
    parts: dict[str, list[Pairing]]
    former: dict[int, Pairing]
    knows_managers: bool
    has_executives: bool

    def of(self, part: str) -> list[Pairing]:
        """Return the pairings of one part, the longest waiting first."""
        return self.parts.get(part, [])


def read_duties(reader: User, *, on: date) -> Found:
    """Read what waits for a programme lead: one statement, and one more where pairings wait."""
    rows = waiting(reader=reader.pk, on=on, asked_before=timezone.now() - PATIENCE)
    keys = {key for row in rows if row.duty not in {"managed", "executives"} for key in row[1:]}
    pairings = Pairing.objects.with_people().in_bulk(keys) if keys else {}
    parts: dict[str, list[Pairing]] = {}
    for row in rows:
        if row.key in pairings:
            parts.setdefault(row.duty, []).append(pairings[row.key])
    return Found(
        reader=reader,
        parts=parts,
        former={row.key: pairings[row.other] for row in rows if row.duty == "successors"},
        knows_managers=any(row.duty == "managed" for row in rows),
        has_executives=any(row.duty == "executives" for row in rows),
    )


@Prepared
def waiting() -> Any:
    """The first few of each part: its name, the key, and for a successor the key of who is followed."""
    on = Given("on", DateField())
    active = Pairing.objects.active()
    proposed = Pairing.objects.unanswered().filter(
        proposed_at__lt=Given("asked_before", DateTimeField())
    )
    following = active.filter(account=OuterRef("account")).values("pk")[:1]
    ready = Pairing.objects.filter(status=PairingStatus.AGREED, starts_on__lte=on)
    successors = ready.filter(account__in=active.values("account"))
    return [
        part("managed", User.objects.exclude(manager=None).order_by(), most=1),
        part("executives", User.objects.executives().order_by(), most=1),
        part("conflicts", Pairing.objects.in_conflict().order_by("conflict_since", "pk")),
        part("departures", Pairing.objects.departing().order_by("departure_since", "pk")),
        part("left", Pairing.objects.without_their_kam().order_by("kam_left_since", "pk")),
        part("declared", declared_to_lead(Given("reader")).order_by("starts_on", "pk")),
        part("successors", successors.order_by("starts_on", "pk"), other=Subquery(following)),
        part("unanswered", proposed.order_by("proposed_at", "pk")),
    ]


def part(name: str, rows: "QuerySet[Any]", *, most: int = EACH, other: Any = None) -> Any:
    """Return one part of the statement."""
    noted = rows.annotate(duty=Value(name), key=F("pk"), other=other or F("pk"))
    return noted.values_list("duty", "key", "other")[:most]
