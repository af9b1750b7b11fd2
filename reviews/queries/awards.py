"""Who was honoured: the laureates, as a set in the alphabetical order of the account (R11)."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from reviews.models import Laureate, Scorecard, Season


@dataclass(frozen=True)
class Honour:
    """A laureate with the two people whom the season looked at."""

    laureate: Laureate
    scorecard: Scorecard | None

    @property
    def account(self) -> str:
        """The key account's name."""
        return self.laureate.pairing.account.name

    @property
    def sponsor(self) -> str:
        """The sponsor's name as the season kept it."""
        person = self.scorecard.sponsor if self.scorecard else self.laureate.pairing.sponsor.person
        return person.full_name

    @property
    def kam(self) -> str:
        """The KAM's name as the season kept it."""
        return (self.scorecard or self.laureate.pairing).kam.full_name

    @property
    def citation(self) -> str:
        """Why, in the reader's language."""
        return self.laureate.citation


def honours_of(seasons: Iterable[Season], user: User) -> dict[int, list[Honour]]:
    """Return the laureates of these seasons that a person may see, by season: two queries."""
    laureates = list(
        Laureate.objects.visible_to(user)
        .filter(season__in=[season.pk for season in seasons])
        .select_related("pairing__account", "pairing__sponsor__person", "pairing__kam")
        .order_by("pairing__account__name", "pk")
    )
    scorecards = scorecards_of(laureates)
    found: dict[int, list[Honour]] = {}
    for laureate in laureates:
        scorecard = scorecards.get((laureate.season_id, laureate.pairing_id))
        found.setdefault(laureate.season_id, []).append(Honour(laureate, scorecard))
    return found


def scorecards_of(laureates: Iterable[Laureate]) -> dict[tuple[int, int], Scorecard]:
    """Return the scorecards of the laureates, which keep the two people, by season and pairing."""
    rows = Scorecard.objects.filter(
        season__in={laureate.season_id for laureate in laureates},
        pairing__in={laureate.pairing_id for laureate in laureates},
    ).select_related("sponsor", "kam")
    return {(row.season_id, row.pairing_id): row for row in rows}
