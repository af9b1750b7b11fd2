"""The grid by which a small company begins."""

import pytest

from accounts.models import KeyAccount, User
from sponsors.models import Pairing, Sponsor

pytestmark = pytest.mark.django_db
GRID = "/quick-start/"
LINE = ("account", "kam_name", "kam_email", "sponsor_name", "sponsor_email")
NORTHWIND = ("Northwind", "Karl Aasen", "Karl@small.example", "Siri Dahl", "siri@small.example")


def typed(*lines):
    form = {"form-TOTAL_FORMS": "8", "form-INITIAL_FORMS": "0"}
    for number in range(8):
        values = lines[number] if number < len(lines) else ("",) * 5
        form |= {f"form-{number}-{name}": value for name, value in zip(LINE, values, strict=True)}
    return form


def faults(page):
    return [form.errors.get_json_data() for form in page.context["grid"]]


def test_a_line_makes_account_people_sponsor_and_proposal(signed_in, lead):
    answer = signed_in(lead).post(GRID, typed(NORTHWIND))

    pairing = Pairing.objects.get()
    assert answer.headers["Location"] == "/people/invite/"
    assert (pairing.account.name, pairing.status) == ("Northwind", "proposed")
    assert (pairing.kam.full_name, pairing.kam.email) == ("Karl Aasen", "karl@small.example")
    assert pairing.sponsor.person.full_name == "Siri Dahl"
    assert pairing.sponsor.person.is_executive
    assert not User.objects.get(email="karl@small.example").has_joined


def test_the_same_grid_twice_adds_nothing(signed_in, lead):
    client = signed_in(lead)

    for _time in range(2):
        client.post(GRID, typed(NORTHWIND, ("Other", "Karl Aasen", "karl@small.example", "", "")))

    found = (KeyAccount.objects.count(), Pairing.objects.count(), Sponsor.objects.count())
    assert (found, User.objects.count()) == ((2, 1, 1), 3)


def test_a_sponsor_without_a_free_place_is_told_beside_the_line_and_nothing_is_written(
    signed_in, lead
):
    lines = [(f"Client {n}", "Karl Aasen", "karl@small.example", *NORTHWIND[3:]) for n in range(4)]

    page = signed_in(lead).post(GRID, typed(*lines))

    assert page.status_code == 422
    assert "no free place" in faults(page)[3]["sponsor_email"][0]["message"]
    assert not KeyAccount.objects.exists()


def test_an_account_with_another_kam_is_told_beside_the_line(signed_in, lead, account, kam):
    page = signed_in(lead).post(GRID, typed(("Aldera", "Karl Aasen", "karl@small.example", "", "")))

    said = faults(page)[0]["kam_email"][0]["message"]
    assert said == "Aldera has a KAM already: Karim Kamel."
    assert not User.objects.filter(email="karl@small.example").exists()


@pytest.mark.parametrize(
    ("lines", "number", "field", "words"),
    [
        ([NORTHWIND, NORTHWIND], 1, "account", "named above already"),
        ([(*NORTHWIND[:4], "KARL@small.example")], 0, "sponsor_email", "cannot be the sponsor"),
        ([(*NORTHWIND[:4], "")], 0, "sponsor_email", "needs a name and an e-mail"),
        ([("", *NORTHWIND[1:])], 0, "account", "required"),
    ],
)
def test_what_is_wrong_stands_beside_its_line(signed_in, lead, lines, number, field, words):
    page = signed_in(lead).post(GRID, typed(*lines))

    assert words in faults(page)[number][field][0]["message"]
    assert not KeyAccount.objects.exists()


def test_an_empty_grid_begins_nothing(signed_in, lead):
    page = signed_in(lead).post(GRID, typed())

    assert (page.status_code, page.context["grid"].non_form_errors()) == (
        422,
        ["Type one account at least."],
    )
