"""Client events: who notes them, what will not do, the list, and what of them counts as early access."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import ClientEvent
from accounts.services.client_events import change_client_event, note_public
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
OUTSIDE = {
    "text": "Concert of the foundation",
    "happens_on": "2026-12-12",
    "our_part": "invite",
    "what_we_did": "Two seats kept.",
}


def events_url(account):
    return reverse("accounts:client_event_add", args=[account.public_id])


def listed(client, **asked):
    page = client.get(reverse("accounts:client_event_list"), asked).context["page"]
    return [event.text for event in page]


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


# --- Outside business -----------------------------------------------------------------------------


def test_an_event_outside_business_is_noted_apart(signed_in, kam, account):
    contact = factories.ContactFactory(account=account)
    url = events_url(account) + "?kind=outside"

    signed_in(kam).post(url, OUTSIDE | {"contact": contact.public_id, "kind": "tender"})

    event = ClientEvent.objects.get()
    assert (event.kind, event.contact, event.happens_on) == (
        "outside",
        contact,
        date(2026, 12, 12),
    )
    assert (event.known_on, event.public_on) == (TODAY, None)
    assert list(ClientEvent.objects.business()) == []


def test_a_contact_of_another_client_is_not_offered(signed_in, kam, account, other_account):
    foreign = factories.ContactFactory(account=other_account)

    page = signed_in(kam).post(
        events_url(account) + "?kind=outside", OUTSIDE | {"contact": foreign.public_id}
    )

    assert list(page.context["form"].errors) == ["contact"]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "outside"},
        {"happens_on": date(2026, 5, 1)},
        {"our_part": "tell"},
        {"kind": "outside", "happens_on": date(2026, 5, 1), "our_part": "tell"},
    ],
)
def test_the_database_keeps_both_kinds_apart(change):
    factories.ClientEventFactory()

    with pytest.raises(IntegrityError, match="outside_business_apart"), transaction.atomic():
        ClientEvent.objects.update(**change)


# --- Corrected, with its history ------------------------------------------------------------------


def test_a_correction_keeps_who_noted_it_and_shows_what_was_changed(
    signed_in, kam, account, team_member
):
    contact = factories.ContactFactory(account=account, first_name="Iris", last_name="Iota")
    event = factories.ClientEventFactory(account=account, entered_by=kam)
    url = reverse("accounts:client_event_edit", args=[event.public_id])
    posted = {"kind": "plan", "text": event.text, "known_on": "2026-01-12"}

    signed_in(team_member).post(
        url,
        posted
        | {"public_on": "2026-04-10", "contact": contact.public_id, "entered_on": "2020-01-01"},
    )

    shown = signed_in(kam).get(event.get_absolute_url()).content.decode()
    event.refresh_from_db()
    assert (event.entered_by, event.entered_on) == (kam, date(2026, 1, 10))
    for words in (
        "<del>Tender</del> → <ins>Plan</ins>",
        "<del>10 Jan 2026</del> → <ins>12 Jan 2026</ins>",
        "<ins>Iris Iota</ins>",
        "Théo Team",
    ):
        assert words in shown


def test_two_who_correct_at_once_do_not_overwrite_each_other(signed_in, kam, account):
    event = factories.ClientEventFactory(account=account)
    url = reverse("accounts:client_event_edit", args=[event.public_id])
    client = signed_in(kam)
    read = client.get(url).context["form"]["read"].value()
    event.text = "Theirs"
    change_client_event(event, by=kam)

    page = client.post(
        url, {"kind": "tender", "text": "Mine", "known_on": "2026-01-10", "read": read}
    )

    assert "Changed meanwhile" in page.content.decode()
    assert ClientEvent.objects.get().text == "Theirs"


def test_it_becomes_public_once(kam):
    event = factories.ClientEventFactory(public_on=None)

    for day in (TODAY, TODAY + timedelta(days=3)):
        note_public(event, on=day, by=kam)

    event.refresh_from_db()
    assert (event.public_on, event.days_before) == (TODAY, (TODAY - event.known_on).days)


# --- The list -------------------------------------------------------------------------------------


def test_the_list_shows_ones_own_accounts_and_narrows(signed_in, kam, account, other_account):
    factories.ClientEventFactory(account=account, text="Northern sites", public_on=None)
    factories.ClientEventFactory(account=account, text="A plan", kind="plan")
    factories.ClientEventFactory(account=other_account, text="Elsewhere")
    client = signed_in(kam)

    assert sorted(listed(client)) == ["A plan", "Northern sites"]
    assert listed(client, show="not_public") == ["Northern sites"]
    assert listed(client, show="public") == ["A plan"]
    assert listed(client, kind="tender") == ["Northern sites"]
    assert listed(client, q="north sites") == ["Northern sites"]
    assert listed(client, account=other_account.public_id) == []
    assert len(listed(client, account="none", kind="party", show="all")) == 2


def test_the_list_asks_as_often_for_many_as_for_few(signed_in, lead, account):
    client = signed_in(lead)
    factories.ClientEventFactory(account=account)
    client.get("/")

    def statements():
        with CaptureQueriesContext(connection) as asked:
            listed(client, account=account.public_id)
        return len(asked)

    few = statements()
    for _more in range(4):
        contact = factories.ContactFactory(account=account)
        factories.ClientEventFactory(account=account, contact=contact)

    assert (few, statements()) == (few, few)
