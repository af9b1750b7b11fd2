"""A season that is open, and one tandem whose scorecard is worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.choices import ContactLevel
from accounts.services.organisation import change_kam
from reviews.services.seasons import create_season, open_season
from sponsors.choices import InteractionKind, InteractionStatus, Mode
from tests import factories

EXCHANGE, MEETING, REVIEW = (
    InteractionKind.EXCHANGE,
    InteractionKind.MEETING,
    InteractionKind.REVIEW,
)


@pytest.fixture
def season(lead):
    """The season of 2026 with the book's weights, open."""
    return open_season(create_season(factories.SeasonFactory.build(), by=lead), by=lead)


@pytest.fixture
def lived_2026(pairing, account, kam, other_kam, sponsor, team_member):
    """A tandem's year 2026 with everything that counts, and beside each what does not.

    M1 8/12 · M2 0.7·2/4 + 0.3·1 = 0.65 · M3 (1 + 0.2)/(1 + 1) = 0.6 · E1 +10 % · E2 8 · E4 (1 + 1)/(3 + 2) = 0.4
    """
    change_kam(account, other_kam, on=date(2026, 7, 1), by=None)
    person = sponsor.person
    talk_each_month(account, kam, other_kam, person)
    interaction(
        EXCHANGE, account, date(2026, 10, 5), team_member, [other_kam, person], vouched_by=None
    )
    planned = interaction(EXCHANGE, account, date(2026, 11, 5), other_kam, [other_kam, person])
    planned.status = InteractionStatus.PLANNED
    planned.save()
    meet_the_client(account, kam, person)
    review_the_account(account, kam)
    earn(account)
    foresee(account)
    return pairing


def talk_each_month(account, kam, other_kam, person):
    """Six months with the first KAM, one with a KAM of yesterday, two with the second."""
    for month in range(1, 7):
        interaction(EXCHANGE, account, date(2026, month, 10), kam, [kam, person])
    interaction(EXCHANGE, account, date(2026, 7, 10), kam, [kam, person])
    for month in (8, 9):
        interaction(EXCHANGE, account, date(2026, month, 10), person, [other_kam, person])


def meet_the_client(account, kam, person):
    """Two quarters with a top executive and the sponsor; two with one of them missing."""
    top = factories.ContactFactory(account=account)
    below = factories.ContactFactory(account=account, level=ContactLevel.ONE_BELOW)
    director = factories.ContactFactory(account=account, level=ContactLevel.DIRECTOR)
    interaction(MEETING, account, date(2026, 2, 3), kam, [person], [top])
    interaction(MEETING, account, date(2026, 5, 3), person, [person], [below], mode=Mode.VIDEO)
    interaction(MEETING, account, date(2026, 8, 3), person, [person], [director])
    interaction(MEETING, account, date(2026, 11, 3), kam, [kam], [top])


def review_the_account(account, kam):
    """One strategic review that the client asked for with evidence, and one without."""
    for day, evidence in ((date(2026, 5, 20), "Mail of the CFO"), (date(2026, 6, 20), "")):
        factories.AccountReviewFactory(
            interaction=interaction(REVIEW, account, day, kam, [kam]),
            started_by="client",
            requested_on=date(2026, 5, 2),
            evidence=evidence,
        )


def earn(account):
    """Ten per cent more than the year before; the client gives eight of ten."""
    factories.AnnualFiguresFactory(account=account, year=2025, revenue=Decimal(1000000))
    factories.AnnualFiguresFactory(
        account=account, year=2026, revenue=Decimal(1100000), satisfaction=Decimal(8)
    )


def foresee(account):
    """One event known early, one on the day, one entered too late to believe; one of another year, one outside business."""
    for known, public, entered in (
        (date(2026, 1, 10), date(2026, 4, 10), date(2026, 1, 12)),
        (date(2026, 6, 1), date(2026, 6, 1), date(2026, 6, 1)),
        (date(2026, 1, 1), date(2026, 5, 10), date(2026, 5, 1)),
        (date(2026, 9, 1), date(2027, 2, 1), date(2026, 9, 1)),
    ):
        factories.ClientEventFactory(
            account=account, known_on=known, public_on=public, entered_on=entered
        )
    factories.ClientEventFactory(
        account=account,
        kind="outside",
        public_on=None,
        happens_on=date(2026, 6, 1),
        our_part="invite",
    )


def interaction(kind, account, day, logged_by, people, contacts=(), **facts):
    """One held interaction with who was there."""
    return factories.InteractionFactory(
        account=account,
        kind=kind,
        day=day,
        logged_by=logged_by,
        with_people=people,
        with_contacts=contacts,
        **facts,
    )
