"""The demo programme: loaded once, with something to see and something to do on every page."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import (
    Absence,
    AccountPlan,
    AskAnswer,
    ClientEvent,
    ConnectionLevel,
    Delegation,
    KeyAccount,
    Objective,
    User,
)
from accounts.queries.figures import figures_page
from reviews.choices import SeasonState
from reviews.models import AccountReview, Laureate, Scorecard, Season
from sponsors.choices import InteractionKind, PairingStatus
from sponsors.coverage import accounts_without_sponsor
from sponsors.models import (
    ConflictOfInterest,
    Dispute,
    GoAhead,
    HandOver,
    Interaction,
    NextStep,
    Pairing,
    Renewal,
    Sponsor,
    SponsorInterest,
    Tension,
)
from sponsorship.demo.people import cast
from sponsorship.week import this_week

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo, loaded once for all tests of this module, and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", verbosity=0)
        yield
        transaction.set_rollback(True)


def test_the_demo_is_alive(demo):
    today = timezone.localdate()
    seen = {
        "accounts": KeyAccount.objects.count(),
        "sponsors": Sponsor.objects.count(),
        "conflicts": Pairing.objects.in_conflict().count(),
        "waiting": Pairing.objects.filter(
            status__in=[PairingStatus.PROPOSED, PairingStatus.KAM_AGREED]
        ).count(),
    }

    assert seen == {"accounts": 60, "sponsors": 24, "conflicts": 1, "waiting": 3}
    assert HandOver.objects.open().count() == 1
    assert Pairing.objects.filter(status=PairingStatus.AGREED).count() == 1
    asked = GoAhead.objects.waiting_for(User.objects.get(email=cast()[0]["email"]))
    assert (asked.count(), GoAhead.objects.agreed().exclude(advice="").count()) == (1, 1)
    forgotten, advised = (
        Interaction.objects.filter(go_ahead=mark).get() for mark in ("without", "had")
    )
    assert (forgotten.status, advised.status) == ("held", "planned")
    offered = Renewal.objects.open().get().pairing
    assert offered.terms.get().ends_on < today + timedelta(days=90)
    assert Interaction.objects.planned().filter(day__lt=today).exists()
    assert AccountReview.objects.filter(interaction__day__gt=today).exists()
    past = Season.objects.get(state=SeasonState.PUBLISHED)
    assert Laureate.objects.filter(season=past).count() in {2, 3}
    assert Scorecard.objects.filter(season=past, score__isnull=False).count() > 10
    assert Season.objects.filter(state=SeasonState.OPEN).count() == 1


def test_matching_in_the_demo_has_reasons_and_unknowns(demo):
    bare = accounts_without_sponsor()
    sponsors = Sponsor.objects.all()

    assert 12 <= bare.count() <= 18
    assert KeyAccount.objects.filter(topics=None).exists()
    assert KeyAccount.objects.exclude(topics=None).distinct().count() > 45
    assert ConnectionLevel.objects.filter(confirmed_by=None).exists()
    assert ConnectionLevel.objects.exclude(confirmed_by=None).exists()
    assert ConflictOfInterest.objects.count() == 2
    assert sponsors.filter(available_until__isnull=False).count() == 1
    assert {"", "trained", "planned", "no"} == set(sponsors.values_list("grasp", flat=True))
    assert not SponsorInterest.objects.filter(sentence="").exists()


def test_its_tensions_stand_at_different_stages(demo):
    found = Tension.objects.order_by("opened_at").values_list("side", "stage", "level")

    assert list(found) == [
        ("client", "handed_back", "watch"),
        ("client", "recovering", "watch"),
        ("client", "open", "watch"),
        ("internal", "plan", "serious"),
        ("client", "open", "urgent"),
    ]
    assert Tension.objects.get(level="urgent").taken_in_by is None


def test_it_tells_of_meetings(demo):
    kam, sponsor = (User.objects.get(email=row["email"]) for row in cast()[:2])

    assert list(AskAnswer.objects.order_by("said_on").values_list("outcome", flat=True)) == [
        "yes",
        "later",
    ]
    dispute = Dispute.objects.visible_to(kam).open().get()
    assert (dispute.opened_by, dispute.text != "") == (sponsor, True)
    waits = [
        row for row in this_week(kam, on=timezone.localdate()) if row.url.endswith("#standing")
    ]
    assert len(waits) == 2
    assert set(NextStep.objects.values_list("kind", flat=True)) == {"promise", "step"}


def test_its_delegates_have_something_to_do(demo):
    kam, deputy, assistant = (
        User.objects.get(email=f"{name}@aurelane.example")
        for name in ("karim.benali", "paul.girard", "claire.petit")
    )
    today = timezone.localdate()

    assert Delegation.objects.executives_of(assistant).count() == 2
    assert [row.of for row in Delegation.objects.kams_of(deputy)] == [kam]
    assert all(
        deputy.has_perm("sponsors.answer_go_ahead", row) for row in GoAhead.objects.waiting_for(kam)
    )
    assert (Absence.objects.on(today).count(), Absence.objects.not_over(today).count()) == (1, 2)
    planned = Interaction.objects.get(written_by=assistant)
    assert (planned.logged_by.is_executive, planned.status) == (True, "planned")


def test_its_plans_are_half_way_and_one_of_the_cast_has_changed_since(demo):
    kam = User.objects.get(email=cast()[0]["email"])
    own = AccountPlan.objects.filter(account__in=KeyAccount.objects.managed_by(kam))
    changed = own.filter(endorsed_version__lt=F("version"))

    assert (own.count() > 2, changed.exists(), own.count() > changed.count()) == (True,) * 3
    assert AccountPlan.objects.filter(asked_at__isnull=False).exists()
    assert Objective.objects.filter(state="reached").exists()
    assert not Objective.objects.open().filter(progress=None).exists()


def test_its_clients_have_events_outside_business_quarters_and_a_segment(demo):
    lead = User.objects.leads()[0]
    pages = [
        figures_page(account, reader=lead)
        for account in KeyAccount.objects.select_related("sector__parent")[:20]
    ]

    assert ClientEvent.objects.not_public().exists()
    assert ClientEvent.objects.outside_business().exists()
    assert all(len(page.quarters) >= 8 for page in pages)
    assert any(page.latest and page.latest.segment for page in pages)


def test_what_was_held_counts_for_something(demo):
    held = Interaction.objects.held()
    for kind in InteractionKind:
        of_kind = held.filter(kind=kind)
        assert of_kind.counting().exists() == of_kind.exists(), kind


def test_nobody_meets_at_the_weekend(demo):
    days = Interaction.objects.values_list("day", flat=True)

    assert {day.weekday() for day in days} == {0, 1, 2, 3, 4}


def test_a_second_run_changes_nothing(demo):
    before = (User.objects.count(), Interaction.objects.count(), Pairing.objects.count())

    call_command("demo", verbosity=0)

    assert (User.objects.count(), Interaction.objects.count(), Pairing.objects.count()) == before


def test_everyone_of_the_cast_comes_in(demo, client):
    for person in cast():
        assert client.login(username=person["email"], password=person["password"]), person["role"]
