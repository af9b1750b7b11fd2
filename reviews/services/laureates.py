"""Naming the tandems that are honoured in a season (R11)."""

from django.db import transaction

from accounts.models import User
from accounts.services.history import remove_by, save_by
from reviews.choices import SeasonState
from reviews.models import Laureate, Scorecard, Season
from reviews.queries.ranking import classes_of_person, counts_of, group_of
from reviews.services.seasons import OwnClassError, SeasonMovedOnError, SeasonRefusedError, locked
from sponsors.models import Pairing


class NotInSeasonError(SeasonRefusedError):
    """The pairing has no scorecard in the season."""

    def __init__(self, pairing: Pairing) -> None:
        super().__init__(str(pairing))
        self.pairing = pairing


class TooManyLaureatesError(SeasonRefusedError):
    """The class has as many laureates as it may have: a fifth of its assessed tandems, or one."""

    def __init__(self, most: int) -> None:
        super().__init__(str(most))
        self.most = most


@transaction.atomic
def name_laureate(
    season: Season, pairing: Pairing, *, citation_en: str, citation_fr: str, by: User
) -> Laureate:
    """Honour a tandem of a frozen season, with a citation in both languages.

    Naming the same tandem again brings its citation up to date, until it is published. Raises `SeasonMovedOnError`,
    `NotInSeasonError`, `OwnClassError` and `TooManyLaureatesError`.
    """
    season = locked(season)
    laureate = Laureate.objects.filter(season=season, pairing=pairing).first()
    check_naming(season, settled_too=laureate is not None)
    tandem_class = class_of(season, pairing, by=by)
    if laureate is None:
        check_room(season, tandem_class)
        laureate = Laureate(season=season, pairing=pairing, tandem_class=tandem_class, named_by=by)
    laureate.citation_en, laureate.citation_fr = citation_en, citation_fr
    save_by(laureate, by)
    return laureate


@transaction.atomic
def drop_laureate(laureate: Laureate, *, by: User) -> None:
    """Take a name back before the laureates are settled; the history keeps who did. Twice is once.

    Raises `SeasonMovedOnError` and `OwnClassError`.
    """
    season = locked(laureate.season)
    check_naming(season)
    class_of(season, laureate.pairing, by=by)
    current = Laureate.objects.filter(pk=laureate.pk).first()
    if current is not None:
        remove_by(current, by)


def check_naming(season: Season, *, settled_too: bool = False) -> None:
    """Laureates are being named in this season; a citation may change until it is published."""
    states = [SeasonState.FROZEN, *([SeasonState.NAMED] if settled_too else [])]
    if season.state not in states:
        raise SeasonMovedOnError(season, SeasonState.NAMED)


def class_of(season: Season, pairing: Pairing, *, by: User) -> str:
    """Return the tandem's class, unless the lead is in a tandem of that class."""
    scorecard = Scorecard.objects.filter(season=season, pairing=pairing).first()
    if scorecard is None:
        raise NotInSeasonError(pairing)
    group = group_of(counts_of(season).groups, scorecard.tandem_class)
    if classes_of_person(season, by).intersection(group):
        raise OwnClassError
    return str(scorecard.tandem_class)


def check_room(season: Season, tandem_class: str) -> None:
    """The class has fewer laureates than it may have."""
    counts = counts_of(season)
    group = group_of(counts.groups, tandem_class)
    most = counts.laureates_at_most(group)
    if season.laureates.filter(tandem_class__in=group).count() >= most:
        raise TooManyLaureatesError(most)
