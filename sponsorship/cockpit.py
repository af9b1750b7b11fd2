"""What a programme lead watches: figures over the whole programme, and the work lists behind them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import Greatest

from accounts.models import Brief, KeyAccount, User
from accounts.models.key_account import current_team
from reviews.models import AccountReview
from sponsors.choices import InteractionStatus, PairingStatus, Side
from sponsors.models import Interaction, Pairing, PairingTerm, Sponsor
from sponsors.models.pairing import PairingQuerySet
from sponsors.queries import terms_ending
from sponsorship.possible_sponsors import accounts_without_sponsor

SILENT_EXCHANGE_DAYS = 45
SILENT_CLIENT_DAYS = 100
ROWS = 8


@dataclass(frozen=True)
class Figures:
    """The programme in numbers."""

    accounts: int
    covered: int
    bare: int
    free_places: int
    conflicts: int
    waiting: int
    terms_ending: int
    stale_briefs: int
    silent: int
    reviews_ahead: int

    @property
    def coverage(self) -> int:
        """Covered accounts, per cent."""
        return round(100 * self.covered / self.accounts) if self.accounts else 0


@dataclass(frozen=True)
class Lists:
    """The head of each work list."""

    bare: list[KeyAccount]
    conflicts: list[Pairing]
    waiting: list[Pairing]
    terms: list[PairingTerm]
    silent: list[Pairing]
    stale: list[KeyAccount]


def read_cockpit(reader: User, *, on: date) -> tuple[Figures, Lists]:
    """Read the programme as it stands: its figures and its work lists, in a fixed number of statements."""
    in_conflict = Pairing.objects.in_conflict().with_people().order_by("conflict_since")
    conflicts, conflict_count = counted_head(in_conflict)
    unanswered = Pairing.objects.filter(
        status__in=[PairingStatus.PROPOSED, PairingStatus.KAM_AGREED]
    )
    waiting, waiting_count = counted_head(unanswered.with_people().order_by("proposed_at"))
    silent, silent_count = head(silent_tandems(on).order_by("started_on"))
    terms, terms_count = counted_head(terms_ending(on, within_days=180))
    counts = count_all(
        reader,
        accounts=KeyAccount.objects.all(),
        covered=Pairing.objects.active(),
        preparing=Pairing.objects.in_preparation().exclude(
            account__in=Pairing.objects.active().values("account")
        ),
        fresh=Brief.objects.fresh(on),
        reviews_ahead=reviews_ahead(on),
    )
    accounts, covered = counts["accounts"], counts["covered"]
    figures = Figures(
        accounts=accounts,
        covered=covered,
        bare=accounts - covered - counts["preparing"],
        free_places=free_places(on),
        conflicts=conflict_count,
        waiting=waiting_count,
        terms_ending=terms_count,
        stale_briefs=accounts - counts["fresh"],
        silent=silent_count,
        reviews_ahead=counts["reviews_ahead"],
    )
    bare, stale = bare_accounts(), accounts_to_refresh(on)
    prefetch_related_objects([*bare, *stale], current_team())
    return figures, Lists(bare, conflicts, waiting, terms, silent, stale)


def count_all(reader: User, **rows: "QuerySet[Any]") -> dict[str, int]:
    """Count several tables in one statement, beside the row of whoever asks."""
    numbers = {
        name: Subquery(some.order_by().values(one=Value(1)).annotate(n=Count("pk")).values("n"))
        for name, some in rows.items()
    }
    found = User.objects.values_list(*numbers.values()).get(pk=reader.pk)
    return {name: number or 0 for name, number in zip(numbers, found, strict=True)}


def head(pairings: PairingQuerySet) -> tuple[list[Pairing], int]:
    """Return the first pairings with their people and last days, and how many there are: found first, brought along after."""
    keys = list(pairings.values_list("pk", flat=True))
    held = Interaction.objects.held().filter(pairing=OuterRef("pk")).order_by("-day")
    last = {
        "last_exchange": Subquery(held.filter(side=Side.TANDEM).values("day")[:1]),
        "last_meeting": Subquery(held.filter(side=Side.CLIENT).values("day")[:1]),
    }
    found = Pairing.objects.with_people().annotate(**last).in_bulk(keys[:ROWS])
    return [found[key] for key in keys[:ROWS] if key in found], len(keys)


def counted_head(rows: "QuerySet[Any]") -> tuple[list[Any], int]:
    """Return the first of a few rows, and how many there are in all, in one statement."""
    found = list(rows.annotate(in_all=Window(Count("pk")))[:ROWS])
    return found, found[0].in_all if found else 0


def free_places(on: date) -> int:
    """Return how many accounts the sponsors could still take."""
    sponsors = Sponsor.objects.available(on).with_places()
    return sponsors.aggregate(total=Sum(Greatest(F("free_places"), 0)))["total"] or 0


def reviews_ahead(on: date) -> "QuerySet[AccountReview]":
    """Return the account reviews of the next thirty days."""
    return AccountReview.objects.filter(
        interaction__status=InteractionStatus.PLANNED,
        interaction__day__range=(on, on + timedelta(days=30)),
    )


def bare_accounts() -> list[KeyAccount]:
    """Return the first accounts that have neither a sponsor nor one in preparation, by name."""
    return list(accounts_without_sponsor().select_related("sector").order_by("name")[:ROWS])


def accounts_to_refresh(on: date) -> list[KeyAccount]:
    """Return the first accounts whose brief is not written or not fresh, the unwritten first."""
    fresh = Brief.objects.fresh(on).values("account")
    stale = KeyAccount.objects.exclude(pk__in=fresh).select_related("brief")
    return list(stale.order_by(F("brief__checked_on").asc(nulls_first=True), "name")[:ROWS])


def silent_tandems(on: date) -> PairingQuerySet:
    """Return active pairings without an exchange for 45 days or without a client meeting for 100, if they run that long."""
    held = Interaction.objects.held().filter(pairing=OuterRef("pk"))
    talked = held.filter(side=Side.TANDEM, day__gte=on - timedelta(days=SILENT_EXCHANGE_DAYS))
    met = held.filter(side=Side.CLIENT, day__gte=on - timedelta(days=SILENT_CLIENT_DAYS))
    no_exchange = Q(started_on__lt=on - timedelta(days=SILENT_EXCHANGE_DAYS)) & ~Exists(talked)
    no_meeting = Q(started_on__lt=on - timedelta(days=SILENT_CLIENT_DAYS)) & ~Exists(met)
    return Pairing.objects.active().filter(no_exchange | no_meeting)
