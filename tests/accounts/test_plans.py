"""The account plan: five open objectives at most, what is said of them, and the sponsor's endorsement."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AccountPlan, Notification, Objective, PlanEndorsement, Programme
from accounts.queries.plan import plan_page
from accounts.services.meanwhile import ChangedMeanwhileError, Read, mark_of
from accounts.services.plans import (
    EmptyPlanError,
    NoSponsorError,
    ObjectiveClosedError,
    PlanChangedMeanwhileError,
    PlanFullError,
    ProgressAheadError,
    Word,
    add_objective,
    ask_for_endorsement,
    change_objective,
    close_objective,
    endorse_plan,
    note_progress,
    reopen_objective,
)
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def begin(account, by, **facts):
    row = factories.ObjectiveFactory.build(account=account, slot=None, **facts)
    return add_objective(row, by=by, on=TODAY)


def told(kind):
    rows = Notification.objects.filter(kind=kind).exclude(state="cancelled")
    return sorted(rows.values_list("recipient__first_name", flat=True))


def version(account):
    return AccountPlan.objects.get(account=account).version


def endorse(account, by, **facts):
    facts = {"version": version(account), "line": "", "on": TODAY} | facts
    return endorse_plan(account, by=by, **facts)


def say(objective, value, by, **facts):
    facts = {"on": TODAY, "line": ""} | facts
    return note_progress(objective, Word(Decimal(value), **facts), by=by, today=TODAY)


@pytest.fixture
def objective(account, pairing, kam):
    return begin(account, kam)


# --- Five at most ---------------------------------------------------------------------------------


def test_five_objectives_are_open_and_a_sixth_is_refused_until_one_is_closed(account, kam):
    rows = [begin(account, kam) for _five in range(5)]

    with pytest.raises(PlanFullError):
        begin(account, kam)
    close_objective(rows[1], "reached", outcome="Signed.", by=kam, on=TODAY)
    begin(account, kam)

    slots = Objective.objects.open().order_by("slot").values_list("slot", flat=True)
    assert list(slots) == [1, 2, 3, 4, 5]


def test_the_same_sheet_begins_an_objective_once(account, kam):
    row = factories.ObjectiveFactory.build(account=account, slot=None)
    for _twice in range(2):
        add_objective(row, by=kam, on=TODAY)

    assert (Objective.objects.count(), version(account)) == (1, 1)
    assert Objective.objects.get().history.get().history_user == kam


def test_a_closed_objective_is_taken_up_again_where_a_place_is_free(account, kam):
    closed = close_objective(begin(account, kam), "set_aside", outcome="", by=kam, on=TODAY)
    for _five in range(5):
        begin(account, kam)
    with pytest.raises(PlanFullError):
        reopen_objective(closed, by=kam)

    close_objective(Objective.objects.open()[0], "reached", outcome="", by=kam, on=TODAY)
    for _twice in range(2):
        reopen_objective(closed, by=kam)

    closed.refresh_from_db()
    assert (closed.state, closed.closed_on, closed.slot) == ("open", None, 1)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("open_in_a_slot", {"slot": None}),
        ("open_in_a_slot", {"slot": 6}),
        ("open_in_a_slot", {"slot": 0}),
        ("open_in_a_slot", {"closed_on": TODAY}),
        ("open_in_a_slot", {"outcome": "Signed."}),
        ("open_in_a_slot", {"state": "reached", "slot": None}),
        ("open_in_a_slot", {"state": "reached", "closed_on": TODAY}),
        ("says_what", {"text": ""}),
        ("says_what", {"measure": ""}),
        ("goes_somewhere", {"target": Decimal(2)}),
    ],
)
def test_the_database_refuses_nonsense(name, change):
    factories.ObjectiveFactory()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Objective.objects.update(**change)


def test_the_database_refuses_two_in_one_place_and_half_an_endorsement(account, kam, objective):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.ObjectiveFactory(account=account, slot=1)
    for change in ({"endorsed_on": TODAY}, {"asked_by": kam}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AccountPlan.objects.update(**change)


# --- What is said of an objective -----------------------------------------------------------------


def test_progress_is_kept_word_by_word_and_changes_no_plan(account, kam, objective):
    say(objective, 4, kam, on=TODAY - timedelta(days=9))
    for _twice in range(2):
        say(objective, 6, kam, line="Two more in the north.")

    row = plan_page(account, on=TODAY).standings[0]
    assert [word.value for word in row.objective.said] == [6, 4]
    assert (row.share, version(account)) == (0.5, 1)


@pytest.mark.parametrize(("value", "share"), [("1", 0.0), ("2", 0.0), ("4", 0.25), ("11", 1.0)])
def test_the_way_is_measured_from_start_to_target(value, share):
    assert factories.ObjectiveFactory.build().share(Decimal(value)) == share


def test_a_way_may_lead_downward():
    row = factories.ObjectiveFactory.build(start=Decimal(30), target=Decimal(10))

    assert row.share(Decimal(25)) == 0.25


def test_the_time_is_measured_from_the_beginning_to_the_day():
    row = factories.ObjectiveFactory.build(begun_on=date(2026, 1, 1), due_on=date(2026, 1, 11))

    days = [date(2025, 1, 1), date(2026, 1, 6), date(2027, 1, 1)]
    assert [row.pace(day) for day in days] == [0.0, 0.5, 1.0]


def test_nobody_speaks_of_tomorrow_or_of_what_is_closed(kam, objective):
    with pytest.raises(ProgressAheadError):
        say(objective, 3, kam, on=TODAY + timedelta(days=1))
    for _twice in range(2):
        close_objective(objective, "reached", outcome="Signed.", by=kam, on=TODAY)
    with pytest.raises(ObjectiveClosedError):
        say(objective, 3, kam)
    with pytest.raises(ObjectiveClosedError):
        change_objective(objective, by=kam)


def test_a_stale_form_changes_nothing(kam, objective):
    read = Read(["text"], mark_of(objective, ["text"]))
    other, mine = (Objective.objects.get() for _two in range(2))
    other.text, mine.text = "Theirs", "Mine"
    change_objective(other, by=kam, read=read)

    with pytest.raises(ChangedMeanwhileError):
        change_objective(mine, by=kam, read=read)
    assert Objective.objects.get().text == "Theirs"


# --- The endorsement ------------------------------------------------------------------------------


def test_the_sponsor_is_asked_once_endorses_once_and_the_kam_is_told(
    account, kam, sponsor, objective
):
    for _twice in range(2):
        ask_for_endorsement(account, by=kam)
    asked = told("plan_to_endorse")

    first, again = (endorse(account, sponsor.person, line="Go.") for _twice in range(2))

    plan = AccountPlan.objects.get()
    assert (asked, told("plan_to_endorse"), told("plan_endorsed")) == (["Simone"], [], ["Karim"])
    assert (first, plan.asked_at, plan.endorsed_on) == (again, None, TODAY)
    assert plan.is_endorsed_by(sponsor.person)
    assert first.objectives[0]["text"] == objective.text


def test_a_change_after_the_endorsement_is_shown_to_the_sponsor(account, kam, sponsor, objective):
    gone, reached = begin(account, kam, text="Gone"), begin(account, kam, text="Reached")
    endorse(account, sponsor.person)

    objective = Objective.objects.get(pk=objective.pk)
    objective.target = Decimal(12)
    for _twice in range(2):
        change_objective(objective, by=kam)
    close_objective(gone, "set_aside", outcome="They sold the site.", by=kam, on=TODAY)
    close_objective(reached, "reached", outcome="", by=kam, on=TODAY)
    begin(account, kam, text="New")

    page = plan_page(account, on=TODAY)
    assert [(row.kind, row.text) for row in page.changes] == [
        ("changed", objective.text),
        ("set_aside", "Gone"),
        ("reached", "Reached"),
        ("new", "New"),
    ]
    fact = page.changes[0].facts[0]
    assert [(fact.label, fact.before, fact.now)] == [("target", "10", "12")]
    assert (page.is_endorsed, told("plan_changed")) == (False, ["Simone"])
    assert endorse(account, sponsor.person).version == version(account)
    assert (plan_page(account, on=TODAY).changes, told("plan_changed")) == ([], [])


def test_changed_back_it_is_endorsed_again(account, kam, sponsor, objective):
    endorse(account, sponsor.person)

    closed = close_objective(objective, "set_aside", outcome="", by=kam, on=TODAY)
    between = plan_page(account, on=TODAY).is_endorsed
    reopen_objective(closed, by=kam)

    assert (between, plan_page(account, on=TODAY).is_endorsed) == (False, True)
    assert told("plan_changed") == []


def test_progress_takes_no_endorsement_back(account, kam, sponsor, objective):
    endorse(account, sponsor.person)

    say(objective, 9, kam)

    assert plan_page(account, on=TODAY).is_endorsed


def test_only_what_was_read_is_endorsed_and_only_by_who_sponsors_now(
    account, kam, sponsor, other_sponsor, objective
):
    read = version(account)
    begin(account, kam)

    with pytest.raises(PlanChangedMeanwhileError):
        endorse(account, sponsor.person, version=read)
    with pytest.raises(NoSponsorError):
        endorse(account, other_sponsor.person)
    assert not PlanEndorsement.objects.exists()


def test_an_empty_plan_is_endorsed_by_nobody(account, pairing, kam, sponsor, objective):
    close_objective(objective, "reached", outcome="", by=kam, on=TODAY)

    with pytest.raises(EmptyPlanError):
        ask_for_endorsement(account, by=kam)
    with pytest.raises(EmptyPlanError):
        endorse(account, sponsor.person)


def test_without_a_sponsor_nobody_is_asked(account, kam):
    begin(account, kam)

    with pytest.raises(NoSponsorError):
        ask_for_endorsement(account, by=kam)


def test_the_endorsement_of_a_former_sponsor_is_none(
    account, kam, sponsor, other_sponsor, objective
):
    endorse(account, sponsor.person)
    account.team_members.filter(role="sponsor").update(person=other_sponsor.person)

    page = plan_page(type(account).objects.get(pk=account.pk), on=TODAY)

    assert (page.is_endorsed, page.endorsement, page.changes) == (False, None, [])


def test_each_objective_of_the_company_shows_which_serve_it(account, kam):
    Programme.objects.update_or_create(pk=1, defaults={"objectives": "Grow.\n\nBe on time."})
    begin(account, kam, serves="Be on time.")
    begin(account, kam)

    assert plan_page(account, on=TODAY).company == [("Grow.", []), ("Be on time.", [1])]
