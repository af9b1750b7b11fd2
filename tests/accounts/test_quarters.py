"""Quarters: written four at once, compared with the year before, and held against their year."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import QuarterlyFigures
from accounts.queries.figures import figures_page
from tests import factories

pytestmark = pytest.mark.django_db


def url(account, year=2025):
    return reverse("accounts:figures_quarters", args=[account.public_id, year])


def sheet(*revenues, **more):
    """What the page sends: revenue by quarter, all of them final."""
    sent = {}
    for number, revenue in enumerate(revenues, 1):
        sent |= {
            f"q{number}-revenue": revenue,
            f"q{number}-target": "",
            f"q{number}-is_final": "on",
        }
    return sent | more


def quarter(account, year, number, revenue, **facts):
    return factories.QuarterlyFiguresFactory(
        account=account, year=year, quarter=number, revenue=revenue, **facts
    )


def test_four_quarters_are_written_at_once_and_an_empty_one_is_none(signed_in, kam, account):
    client = signed_in(kam)
    for _twice in range(2):
        client.post(url(account), sheet("100", "110.50", "", "", **{"q3-target": "120"}))

    rows = QuarterlyFigures.objects.order_by("quarter")
    assert [(row.quarter, row.revenue, row.target) for row in rows] == [
        (1, 100, None),
        (2, Decimal("110.50"), None),
        (3, None, 120),
    ]
    assert [row.history.count() for row in rows] == [1, 1, 1]
    assert rows[0].history.get().history_user == kam


def test_french_figures_are_understood(signed_in, kam, account):
    kam.language = "fr"
    kam.save()

    signed_in(kam).post(url(account), sheet("1 250,50", "", "", ""))

    assert QuarterlyFigures.objects.get().revenue == Decimal("1250.50")


def test_one_fault_keeps_all_four_from_being_written(signed_in, kam, account):
    page = signed_in(kam).post(url(account), sheet("100", "many", "", ""))

    assert [list(form.errors) for form in page.context["forms"]] == [[], ["revenue"], [], []]
    assert not QuarterlyFigures.objects.exists()


def test_two_who_write_at_once_do_not_overwrite_each_other(signed_in, kam, account):
    row = quarter(account, 2025, 1, 100)
    client = signed_in(kam)
    read = client.get(url(account)).context["forms"][0]["read"].value()
    row.revenue = 150
    row.save()

    page = client.post(url(account), sheet("120", "200", "", "", **{"q1-read": read}))

    assert "Changed meanwhile" in page.content.decode()
    assert [row.revenue for row in QuarterlyFigures.objects.all()] == [150]


@pytest.mark.parametrize("year", [1999, 2101])
def test_years_of_other_centuries_are_not_found(signed_in, kam, account, year):
    assert signed_in(kam).get(url(account, year)).status_code == 404


@pytest.mark.parametrize("change", [{"quarter": 0}, {"quarter": 5}, {"year": 1999}])
def test_the_database_refuses_nonsense(account, change):
    quarter(account, 2025, 1, 100)

    with pytest.raises(IntegrityError), transaction.atomic():
        QuarterlyFigures.objects.update(**change)


def test_a_quarter_is_written_once(account):
    quarter(account, 2025, 1, 100)

    with pytest.raises(IntegrityError, match=r"once_a_quarter|UNIQUE"), transaction.atomic():
        quarter(account, 2025, 1, 100)


def test_a_quarter_stands_beside_the_same_one_of_the_year_before(account, kam):
    factories.AnnualFiguresFactory(account=account, year=2025)
    quarter(account, 2024, 1, 100)
    quarter(account, 2025, 1, 112)
    quarter(account, 2025, 2, 112)

    rows = figures_page(account, reader=kam).quarters

    assert [(row.name, row.growth) for row in rows] == [
        ("Q2 25", None),
        ("Q1 25", Decimal("0.12")),
        ("Q1 24", None),
    ]


@pytest.mark.parametrize(
    ("last", "sum_shown"), [("250000", None), ("251000", None), ("350000", Decimal(1100000))]
)
def test_quarters_that_say_something_else_than_their_year_are_added_up(
    account, kam, last, sum_shown
):
    factories.AnnualFiguresFactory(account=account, year=2025, revenue=Decimal(1000000))
    for number, revenue in enumerate(("250000", "250000", "250000", last), 1):
        quarter(account, 2025, number, Decimal(revenue))

    assert figures_page(account, reader=kam).years[0].quarters == sum_shown


@pytest.mark.parametrize("role", ["sponsor", "team_member", "lead"])
def test_the_team_reads_the_figures_and_only_who_keeps_them_writes(
    signed_in, cast, account, pairing, role
):
    factories.AnnualFiguresFactory(account=account, year=2025)
    page = reverse("accounts:figures_list", args=[account.public_id])

    content = signed_in(getattr(cast, role)).get(page).content.decode()

    assert "1,000,000 EUR" in content
    assert ("/figures/2025/" in content) == (role == "lead")


def test_the_page_asks_as_often_for_many_as_for_few(signed_in, kam, account):
    client, page = signed_in(kam), reverse("accounts:figures_list", args=[account.public_id])
    for year in (2024, 2025):
        factories.AnnualFiguresFactory(account=account, year=year)
    client.get("/")

    def statements():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        return len(asked)

    few = statements()
    for year in (2021, 2022, 2023):
        factories.AnnualFiguresFactory(account=account, year=year)
    for number in (1, 2, 3, 4):
        quarter(account, 2025, number, 100)

    assert (few, statements()) == (few, few)
    assert few <= 14
