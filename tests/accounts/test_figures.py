"""Annual figures and client events: who writes them, and what will not do."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AnnualFigures, ClientEvent
from accounts.services.key_accounts import keep_figures
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


def events_url(account):
    return reverse("accounts:client_event_add", args=[account.public_id])


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

    assert [figures.year for figures in page.context["years"]] == [2024]
    assert answer.headers["Location"] == year_url(account, 2026)
    assert wrong.context["form"].errors["year"]


@pytest.mark.parametrize("role", ["kam", "team_member", "sponsor", "lead"])
def test_the_whole_team_notes_client_events(signed_in, cast, pairing, account, role):
    author = getattr(cast, role)
    posted = {"kind": "tender", "text": "Northern sites", "known_on": "2026-03-02"}

    answer = signed_in(author).post(events_url(account), posted | {"entered_on": "2001-01-01"})

    event = ClientEvent.objects.get()
    assert answer.headers["Location"] == account.get_absolute_url()
    assert (event.entered_by, event.entered_on) == (author, timezone.localdate())
    assert event.history.latest().history_user == author


@pytest.mark.parametrize("role", ["other_kam", "executive", "administrator", "outsider"])
def test_others_note_no_client_event(signed_in, cast, account, role):
    posted = {"kind": "tender", "text": "Northern sites", "known_on": "2026-03-02"}

    assert signed_in(getattr(cast, role)).post(events_url(account), posted).status_code == 404
    assert not ClientEvent.objects.exists()


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("public_on", {"known_on": "2026-03-02", "public_on": "2026-03-01"}),
        ("known_on", {"known_on": (timezone.localdate() + timedelta(days=2)).isoformat()}),
        ("known_on", {"known_on": "0001-01-01"}),
        ("public_on", {"known_on": "2026-03-02", "public_on": "9999-12-31"}),
        ("known_on", {"known_on": "29/02/2027"}),
        ("text", {"text": ""}),
        ("kind", {"kind": "party"}),
    ],
)
def test_an_event_that_cannot_be_is_said_beside_the_field(signed_in, kam, account, field, changes):
    posted = {"kind": "tender", "text": "Northern sites", "known_on": "2026-03-02"} | changes

    page = signed_in(kam).post(events_url(account), posted)

    assert field in page.context["form"].errors
    assert not ClientEvent.objects.exists()


def test_known_on_the_day_it_was_public(signed_in, kam, account):
    posted = {"kind": "plan", "text": "Plan 2030", "known_on": "2026-03-02"}

    signed_in(kam).post(events_url(account), posted | {"public_on": "2026-03-02"})

    assert ClientEvent.objects.get().public_on == date(2026, 3, 2)
