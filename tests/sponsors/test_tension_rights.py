"""Tensions: who sees which, who may do what, and what the database refuses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from accounts.choices import PROGRAMME_LEADS
from accounts.models import TeamMember
from sponsors.choices import TensionEvent, TensionLevel, TensionSide, TensionStage
from sponsors.models import Tension, has_urgent_tension
from sponsors.services.tensions import (
    close_tension,
)
from tests import factories

pytestmark = pytest.mark.django_db
# A Friday, at eleven in Paris.
FRIDAY = datetime(2026, 6, 12, 9, tzinfo=UTC)


@pytest.fixture
def tension(account, pairing):
    return factories.TensionFactory(account=account, at=FRIDAY)


@pytest.fixture
def internal(account, pairing):
    return factories.TensionFactory(
        account=account, at=FRIDAY, side="internal", said="Two teams quarrel."
    )


# --- Who sees what --------------------------------------------------------------------------------


def readers(cast, tension):
    return [
        name
        for name, person in vars(cast).items()
        if Tension.objects.visible_to(person).filter(pk=tension.pk).exists()
    ]


def test_one_with_the_client_is_the_teams_and_the_leads(cast, tension):
    assert readers(cast, tension) == ["kam", "sponsor", "team_member", "lead", "deputy"]


def test_an_internal_one_is_the_two_peoples_alone(cast, internal):
    assert readers(cast, internal) == ["kam", "sponsor"]


def test_a_lead_knows_that_there_is_an_internal_one_and_nobody_else_does(cast, internal):
    aware = [
        name for name, person in vars(cast).items() if Tension.objects.hidden_from(person).exists()
    ]

    assert aware == ["lead"]


def test_a_lead_of_the_tandem_reads_their_own(internal, sponsor):
    sponsor.person.groups.add(Group.objects.get(name=PROGRAMME_LEADS))

    assert Tension.objects.visible_to(sponsor.person).get() == internal
    assert not Tension.objects.hidden_from(sponsor.person).exists()


def test_who_leaves_the_tandem_no_longer_reads_it_and_who_follows_never_does(
    account, pairing, internal, kam, other_kam, other_sponsor
):
    TeamMember.objects.filter(account=account, role="kam").update(person=other_kam)
    pairing.status, pairing.slot = "ended", None
    pairing.ended_on = date(2026, 6, 13)
    pairing.save()
    TeamMember.objects.filter(account=account, role="sponsor").update(to_day=date(2026, 6, 13))
    factories.PairingFactory(account=account, kam=other_kam, sponsor=other_sponsor)

    for person in (kam, pairing.sponsor.person, other_kam, other_sponsor.person):
        assert not Tension.objects.visible_to(person).exists()


@pytest.mark.parametrize(
    ("permission", "allowed"),
    [
        ("sponsors.take_in_tension", ["sponsor"]),
        ("sponsors.carry_tension", ["kam", "sponsor"]),
    ],
)
@pytest.mark.parametrize("side", TensionSide)
def test_the_sponsor_takes_in_and_the_two_carry(cast, account, pairing, permission, allowed, side):
    tension = factories.TensionFactory(account=account, side=side)

    assert [n for n, p in vars(cast).items() if p.has_perm(permission, tension)] == allowed


def test_a_shielded_kam_reads_along(account, pairing, kam, sponsor):
    tension = factories.TensionFactory(account=account, is_shielded=True)

    assert Tension.objects.visible_to(kam).get() == tension
    assert not kam.has_perm("sponsors.carry_tension", tension)
    assert sponsor.person.has_perm("sponsors.carry_tension", tension)


def test_when_the_sponsor_is_gone_the_kam_carries_again(account, pairing, kam):
    tension = factories.TensionFactory(account=account, is_shielded=True)
    TeamMember.objects.filter(account=account, role="sponsor").update(to_day=date(2026, 6, 13))
    tension = Tension.objects.get(pk=tension.pk)

    assert kam.has_perm("sponsors.carry_tension", tension)


def test_the_team_opens_with_the_client_alone(cast, account, pairing):
    def may(permission):
        return [name for name, person in vars(cast).items() if person.has_perm(permission, account)]

    assert may("sponsors.open_tension") == ["kam", "sponsor", "team_member", "deputy"]
    assert may("sponsors.open_private_tension") == ["kam", "sponsor"]


def test_an_urgent_tension_with_the_client_lets_the_sponsor_act(account, other_account, pairing):
    tension = factories.TensionFactory(account=account, at=FRIDAY, level="urgent")
    day = FRIDAY.date()

    assert has_urgent_tension(account, day)
    assert not has_urgent_tension(account, day - timedelta(days=1))
    assert not has_urgent_tension(other_account, day)

    close_tension(
        tension, "lost", learnt="Too late.", by=account.kam, at=FRIDAY + timedelta(days=2)
    )
    assert has_urgent_tension(account, day + timedelta(days=1))
    assert not has_urgent_tension(account, day + timedelta(days=3))


def test_neither_a_serious_nor_an_internal_one_does(account, pairing):
    factories.TensionFactory(account=account, at=FRIDAY)
    factories.TensionFactory(account=account, at=FRIDAY, level="urgent", side="internal")

    assert not has_urgent_tension(account, FRIDAY.date())


# --- The database refuses nonsense ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("says_something", {"said": ""}),
        ("internal_in_a_tandem", {"side": TensionSide.INTERNAL, "pairing": None}),
        ("internal_in_a_tandem", {"side": TensionSide.INTERNAL, "is_shielded": True}),
        ("internal_in_a_tandem", {"side": TensionSide.INTERNAL, "kam": None}),
        ("shield_has_a_sponsor", {"is_shielded": True, "pairing": None}),
        ("taken_in_by_someone", {"taken_in_at": FRIDAY}),
        ("contacted_by_someone", {"contacted_at": FRIDAY}),
        ("closed_with_a_line", {"stage": TensionStage.LOST}),
        ("closed_with_a_line", {"closed_at": FRIDAY}),
        ("closed_with_a_line", {"next_update_on": None}),
        ("closed_with_a_line", {"learnt": "Something."}),
        (
            "closed_with_a_line",
            {"stage": TensionStage.LOST, "closed_at": FRIDAY, "next_update_on": None},
        ),
    ],
)
def test_the_database_refuses_nonsense(tension, name, change):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Tension.objects.filter(pk=tension.pk).update(**change)


def test_the_database_lets_one_person_speak(tension, account):
    contact = factories.ContactFactory(account=account)

    with pytest.raises(IntegrityError, match="said_by_one"), transaction.atomic():
        Tension.objects.filter(pk=tension.pk).update(contact=contact, said_by="Somebody")


@pytest.mark.parametrize("event", [TensionEvent.UPDATE, TensionEvent.CLOSED])
def test_the_database_wants_words_in_an_update(tension, kam, event):
    with pytest.raises(IntegrityError, match="says_something"), transaction.atomic():
        tension.updates.create(
            event=event, by=kam, stage=TensionStage.OPEN, level=TensionLevel.WATCH
        )
