"""Interactions: logged, planned, moved, held, cancelled, undone; by page and by service."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from sponsors.choices import InteractionStatus, Mode, Side
from sponsors.models import Interaction, NextStep
from sponsors.queries import timeline
from sponsors.services.drafts import Draft, InteractionChangedMeanwhileError
from sponsors.services.interactions import edit_interaction
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def said(account, **changes):
    """Three things: what, when, in one line."""
    facts = {
        "account": account.public_id,
        "public_id": uuid4(),
        "kind": "meeting",
        "day": TODAY.isoformat(),
        "subject": "Their new plant",
    }
    return facts | changes


def log(client, account, **changes):
    return client.post("/log/", said(account, **changes))


def test_three_things_are_enough(signed_in, kam, account, pairing):
    answer = log(signed_in(kam), account)

    row = Interaction.objects.get()
    assert answer.url == account.get_absolute_url()
    assert (row.status, row.side, row.mode) == ("held", Side.CLIENT, Mode.FACE_TO_FACE)
    assert (row.pairing, list(row.people.all())) == (pairing, [kam])
    assert row.history.get().history_user == kam


def test_the_tandem_talks_among_itself(signed_in, kam, account, pairing):
    log(signed_in(kam), account, kind="exchange")

    assert set(Interaction.objects.get().people.all()) == {kam, pairing.sponsor.person}


def test_an_escalation_offers_to_open_a_tension(signed_in, kam, account):
    client = signed_in(kam)
    log(client, account, kind="escalation")

    page = client.get(account.get_absolute_url()).content.decode()
    assert (
        page.count(f'<a href="/tensions/open/?account={account.public_id}">Open a tension</a>') == 1
    )


def test_the_same_entry_sent_twice_is_one(signed_in, kam, account):
    name = uuid4()
    for _turn in range(2):
        log(signed_in(kam), account, public_id=name, next_step="Send the offer")

    assert (Interaction.objects.count(), NextStep.objects.count()) == (1, 1)


def test_a_day_ahead_plans_it(signed_in, kam, account):
    log(signed_in(kam), account, day=(TODAY + timedelta(days=3)).isoformat())

    assert Interaction.objects.get().status == InteractionStatus.PLANNED


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"kind": ""}, "required"),
        ({"kind": "dance"}, "valid choice"),
        ({"day": "31/31/2026"}, "valid date"),
        ({"day": "1850-01-01"}, "last ten"),
        ({"subject": ""}, "required"),
        ({"subject": "x" * 201}, "200"),
        ({"time": "25:00"}, "valid time"),
        ({"contacts": "00000000-0000-4000-8000-000000000000"}, "valid choice"),
    ],
)
def test_a_fault_is_said_and_what_was_typed_is_kept(signed_in, kam, account, changes, fault):
    answer = log(signed_in(kam), account, **({"notes": "They asked for a date."} | changes))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert fault in page
    assert "They asked for a date." in page
    assert not Interaction.objects.exists()


def test_contacts_of_another_client_are_refused(signed_in, kam, account, other_account):
    theirs = factories.ContactFactory(account=other_account)

    answer = log(signed_in(kam), account, contacts=theirs.public_id)

    assert answer.status_code == 422
    assert not Interaction.objects.exists()


def test_a_contact_keeps_the_level_of_that_day(signed_in, kam, account):
    contact = factories.ContactFactory(account=account, level="director")
    log(signed_in(kam), account, contacts=contact.public_id)

    contact.level = "executive_committee"
    contact.save()

    assert Interaction.objects.get().met.get().level == "director"


@pytest.mark.parametrize(
    ("role", "code"), [("other_kam", 403), ("executive", 403), ("outsider", 404)]
)
def test_only_the_account_team_logs(signed_in, cast, account, other_account, role, code):
    assert log(signed_in(getattr(cast, role)), account).status_code == code


def test_what_somebody_typed_is_text_and_nothing_else(signed_in, kam, account):
    log(signed_in(kam), account, subject="<script>alert(1)</script>", notes="<img src=x>")
    client = signed_in(kam)

    pages = [
        client.get(account.get_absolute_url()).content.decode(),
        client.get(Interaction.objects.get().get_absolute_url()).content.decode(),
    ]

    assert all("<script>alert" not in page and "<img src=x>" not in page for page in pages)
    assert "&lt;script&gt;alert(1)" in pages[0]


@pytest.fixture
def planned(account, kam):
    return factories.InteractionFactory(
        account=account, status="planned", day=TODAY, logged_by=kam, with_people=[kam]
    )


def step(row, name):
    return reverse(f"sponsors:interaction_{name}", args=[row.public_id])


def test_planned_moved_held(signed_in, kam, planned):
    client, later = signed_in(kam), TODAY + timedelta(days=4)
    client.post(step(planned, "move"), {"day": later.isoformat()})
    planned.refresh_from_db()
    assert planned.day == later

    early = client.post(step(planned, "hold"), {"notes": "Good."})
    client.post(step(planned, "move"), {"day": TODAY.isoformat()})
    client.post(step(planned, "hold"), {"notes": "Good."})

    planned.refresh_from_db()
    assert early.status_code != 302
    assert (planned.status, planned.notes) == ("held", "Good.")


def test_a_planned_meeting_does_not_move_into_the_past(signed_in, kam, planned):
    answer = signed_in(kam).post(step(planned, "move"), {"day": "2020-02-02"})

    planned.refresh_from_db()
    assert answer.status_code != 302
    assert planned.day == TODAY


def test_cancelled_stays_in_the_history_and_leaves_the_timeline(signed_in, kam, planned, account):
    signed_in(kam).post(step(planned, "cancel"), {"because": "They are ill."})

    planned.refresh_from_db()
    assert planned.cancelled_because == "They are ill."
    assert timeline(account).rows == []
    assert planned.history.count() == 2


def test_a_fresh_entry_is_taken_back_by_whoever_made_it_alone(signed_in, kam, team_member, account):
    log(signed_in(kam), account)
    row = Interaction.objects.get()

    signed_in(team_member).post(step(row, "undo"))
    row.refresh_from_db()
    assert row.status == "held"
    signed_in(kam).post(step(row, "undo"))

    row.refresh_from_db()
    assert row.status == "cancelled"


def test_two_who_change_the_same_do_not_overwrite_each_other(kam, planned):
    first = Draft(kind="meeting", day=TODAY, subject="First")
    second = Draft(kind="meeting", day=TODAY, subject="Second")
    edit_interaction(planned, first, version=1, by=kam, on=TODAY)

    with pytest.raises(InteractionChangedMeanwhileError):
        edit_interaction(planned, second, version=1, by=kam, on=TODAY)

    planned.refresh_from_db()
    assert planned.subject == "First"


def test_a_next_step_is_ticked_off_once(signed_in, kam, account):
    log(signed_in(kam), account, next_step="Send the offer", step_due_on=TODAY.isoformat())
    promised = NextStep.objects.get()
    address = reverse("sponsors:step_finish", args=[promised.public_id])

    for _turn in range(2):
        signed_in(kam).post(address)

    promised.refresh_from_db()
    assert (promised.owner, promised.done_on) == (kam, TODAY)
    assert promised.history.count() == 2


def test_the_timeline_brings_each_row_once_the_newest_first(account, kam):
    for number in range(45):
        factories.InteractionFactory(
            account=account, logged_by=kam, day=TODAY - timedelta(days=number // 3)
        )
    seen, after = [], ""
    while True:
        page = timeline(account, after=after)
        seen += page.rows
        after = page.after
        if not after:
            break

    assert len(seen) == len({row.key for row in seen}) == 45
    assert [row.day for row in seen] == sorted((row.day for row in seen), reverse=True)


@pytest.mark.parametrize(
    "mark", ["", "nonsense", "2026-13-45.1", "2026-01-01.99999999999999999999"]
)
def test_a_mark_that_means_nothing_begins_anew(account, kam, mark):
    factories.InteractionFactory(account=account, logged_by=kam)

    assert len(timeline(account, after=mark).rows) == 1


def test_the_account_page_asks_as_often_for_many_as_for_few(
    signed_in, kam, account, pairing, django_assert_max_num_queries
):
    def add():
        contact = factories.ContactFactory(account=account)
        factories.InteractionFactory(
            account=account,
            pairing=pairing,
            logged_by=kam,
            with_people=[kam],
            with_contacts=[contact],
        )

    add()
    client = signed_in(kam)
    client.get(account.get_absolute_url())
    with django_assert_max_num_queries(14) as few:
        client.get(account.get_absolute_url())
    for _number in range(4):
        add()

    with django_assert_max_num_queries(14) as many:
        client.get(account.get_absolute_url())

    assert len(many) == len(few)
