"""Files that were left in a folder: taken in by night, or by the command."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import ImportBatch, Job, KeyAccount, Notification, User
from accounts.services.jobs import run_job
from sponsorship.imports.inbox import take_in_inbox

pytestmark = pytest.mark.django_db
PEOPLE = "Matricule;Nom;Prénom;E-mail\nP1;Top;Tim;tim@c.example\nP2;Low;Lea;lea at c\n"
ACCOUNTS = (
    "Account ID,Account Name,Account Owner Email\nA1,Acme,tim@c.example\nA2,Beta,x@y.example\n"
)


@pytest.fixture
def folder(tmp_path, settings):
    settings.INBOX_DIR = tmp_path / "inbox"
    settings.IMPORT_DIR = tmp_path / "imports"
    settings.INBOX_DIR.mkdir()
    # By name, accounts come before the people whom they name.
    (settings.INBOX_DIR / "accounts.csv").write_bytes(ACCOUNTS.encode())
    (settings.INBOX_DIR / "people.csv").write_bytes(PEOPLE.encode("cp1252"))
    return settings.INBOX_DIR


def test_the_night_takes_in_what_it_knows_and_tells_every_lead(folder, lead):
    (folder / "what.csv").write_text("x,y\n1,2\n")
    (folder / "notes.pdf").write_text("no table")

    assert (take_in_inbox(), take_in_inbox()) == (3, 0)
    run_job(Job.objects.get().public_id)
    run_job(Job.objects.get().public_id)

    assert KeyAccount.objects.get(external_id="A1").kam.email == "tim@c.example"
    states = dict(ImportBatch.objects.values_list("file_name", "state"))
    assert states == {"people.csv": "applied", "accounts.csv": "applied", "what.csv": "to_map"}
    told = Notification.objects.filter(kind="import_report", recipient=lead)
    assert sorted(row.data["file"] for row in told) == sorted(states)
    assert [path.name for path in folder.iterdir() if path.is_file()] == ["notes.pdf"]
    assert [len(list((folder / name).iterdir())) for name in ("taken", "not-read")] == [2, 1]


def report(folder, *options):
    said = StringIO()
    call_command("import_company", str(folder), "--json", *options, stdout=said)
    return json.loads(said.getvalue())


def test_the_command_reports_each_file_and_the_rehearsal_writes_nothing(folder, lead):
    announced = report(folder, "--rehearse")
    before = User.objects.count()
    done = report(folder)
    again = report(folder)

    assert announced["people.csv"] == {
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "refused": [{"row": 3, "column": "E-mail", "reason": "“lea at c” is no e-mail address."}],
        "warned": [],
    }
    assert [line["row"] for line in announced["accounts.csv"]["warned"]] == [3]
    assert (before, User.objects.count()) == (1, 2)
    assert done == announced
    assert [(again[name]["new"], again[name]["unchanged"]) for name in sorted(again)] == [
        (0, 2),
        (0, 1),
    ]
