"""The page "Inside the tandem", and what other pages, home and messages tell of it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification, Programme
from sponsors.models import AlignmentCheck, CommitteeRequest, Introduction
from sponsorship.reminders import write_reminders
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
WHY = "Zqwhyintroduced"


def page(name, record):
    return reverse(f"sponsors:{name}", args=[record.public_id])


def week(signed_in, person):
    rows = signed_in(person).get("/").context["week"]
    return {(row.title, row.action) for row in rows}


# --- A walk through the page ----------------------------------------------------------------------


def test_an_introduction_from_the_question_to_what_came_of_it(
    signed_in, kam, sponsor, account, pairing
):
    contact = factories.ContactFactory(account=account, first_name="Iris", last_name="Iota")
    as_kam, as_sponsor = signed_in(kam), signed_in(sponsor.person)

    as_kam.post(
        page("introduction_add", pairing),
        {"contact": contact.public_id, "colleague": kam.public_id, "why": WHY},
    )
    asked = Introduction.objects.get()
    waits = week(signed_in, sponsor.person)
    as_sponsor.post(page("introduction_answer", asked), {"day": TODAY.isoformat()})
    as_kam.post(page("introduction_answer", asked), {"outcome": "A workshop in June."})

    shown = as_sponsor.get(page("inside_detail", pairing)).content.decode()
    assert ("Introduce Karim Kamel to Iris Iota", "Answer") in waits
    assert "A workshop in June." in shown


@pytest.mark.parametrize("facts", [{}, {"day": "2026-01-05", "reason": "Both."}])
def test_the_sponsor_answers_in_one_way(signed_in, sponsor, pairing, facts):
    asked = factories.IntroductionFactory(pairing=pairing)

    answer = signed_in(sponsor.person).post(page("introduction_answer", asked), facts)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])


def test_a_request_from_the_question_to_the_answer(signed_in, kam, sponsor, pairing):
    signed_in(kam).post(
        page("committee_ask", pairing), {"public_id": uuid4(), "title": "An engineer"}
    )
    asked = CommitteeRequest.objects.get()
    waits = week(signed_in, sponsor.person)
    client = signed_in(sponsor.person)
    client.post(
        page("committee_answer", asked),
        {"carried_on": TODAY.isoformat(), "outcome": "agreed", "line": "From May on."},
    )

    shown = signed_in(kam).get(page("inside_detail", pairing)).content.decode()
    assert ("An engineer", "Carried") in waits
    assert "From May on." in shown


def test_nobody_withdraws_through_the_answer(signed_in, sponsor, pairing):
    asked = factories.CommitteeRequestFactory(pairing=pairing)
    facts = {"carried_on": TODAY.isoformat(), "outcome": "withdrawn"}

    answer = signed_in(sponsor.person).post(page("committee_answer", asked), facts)

    assert list(answer.context["form"].errors) == ["outcome"]


def test_the_objectives_are_the_plans_and_either_says_where_they_pull_apart(
    signed_in, kam, sponsor, account, pairing
):
    factories.ObjectiveFactory(account=account, text="Grow by a tenth.")
    Programme.objects.update_or_create(pk=1, defaults={"objectives": "Margin first."})
    as_kam, as_sponsor = signed_in(kam), signed_in(sponsor.person)
    write = page("alignment_write", pairing)

    as_kam.post(write, {"version": 0})
    as_sponsor.post(write, {"version": 1, "objectives": "Mine.", "gap": "Two people short."})
    check = AlignmentCheck.objects.get()
    waits = week(signed_in, sponsor.person) & week(signed_in, kam)
    for client in (as_kam, as_sponsor):
        client.post(page("alignment_sign", check), {"version": 2, "plan": 0})

    check.refresh_from_db()
    assert (check.objectives, check.gap) == ("Grow by a tenth.", "Two people short.")
    assert (check.company_text, check.signed_on) == ("Margin first.", TODAY)
    assert ("Alignment check of Aldera", "Read and sign") in waits


def test_a_sponsor_does_not_begin_a_check(signed_in, sponsor, pairing):
    assert signed_in(sponsor.person).get(page("alignment_write", pairing)).status_code == 403


def test_a_signature_under_an_older_version_is_refused_in_words(signed_in, kam, pairing):
    check = factories.AlignmentCheckFactory(pairing=pairing, version=2)

    answer = signed_in(kam).post(page("alignment_sign", check), {"version": 1}, follow=True)

    assert "changed meanwhile" in answer.content.decode()


def test_a_check_under_an_older_plan_says_so_and_shows_the_plan(signed_in, kam, account, pairing):
    factories.AlignmentCheckFactory(pairing=pairing, objectives="Grow.")
    factories.ObjectiveFactory(account=account, text="Be asked first.")

    content = signed_in(kam).get(page("inside_detail", pairing)).content.decode()

    assert "<li>Be asked first.</li>" in content
    assert "The account plan has changed since this check was written" in content


@pytest.mark.parametrize(("role", "forms"), [("kam", True), ("sponsor", True), ("lead", False)])
def test_a_lead_looks_and_does_nothing(signed_in, cast, pairing, role, forms):
    for factory in (
        factories.IntroductionFactory,
        factories.CommitteeRequestFactory,
        factories.AlignmentCheckFactory,
    ):
        factory(pairing=pairing)

    answer = signed_in(getattr(cast, role)).get(page("inside_detail", pairing))

    content = answer.content.decode()
    acts = any(part in content for part in ("/sign/", "/introduction", "/committee"))
    assert (answer.status_code, acts) == (200, forms)


@pytest.mark.parametrize("role", ["kam", "lead"])
def test_the_page_asks_as_often_for_many_as_for_few(
    signed_in, cast, account, pairing, role, django_assert_max_num_queries
):
    def grow():
        factories.IntroductionFactory(
            pairing=pairing, contact=factories.ContactFactory(account=account)
        )
        factories.CommitteeRequestFactory(pairing=pairing)
        factories.InteractionFactory(account=account, pairing=pairing, kind="coaching")

    grow()
    client = signed_in(getattr(cast, role))
    client.get(page("inside_detail", pairing))
    with django_assert_max_num_queries(14) as few:
        client.get(page("inside_detail", pairing))
    for _number in range(3):
        grow()

    with django_assert_max_num_queries(14) as many:
        client.get(page("inside_detail", pairing))

    assert len(many) == len(few)


# --- Elsewhere ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "leads_inside"),
    [("kam", True), ("sponsor", True), ("lead", True), ("team_member", False)],
)
def test_the_account_page_shows_the_fact_on_the_contact_and_never_why(
    signed_in, cast, account, pairing, role, leads_inside
):
    contact = factories.ContactFactory(account=account)
    factories.IntroductionFactory(pairing=pairing, contact=contact, why=WHY)

    shown = signed_in(getattr(cast, role)).get(account.get_absolute_url()).content.decode()

    assert "introduction to Karim Kamel asked for" in shown
    assert WHY not in shown
    assert (page("inside_detail", pairing) in shown) == leads_inside


def test_home_asks_the_kam_for_the_check_that_is_due(signed_in, cast, pairing):
    due = ("Alignment check of Aldera", "Begin")

    found = [role for role, one in vars(cast).items() if due in week(signed_in, one)]
    factories.AlignmentCheckFactory(pairing=pairing)

    assert found == ["kam"]
    assert due not in week(signed_in, cast.kam)


def test_no_message_repeats_what_was_asked(signed_in, cast, account, pairing):
    client = signed_in(cast.kam)
    contact = factories.ContactFactory(account=account)
    client.post(
        page("introduction_add", pairing),
        {"contact": contact.public_id, "colleague": cast.kam.public_id, "why": WHY},
    )
    client.post(page("committee_ask", pairing), {"public_id": uuid4(), "title": WHY, "why": WHY})
    factories.ObjectiveFactory(account=pairing.account, text=WHY)
    client.post(page("alignment_write", pairing), {"version": 0})

    inbox = signed_in(cast.sponsor).get("/inbox/").content.decode()

    assert Notification.objects.filter(recipient=cast.sponsor).count() == 3
    assert "asks you for an introduction at Aldera" in inbox
    assert WHY not in inbox


@pytest.mark.parametrize(("signed", "told"), [(364, 0), (365, 2), (395, 2), (430, 0)])
def test_the_two_are_reminded_a_year_after_the_last_check(cast, pairing, signed, told):
    at = datetime(2028, 3, 1, 10, tzinfo=UTC)
    for person in (cast.kam, cast.sponsor):
        person.set_password("a password for tests")
        person.save()
    factories.AlignmentCheckFactory(
        pairing=pairing,
        kam=cast.kam,
        kam_signed_at=at,
        sponsor_signed_at=at,
        signed_on=at.date() - timedelta(days=signed),
    )

    for _twice in range(2):
        write_reminders(at)

    assert Notification.objects.filter(kind="alignment_due").count() == told
