"""The accounts that are a person's own, as cards: next date, last exchange, rhythm, tension."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, F, OuterRef, Subquery

from accounts.languages import is_french
from accounts.models import KeyAccount, TeamMember, User
from accounts.prepared import Given, Prepared
from sponsors.choices import TensionLevel
from sponsors.models import Interaction, Pairing, Tension
from sponsors.queries.rhythm import Rhythm, rhythms
from sponsors.sentences.rhythm import due_words

ACCOUNTS = 12


@dataclass(frozen=True)
class MyAccount:
    """One of my accounts as a card."""

    account: KeyAccount
    sector: str
    next_day: date | None
    next_subject: str
    last_day: date | None
    last_subject: str
    rhythm: Rhythm | None
    tension: str

    @property
    def due(self) -> str:
        """What of the tandem's rhythm is overdue, in words."""
        return due_words(self.rhythm.overdue) if self.rhythm else ""


@Prepared
def own_accounts() -> Any:
    """The accounts to which a reader belongs, with what else is looked up for each along an index."""
    seats = TeamMember.objects.current().filter(person=Given("reader"))
    rows = Interaction.objects.filter(account=OuterRef("pk"))
    planned = rows.planned().filter(day__gte=Given("on", DateField())).order_by("day", "pk")
    held = rows.held().filter(day__lte=Given("on", DateField())).order_by("-day", "-pk")
    running = Pairing.objects.active().filter(account=OuterRef("pk"))
    strains = Tension.objects.open().with_the_client().filter(account=OuterRef("pk"))
    notes = {
        "sector_en": F("sector__name_en"),
        "sector_fr": F("sector__name_fr"),
        "next_key": Subquery(planned.values("pk")[:1]),
        "last_key": Subquery(held.values("pk")[:1]),
        "running_key": Subquery(running.values("pk")),
        "strain": Subquery(strains.most_pressing_level_first().values("level")[:1]),
    }
    found = KeyAccount.objects.filter(pk__in=seats.values("account"))
    return found.annotate(**notes).order_by("name")[:ACCOUNTS]


@Prepared
def told() -> Any:
    """When some interactions are or were, and what they are about."""
    found = Interaction.objects.filter(pk__in=Given("interactions"))
    return found.values_list("pk", "day", "subject")


def my_accounts(user: User, *, on: date) -> list[MyAccount]:
    """Return the accounts to which the person belongs: three statements for any number of them; bounded."""
    found = own_accounts(reader=user.pk, on=on)
    keys = [key for row in found for key in (row.next_key, row.last_key) if key]
    days = {pk: (day, subject) for pk, day, subject in told(interactions=keys)}
    rhythm_of = rhythms((row.running_key for row in found if row.running_key), on)
    sector = "sector_fr" if is_french() else "sector_en"
    nothing = (None, "")
    return [
        MyAccount(
            row,
            getattr(row, sector) or "",
            *days.get(row.next_key, nothing),
            *days.get(row.last_key, nothing),
            rhythm_of.get(row.running_key),
            str(TensionLevel(row.strain).label) if row.strain else "",
        )
        for row in found
    ]
