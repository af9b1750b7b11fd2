"""The page to read before a meeting, and its brief on paper."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sponsors.choices import InteractionStatus
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(account, pairing, kam, executive, outsider):
    """Today's meeting with a director, met before; another contact is not there."""
    today = timezone.localdate()
    director = factories.ContactFactory(account=account, last_name="Orsini", level="other")
    other = factories.ContactFactory(account=account, last_name="Bellini", level="one_below")
    for text, of, who in (
        ("Ask the director.", director, "anyone"),
        ("Ask the other.", other, "anyone"),
        ("Sponsor alone.", director, "sponsor"),
    ):
        factories.AskFactory(
            account=account, contact=of, text=text, who_may_ask=who, written_by=kam
        )
    factories.NoGoFactory(account=account, contact=director, text="The lawsuit.", written_by=kam)
    for number in range(1, 6):
        factories.InteractionFactory(
            account=account,
            logged_by=kam,
            day=today - timedelta(days=number),
            subject=f"Exchange {number}",
            with_contacts=[director],
        )
    return factories.InteractionFactory(
        account=account,
        status=InteractionStatus.PLANNED,
        day=today,
        subject="Five-year plan",
        logged_by=kam,
        with_people=[kam, pairing.sponsor.person, executive, outsider],
        with_contacts=[director],
    )


def page(client, meeting):
    return client.get(f"/interactions/{meeting.public_id}/prepare/")


def test_it_says_whom_one_meets_what_to_ask_and_what_not_to_raise(signed_in, meeting, executive):
    answer = page(signed_in(executive), meeting)
    body = answer.content.decode()

    assert [person.contact.last_name for person in answer.context["people"]] == ["Orsini"]
    assert answer.context["people"][0].last_day == timezone.localdate() - timedelta(days=1)
    assert "Ask the director." in body
    assert "The lawsuit." in body
    assert "Ask the other." not in body
    assert "Sponsor alone." not in body


def test_the_account_team_also_reads_what_is_for_the_sponsor(signed_in, meeting, kam):
    assert "Sponsor alone." in page(signed_in(kam), meeting).content.decode()


def test_it_tells_the_last_three_exchanges(signed_in, meeting, kam):
    last = page(signed_in(kam), meeting).context["last"]

    assert [row.subject for row in last] == ["Exchange 1", "Exchange 2", "Exchange 3"]


def test_who_reads_no_brief_reads_whom_one_meets(signed_in, meeting, outsider):
    answer = page(signed_in(outsider), meeting)
    body = answer.content.decode()

    assert [person.contact.last_name for person in answer.context["people"]] == ["Orsini"]
    assert "Ask the director." not in body
    assert "The lawsuit." not in body
    pdf = f"/interactions/{meeting.public_id}/brief.pdf"
    assert pdf not in body
    assert signed_in(outsider).get(pdf).status_code == 404


@pytest.mark.parametrize(("days", "leads_there"), [(-1, True), (0, True), (1, False)])
def test_the_debrief_is_one_tap_away_from_the_day_on(signed_in, meeting, kam, days, leads_there):
    meeting.day += timedelta(days=days)
    meeting.save()

    body = page(signed_in(kam), meeting).content.decode()

    assert (f'href="/interactions/{meeting.public_id}/hold/"' in body) is leads_there


def test_advice_for_another_meeting_stays_away(signed_in, meeting, account, pairing, kam):
    later = factories.InteractionFactory(
        account=account,
        status=InteractionStatus.PLANNED,
        day=timezone.localdate() + timedelta(days=9),
        logged_by=kam,
    )
    for about, advice in ((meeting, "Speak of the plant."), (later, "Speak of the price.")):
        factories.GoAheadFactory(
            pairing=pairing,
            interaction=about,
            topics=advice,
            action=advice,
            day=about.day,
            state="agreed_with_advice",
            advice=advice,
            answered_by=kam,
            answered_at=timezone.now(),
        )

    body = page(signed_in(pairing.sponsor.person), meeting).content.decode()

    assert "Speak of the plant." in body
    assert "Speak of the price." not in body


def test_what_was_cancelled_leads_to_its_page(signed_in, meeting, kam):
    meeting.status = InteractionStatus.CANCELLED
    meeting.save()

    assert page(signed_in(kam), meeting).url == meeting.get_absolute_url()


def test_its_brief_on_paper(signed_in, meeting, executive):
    answer = signed_in(executive).get(f"/interactions/{meeting.public_id}/brief.pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content[:4] == b"%PDF"


def test_more_contacts_cost_no_statement_more(
    signed_in, meeting, executive, account, django_assert_num_queries, django_assert_max_num_queries
):
    client = signed_in(executive)
    page(client, meeting)
    with django_assert_max_num_queries(22) as first:
        page(client, meeting)
    meeting.contacts.add(*factories.ContactFactory.create_batch(3, account=account))
    with django_assert_num_queries(len(first)):
        page(client, meeting)
