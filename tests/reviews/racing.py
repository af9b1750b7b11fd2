"""What each process of the season races does: `python -m tests.reviews.racing STEP …`."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import django

django.setup()

from django.db import connection  # noqa: E402 - after the set-up

from accounts.models import User  # noqa: E402
from reviews.models import Laureate, Scorecard, Season  # noqa: E402
from reviews.services.laureates import TooManyLaureatesError, name_laureate  # noqa: E402
from tests import factories  # noqa: E402


def prepare(tandems: int) -> None:
    """Make a frozen season with so many assessed tandems, all in one class."""
    factories.PersonFactory(email="lead@race.example", lead=True)
    season = factories.SeasonFactory(frozen=True)
    for number in range(tandems):
        factories.ScorecardFactory(season=season, assessed=True, score=Decimal(40 + number))


def name_many(first: int, last: int, moment: float) -> None:
    """Name these tandems laureates, all from threads of this process at that moment."""
    season = Season.objects.get()
    lead = User.objects.get(email="lead@race.example")
    cards = list(Scorecard.objects.order_by("pk").select_related("pairing")[first:last])

    def name(card: Scorecard) -> str:
        time.sleep(max(0.0, moment - time.time()))
        try:
            name_laureate(season, card.pairing, citation_en="Why.", citation_fr="Voilà.", by=lead)
        except TooManyLaureatesError:
            return "full"
        finally:
            connection.close()
        return "named"

    with ThreadPoolExecutor(len(cards)) as pool:
        print(" ".join(pool.map(name, cards)))  # noqa: T201


if __name__ == "__main__":
    command, *words = sys.argv[1:]
    if command == "prepare":
        prepare(int(words[0]))
    elif command == "name_many":
        name_many(int(words[0]), int(words[1]), float(words[2]))
    else:
        print(Laureate.objects.count())  # noqa: T201
