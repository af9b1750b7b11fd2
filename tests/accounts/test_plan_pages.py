"""The page of an account plan, what waits for whom at home, and the messages about it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification, Objective, PlanEndorsement, Programme
from accounts.services.plans import ask_for_endorsement, endorse_plan, note_change
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SHEET = {
    "text": "Be asked before the tender",
    "measure": "Tenders in which we were asked",
    "start": "0",
    "target": "4",
    "unit": "tenders",
    "due_on": (TODAY + timedelta(days=200)).isoformat(),
}


def page(name, record):
    return reverse(f"accounts:{name}", args=[record.public_id])


def week(signed_in, person):
    rows = signed_in(person).get("/").context["week"]
    return {(row.title, row.action) for row in rows}


@pytest.fixture
def objective(account, pairing, kam):
    row = factories.ObjectiveFactory(
        account=account, text="Equip their sites", due_on=TODAY + timedelta(days=99)
    )
    note_change(account, by=kam)
    return row


def test_from_the_first_objective_to_the_endorsement(signed_in, kam, sponsor, account, pairing):
    Programme.objects.update_or_create(pk=1, defaults={"objectives": "Grow.\nBe on time."})
    as_kam, as_sponsor = signed_in(kam), signed_in(sponsor.person)

    sheet = as_kam.get(page("objective_add", account)).context["form"]
    key = sheet["public_id"].value()
    for _twice in range(2):
        as_kam.post(
            page("objective_add", account), SHEET | {"public_id": key, "serves": "Be on time."}
        )
    row = Objective.objects.get()
    as_kam.post(
        page("objective_progress", row),
        {"value": "1.5", "line": "The first.", "day": TODAY.isoformat()},
    )
    as_kam.post(page("plan_ask", account))
    waits = week(signed_in, sponsor.person)
    version = as_sponsor.get(page("plan_detail", account)).context["form"]["version"].value()
    as_sponsor.post(page("plan_endorse", account), {"version": version, "line": "Go on."})

    shown = as_kam.get(page("plan_detail", account)).content.decode()
    assert (str(row.public_id), row.serves, row.slot) == (str(key), "Be on time.", 1)
    assert ("Account plan of Aldera", "Read and endorse") in waits
    assert ("Account plan of Aldera", "Read and endorse") not in week(signed_in, sponsor.person)
    for words in ("38% of the way", "The first.", "stands behind this plan", "Go on."):
        assert words in shown


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", " "),
        ("measure", ""),
        ("target", "0"),
        ("target", "many"),
        ("start", "NaN"),
        ("due_on", TODAY.isoformat()),
        ("due_on", "9999-12-31"),
        ("serves", "Something else."),
    ],
)
def test_what_will_not_do_is_said_beside_the_field(signed_in, kam, account, field, value):
    Programme.objects.update_or_create(pk=1, defaults={"objectives": "Grow."})
    facts = SHEET | {"public_id": "5a7d3f1e-8a54-4a6f-9df5-0d9e5b1b6f11", field: value}

    answer = signed_in(kam).post(page("objective_add", account), facts)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Objective.objects.exists()


def test_what_is_posted_by_hand_moves_nothing_else(signed_in, kam, account, objective):
    by_hand = {"slot": 5, "state": "reached", "account": 999, "begun_on": "2020-01-01"}

    signed_in(kam).post(page("objective_edit", objective), SHEET | by_hand)

    row = Objective.objects.get()
    assert (row.slot, row.state, row.account, row.begun_on, row.public_id) == (
        *(1, "open", account, objective.begun_on),
        objective.public_id,
    )
    assert row.text == SHEET["text"]


def test_the_sponsor_reads_what_has_changed_since(signed_in, kam, sponsor, account, objective):
    endorse_plan(account, version=1, line="", by=sponsor.person, on=TODAY)

    signed_in(kam).post(page("objective_edit", objective), SHEET | {"text": "Equip all sites"})

    shown = signed_in(sponsor.person).get(page("plan_detail", account)).content.decode()
    inbox = signed_in(sponsor.person).get("/inbox/").content.decode()
    assert "<del>Equip their sites</del> → <ins>Equip all sites</ins>" in shown
    assert "The account plan of Aldera has changed since you endorsed it" in inbox
    assert ("Account plan of Aldera", "Read and endorse") in week(signed_in, sponsor.person)


def test_what_was_not_read_is_not_endorsed(signed_in, kam, sponsor, account, objective):
    client = signed_in(sponsor.person)
    note_change(account, by=kam)

    answers = [
        client.post(page("plan_endorse", account), facts, follow=True).content.decode()
        for facts in ({}, {"version": "x"}, {"version": 1})
    ]

    assert ["changed meanwhile" in answer for answer in answers] == [True, True, True]
    assert not PlanEndorsement.objects.exists()


def test_a_sixth_objective_is_refused_in_words(signed_in, kam, account):
    for slot in range(1, 6):
        factories.ObjectiveFactory(account=account, slot=slot)

    answer = signed_in(kam).post(
        page("objective_add", account),
        SHEET | {"public_id": "5a7d3f1e-8a54-4a6f-9df5-0d9e5b1b6f11"},
    )

    assert "close one before you begin another" in answer.content.decode()
    assert Objective.objects.count() == 5


def test_an_objective_whose_day_has_passed_waits_for_the_kam(signed_in, kam, account):
    row = factories.ObjectiveFactory(account=account, due_on=TODAY - timedelta(days=1))
    waits = week(signed_in, kam)

    signed_in(kam).post(page("objective_close", row), {"state": "reached", "outcome": "Signed."})

    assert (row.text, "What came of it?") in waits
    assert (row.text, "What came of it?") not in week(signed_in, kam)


@pytest.mark.parametrize("role", ["sponsor", "team_member", "lead"])
def test_others_read_the_plan_and_change_nothing(signed_in, cast, account, objective, role):
    content = signed_in(getattr(cast, role)).get(page("plan_detail", account)).content.decode()

    assert "Equip their sites" in content
    assert not any(way in content for way in ("/edit/", "/progress/", "/close/", "/plan/add/"))
    assert ("/plan/endorse/" in content) == (role == "sponsor")


def test_an_old_request_is_not_sent_once_the_plan_is_endorsed(kam, sponsor, account, objective):
    ask_for_endorsement(account, by=kam)
    row = Notification.objects.get(kind="plan_to_endorse")

    endorse_plan(account, version=1, line="", by=sponsor.person, on=TODAY)

    row.refresh_from_db()
    assert row.state == "cancelled"


def test_the_page_asks_as_often_for_many_as_for_few(signed_in, kam, sponsor, account, objective):
    client = signed_in(kam)
    endorse_plan(account, version=1, line="", by=sponsor.person, on=TODAY)

    def statements():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page("plan_detail", account)).status_code == 200
        return len(asked)

    client.get("/")
    few = statements()
    for slot in range(2, 6):
        row = factories.ObjectiveFactory(account=account, slot=slot)
        for value in range(4):
            row.progress.create(value=value, on=TODAY, said_by=kam)
    factories.ObjectiveFactory(account=account, slot=None, state="reached", closed_on=TODAY)
    note_change(account, by=kam)

    assert (few, statements()) == (few, few)
    assert few <= 14
