"""What a programme lead watches: figures over the whole programme, and the work lists behind them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, prefetch_related_objects

from accounts.models import KeyAccount, User
from accounts.models.key_account import current_team
from sponsors.choices import Side
from sponsors.coverage import accounts_without_sponsor
from sponsors.models import Interaction, Pairing, PairingTerm
from sponsors.models.pairing import PairingQuerySet
from sponsors.queries import terms_ending_by
from sponsorship.cockpit_figures import Days, Figures, left_by_one, read_figures

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
    conflicts = Pairing.objects.in_conflict().with_people().order_by("conflict_since")
    leaving = left_by_one().with_people().order_by("account__name", "pk")
    unanswered = Pairing.objects.unanswered().with_people()
    silent = Pairing.objects.silent().order_by("silent_since", "started_on", "pk")
    # Which they are first: people and last days join the few that are shown.
    first = head(silent.values_list("pk", flat=True), figures.silent)
    bare = accounts_without_sponsor().select_related("sector").order_by("name")
    lists = Lists(
        bare=head(bare, figures.bare),
        conflicts=head(conflicts, figures.conflicts),
        leaving=head(leaving, figures.leaving),
        waiting=head(unanswered.order_by("proposed_at"), figures.waiting),
        terms=head(terms_ending_by(days.terms_until), figures.terms_ending),
        silent=with_last_days(silent.filter(pk__in=first)),
        stale=accounts_to_refresh(days.fresh_since, figures),
    )
    prefetch_related_objects([*lists.bare, *lists.stale], current_team())
    return figures, lists


def head(rows: "QuerySet[Any]", count: int) -> list[Any]:
    """Return the first rows of a list; where its figure says that it is empty, nothing is asked."""
    return list(rows[:ROWS]) if count else []


def with_last_days(silent: PairingQuerySet) -> list[Pairing]:
    """Bring along the people, and the days of the last exchange and of the last meeting with the client."""
    held = Interaction.objects.counting().filter(pairing=OuterRef("pk")).order_by("-day")
    rows = silent.with_people().annotate(
        last_exchange=Subquery(held.filter(side=Side.TANDEM).values("day")[:1]),
        last_meeting=Subquery(held.filter(side=Side.CLIENT).values("day")[:1]),
    )
    return list(rows)


def accounts_to_refresh(fresh_since: date, figures: Figures) -> list[KeyAccount]:
    """Return the first accounts whose brief is not written or not fresh, the unwritten first.

    Two statements, so that the database reads each in the order of an index instead of sorting all accounts.
    """
    accounts = KeyAccount.objects.select_related("brief")
    unwritten = accounts.filter(Q(brief__isnull=True) | Q(brief__checked_on__isnull=True))
    old = accounts.filter(brief__checked_on__lt=fresh_since).order_by("brief__checked_on", "name")
    unwritten_count = figures.accounts - figures.written_briefs
    old_count = figures.stale_briefs - unwritten_count
    first = head(unwritten.order_by("name"), unwritten_count) + head(old, old_count)
    return first[:ROWS]
