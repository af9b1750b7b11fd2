"""The list of key accounts: who sees which lines, where they lead, its filters and its file."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from accounts.models import KeyAccount
from sponsorship.exports import safe_cell
from tests import factories

LIST = "/accounts/"


def names(page):
    return [line.name for line in page.context["lines"]]


@pytest.fixture
def three(account, other_account, pairing, kam):
    """Aldera of Karim, with a sponsor and a fresh brief; Borealis of Olga; Cobalt of nobody."""
    factories.BriefFactory(account=account, checked_on=timezone.localdate(), checked_by=kam)
    stale = timezone.localdate() - timedelta(days=91)
    factories.BriefFactory(account=other_account, checked_on=stale, checked_by=kam)
    rail = factories.SectorFactory(code="rail", name_en="Rail", name_fr="Ferroviaire")
    factories.KeyAccountFactory(
        name="Cobalt", sector=rail, tier="global", city="Genève", country="CH"
    )


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("lead", ["Aldera", "Borealis", "Cobalt"]),
        ("executive", ["Aldera", "Borealis", "Cobalt"]),
        ("kam", ["Aldera", "Borealis", "Cobalt"]),
        ("sponsor", ["Aldera", "Borealis", "Cobalt"]),
        ("team_member", ["Aldera"]),
        ("outsider", []),
        ("administrator", []),
    ],
)
def test_each_role_sees_its_lines_on_the_page_and_in_the_file(signed_in, cast, three, role, seen):
    client = signed_in(getattr(cast, role))

    page = client.get(LIST)
    rows = list(
        csv.reader(io.StringIO(client.get(f"{LIST}export/csv/").content.decode("utf-8-sig")))
    )

    assert names(page) == seen
    assert [row[0] for row in rows[1:]] == seen


def test_lines_lead_where_the_reader_may_go(signed_in, cast, three):
    def ways(reader):
        lines = signed_in(reader).get(LIST).context["lines"]
        return {line.name: line.path for line in lines}

    pages = {account.name: account.get_absolute_url() for account in KeyAccount.objects.all()}
    assert ways(cast.lead) == pages
    assert ways(cast.executive)["Aldera"] == f"{pages['Aldera']}brief/"
    assert ways(cast.kam) == {"Aldera": pages["Aldera"], "Borealis": "", "Cobalt": ""}


def test_an_executives_line_links_to_the_brief(signed_in, executive, three):
    account = KeyAccount.objects.get(name="Aldera")

    body = signed_in(executive).get(LIST).content.decode()

    assert f'href="/accounts/{account.public_id}/brief/"' in body
    assert f'href="/accounts/{account.public_id}/"' not in body


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ({"q": "geneve"}, ["Cobalt"]),
        ({"q": "ferroviaire cobalt"}, ["Cobalt"]),
        ({"sector": "energy"}, ["Aldera", "Borealis"]),
        ({"tier": "global"}, ["Cobalt"]),
        ({"country": "ch"}, ["Cobalt"]),
        ({"kam": "olga"}, ["Borealis"]),
        ({"sponsor": "simone sponsor"}, ["Aldera"]),
        ({"covered": "yes"}, ["Aldera"]),
        ({"covered": "no"}, ["Borealis", "Cobalt"]),
        ({"brief": "fresh"}, ["Aldera"]),
        ({"brief": "stale"}, ["Borealis", "Cobalt"]),
        ({"covered": "no", "brief": "stale", "kam": "olga"}, ["Borealis"]),
        ({"q": "100%", "sector": "x", "page": "zzz"}, []),
        (
            {"sector": "' OR 1=1", "tier": "?", "country": "FRA", "covered": "maybe", "page": "-1"},
            ["Aldera", "Borealis", "Cobalt"],
        ),
    ],
)
def test_filters_narrow_the_list_and_the_file_alike(signed_in, lead, three, query, seen):
    client = signed_in(lead)

    page = client.get(LIST, query)
    file = client.get(f"{LIST}export/csv/", query).content.decode("utf-8-sig")

    assert names(page) == seen
    assert [row[0] for row in csv.reader(io.StringIO(file))][1:] == seen


def test_a_former_sponsor_and_a_former_kam_are_not_found(signed_in, lead, three):
    account = KeyAccount.objects.get(name="Aldera")
    account.team_members.update(to_day=timezone.localdate())

    assert names(signed_in(lead).get(LIST, {"sponsor": "simone"})) == []
    assert names(signed_in(lead).get(LIST, {"kam": "karim"})) == []


@pytest.mark.parametrize("query", [{}, {"kam": "a", "sponsor": "o", "covered": "yes", "q": "l"}])
def test_queries_do_not_grow_with_the_rows(
    signed_in, executive, kam, three, django_assert_max_num_queries, query
):
    client = signed_in(executive)
    client.get(LIST)
    with django_assert_max_num_queries(14) as few:
        client.get(LIST, query)
    for _number in range(4):
        row = factories.KeyAccountFactory(kam=kam, name="Last")
        factories.BriefFactory(account=row)
        factories.PairingFactory(account=row, kam=kam)

    with django_assert_max_num_queries(14) as many:
        client.get(LIST, query)

    assert len(many) == len(few)


def test_pages_of_twenty_five_each_row_once(signed_in, lead):
    for number in range(52):
        factories.KeyAccountFactory(name="Same", city=f"City {number}")
    client = signed_in(lead)

    pages = [client.get(LIST, {"page": number}).context["lines"] for number in (1, 2, 3)]

    assert [len(lines) for lines in pages] == [25, 25, 2]
    assert len({line.path for lines in pages for line in lines}) == 52


def test_the_table_alone_answers_htmx(signed_in, lead, three):
    headers = {"HX-Request": "true", "HX-Target": "account-table"}

    body = signed_in(lead).get(LIST, {"q": "aldera"}, headers=headers).content.decode()

    assert body.lstrip().startswith('<div id="account-table"')
    assert "<html" not in body


def test_the_file_is_safe_to_open(signed_in, lead):
    factories.KeyAccountFactory(name="=cmd|' /C calc'!A0", city="@SUM(1)", external_id="1")
    factories.KeyAccountFactory(name="+49 \u202eKlima\x07", city="-Nord", external_id="2")

    answer = signed_in(lead).get(f"{LIST}export/xlsx/")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = {cell.value for row in sheet.iter_rows(min_row=2) for cell in row if cell.value}

    assert "'=cmd|' /C calc'!A0" in cells
    assert {"'@SUM(1)", "'-Nord", "'+49 Klima"} <= cells
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_numbers_and_days_stay_what_they_are():
    day = timezone.localdate()

    assert [safe_cell(value) for value in (-3, 2.5, day, None, "-3", "\t=1")] == [
        -3,
        2.5,
        day,
        "",
        "'-3",
        "'\t=1",
    ]


def test_french_files_have_semicolons(signed_in, lead, three):
    lead.language = "fr"
    lead.save()

    answer = signed_in(lead).get(f"{LIST}export/csv/")

    assert answer.content.decode("utf-8-sig").splitlines()[1].startswith("Aldera;Énergie;")


def test_other_kinds_of_files_are_not_found(signed_in, lead):
    assert signed_in(lead).get(f"{LIST}export/html/").status_code == 404
