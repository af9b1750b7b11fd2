"""The figures of an account: who writes them, and what will not do."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import AnnualFigures
from accounts.services.figures import keep_figures
from tests import factories

FIGURES = {
    "revenue": "1250000.50",
    "target": "1300000",
    "currency": "eur",
    "satisfaction": "8.25",
    "nps": "-12",
    "is_final": "on",
}


def year_url(account, year=2025):
    return reverse("accounts:figures_edit", args=[account.public_id, year])


@pytest.mark.parametrize("role", ["kam", "lead"])
def test_those_who_keep_the_account_write_a_year(signed_in, cast, account, role):
    author = getattr(cast, role)

    signed_in(author).post(year_url(account), FIGURES | {"year": "1999", "account": "999"})

    figures = AnnualFigures.objects.get()
    assert (figures.account, figures.year, figures.revenue) == (
        account,
        2025,
        Decimal("1250000.50"),
    )
    assert (figures.currency, figures.nps, figures.is_final) == ("EUR", -12, True)
    assert figures.history.latest().history_user == author


def test_a_year_is_corrected_not_written_twice(signed_in, kam, account):
    factories.AnnualFiguresFactory(account=account, year=2025)

    signed_in(kam).post(year_url(account), FIGURES | {"is_final": ""})

    figures = AnnualFigures.objects.get()
    assert (figures.revenue, figures.is_final) == (Decimal("1250000.50"), False)


def test_of_two_who_write_a_new_year_at_once_the_second_corrects_the_first(account, kam, lead):
    first = factories.AnnualFiguresFactory.build(account=account, year=2025, nps=1)
    second = factories.AnnualFiguresFactory.build(account=account, year=2025, nps=2)

    keep_figures(first, by=kam)
    keep_figures(second, by=lead)

    figures = AnnualFigures.objects.get()
    assert figures.nps == 2
    assert [row.history_user for row in figures.history.all()] == [lead, kam]


def test_french_figures_are_understood(signed_in, kam, account):
    kam.language = "fr"
    kam.save()

    signed_in(kam).post(
        year_url(account), FIGURES | {"revenue": "1 250 000,50", "satisfaction": "8,25"}
    )

    figures = AnnualFigures.objects.get()
    assert (figures.revenue, figures.satisfaction) == (Decimal("1250000.50"), Decimal("8.25"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("satisfaction", "10.01"),
        ("satisfaction", "-1"),
        ("nps", "101"),
        ("nps", "-101"),
        ("revenue", "many"),
        ("revenue", "1" * 20),
        ("revenue", "NaN"),
        ("currency", "E1R"),
        ("currency", ""),
    ],
)
def test_what_will_not_do_is_said_beside_the_field(signed_in, kam, account, field, value):
    page = signed_in(kam).post(year_url(account), FIGURES | {field: value})

    assert field in page.context["form"].errors
    assert not AnnualFigures.objects.exists()


@pytest.mark.parametrize("year", [0, 1999, 2101, 10**12])
def test_years_of_other_centuries_are_not_found(signed_in, kam, account, year):
    assert signed_in(kam).get(year_url(account, year)).status_code == 404


def test_the_list_leads_to_a_new_year(signed_in, kam, account):
    factories.AnnualFiguresFactory(account=account, year=2024)
    url = reverse("accounts:figures_list", args=[account.public_id])
    client = signed_in(kam)

    page = client.get(url)
    answer = client.get(url, {"year": "2026"})
    wrong = client.get(url, {"year": "1066"})

    assert [row.figures.year for row in page.context["page"].years] == [2024]
    assert answer.headers["Location"] == year_url(account, 2026)
    assert wrong.context["form"].errors["year"]
