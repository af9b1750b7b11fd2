"""The hand-over page: what passes on, and who confirms."""

import pytest
from django.utils import timezone

from accounts.models import KeyAccount
from accounts.services.organisation import change_kam
from sponsors.models import HandOver
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def hand_over(pairing, account, other_kam, lead):
    """The account passes from Karim to Olga."""
    change_kam(account, other_kam, on=timezone.localdate(), by=lead)
    return HandOver.objects.get()


def test_both_see_the_brief_the_people_the_promises_and_the_dates(
    signed_in, hand_over, account, kam, other_kam
):
    factories.BriefFactory(account=account, situation="The board changes in May.")
    factories.ContactFactory(account=account, last_name="Durand")
    meeting = factories.InteractionFactory(
        account=account, status="planned", day=timezone.localdate(), subject="Talk about prices."
    )
    factories.NextStepFactory(interaction=meeting, owner=kam, text="Send the paper.")

    for person in (kam, other_kam):
        page = signed_in(person).get(hand_over.get_absolute_url()).content.decode()
        for words in (
            "The board changes in May.",
            "Durand",
            "Send the paper.",
            "Talk about prices.",
        ):
            assert words in page


def test_open_tensions_with_the_client_pass_on_and_internal_ones_do_not(
    signed_in, hand_over, account, pairing, kam, other_kam
):
    account = KeyAccount.objects.get(pk=account.pk)
    factories.TensionFactory(account=account, by=other_kam, said="Two lines stood still.")
    factories.TensionFactory(
        account=account, by=other_kam, side="internal", said="They write to their bosses."
    )

    for person in (kam, other_kam):
        page = signed_in(person).get(hand_over.get_absolute_url()).content.decode()
        assert "Two lines stood still." in page
        assert "They write to their bosses." not in page


def test_each_of_the_two_confirms_and_then_it_is_theirs_alone(signed_in, hand_over, kam, other_kam):
    url = hand_over.get_absolute_url()

    signed_in(kam).post(url, {"word": "Ring before noon."})
    assert "Ring before noon." in signed_in(other_kam).get(url).content.decode()
    signed_in(other_kam).post(url)

    hand_over.refresh_from_db()
    assert hand_over.state == "done"
    assert signed_in(other_kam).get(url).status_code == 200
    assert signed_in(kam).get(url).status_code == 404


def test_nobody_else_opens_it_but_leads_and_the_tandem(
    signed_in, hand_over, outsider, team_member, lead, sponsor
):
    seen = {
        person.first_name: signed_in(person).get(hand_over.get_absolute_url()).status_code
        for person in (outsider, team_member, lead, sponsor.person)
    }

    assert seen == {"Omar": 404, "Théo": 404, "Lina": 200, "Simone": 200}
    assert signed_in(lead).post(hand_over.get_absolute_url()).status_code == 403


def test_it_waits_on_the_home_page_of_both(signed_in, hand_over, kam, other_kam):
    for person in (kam, other_kam):
        assert hand_over.get_absolute_url() in signed_in(person).get("/").content.decode()


def test_the_page_asks_as_often_for_many_as_for_few(
    signed_in, hand_over, account, kam, django_assert_max_num_queries
):
    client, url = signed_in(kam), hand_over.get_absolute_url()

    def add(number):
        for _n in range(number):
            contact = factories.ContactFactory(account=account)
            factories.AskFactory(account=account, contact=contact, written_by=kam)
            row = factories.InteractionFactory(
                account=account, status="planned", day=timezone.localdate()
            )
            factories.NextStepFactory(interaction=row, owner=kam)

    add(1)
    client.get(url)
    with django_assert_max_num_queries(26) as few:
        client.get(url)
    add(3)

    with django_assert_max_num_queries(26) as many:
        client.get(url)

    assert len(many) == len(few)
