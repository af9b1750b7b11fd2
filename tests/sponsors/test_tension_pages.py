"""The pages of tensions: opened from anywhere, taken in, kept up to date, handed back; read by those who may."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from sponsors.models import Tension
from tests import factories

pytestmark = pytest.mark.django_db
LIST, OPEN = reverse("sponsors:tension_list"), reverse("sponsors:tension_open")
NOW = timezone.now()


@pytest.fixture
def tension(account, pairing):
    return factories.TensionFactory(account=account, at=NOW - timedelta(days=2))


def page(name, tension):
    return reverse(f"sponsors:tension_{name}", args=[tension.public_id])


def say(client, account, **facts):
    word = {"public_id": str(uuid4()), "level": "serious", "said": "Late again."} | facts
    return client.post(f"{OPEN}?account={account.public_id}", word)


# --- Opening --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["kam", "sponsor", "team_member"])
def test_the_account_team_opens_one_with_two_answers(signed_in, cast, account, pairing, role):
    answer = say(signed_in(getattr(cast, role)), account)

    tension = Tension.objects.get()
    assert answer.url == tension.get_absolute_url()
    assert (tension.side, tension.level, tension.opened_by) == (
        "client",
        "serious",
        getattr(cast, role),
    )


def test_what_belongs_to_the_two_is_neither_offered_nor_taken_from_the_team(
    signed_in, team_member, account, pairing
):
    client = signed_in(team_member)

    fields = client.get(f"{OPEN}?account={account.public_id}").context["form"].fields
    say(client, account, side="internal", is_shielded="on", stage="lost", learnt="x")

    tension = Tension.objects.get()
    assert set(fields) == {"public_id", "level", "said", "contact", "said_by"}
    assert (tension.side, tension.is_shielded, tension.stage) == ("client", False, "open")


def test_the_two_open_an_internal_one(signed_in, kam, account, pairing):
    say(signed_in(kam), account, side="internal", said_by="A colleague")

    assert (Tension.objects.get().side, Tension.objects.get().speaker) == (
        "internal",
        "A colleague",
    )


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"said": "\u200b "}, "said"),
        ({"level": ""}, "level"),
        ({"said_by": "Somebody", "contact": True}, "said_by"),
        ({"side": "internal", "contact": True}, "contact"),
        ({"side": "internal", "is_shielded": "on"}, "is_shielded"),
    ],
)
def test_a_slip_is_said_beside_its_field(signed_in, kam, account, pairing, facts, field):
    contact = factories.ContactFactory(account=account)
    facts = {name: contact.public_id if value is True else value for name, value in facts.items()}

    answer = say(signed_in(kam), account, **facts)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Tension.objects.exists()


def test_a_contact_of_another_client_is_not_on_offer(
    signed_in, kam, account, pairing, other_account
):
    stranger = factories.ContactFactory(account=other_account)

    answer = say(signed_in(kam), account, contact=stranger.public_id)

    assert list(answer.context["form"].errors) == ["contact"]


def test_without_a_sponsor_the_kam_opens_one_with_the_client(signed_in, kam, account):
    client = signed_in(kam)

    say(client, account, side="internal", is_shielded="on")

    assert (Tension.objects.get().side, Tension.objects.get().is_shielded) == ("client", False)


@pytest.mark.parametrize(
    ("role", "status"), [("lead", 403), ("executive", 404), ("other_kam", 404), ("outsider", 404)]
)
def test_others_open_none(signed_in, cast, account, pairing, role, status):
    assert say(signed_in(getattr(cast, role)), account).status_code == status
    assert not Tension.objects.exists()


@pytest.mark.parametrize("named", ["x", "0", "00000000-0000-4000-8000-000000000000"])
def test_an_account_that_is_none_is_404(signed_in, kam, account, named):
    assert signed_in(kam).get(f"{OPEN}?account={named}").status_code == 404


def test_the_log_sheet_and_the_account_lead_to_it(signed_in, kam, account, pairing):
    client, link = signed_in(kam), f"{OPEN}?account={account.public_id}"

    assert link in client.get(f"/log/?account={account.public_id}").content.decode()
    assert link in client.get(account.get_absolute_url()).content.decode()


def test_the_sheet_gets_the_form_alone(signed_in, kam, account, pairing):
    headers = {"HX-Request": "true", "HX-Target": "sheet"}

    answer = signed_in(kam).get(f"{OPEN}?account={account.public_id}", headers=headers)

    assert "<html" not in answer.content.decode()
    assert "data-close" in answer.content.decode()


# --- Steps ----------------------------------------------------------------------------------------


def test_the_sponsor_takes_it_in_and_has_spoken_to_them(signed_in, sponsor, tension):
    signed_in(sponsor.person).post(
        page("take_in", tension), {"is_shielded": "on", "has_contact": "on"}
    )

    tension.refresh_from_db()
    assert (tension.taken_in_by, tension.contacted_by) == (sponsor.person, sponsor.person)
    assert tension.is_shielded


def test_taking_in_needs_no_box(signed_in, sponsor, tension):
    signed_in(sponsor.person).post(page("take_in", tension))

    tension.refresh_from_db()
    assert (tension.taken_in_by, tension.contacted_by) == (sponsor.person, None)


def test_a_shielded_kam_reads_and_does_nothing(signed_in, kam, account, pairing):
    tension = factories.TensionFactory(account=account, is_shielded=True, at=NOW)
    client = signed_in(kam)

    assert client.get(page("detail", tension)).context["may_carry"] is False
    assert client.post(page("contact", tension)).status_code == 403
    assert client.post(page("update", tension), {}).status_code == 403
    assert client.post(page("close", tension), {}).status_code == 403


def test_an_update_moves_the_stage(signed_in, kam, tension):
    facts = {"text": "A plan.", "stage": "plan", "level": "watch", "seen": "open"}

    answer = signed_in(kam).post(page("update", tension), facts)

    tension.refresh_from_db()
    assert answer.url == tension.get_absolute_url()
    assert (tension.stage, tension.level) == ("plan", "watch")


@pytest.mark.parametrize("stage", ["handed_back", "lost", "nonsense"])
def test_an_update_does_not_close(signed_in, kam, tension, stage):
    facts = {"text": "Done.", "stage": stage, "level": "watch", "seen": "open"}

    answer = signed_in(kam).post(page("update", tension), facts)

    assert list(answer.context["form"].errors) == ["stage"]


def test_an_update_of_what_moved_meanwhile_keeps_the_words_and_says_so(signed_in, kam, tension):
    client = signed_in(kam)
    client.post(
        page("update", tension),
        {"text": "First.", "stage": "plan", "level": "serious", "seen": "open"},
    )

    answer = client.post(
        page("update", tension),
        {"text": "Second.", "stage": "recovering", "level": "serious", "seen": "open"},
    )

    form = answer.context["form"]
    assert (answer.status_code, form["text"].value(), form["seen"].value()) == (
        422,
        "Second.",
        "plan",
    )
    assert "Plan in place" in form.non_field_errors()[0]


def test_handing_back_wants_a_line(signed_in, sponsor, tension):
    client = signed_in(sponsor.person)

    refused = client.post(page("close", tension), {"to": "handed_back", "learnt": " "})
    client.post(page("close", tension), {"to": "handed_back", "learnt": "Call earlier."})

    tension.refresh_from_db()
    assert list(refused.context["form"].errors) == ["learnt"]
    assert (tension.stage, tension.learnt) == ("handed_back", "Call earlier.")


@pytest.mark.parametrize("name", ["take_in", "contact", "update", "close"])
def test_nothing_more_is_said_of_what_is_closed(signed_in, sponsor, tension, name):
    client = signed_in(sponsor.person)
    client.post(page("close", tension), {"to": "lost", "learnt": "Too late."})
    facts = {"to": "handed_back", "learnt": "x", "text": "x", "stage": "plan", "seen": "open"}

    answer = client.post(page(name, tension), facts, follow=True)

    tension.refresh_from_db()
    assert "Somebody was quicker" in answer.content.decode()
    assert (tension.stage, tension.learnt, tension.contacted_at) == ("lost", "Too late.", None)


# --- The list -------------------------------------------------------------------------------------


def test_the_list_shows_open_ones_by_stage_and_the_most_pressing_first(
    signed_in, kam, account, pairing
):
    for level, said in [("watch", "Third."), ("urgent", "First."), ("serious", "Second.")]:
        factories.TensionFactory(account=account, level=level, said=said, at=NOW)
    planned = factories.TensionFactory(account=account, level="urgent", said="Fourth.", at=NOW)
    client = signed_in(kam)
    facts = {"text": "A plan.", "stage": "plan", "level": "urgent", "seen": "open"}
    client.post(page("update", planned), facts)

    rows = client.get(LIST).context["page"].object_list

    assert [row.said for row in rows] == ["First.", "Second.", "Third.", "Fourth."]


def test_the_list_is_filtered_and_shows_past_ones(signed_in, kam, account, pairing, other_account):
    past = factories.TensionFactory(account=account, at=NOW)
    urgent = factories.TensionFactory(account=account, level="urgent", at=NOW)
    client = signed_in(kam)
    client.post(page("close", past), {"to": "handed_back", "learnt": "x"})

    def found(query):
        return list(client.get(LIST + query).context["page"].object_list)

    assert (found(""), found("?show=past")) == ([urgent], [past])
    assert (found("?level=urgent"), found("?level=watch")) == ([urgent], [])
    assert (found("?q=aldera"), found("?q=borealis"), found("?level=x")) == (
        [urgent],
        [],
        [urgent],
    )


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        ("kam", ["client", "internal"], 0),
        ("sponsor", ["client", "internal"], 0),
        ("team_member", ["client"], 0),
        ("lead", ["client"], 1),
        ("executive", [], 0),
        ("other_kam", [], 0),
        ("administrator", [], 0),
        ("outsider", [], 0),
    ],
)
def test_each_role_finds_its_own(signed_in, cast, account, pairing, role, shown, hidden):
    for side in ("client", "internal"):
        factories.TensionFactory(account=account, side=side, said=f"Said: {side}.", at=NOW)

    answer = signed_in(getattr(cast, role)).get(LIST)

    assert sorted(row.side for row in answer.context["page"]) == shown
    assert len(answer.context["hidden"]) == hidden
    assert ("Said: internal." in answer.content.decode()) == ("internal" in shown)


def test_red_is_for_the_client_alone(signed_in, kam, account, pairing):
    factories.TensionFactory(account=account, side="internal", level="urgent", at=NOW)

    assert 'class="badge tension"' not in signed_in(kam).get(LIST).content.decode()


@pytest.mark.parametrize("role", ["kam", "lead"])
def test_the_list_asks_as_often_for_many_as_for_few(
    signed_in, cast, account, pairing, role, django_assert_max_num_queries
):
    def grow():
        more = factories.KeyAccountFactory(kam=cast.kam)
        factories.PairingFactory(account=more, kam=cast.kam)
        for side in ("client", "internal"):
            factories.TensionFactory(account=more, side=side, at=NOW)

    grow()
    client = signed_in(getattr(cast, role))
    client.get(LIST)
    with django_assert_max_num_queries(9) as few:
        client.get(LIST)
    for _number in range(3):
        grow()

    with django_assert_max_num_queries(9) as many:
        client.get(LIST)

    assert len(many) == len(few)


def test_the_page_of_one_asks_as_often_for_a_long_course(
    signed_in, kam, tension, django_assert_max_num_queries
):
    client = signed_in(kam)
    client.get(page("detail", tension))
    with django_assert_max_num_queries(10) as few:
        client.get(page("detail", tension))
    for number in range(5):
        factories.TensionUpdateFactory(tension=tension, by=kam, text=f"News {number}.")

    with django_assert_max_num_queries(10) as many:
        client.get(page("detail", tension))

    assert len(many) == len(few)
