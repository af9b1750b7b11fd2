"""What was held without a go-ahead counts for no indicator, until the KAM settles it (R7)."""

from datetime import date

import pytest

from reviews.queries.records import load_tandems
from reviews.scoring import SeasonRules
from sponsors.models import Interaction
from sponsors.services.drafts import Draft
from sponsors.services.go_aheads import settle
from sponsors.services.interactions import log_interaction
from tests import factories

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 30)
RULES = SeasonRules(date(2026, 1, 1), date(2026, 12, 31), {})


def counting(pairing):
    """Return the keys of the meetings that count, as the scorecard reads them."""
    (tandem,) = load_tandems([pairing], RULES, on=ON)
    return [meeting.id for meeting in tandem.records.meetings]


def test_it_counts_once_the_kam_says_that_the_two_had_talked(account, pairing, kam):
    sponsor = pairing.sponsor.person
    contact = factories.ContactFactory(account=account)
    words = Draft("meeting", date(2026, 5, 4), "Their plan", contacts=[contact], people=[sponsor])
    row = log_interaction(account, words, by=sponsor, on=ON)

    before = counting(pairing)
    settle(row, by=kam)

    assert (before, counting(pairing)) == ([], [row.pk])


def test_a_review_held_without_one_does_not_count_either(account, pairing):
    review = factories.AccountReviewFactory(
        interaction=factories.InteractionFactory(
            account=account,
            pairing=pairing,
            kind="review",
            day=date(2026, 5, 4),
            logged_by=pairing.sponsor.person,
            go_ahead="without",
        )
    )

    (tandem,) = load_tandems([pairing], RULES, on=ON)

    assert list(tandem.records.reviews) == []
    assert Interaction.objects.without_go_ahead().get() == review.interaction
