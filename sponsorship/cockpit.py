"""What a programme lead watches: figures over the whole programme, and the work lists behind them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, OuterRef, Q, Subquery

from accounts.models import KeyAccount, User
from accounts.models.key_account import bring_teams
from accounts.prepared import Given, Prepared
from sponsors.choices import Side
from sponsors.coverage import accounts_without_sponsor
from sponsors.models import Interaction, Pairing, PairingTerm
from sponsors.queries import terms_ending_by
from sponsorship.cockpit_figures import Days, Figures, read_figures

ROWS = 8


@dataclass(frozen=True)
class Lists:
    """The head of each work list."""

    bare: list[KeyAccount]
    conflicts: list[Pairing]
    leaving: list[Pairing]
    waiting: list[Pairing]
    terms: list[PairingTerm]
    silent: list[Pairing]
    stale: list[KeyAccount]


def read_cockpit(reader: User, *, on: date) -> tuple[Figures, Lists]:
    """Read the programme as it stands: its figures in one statement, and one more for each list that holds anything."""
    days = Days.around(on)
    figures = read_figures(reader, days)
    lists = Lists(
        bare=BARE() if figures.bare else [],
        conflicts=CONFLICTS() if figures.conflicts else [],
        leaving=LEAVING() if figures.leaving else [],
        waiting=WAITING() if figures.waiting else [],
        terms=TERMS(until=days.terms_until) if figures.terms_ending else [],
        silent=silent() if figures.silent else [],
        stale=accounts_to_refresh(days.fresh_since, figures),
    )
    bring_teams([*lists.bare, *lists.stale])
    return figures, lists


BARE = Prepared(
    lambda: accounts_without_sponsor().select_related("sector").order_by("name", "pk")[:ROWS]
)
CONFLICTS = Prepared(
    lambda: Pairing.objects.in_conflict().with_people().order_by("conflict_since", "pk")[:ROWS]
)
LEAVING = Prepared(
    lambda: (
        (Pairing.objects.departing() | Pairing.objects.without_their_kam())
        .with_people()
        .order_by("account__name", "pk")[:ROWS]
    )
)
WAITING = Prepared(
    lambda: Pairing.objects.unanswered().with_people().order_by("proposed_at", "pk")[:ROWS]
)
TERMS = Prepared(lambda: terms_ending_by(Given("until", DateField()))[:ROWS])


@Prepared
def silent() -> Any:
    """The tandems silent for longest, with the days of the last exchange and of the last meeting with the client."""
    in_order = Pairing.objects.silent().order_by("silent_since", "started_on", "pk")
    # Which they are first: people and last days join the few that are shown.
    first = Pairing.objects.filter(pk__in=in_order.values("pk")[:ROWS])
    held = Interaction.objects.counting().filter(pairing=OuterRef("pk")).order_by("-day")
    return (
        first.with_people()
        .annotate(
            last_exchange=Subquery(held.filter(side=Side.TANDEM).values("day")[:1]),
            last_meeting=Subquery(held.filter(side=Side.CLIENT).values("day")[:1]),
        )
        .order_by("silent_since", "started_on", "pk")
    )


def accounts_to_refresh(fresh_since: date, figures: Figures) -> list[KeyAccount]:
    """Return the first accounts whose brief is not written or not fresh, the unwritten first.

    Two statements, so that the database reads each in the order of an index instead of sorting all accounts.
    """
    unwritten_count = figures.accounts - figures.written_briefs
    old_count = figures.stale_briefs - unwritten_count
    first: list[KeyAccount] = UNWRITTEN() if unwritten_count else []
    if old_count and len(first) < ROWS:
        first += OLD(fresh_since=fresh_since)
    return first[:ROWS]


UNWRITTEN = Prepared(
    lambda: (
        KeyAccount.objects.select_related("brief")
        .filter(Q(brief__isnull=True) | Q(brief__checked_on__isnull=True))
        .order_by("name", "pk")[:ROWS]
    )
)
OLD = Prepared(
    lambda: (
        KeyAccount.objects.select_related("brief")
        .filter(brief__checked_on__lt=Given("fresh_since", DateField()))
        .order_by("brief__checked_on", "name", "pk")[:ROWS]
    )
)
