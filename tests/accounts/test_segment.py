"""Growth against the segment: one figure for many, from which no single account can be read."""

from decimal import Decimal

import pytest

from accounts.queries.segment import segment_growth
from tests import factories

pytestmark = pytest.mark.django_db


def grown(before, now, *, sector=None, kam=None, currency="EUR", **facts):
    """An account that had these revenues in 2024 and 2025."""
    sector = sector or factories.SectorFactory()
    account = factories.KeyAccountFactory(sector=sector, kam=kam, currency=currency)
    for year, revenue in ((2024, before), (2025, now)):
        factories.AnnualFiguresFactory(
            account=account, year=year, revenue=revenue, currency=currency, **facts
        )
    return account


def asked(account, reader):
    found = segment_growth(account, [2025], reader=reader).get(2025)
    return found and (found.growth.quantize(Decimal("0.001")), found.accounts, found.segment)


@pytest.fixture
def others(ground):
    """Three accounts: 100 to 110, 200 to 200, 700 to 790. Together 1,000 to 1,100."""
    return [grown(*figures) for figures in ((100, 110), (200, 200), (700, 790))]


def test_the_others_of_the_sector_weighted_by_revenue(account, kam, others):
    assert asked(account, kam) == (Decimal("0.100"), 3, "Energy")


def test_the_account_itself_is_not_among_them(kam, others):
    own = grown(1000, 9000, kam=kam)

    assert asked(own, kam) == (Decimal("0.100"), 3, "Energy")


def test_two_others_are_too_few(account, kam, lead, others):
    others[0].delete()

    assert (asked(account, kam), asked(account, lead)) == (None, None)


def test_those_whom_the_reader_opens_hide_nobody(account, kam, lead, others):
    grown(500, 600, kam=kam)
    assert asked(account, kam) == (Decimal("0.133"), 4, "Energy")

    others[0].team_members.create(person=kam, role="team", from_day="2026-01-01")

    assert asked(account, kam) is None
    assert asked(account, lead) == (Decimal("0.133"), 4, "Energy")


@pytest.mark.parametrize(
    "facts", [{"is_final": False}, {"currency": "USD"}, {"before": 0}, {"before": None}]
)
def test_what_cannot_be_compared_is_left_out(account, kam, others, facts):
    facts = dict(facts)

    grown(facts.pop("before", 1), 1_000_000, **facts)

    assert asked(account, kam) == (Decimal("0.100"), 3, "Energy")


def test_where_the_sector_is_too_small_its_family_is_shown(kam, others):
    family = factories.SectorFactory(code="makers", name_en="Makers", name_fr="Fabricants")
    narrow = factories.SectorFactory(
        code="clocks", name_en="Clocks", name_fr="Horloges", parent=family
    )
    for other in others:
        other.sector.parent = family
        other.sector.save()
    own = factories.KeyAccountFactory(sector=narrow, kam=kam)

    assert asked(own, kam) == (Decimal("0.100"), 3, "Makers")


def test_without_a_sector_there_is_no_segment(kam, others):
    assert asked(factories.KeyAccountFactory(sector=None, kam=kam), kam) is None
