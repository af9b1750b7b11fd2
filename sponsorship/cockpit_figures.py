"""The programme in numbers: every figure of the cockpit, in one prepared statement."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from accounts.models import FRESH_DAYS, Brief, KeyAccount, User
from accounts.prepared import Given, Prepared
from reviews.models import AccountReview
from sponsors.choices import InteractionStatus
from sponsors.models import GoAhead, Pairing, Sponsor, Tension
from sponsors.models.sponsor import available
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
        free_places=found.places - found.covered - found.in_preparation,
        conflicts=found.conflicts,
        leaving=found.sponsor_leaves + found.kam_left_alone,
        waiting=found.waiting,
        terms_ending=found.terms,
        written_briefs=found.fresh + found.old,
        stale_briefs=found.accounts - found.fresh,
        silent=found.silent,
        reviews_ahead=found.reviews,
        go_aheads=found.go_aheads,
        tensions=found.tensions,
    )


@Prepared
def counts() -> Any:
    """Count several tables in one statement, beside the row of whoever asks.

    Each along an index that holds what is counted and nothing else, and no row twice: what follows from two of them
    is not asked.
    """
    days = Days(**{name: Given(name, DateField()) for name in Days.__dataclass_fields__})
    covered, in_preparation = Pairing.objects.active(), Pairing.objects.in_preparation()
    planned = AccountReview.objects.filter(interaction__status=InteractionStatus.PLANNED)
    departing = Pairing.objects.departing()
    numbers = {
        "accounts": counted(KeyAccount.objects.all()),
        "covered": counted(covered),
        "in_preparation": counted(in_preparation),
        "preparing": counted(in_preparation.exclude(account__in=covered.values("account"))),
        "conflicts": counted(Pairing.objects.in_conflict()),
        "sponsor_leaves": counted(departing),
        "kam_left_alone": counted(
            Pairing.objects.without_their_kam().filter(departure_since__isnull=True)
        ),
        "waiting": counted(Pairing.objects.unanswered()),
        "terms": counted(terms_ending_by(days.terms_until)),
        "fresh": counted(Brief.objects.filter(checked_on__gte=days.fresh_since)),
        "old": counted(Brief.objects.filter(checked_on__lt=days.fresh_since)),
        "reviews": counted(planned.filter(interaction__day__range=(days.on, days.reviews_until))),
        "go_aheads": counted(GoAhead.objects.open()),
        "tensions": counted(Tension.objects.open().with_the_client()),
        "silent": counted(Pairing.objects.silent()),
        "places": places(days.on),
    }
    return User.objects.filter(pk=Given("reader")).annotate(**numbers).values_list(*numbers)


def counted(rows: "QuerySet[Any]") -> Coalesce:
    """Return the number of rows as a part of another statement."""
    # Counting "*" lets SQLite count the pages of an index and PostgreSQL leave the rows alone.
    number = rows.order_by().values(one=Value(1)).annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(number), 0)


def places(on: Any) -> Coalesce:
    """Return how many accounts the sponsors can have at once, as a part of another statement.

    All places of those who are available; the others keep the open pairings that they have. Less all open pairings,
    these are the free places, since no capacity is ever below the open pairings.
    """
    own = Pairing.objects.open().filter(sponsor=OuterRef("pk"))
    each = Case(When(available(on), then=F("capacity")), default=counted(own))
    every = Sponsor.objects.values(one=Value(1)).annotate(n=Sum(each))
    return Coalesce(Subquery(every.values("n")), 0)
