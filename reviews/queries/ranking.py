"""The annual ranking of a frozen season: for programme leads alone (R10)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Window
from django.db.models.functions import Rank
from django.utils.translation import gettext

from accounts.models import User
from reviews.choices import TandemClass
from reviews.models import Scorecard, Season
from reviews.scoring import has_shortlist, laureates_at_most
from reviews.sentences.scorecards import drivers, unassessed

SMALL_CLASS = 5
PAGE = 50
Classes = tuple[TandemClass, ...]


@dataclass(frozen=True)
class Place:
    """One line of the ranking."""

    number: int
    scorecard: Scorecard
    drivers: list[str]


@dataclass(frozen=True)
class RankedClass:
    """A class of tandems as a lead may see it: in places, or closed to a lead who is in one of its tandems."""

    classes: Classes
    is_closed: bool
    places: Page | None = None
    unassessed: Page | None = None
    laureates_at_most: int = 1

    @property
    def key(self) -> str:
        """The word that stands for the class in an address."""
        return "-".join(self.classes)

    @property
    def name(self) -> str:
        """What the class is called."""
        return name_of(self.classes)

    @property
    def not_yet_key(self) -> str:
        """The word that stands for those not yet assessed."""
        return f"{self.key}-not-yet"

    @property
    def lines(self) -> list[Place]:
        """The places of this page, each with what drives it."""
        return [Place(row.place, row, drivers(row.lines.all())) for row in self.places or []]

    @property
    def not_yet(self) -> list[tuple[Scorecard, str]]:
        """Those not yet assessed of this page, each with the reason."""
        return [(row, unassessed(row.unassessed_because)) for row in self.unassessed or []]


def name_of(classes: Classes) -> str:
    """Return what a class is called, and both where they are merged."""
    return str(TandemClass(classes[0]).label) if len(classes) == 1 else gettext("All tandems")


@dataclass(frozen=True)
class Counts:
    """How many tandems of each class have a scorecard, and how many of them are assessed."""

    assessed: Mapping[str, int]
    tandems: Mapping[str, int]

    @property
    def groups(self) -> list[Classes]:
        """The classes apart, or together where either has fewer than five assessed tandems."""
        both = (TandemClass.NEW, TandemClass.ESTABLISHED)
        if any(self.assessed.get(one, 0) < SMALL_CLASS for one in both):
            return [both]
        return [(one,) for one in both]

    def laureates_at_most(self, classes: Classes) -> int:
        """A fifth of the assessed tandems of the class, and one at least."""
        return laureates_at_most(sum(self.assessed.get(one, 0) for one in classes))

    def shortlists_by_score(self, season: Season) -> bool:
        """Whether scores may shortlist: not in a first season, not with too few assessed tandems."""
        return has_shortlist(sum(self.assessed.values()), first_season=season.is_first)


def counts_of(season: Season) -> Counts:
    """Count the season's scorecards by class: one query."""
    rows = list(
        Scorecard.objects.filter(season=season)
        .values("tandem_class")
        .annotate(tandems=Count("pk"), assessed=Count("score"))
        .order_by("tandem_class")
    )
    return Counts(
        assessed={row["tandem_class"]: row["assessed"] for row in rows},
        tandems={row["tandem_class"]: row["tandems"] for row in rows},
    )


def classes_of_person(season: Season, user: User) -> set[str]:
    """Return the classes in which the person is in a tandem of the season."""
    own = Scorecard.objects.filter(season=season).of_person(user)
    return set(own.values_list("tandem_class", flat=True))


def group_of(groups: list[Classes], tandem_class: str) -> Classes:
    """Return the group to which a class belongs."""
    return next(group for group in groups if tandem_class in group)


def ranked_classes(season: Season, user: User, pages: Mapping[str, str]) -> list[RankedClass]:
    """Return the season's classes; a lead who is in a tandem sees nothing of its class."""
    own = classes_of_person(season, user)
    counts = counts_of(season)
    return [
        RankedClass(classes, is_closed=True)
        if own.intersection(classes)
        else open_class(season, classes, pages, most=counts.laureates_at_most(classes))
        for classes in counts.groups
    ]


def open_class(
    season: Season, classes: Classes, pages: Mapping[str, str], *, most: int
) -> RankedClass:
    """Return the places of a class, equal for equal scores, and by name those not yet assessed."""
    rows = Scorecard.objects.filter(season=season, tandem_class__in=classes).select_related(
        "pairing__account", "sponsor", "kam"
    )
    places = (
        rows.filter(score__isnull=False)
        .annotate(place=Window(Rank(), order_by=F("score").desc()))
        .order_by("-score", "pairing__account__name", "pk")
        .prefetch_related("lines")
    )
    unassessed = rows.filter(score__isnull=True).order_by("pairing__account__name", "pk")
    key = "-".join(classes)
    return RankedClass(
        classes,
        is_closed=False,
        places=Paginator(places, PAGE).get_page(pages.get(key)),
        unassessed=Paginator(unassessed, PAGE).get_page(pages.get(f"{key}-not-yet")),
        laureates_at_most=most,
    )
