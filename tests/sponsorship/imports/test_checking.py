"""Rows against the rules of the programme: what is refused, what is remarked, and what is said of each."""

from datetime import date

import pytest

from accounts.models import ImportBatch
from sponsors.models import Pairing
from sponsorship.imports.checking import plan_rows
from sponsorship.imports.columns import recognise
from sponsorship.imports.rehearsing import reasons_of, row_of
from sponsorship.imports.world import World
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def plans(text):
    """Plan the rows of a small file, its cells separated by semicolons."""
    header, *rows = [line.split(";") for line in text.splitlines()]
    numbered = ((number, cells) for number, cells in enumerate(rows, start=2))
    return list(plan_rows(recognise(header, {}), header, numbered, World.load(), on=TODAY))


def codes(text):
    return [[issue.code for issue in plan.issues] for plan in plans(text)]


@pytest.fixture
def account():
    return factories.KeyAccountFactory(external_id="A1")


def test_a_row_that_has_moved_is_refused_and_the_others_are_not(account):
    assert codes("Compte;Exercice;NPS\nA1;2025;40;1\nA1;2024;40") == [["too_many_cells"], []]


def test_long_words_are_cut_with_a_remark():
    (plan,) = plans(f"Nom;Prénom;E-mail;Poste\nLow;Lea;lea@c.example;{'x' * 200}")

    assert ([issue.code for issue in plan.warnings], plan.outcome) == (["cut_short"], "new")
    assert len(plan.values["job_title"]) == 160


def test_a_contact_or_interaction_of_another_account_stays_there(account):
    other = factories.KeyAccountFactory(external_id="A2")
    factories.ContactFactory(account=other, external_id="C1")
    factories.InteractionFactory(account=other, external_id="T1")

    assert codes("Contact ID;Account ID;Last Name\nC1;A1;Low") == [["of_another_account"]]
    assert codes("Activity ID;Account ID;Date;Type;Subject\nT1;A1;01/02/2025;Call;Talked") == [
        ["of_another_account"]
    ]


def test_who_has_left_joins_no_team(account):
    factories.PersonFactory(email="gone@c.example", is_active=False)

    assert codes("Account ID;Member email\nA1;gone@c.example") == [["has_left"]]


def test_a_pairing_needs_a_kam(account):
    factories.SponsorFactory(person__email="flo@c.example")

    assert codes("Compte;Sponsor email;Depuis\nA1;flo@c.example;01/02/2025") == [["no_kam"]]


def test_a_pairing_in_the_reporting_line_is_taken_in_with_its_path():
    top = factories.SponsorFactory(person__email="flo@c.example").person
    middle = factories.PersonFactory(manager=top)
    kam = factories.PersonFactory(manager=middle)
    factories.KeyAccountFactory(external_id="A2", kam=kam)

    (plan,) = plans("Compte;Sponsor email;Depuis\nA2;flo@c.example;01/02/2025")

    path = " → ".join(person.full_name for person in (kam, middle, top))
    assert (plan.outcome, plan.issues[0].code, plan.issues[0].facts) == (
        "new",
        "in_the_line",
        {"value": path},
    )
    assert not Pairing.objects.exists()


def test_the_same_reason_is_told_once(account, lead):
    batch = ImportBatch.objects.create(kind="figures", file_name="f.csv", uploaded_by=lead)
    text = "Compte;Exercice;NPS\nA9;2025;1\nA9;2024;1\nA1;2024;180\nA1;2023;181\nA1;2022;182"
    for plan in plans(text):
        row_of(batch, plan).save()

    told = [
        (reason["code"], reason["column"], reason["facts"], reason["count"], reason["rows"])
        for reason in reasons_of(batch)
    ]

    assert told == [
        ("nps_out_of_range", "NPS", {"value": "…"}, 3, [4, 5, 6]),
        ("unknown_account", "Compte", {"value": "A9"}, 2, [2, 3]),
    ]
