"""What one of a tandem says in confidence: for its author and the leads outside that tandem alone (R13)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import KeptMail, Notification, User
from accounts.services.delivery import deliver_due
from sponsors.models import ConfidedSignal
from sponsors.services.confided import (
    Agreement,
    ConfidedAnsweredError,
    ConfidedDoneError,
    Confidence,
    FollowUpPastError,
    NobodyToConfideInError,
    NothingAgreedError,
    NotOfTheTandemError,
    agree_on,
    answer_confided,
    finish_confided,
    give_in_confidence,
)
from sponsorship.reminders import write_reminders
from tests import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()
IN_A_MONTH = Agreement("Talk of prices once a week.", TODAY + timedelta(days=30))


@pytest.fixture
def said(pairing, lead, kam):
    return give_in_confidence(pairing, Confidence("rank", "SECRET-SENTENCE"), by=kam, at=NOW)


@pytest.fixture
def answered(said, lead):
    return answer_confided(said, "SECRET-ANSWER", by=lead, at=NOW)


@pytest.fixture
def other_lead(ground):
    return factories.PersonFactory(first_name="Léon", last_name="Lead", lead=True)


def told(kind):
    return {row.recipient for row in Notification.objects.filter(kind=kind)}


# --- Given ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["kam", "sponsor"])
def test_either_of_the_two_says_it_once_and_the_leads_outside_are_told(cast, pairing, role):
    author, word = getattr(cast, role), Confidence("heads", "They call the team to meetings.")

    first = give_in_confidence(pairing, word, by=author, at=NOW)
    again = give_in_confidence(pairing, word, by=author, at=NOW)

    assert (first, first.author, first.kam) == (again, author, cast.kam)
    assert told("signal_confided") == {cast.lead}


@pytest.mark.parametrize("role", ["team_member", "executive", "other_kam", "lead", "outsider"])
def test_nobody_else_does(cast, pairing, role):
    with pytest.raises(NotOfTheTandemError):
        give_in_confidence(pairing, Confidence("rank", "…"), by=getattr(cast, role), at=NOW)


def test_of_a_pairing_that_has_ended_nothing_more_is_said(pairing, kam, lead):
    pairing.status, pairing.slot, pairing.ended_on = "ended", None, TODAY
    pairing.save()

    with pytest.raises(NotOfTheTandemError):
        give_in_confidence(pairing, Confidence("rank", "…"), by=kam, at=NOW)


def test_a_lead_of_that_tandem_is_neither_told_nor_shown_and_alone_nobody_is_there(
    pairing, kam, other_lead
):
    make_lead(pairing.sponsor.person)

    signal = give_in_confidence(pairing, Confidence("rank", "…"), by=kam, at=NOW)
    other_lead.is_active = False
    other_lead.save()

    assert told("signal_confided") == {other_lead}
    assert not ConfidedSignal.objects.visible_to(fresh(pairing.sponsor.person)).exists()
    with pytest.raises(NobodyToConfideInError):
        give_in_confidence(pairing, Confidence("rank", "…"), by=kam, at=NOW)
    assert ConfidedSignal.objects.get() == signal


def test_who_becomes_kam_or_was_it_then_reads_nothing_as_a_lead(said, account, kam, other_kam):
    hand_account_to(account, other_kam)
    for person in (kam, other_kam):
        make_lead(person)

    seen = [ConfidedSignal.objects.visible_to(fresh(one)).count() for one in (kam, other_kam)]

    assert seen == [1, 0]  # the first is its author


# --- Answered and followed ------------------------------------------------------------------------


def test_a_lead_answers_once_and_the_author_is_told(said, kam, lead, other_lead):
    row = answer_confided(said, "Let us talk on Monday.", by=lead, at=NOW, agreement=IN_A_MONTH)
    again = answer_confided(said, "Let us talk on Monday.", by=lead, at=NOW)

    assert (again.answer, again.agreed) == (row.answer, IN_A_MONTH.agreed)
    assert told("signal_answered") == {kam}
    with pytest.raises(ConfidedAnsweredError):
        answer_confided(said, "Me too.", by=other_lead, at=NOW)


def test_what_is_agreed_is_changed_until_it_is_done_and_the_other_is_told(answered, kam, lead):
    agree_on(answered, IN_A_MONTH, by=kam, at=NOW)
    agree_on(answered, IN_A_MONTH, by=kam, at=NOW)
    done = finish_confided(answered, "They ask first now.", by=lead, at=NOW)
    again = finish_confided(answered, "Another line.", by=kam, at=NOW)

    assert (done.outcome, again.outcome, again.done_by) == (*["They ask first now."] * 2, lead)
    assert told("signal_answered") == {kam, lead}
    with pytest.raises(ConfidedDoneError):
        agree_on(answered, Agreement("More.", TODAY), by=kam, at=NOW)


def test_nothing_is_agreed_before_an_answer_nor_for_a_day_that_is_over(said, lead, kam):
    with pytest.raises(NothingAgreedError):
        agree_on(said, IN_A_MONTH, by=kam, at=NOW)
    answer_confided(said, "Yes.", by=lead, at=NOW)

    with pytest.raises(NothingAgreedError):
        finish_confided(said, "Done.", by=kam, at=NOW)
    with pytest.raises(FollowUpPastError):
        agree_on(said, Agreement("Talk.", TODAY - timedelta(days=1)), by=kam, at=NOW)


def test_on_the_day_both_are_reminded_until_it_is_done(answered, kam, lead):
    factories.ConfidedSignalFactory(pairing=answered.pairing)  # nothing agreed: nobody is reminded
    agree_on(answered, Agreement("Talk.", TODAY), by=lead, at=NOW)
    User.objects.update(last_login=NOW)

    write_reminders(NOW)

    assert told("signal_follow_up") == {kam, lead}
    finish_confided(answered, "Done.", by=lead, at=NOW)
    waiting = Notification.objects.filter(kind="signal_follow_up", state="pending")
    assert not waiting.exists()


@pytest.mark.parametrize(
    "facts",
    [
        {"sentence": ""},
        {"answer": "Yes."},
        {"agreed": "Talk.", "follow_up_on": date(2027, 1, 1)},
        {"outcome": "Done."},
    ],
)
def test_the_database_refuses_half_a_step(said, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        ConfidedSignal.objects.filter(pk=said.pk).update(**facts)


# --- Pages and messages ---------------------------------------------------------------------------


def test_it_is_said_on_a_page_that_names_its_readers_and_the_officer(signed_in, kam, pairing, lead):
    client, url = signed_in(kam), reverse("sponsors:confided_give", args=[pairing.public_id])

    page = client.get(url)
    facts = {"public_id": page.context["form"]["public_id"].value(), "drift": "rank"}
    empty = client.post(url, facts)
    sent = [client.post(url, facts | {"sentence": "A price was set."}) for _twice in range(2)]

    assert "Lina Lead" in page.content.decode()
    assert "data-protection officer" in page.content.decode()
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["sentence"])
    assert {answer.url for answer in sent} == {ConfidedSignal.objects.get().get_absolute_url()}


def test_lead_and_author_go_through_it_on_its_page(signed_in, said, lead, kam):
    at = {
        step: reverse(f"sponsors:confided_{step}", args=[said.public_id])
        for step in ("answer", "agree", "finish")
    }
    days = (TODAY + timedelta(days=9)).isoformat()

    signed_in(lead).post(at["answer"], {"answer": "Let us talk."})
    signed_in(kam).post(at["agree"], {"agreed": "Talk first.", "follow_up_on": days})
    page = signed_in(kam).get(said.get_absolute_url()).content.decode()
    signed_in(kam).post(at["finish"], {"outcome": "It works."})

    said.refresh_from_db()
    assert all(words in page for words in ("SECRET-SENTENCE", "Let us talk.", "Talk first."))
    assert (said.outcome, said.done_by) == ("It works.", kam)


def test_a_day_that_is_too_far_or_a_missing_one_is_said_beside_it(signed_in, said, lead):
    url = reverse("sponsors:confided_answer", args=[said.public_id])
    client = signed_in(lead)
    faults = [
        list(
            client.post(url, {"answer": "Yes.", "agreed": "Talk."} | more)
            .context["answer_form"]
            .errors
        )
        for more in ({}, {"follow_up_on": "2099-01-01"})
    ]

    assert faults == [["follow_up_on"]] * 2


def test_no_message_says_who_or_what_and_no_mailbox_page_shows_it(
    signed_in, said, answered, lead, kam, settings
):
    settings.MAIL_STAYS_INSIDE = True
    settings.EMAIL_BACKEND = "sponsorship.mailbox.KeptMailBackend"
    deliver_due()
    kept = KeptMail.objects.get()  # to the author; the question is answered, and so not sent
    client = signed_in(lead)

    pages = [client.get("/mailbox/"), client.get(f"/mailbox/{kept.public_id}/")]

    assert kept.recipient == kam.email
    assert not any(word in kept.text + kept.subject for word in ("SECRET", "Aldera", "rank"))
    assert [page.status_code for page in pages] == [200, 404]
    assert kam.email not in pages[0].content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_one_as_for_three(
    signed_in, pairing, lead, kam, django_assert_max_num_queries, count
):
    for _each in range(count):
        factories.ConfidedSignalFactory(pairing=pairing)
    client = signed_in(lead)
    client.get("/points-to-watch/")

    with django_assert_max_num_queries(9):
        page = client.get("/points-to-watch/").content.decode()

    assert page.count("Read and answer</a>") == count


def make_lead(person):
    person.groups.add(factories.Group.objects.get(name=factories.PROGRAMME_LEADS))


def fresh(person):
    return type(person).objects.get(pk=person.pk)


def hand_account_to(account, person):
    account.team_members.filter(role="kam").update(to_day=TODAY)
    account.team_members.create(person=person, role="kam", from_day=TODAY)
