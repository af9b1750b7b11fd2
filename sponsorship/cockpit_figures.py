"""The programme in numbers: every figure of the cockpit, in one prepared statement."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Count,
    DateField,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from accounts.models import FRESH_DAYS, Brief, KeyAccount, User
from accounts.prepared import Given, Prepared
from reviews.models import AccountReview
from sponsors.choices import InteractionStatus
from sponsors.models import GoAhead, Pairing, Sponsor, Tension
from sponsors.models.pairing import PairingQuerySet
from sponsors.queries import terms_ending_by

TERM_DAYS = 180
REVIEW_DAYS = 30


@dataclass(frozen=True)
class Figures:
    """The programme in numbers."""

    accounts: int
    covered: int
    bare: int
    free_places: int
    conflicts: int
    leaving: int
    waiting: int
    terms_ending: int
    written_briefs: int
    stale_briefs: int
    silent: int
    reviews_ahead: int
    go_aheads: int
    tensions: int

    @property
    def coverage(self) -> int:
        """Covered accounts, per cent."""
        return round(100 * self.covered / self.accounts) if self.accounts else 0


@dataclass(frozen=True)
class Days:
    """How far the figures of a day reach back and ahead; in a prepared statement, days that are given."""

    on: Any
    fresh_since: Any
    terms_until: Any
    reviews_until: Any

    @classmethod
    def around(cls, on: date) -> "Days":
        """Return the days around a day."""
        return cls(
            on=on,
            fresh_since=on - timedelta(days=FRESH_DAYS),
            terms_until=on + timedelta(days=TERM_DAYS),
            reviews_until=on + timedelta(days=REVIEW_DAYS),
        )


def read_figures(reader: User, days: Days) -> Figures:
    """Count the programme as it stands."""
    (found,) = counts(reader=reader.pk, **vars(days))
    return Figures(
        accounts=found.accounts,
        covered=found.covered,
        bare=found.accounts - found.covered - found.preparing,
        free_places=found.free_places,
        conflicts=found.conflicts,
        leaving=found.leaving,
        waiting=found.waiting,
        terms_ending=found.terms,
        written_briefs=found.written,
        stale_briefs=found.accounts - found.fresh,
        silent=found.silent,
        reviews_ahead=found.reviews,
        go_aheads=found.go_aheads,
        tensions=found.tensions,
    )


@Prepared
def counts() -> Any:
    """Count several tables in one statement, beside the row of whoever asks."""
    days = Days(**{name: Given(name, DateField()) for name in Days.__dataclass_fields__})
    written = Brief.objects.filter(checked_on__isnull=False)
    covered = Pairing.objects.active()
    preparing = Pairing.objects.in_preparation().exclude(account__in=covered.values("account"))
    planned = AccountReview.objects.filter(interaction__status=InteractionStatus.PLANNED)
    numbers = {
        "accounts": counted(KeyAccount.objects.all()),
        "covered": counted(covered),
        "preparing": counted(preparing),
        "conflicts": counted(Pairing.objects.in_conflict()),
        "leaving": counted(left_by_one()),
        "waiting": counted(Pairing.objects.unanswered()),
        "terms": counted(terms_ending_by(days.terms_until)),
        "written": counted(written),
        "fresh": counted(written.filter(checked_on__gte=days.fresh_since)),
        "reviews": counted(planned.filter(interaction__day__range=(days.on, days.reviews_until))),
        "go_aheads": counted(GoAhead.objects.open()),
        "tensions": counted(Tension.objects.open().with_the_client()),
        "silent": counted(Pairing.objects.silent()),
        "free_places": free_places(days.on),
    }
    return User.objects.filter(pk=Given("reader")).annotate(**numbers).values_list(*numbers)


def left_by_one() -> PairingQuerySet:
    """Return the open pairings whose sponsor leaves or whose KAM has left."""
    return Pairing.objects.departing() | Pairing.objects.without_their_kam()


def counted(rows: "QuerySet[Any]") -> Coalesce:
    """Return the number of rows as a part of another statement."""
    # Counting "*" lets SQLite count the pages of an index and PostgreSQL leave the rows alone.
    number = rows.order_by().values(one=Value(1)).annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(number), 0)


def free_places(on: Any) -> CombinedExpression:
    """Return how many accounts the sponsors could still take, as a part of another statement.

    All places of those who are available, less the open pairings that are theirs: no capacity is ever
    below the open pairings. Those of the few who are not available are counted and taken off again.
    """
    places = Sponsor.objects.available(on).values(one=Value(1)).annotate(n=Sum("capacity"))
    of_others = Pairing.objects.open().filter(sponsor__in=Sponsor.objects.unavailable(on))
    taken = counted(Pairing.objects.open()) - counted(of_others)
    return Coalesce(Subquery(places.values("n")), 0) - taken
