"""Values as French and English systems write them."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sponsorship.imports import values
from sponsorship.imports.columns import KINDS, recognise
from sponsorship.imports.reasons import REASONS, reason_text
from sponsorship.imports.values import BadValueError


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/12/2025", date(2025, 12, 31)),
        ("1.2.2025", date(2025, 2, 1)),
        ("2025-02-01", date(2025, 2, 1)),
        ("2025-02-01 10:30:00", date(2025, 2, 1)),
        ("12 mars 2025", date(2025, 3, 12)),
        ("1er août 2025", date(2025, 8, 1)),
        ("12 Mar 2025", date(2025, 3, 12)),
    ],
)
def test_days(text, day):
    assert values.day(text) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/02/2025", "no_such_day"),
        ("29/02/2027", "no_such_day"),
        ("01/01/0001", "year_out_of_range"),
        ("01/01/9999", "year_out_of_range"),
        ("soon", "not_a_day"),
    ],
)
def test_days_that_are_none(text, code):
    with pytest.raises(BadValueError) as fault:
        values.day(text)

    assert fault.value.code == code


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2\u00a0280\u00a0727,84", "2280727.84"),
        ("2\u202f280\u202f727,84", "2280727.84"),
        ("16,402,068.23", "16402068.23"),
        ("1.234,5", "1234.5"),
        ("(1 200)", "-1200"),
        ("-11", "-11"),
        ("3 €", "3"),
    ],
)
def test_numbers(text, number):
    assert values.number(text) == Decimal(number)


@pytest.mark.parametrize(
    "name",
    [
        "day",
        "number",
        "year",
        "nps",
        "satisfaction",
        "amount",
        "boolean",
        "email",
        "country",
        "level",
        "tier",
        "kind",
        "starter",
    ],
)
@given(text=st.text(max_size=40))
def test_a_parser_returns_a_value_or_names_the_reason(name, text):
    fault = None
    try:
        getattr(values, name)(text)
    except BadValueError as raised:
        fault = raised

    assert fault is None or fault.value in reason_text(fault.code, {"value": fault.value})


def test_every_reason_speaks_of_facts_it_gets():
    names = ("value", "row", "most", "columns", "header", "megabytes", "name")
    facts = dict.fromkeys(names, "2062-05-12")

    assert all(reason_text(code, facts) for code in REASONS)


def test_a_day_in_a_reason_is_written_as_the_reader_writes_days():
    with translation.override("fr"):
        said = reason_text("held_in_the_future", {"value": "2062-05-12"})

    assert said.startswith("Le 12 mai 2062")


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Matricule;Nom;Prénom;E-mail;Matricule manager;Membre CODIR", "people"),
        ("Employee ID;Last name;First name;Email;Manager ID;Executive", "people"),
        ("Account ID;Account Name;Industry;Account Owner Email;Tier", "accounts"),
        ("Contact ID;Account ID;First Name;Last Name;Title;Level", "contacts"),
        ("Compte;Exercice;CA (EUR);Objectif (EUR);NPS", "figures"),
        ("Activity ID;Account ID;Date;Type;Subject;Owner Email", "interactions"),
        ("Compte;Sponsor email;Depuis", "pairings"),
        ("Account ID;Member email", "team"),
        ("Sponsor email;Capacity;Motivation", "sponsors"),
    ],
)
def test_files_are_recognised_by_their_headers(header, kind):
    found = recognise(header.split(";"), {})

    assert (found.kind, found.missing, found.unknown) == (kind, [], [])


def test_an_unknown_header_is_asked_about_and_remembered():
    header = ["Wer", "Vorname", "Nom", "E-mail"]
    asked = recognise(header, {}, kind="people")
    said = recognise(
        header,
        {("people", "vorname"): "first_name", ("people", "wer"): "employee_id"},
        kind="people",
    )

    assert (asked.missing, asked.needs_a_person) == (["first_name"], True)
    assert said.needs_a_person is False


def test_no_header_means_two_things_in_one_kind():
    for columns in KINDS.values():
        headers = [name for column in columns for name in column.headers]
        assert len(headers) == len(set(headers)), headers
