"""I met them: an executive tells whom, and what came of the asks; the KAM is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AskAnswer, Notification
from sponsors.models import Interaction
from sponsors.services.debriefs import Told, report_meeting
from sponsors.services.drafts import Draft
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def director(account):
    return factories.ContactFactory(account=account, first_name="Alba", last_name="Orsini")


@pytest.fixture
def ask(account, director, kam):
    return factories.AskFactory(
        account=account, contact=director, text="A word on the plant.", written_by=kam
    )


def url(account, contact=None):
    path = f"/accounts/{account.public_id}/brief/met/"
    return f"{path}?contact={contact.public_id}" if contact else path


def facts(contact, **more):
    return {"contacts": [contact.public_id], "kind": "meeting", "day": TODAY.isoformat()} | more


def test_two_taps_keep_the_meeting_and_the_answer(
    signed_in, executive, account, pairing, director, ask, kam
):
    client = signed_in(executive)
    form = client.get(url(account, director)).context["form"]
    filled = {name: form[name].value() for name in ("public_id", "contacts", "kind", "day")}

    answer = client.post(url(account, director), filled | {f"ask-{ask.public_id}": "later"})

    row = Interaction.objects.get()
    assert answer.url == row.get_absolute_url()
    assert (row.subject, row.day, row.logged_by) == ("With Alba Orsini", TODAY, executive)
    assert list(row.people.all()) == [executive]
    assert list(row.contacts.all()) == [director]
    assert row.answers.get() == AskAnswer.objects.get(ask=ask, person=executive, outcome="later")
    assert client.get(row.get_absolute_url()).status_code == 200


def test_the_kam_is_told_and_it_counts_once_confirmed(
    signed_in, executive, account, pairing, director, ask, kam
):
    signed_in(executive).post(url(account), facts(director) | {f"ask-{ask.public_id}": "yes"})

    told = Notification.objects.filter(recipient=kam).values_list("kind", flat=True)
    assert sorted(told) == ["ask_answered", "debrief_given"]
    assert not Interaction.objects.counting().exists()
    ask.refresh_from_db()
    assert ask.closed_on == TODAY


def test_twice_is_once(executive, account, director, ask):
    draft = Draft("meeting", TODAY, "With Alba Orsini", contacts=[director])
    for _turn in range(2):
        report_meeting(account, draft, Told("good"), by=executive, on=TODAY)

    assert Interaction.objects.get().mood == "good"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"contacts": []}, "contacts"),
        ({"day": (TODAY + timedelta(days=1)).isoformat()}, "day"),
        ({"day": (TODAY - timedelta(days=400)).isoformat()}, "day"),
        ({"kind": "coaching"}, "kind"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    signed_in, executive, account, director, wrong, field
):
    answer = signed_in(executive).post(url(account), facts(director) | wrong)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Interaction.objects.exists()


def test_a_contact_of_another_client_is_refused(signed_in, executive, account, other_account):
    foreign = factories.ContactFactory(account=other_account)

    answer = signed_in(executive).post(url(account), facts(foreign))

    assert list(answer.context["form"].errors) == ["contacts"]
    assert signed_in(executive).get(url(account, foreign)).context["met"] is None


def test_what_is_for_the_sponsor_alone_is_not_asked_of_others(
    signed_in, executive, sponsor, account, pairing, director, ask, kam
):
    factories.AskFactory(
        account=account, contact=director, text="Secret.", who_may_ask="sponsor", written_by=kam
    )

    def asked(person):
        form = signed_in(person).get(url(account, director)).context["form"]
        return sorted(row.text for row, _outcome, _line in form.ask_rows())

    assert asked(executive) == ["A word on the plant."]
    assert asked(sponsor.person) == ["A word on the plant.", "Secret."]


def test_the_brief_says_beside_an_ask_what_was_heard(
    signed_in, executive, kam, account, pairing, director, ask
):
    for days, outcome, line in ((9, "asked", "First."), (2, "later", "After the summer.")):
        AskAnswer.objects.create(
            ask=ask,
            person=executive,
            outcome=outcome,
            line=line,
            said_on=TODAY - timedelta(days=days),
        )

    for reader, page in ((executive, "brief/"), (kam, "brief/"), (kam, "brief/edit/")):
        body = signed_in(reader).get(f"/accounts/{account.public_id}/{page}").content.decode()
        assert "After the summer." in body
        assert "First." not in body


def test_what_was_answered_stands_where_the_kam_writes(
    signed_in, executive, kam, account, pairing, director, ask
):
    signed_in(executive).post(
        url(account),
        facts(director) | {f"ask-{ask.public_id}": "no", f"line-{ask.public_id}": "Sold."},
    )

    answer = signed_in(kam).get(f"/accounts/{account.public_id}/brief/edit/")
    assert [row.line for row in answer.context["answered"]] == ["Sold."]
    assert list(answer.context["asks"]) == []
