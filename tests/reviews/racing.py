"""What each process of the season races does."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

from django.db import connection

from accounts.models import User
from reviews.models import Laureate, Scorecard, Season
from reviews.services.laureates import TooManyLaureatesError, name_laureate
from tests import factories
from tests.races import ready


def prepare(tandems: int) -> None:
    """Make a frozen season with so many assessed tandems, all in one class."""
    factories.PersonFactory(email="lead@race.example", lead=True)
    season = factories.SeasonFactory(frozen=True)
    for number in range(tandems):
        factories.ScorecardFactory(season=season, assessed=True, score=Decimal(40 + number))


def name_many(first: int, last: int) -> list[str]:
    """Name these tandems laureates, all from threads of this process at that moment."""
    season = Season.objects.get()
    lead = User.objects.get(email="lead@race.example")
    cards = list(Scorecard.objects.order_by("pk").select_related("pairing")[first:last])

    def name(card: Scorecard) -> str:
        ready()
        try:
            name_laureate(season, card.pairing, citation_en="Why.", citation_fr="Voilà.", by=lead)
        except TooManyLaureatesError:
            return "full"
        finally:
            connection.close()
        return "named"

    with ThreadPoolExecutor(len(cards)) as pool:
        return list(pool.map(name, cards))


def count() -> int:
    """Return how many laureates there are."""
    return Laureate.objects.count()
