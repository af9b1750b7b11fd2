"""The map of coverage: it counts as the list does, each figure opens its accounts, and many cost no more statements."""

import re

import pytest
from django.urls import reverse

from accounts.models import KeyAccount, Sector
from accounts.places import Region, countries_in, region_of
from sponsors.coverage import Tally, read_coverage
from tests import factories

pytestmark = pytest.mark.django_db
MAP = "/coverage/"


@pytest.fixture
def programme(pairing, account, kam):
    """Aldera is covered; Bare and Nowhere are not, one is proposed to, and Prior waits behind a running pairing."""
    family = Sector.objects.create(
        code="infra", name_en="Infrastructure", name_fr="Infrastructures"
    )
    account.sector.parent = family
    account.sector.save()
    rail = factories.SectorFactory(code="rail", name_en="Rail", name_fr="Ferroviaire")
    rail.parent = family
    rail.save()
    factories.KeyAccountFactory(name="Bare", sector=rail, country="US", kam=kam)
    factories.KeyAccountFactory(name="Nowhere", sector=None, country="", kam=kam)
    proposed = factories.KeyAccountFactory(name="Proposed", sector=rail, country="US", kam=kam)
    factories.PairingFactory(proposed=True, account=proposed, kam=kam)
    factories.PairingFactory(proposed=True, account=account, kam=kam)
    return family


def test_every_account_counts_once_in_its_sector_family_and_country(programme):
    found = read_coverage(KeyAccount.objects.all())

    families = {family.whole.code: family for family in found.families}
    rail = next(row for row in families["infra"].sectors if row.code == "rail")
    americas = next(cell.tally for cell in rail.cells if cell.region == Region.AMERICAS)
    assert found.tally == Tally(covered=1, proposed=1, bare=2)
    assert families["infra"].whole.tally == Tally(covered=1, proposed=1, bare=1)
    assert families["none"].whole.tally == Tally(bare=1)
    assert americas == Tally(proposed=1, bare=1)
    assert found.regions == [Region.EUROPE, Region.AMERICAS, Region.UNKNOWN]
    assert {row.code: row.tally.total for row in found.countries} == {"FR": 1, "US": 2, "": 1}


def test_each_figure_of_the_map_opens_as_many_accounts(signed_in, lead, programme):
    client = signed_in(lead)
    page = client.get(MAP).content.decode()
    figure = r'href="(/accounts/[?][^"]*)"[^>]*>\s*(?:<svg.*?</svg>\s*)?<(?:b|span)[^>]*>(\d+)<'
    links = re.findall(figure, page, re.DOTALL)

    counted = {
        (href, int(number), client.get(href.replace("&amp;", "&")).context["paginator"].count)
        for href, number in links
    }

    assert len(counted) > 8
    assert [row for row in counted if row[1] != row[2] and row[1]] == []


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"covered": "bare"}, ["Bare", "Nowhere"]),
        ({"covered": "proposed"}, ["Proposed"]),
        ({"region": "unknown"}, ["Nowhere"]),
        ({"region": "americas", "covered": "bare"}, ["Bare"]),
        ({"family": "infra"}, ["Aldera", "Bare", "Proposed"]),
        ({"family": "none"}, ["Nowhere"]),
        ({"region": "moon"}, ["Aldera", "Bare", "Nowhere", "Proposed"]),
    ],
)
def test_the_list_narrows_down_as_the_map_says(signed_in, lead, programme, query, names):
    page = signed_in(lead).get(reverse("key_account_list"), query)

    assert [line.name for line in page.context["lines"]] == names


def test_many_accounts_cost_no_more_statements(
    signed_in, lead, programme, django_assert_max_num_queries
):
    client = signed_in(lead)
    client.get(MAP)
    with django_assert_max_num_queries(12) as few:
        client.get(MAP)
    for number in range(12):
        sector = factories.SectorFactory(code=f"s{number}", name_en=f"Sector {number}")
        factories.KeyAccountFactory(sector=sector, country=["DE", "JP", "ZA"][number % 3])

    with django_assert_max_num_queries(12) as many:
        client.get(MAP)

    assert len(many) == len(few)


def test_a_programme_without_accounts_says_so(signed_in, lead):
    assert "No key account yet." in signed_in(lead).get(MAP).content.decode()


def test_the_picture_says_in_words_what_it_shows(signed_in, lead, programme):
    page = signed_in(lead).get(MAP).content.decode()

    assert 'aria-label="Americas: 0 covered, 1 proposed, 1 without a sponsor"' in page
    assert "<title>Americas</title><desc>0 covered, 1 proposed, 1 without a sponsor</desc>" in page


@pytest.mark.parametrize(
    ("country", "region"),
    [
        ("FR", "europe"),
        ("br", "americas"),
        ("SG", "asia"),
        ("ZA", "africa"),
        ("AU", "oceania"),
        ("XX", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_country_lies_in_one_region(country, region):
    assert region_of(country) == region
    assert [one for one in Region if country.upper() in countries_in(one)] == (
        [region] if region != "unknown" else []
    )
