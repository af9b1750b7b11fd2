"""The debrief: one tap or one line, what follows, and what of it counts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AskAnswer, Notification
from sponsors.choices import InteractionStatus
from sponsors.models import DebriefWord, Interaction, NextStep
from sponsors.services.debriefs import (
    NothingToConfirmError,
    Promised,
    Told,
    comment_debrief,
    confirm_debrief,
    debrief,
)
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def planned(account, pairing, kam):
    """A meeting of yesterday with one contact, planned by the KAM for both."""
    contact = factories.ContactFactory(account=account, first_name="Alba", last_name="Orsini")
    return factories.InteractionFactory(
        account=account,
        pairing=pairing,
        status=InteractionStatus.PLANNED,
        day=TODAY - timedelta(days=1),
        logged_by=kam,
        vouched_by=None,
        with_people=[kam, pairing.sponsor.person],
        with_contacts=[contact],
    )


def hold(client, planned, **facts):
    url = reverse("sponsors:interaction_hold", args=[planned.public_id])
    return client.post(url, {"version": planned.version} | facts)


def counts(row):
    return Interaction.objects.counting().filter(pk=row.pk).exists()


@pytest.mark.parametrize("facts", [{"mood": "good"}, {"notes": "They like it."}])
def test_one_tap_or_one_line_is_enough(signed_in, sponsor, planned, facts):
    answer = hold(signed_in(sponsor.person), planned, **facts)

    planned.refresh_from_db()
    assert answer.url == planned.get_absolute_url()
    assert (planned.status, planned.mood or planned.notes) == ("held", *facts.values())
    assert (planned.debriefed_by, planned.vouched_by) == (sponsor.person, sponsor.person)
    assert counts(planned)


def test_nothing_at_all_is_asked_again_and_kept_planned(signed_in, sponsor, planned):
    page = hold(signed_in(sponsor.person), planned, **{"text-0": "Send the offer"})

    planned.refresh_from_db()
    assert (page.status_code, planned.status) == (422, "planned")
    assert "Send the offer" in page.content.decode()


def test_what_was_promised_keeps_its_owner_and_day(signed_in, kam, sponsor, planned):
    facts = {
        "mood": "mixed",
        "text-0": "Send the offer",
        "owner-0": kam.public_id,
        "due-0": (TODAY + timedelta(days=5)).isoformat(),
        "text-2": "Lunch with the COO",
    }
    for _turn in range(2):
        planned.refresh_from_db()
        hold(signed_in(sponsor.person), planned, **facts)

    rows = NextStep.objects.order_by("pk").values_list("kind", "text", "owner", "due_on")
    assert list(rows) == [
        ("promise", "Send the offer", kam.pk, TODAY + timedelta(days=5)),
        ("step", "Lunch with the COO", sponsor.person_id, None),
    ]


def test_a_yes_takes_the_ask_out_of_the_brief_and_the_kam_is_told(
    signed_in, kam, sponsor, account, planned
):
    ask = factories.AskFactory(account=account, contact=planned.contacts.get(), written_by=kam)
    later = factories.AskFactory(account=account, text="When will they decide?", written_by=kam)
    of_another = factories.AskFactory(
        account=account, contact=factories.ContactFactory(account=account), written_by=kam
    )
    page = signed_in(sponsor.person).get(
        reverse("sponsors:interaction_hold", args=[planned.public_id])
    )

    hold(
        signed_in(sponsor.person),
        planned,
        **{
            f"ask-{ask.public_id}": "yes",
            f"line-{ask.public_id}": "In May.",
            f"ask-{later.public_id}": "later",
        },
    )

    assert [row[0] for row in page.context["form"].ask_rows()] == [ask, later]
    assert of_another not in page.context["form"].asks.values()
    assert set(account.asks.open()) == {later, of_another}
    assert set(planned.answers.all()) == set(AskAnswer.objects.all())
    told = Notification.objects.filter(kind="ask_answered", recipient=kam)
    assert told.count() == 2


def test_the_other_of_the_tandem_is_asked_to_look(kam, sponsor, planned):
    debrief(planned, Told("good"), by=sponsor.person, on=TODAY)

    told = Notification.objects.filter(kind="debrief_given").values_list("recipient", flat=True)
    assert list(told) == [kam.pk]


def test_what_a_team_member_tells_counts_once_one_of_the_two_confirms(kam, team_member, planned):
    row = debrief(planned, Told(notes="They like it."), by=team_member, on=TODAY)
    before = counts(row)

    for _turn in range(2):
        confirm_debrief(row, by=kam)

    assert (before, counts(row)) == (False, True)
    assert DebriefWord.objects.get().person == kam


def test_nobody_confirms_their_own_words(kam, planned):
    row = debrief(planned, Told("good"), by=kam, on=TODAY)

    with pytest.raises(NothingToConfirmError):
        confirm_debrief(row, by=kam)


def test_a_comment_is_kept_once_and_told_to_who_gave_the_debrief(kam, sponsor, planned):
    row = debrief(planned, Told("good"), by=sponsor.person, on=TODAY)
    for _turn in range(2):
        comment_debrief(row, "And they want a date.", by=kam)

    told = Notification.objects.get(kind="debrief_commented")
    assert (DebriefWord.objects.count(), told.recipient) == (1, sponsor.person)


def test_what_a_team_member_logs_waits_for_the_kam(signed_in, kam, team_member, account, pairing):
    signed_in(team_member).post(
        "/log/",
        {
            "account": account.public_id,
            "kind": "meeting",
            "day": TODAY.isoformat(),
            "subject": "Their new plant",
        },
    )

    row = Interaction.objects.get()
    assert (row.vouched_by, counts(row)) == (None, False)
    assert Notification.objects.get(kind="debrief_given").recipient == kam


@pytest.mark.parametrize(
    ("facts", "counted"),
    [
        ({}, True),
        ({"status": "planned"}, False),
        ({"status": "cancelled"}, False),
        ({"go_ahead": "without"}, False),
        ({"is_disputed": True}, False),
        ({"vouched_by": None}, False),
        ({"vouched_by": None, "source": "import"}, True),
        ({"is_disputed": True, "source": "import"}, False),
    ],
)
def test_what_counts(account, facts, counted):
    row = factories.InteractionFactory(account=account, **facts)

    assert counts(row) is counted


def test_the_page_takes_few_queries(
    signed_in, sponsor, kam, account, planned, django_assert_max_num_queries
):
    client = signed_in(sponsor.person)
    url = reverse("sponsors:interaction_hold", args=[planned.public_id])
    for _number in range(3):
        factories.AskFactory(account=account, written_by=kam)

    with django_assert_max_num_queries(22):
        client.get(url)


def test_a_promise_again_is_the_same(kam, planned):
    told = Told("good", promises=(Promised("Send the offer"),))
    for _turn in range(2):
        debrief(planned, told, by=kam, on=TODAY)

    assert NextStep.objects.get().owner == kam
