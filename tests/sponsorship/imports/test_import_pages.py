"""Imports through the page: files are dropped, looked at, applied."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import ImportBatch, Job, KeyAccount
from accounts.services.jobs import run_job
from sponsorship.exports import safe_cell

pytestmark = pytest.mark.django_db
PEOPLE = "Matricule;Nom;Prénom;E-mail\nP1;Top;Tim;tim@c.example\nP2;Low;Lea;lea at c\nP3;=1+1;Ora;ora at c\n"
ACCOUNTS = (
    "Account ID,Account Name,Account Owner Email\nA1,Acme,tim@c.example\nA2,=1+1,x@y.example\n"
)


@pytest.fixture
def page(lead, signed_in, settings, tmp_path):
    settings.IMPORT_DIR = tmp_path
    return signed_in(lead)


def drop(page, *texts):
    files = [
        SimpleUploadedFile(f"{number}.csv", text.encode()) for number, text in enumerate(texts)
    ]
    return page.post(reverse("import_upload"), {"file": files})


def work(answer):
    job = Job.objects.order_by("-pk")[:1].get()
    assert answer.url == reverse("accounts:job_detail", args=[job.public_id])
    assert run_job(job.public_id)


def test_files_that_are_known_are_checked_and_applied_together_without_a_question(page):
    work(drop(page, ACCOUNTS, PEOPLE))
    checked = list(ImportBatch.objects.order_by("kind"))
    keys = [batch.public_id for batch in checked]

    work(page.post(reverse("import_apply_all"), {"batch": keys}))

    assert [batch.counts["new"] for batch in checked] == [2, 1]
    assert KeyAccount.objects.get(external_id="A1").kam.email == "tim@c.example"


def test_the_report_gives_numbers_then_each_reason_once_then_the_list(page):
    work(drop(page, PEOPLE))
    batch = ImportBatch.objects.get()

    said = page.get(reverse("import_detail", args=[batch.public_id])).content.decode()

    order = [
        "Nothing is written yet.",
        "“…” is no e-mail address.",
        "rows 3, 4",
        "Download the list",
    ]
    assert [said.count(words) for words in order] == [1, 1, 1, 1]
    assert sorted(order, key=said.index) == order


def test_the_list_to_send_back_holds_no_formula(page):
    work(drop(page, ACCOUNTS))
    batch = ImportBatch.objects.get()

    said = page.get(reverse("import_faults", args=[batch.public_id])).content.decode("utf-8-sig")

    assert said.splitlines()[2].startswith("3;'=1+1;Account Owner Email;")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\u200b=1", "\r=1"])
def test_no_cell_is_a_formula(text):
    assert safe_cell(text).startswith("'")


def test_numbers_stay_numbers():
    assert safe_cell(-1) == -1


def test_a_header_that_is_not_known_is_asked_about_once(page):
    text = "Wer;Vorname;Nom;E-mail\nP1;Tim;Top;tim@c.example\n"
    asked = drop(page, text)
    batch = ImportBatch.objects.get()
    assert asked.url == reverse("import_columns", args=[batch.public_id])

    said = {"kind": "people", "column-0": "employee_id", "column-1": "first_name"}
    work(page.post(asked.url, said | {"column-2": "last_name", "column-3": "email"}))
    work(drop(page, text))

    states = list(ImportBatch.objects.values_list("state", flat=True))
    assert states == ["rehearsed", "rehearsed"]


def test_a_file_that_cannot_be_read_is_refused_beside_the_field(page):
    answer = drop(page, PEOPLE, "a,b\n")

    assert (answer.status_code, ImportBatch.objects.count()) == (422, 0)
    assert "1.csv: The file holds a header and no row." in answer.content.decode()
