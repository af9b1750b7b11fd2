"""Files that build on each other: checked, applied, applied again, undone."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AnnualFigures, Contact, ImportBatch, KeyAccount, Sector, User
from accounts.services.jobs import LeaseLostError
from accounts.services.organisation import set_manager
from sponsors.models import Interaction, Pairing
from sponsors.queries.traces import traces_of
from sponsorship.imports import batches, undoing
from sponsorship.imports.applying import apply
from sponsorship.imports.rehearsing import rehearse
from tests import factories

TODAY = date(2026, 6, 1)
PEOPLE = """Matricule;Nom;Prénom;E-mail;Matricule manager;Membre CODIR
P3;Low;Lea;lea@c.example;P2;Non
P2;Mid;Max;max@c.example;P1;Non
P1;Top;Tim;tim@c.example;;Oui
P4;Fin;Flo;flo@c.example;P1;Oui
P5;Bad;Bob;bob at c.example;P1;Non
P6;Two;Tia;lea@c.example;P1;Non
P7;Own;Ora;ora@c.example;P7;Non
P8;Rnd;Ria;ria@c.example;P9;Non
P9;Rnd;Rob;rob@c.example;P8;Non
"""
ACCOUNTS = """Account ID,Account Name,Industry,Billing City,Billing Country,Account Owner Email,Tier
A1,Acme,Energy,Lyon,FR,lea@c.example,Global
A2,"=HYPERLINK(""x"")",Space mining,Milan,IT,gone@c.example,Key
A1,Acme,Energy,Lyon,FR,lea@c.example,Global
"""
CONTACTS = "Contact ID,Account ID,First Name,Last Name,Title,Level\nC1,A1,Ann,<script>x</script>,CFO,C-level\nC2,A9,Nob,Ody,CFO,VP\n"
FIGURES = "Compte;Exercice;CA (EUR);NPS\nA1;2025;1 200 000,50;40\nA1;2024;n.c.;40\nA1;2023;900 000,00;180\n"
ACTIVITIES = """Activity ID,Account ID,Date,Type,Subject,Owner Email,Executive Email,Contact IDs,Initiated By
T1,A1,10/09/2025,Executive meeting,Talked,lea@c.example,flo@c.example,C1;C2,client
T2,A1,31/02/2025,Call,Never,lea@c.example,,,us
T3,A1,01/01/2062,Call,Later,lea@c.example,,,us
T4,A1,11/03/2025,Strategic review,Reviewed,lea@c.example,flo@c.example,C1,client
"""


@pytest.fixture
def take_in(lead):
    """Check and apply a file; return its counts."""

    def take(text, name="file.csv"):
        batch = batches.receive(SimpleUploadedFile(name, text.encode()), by=lead)
        before = counted()
        rehearse(batch, on=TODAY, progress=lambda done, total: None)
        assert before == counted()
        apply(batch, on=TODAY, progress=lambda done, total: None)
        return batch

    return take


def counted():
    return tuple(
        model.objects.count() for model in (User, KeyAccount, Contact, AnnualFigures, Interaction)
    )


@pytest.fixture
def company(take_in):
    return {
        name: take_in(text)
        for name, text in (
            ("people", PEOPLE),
            ("accounts", ACCOUNTS),
            ("contacts", CONTACTS),
            ("figures", FIGURES),
            ("activities", ACTIVITIES),
        )
    }


def issues(batch):
    return [
        (row.number, issue["code"]) for row in batch.rows.exclude(issues=[]) for issue in row.issues
    ]


def test_people_in_any_order_with_their_managers_and_faults(take_in):
    batch = take_in(PEOPLE)

    lea = User.objects.get(email="lea@c.example")
    assert (lea.manager.email, lea.manager.manager.email) == ("max@c.example", "tim@c.example")
    assert issues(batch) == [
        (6, "not_an_email"),
        (7, "email_twice"),
        (8, "own_manager"),
        (10, "closes_a_cycle"),
    ]
    assert lea.history.first().history_change_reason == "import"


def test_accounts_keep_a_formula_as_text_and_miss_an_unknown_kam(company):
    account = KeyAccount.objects.get(external_id="A2")

    assert (account.name, account.kam, str(account.sector)) == (
        '=HYPERLINK("x")',
        None,
        "Space mining",
    )
    assert KeyAccount.objects.get(external_id="A1").kam.email == "lea@c.example"
    assert issues(company["accounts"]) == [(3, "unknown_owner"), (4, "account_twice")]


def test_figures_and_activities_refuse_what_cannot_be(company):
    assert issues(company["figures"]) == [(3, "not_a_number"), (4, "nps_out_of_range")]
    assert issues(company["activities"]) == [
        (2, "unknown_contact"),
        (3, "no_such_day"),
        (4, "held_in_the_future"),
    ]
    met = Interaction.objects.get(external_id="T1")
    assert [person.email for person in met.people.by_name()] == ["flo@c.example", "lea@c.example"]
    assert Interaction.objects.get(external_id="T4").review.started_by == "client"


def test_what_the_two_said_is_imported_without_its_notes_and_the_same_file_changes_nothing(
    company, take_in
):
    text = (
        "Activity ID,Account ID,Date,Type,Subject,Notes\n"
        "T8,A1,10/09/2025,Coaching,Talked,Between us\n"
        "T9,A1,10/09/2025,Call,Called,For all\n"
    )

    first, again = take_in(text), take_in(text)

    kept = Interaction.objects.filter(external_id__in=["T8", "T9"]).order_by("external_id")
    assert list(kept.values_list("side", "notes")) == [("tandem", ""), ("client", "For all")]
    assert issues(first) == issues(again) == [(2, "notes_of_the_two")]
    assert again.counts["changed"] == 0


def test_the_same_files_twice_change_nothing(company, take_in):
    before = (
        counted(),
        User.history.count(),
        KeyAccount.history.count(),
        Interaction.history.count(),
    )

    again = [take_in(text).counts for text in (PEOPLE, ACCOUNTS, CONTACTS, FIGURES, ACTIVITIES)]

    assert [(counts["new"], counts["changed"]) for counts in again] == [(0, 0)] * 5
    assert before == (
        counted(),
        User.history.count(),
        KeyAccount.history.count(),
        Interaction.history.count(),
    )


def test_a_changed_row_changes_only_what_differs_and_can_be_undone(company, take_in, lead):
    batch = take_in(FIGURES.replace("1 200 000,50", "1 300 000,50"))
    changed = AnnualFigures.objects.get(year=2025).revenue

    undoing.undo(batch, by=lead, on=TODAY)
    undoing.undo(batch, by=lead, on=TODAY)

    assert (
        batch.counts["changed"],
        str(changed),
        str(AnnualFigures.objects.get(year=2025).revenue),
    ) == (1, "1300000.50", "1200000.50")


def test_an_import_is_undone_in_the_reverse_order_and_not_while_something_builds_on_it(
    company, lead
):
    with pytest.raises(undoing.NotUndoableError):
        undoing.undo(company["accounts"], by=lead, on=TODAY)
    untouched = counted()

    for name in ("activities", "figures", "contacts", "accounts", "people"):
        undoing.undo(company[name], by=lead, on=TODAY)

    assert untouched[1] == 2
    assert counted() == (1, 0, 0, 0, 0)


def test_an_import_that_moves_a_manager_flags_a_running_pairing(company, take_in, lead):
    account = KeyAccount.objects.get(external_id="A1")
    sponsor = factories.SponsorFactory(person=User.objects.get(email="flo@c.example"))
    take_in("Compte;Sponsor email;Depuis\nA1;flo@c.example;01/02/2025\n")
    pairing = Pairing.objects.get(account=account, sponsor=sponsor)

    take_in("Matricule;Nom;Prénom;E-mail;Matricule manager\nP2;Mid;Max;max@c.example;P4\n")

    pairing.refresh_from_db()
    assert (pairing.agreed_outside, pairing.conflict_since is not None) == (True, True)
    set_manager(User.objects.get(email="max@c.example"), None, by=lead)
    pairing.refresh_from_db()
    assert pairing.conflict_since is None


def test_an_unreadable_file_says_why(lead):
    batch = batches.receive(SimpleUploadedFile("x.csv", b"a,b\n"), by=lead)

    assert (batch.state, batch.fault["code"]) == ("unreadable", "only_a_header")
    assert ImportBatch.objects.count() == 1


def test_what_was_stopped_goes_on_where_it_was(company, lead, monkeypatch):
    monkeypatch.setattr("sponsorship.imports.applying.CHUNK", 2)
    rows = [f"Y{n},A1,10/0{n}/2025,Call,Talked,lea@c.example" for n in range(1, 7)]
    text = "Activity ID,Account ID,Date,Type,Subject,Owner Email\n" + "\n".join(rows)
    batch = batches.receive(SimpleUploadedFile("more.csv", text.encode()), by=lead)
    rehearse(batch, on=TODAY, progress=lambda done, total: None)

    with pytest.raises(LeaseLostError):
        apply(batch, on=TODAY, progress=stop_at(4))
    half = Interaction.objects.filter(external_id__startswith="Y").count()
    apply(batch, on=TODAY, progress=lambda done, total: None)

    assert half == 4
    assert Interaction.objects.filter(external_id__startswith="Y").count() == 6
    assert (batch.counts["new"], batch.rows.exclude(target="").count()) == (6, 6)
    undoing.undo(batch, by=lead, on=TODAY)
    assert not Interaction.objects.filter(external_id__startswith="Y").exists()


def stop_at(last):
    def progress(done, total):
        if done >= last:
            raise LeaseLostError

    return progress


def test_a_corrected_file_adds_who_was_missing_and_undo_takes_them_away(company, take_in, lead):
    take_in("Contact ID,Account ID,Last Name\nC2,A1,Body\n")

    batch = take_in(ACTIVITIES)
    met = Interaction.objects.get(external_id="T1")
    there = list(met.contacts.values_list("external_id", flat=True).order_by("external_id"))
    undoing.undo(batch, by=lead, on=TODAY)

    assert (batch.counts["changed"], there) == (1, ["C1", "C2"])
    assert list(met.contacts.values_list("external_id", flat=True)) == ["C1"]


def test_the_report_says_what_became_of_rows_when_they_were_written(company, lead):
    text = "Compte;Exercice;NPS\nA1;2022;40\n"
    batch = batches.receive(SimpleUploadedFile("late.csv", text.encode()), by=lead)
    rehearse(batch, on=TODAY, progress=lambda done, total: None)
    KeyAccount.objects.filter(external_id="A1").update(external_id="A7", name="Other")

    apply(batch, on=TODAY, progress=lambda done, total: None)

    assert (batch.counts["new"], batch.counts["refused"]) == (0, 1)
    assert [reason["code"] for reason in batch.reasons] == ["unknown_account"]


def test_a_sector_that_a_file_brings_has_a_trace_and_sectors_are_read_once(take_in, lead):
    rows = "".join(f"B{n},Bel {n},Space mining,Lyon,FR,,Global\n" for n in range(6))
    take_in(PEOPLE)
    with CaptureQueriesContext(connection) as seen:
        take_in(ACCOUNTS.splitlines(keepends=True)[0] + rows)

    sector = Sector.objects.get(name_en="Space mining")
    asked = [one for one in seen.captured_queries if 'FROM "accounts_sector"' in one["sql"]]
    assert sector.history.get().history_user == lead
    assert KeyAccount.objects.filter(sector=sector).count() == 6
    assert len([one for one in asked if "WHERE" not in one["sql"]]) <= 3


def test_who_an_import_adds_and_its_undoing_removes_has_a_trace(company, take_in, lead):
    row = Interaction.objects.get(external_id="T4")
    before = set(row.people.all())
    again = ACTIVITIES.splitlines(keepends=True)
    batch = take_in(again[0] + again[4].replace("lea@", "max@"))
    (came,) = traces_of(row)

    undoing.undo(batch, by=lead, on=TODAY)

    (went, _came) = traces_of(row)
    assert came.came == ["Max Mid"]
    assert (went.by, went.went, set(row.people.all())) == (str(lead), came.came, before)
