"""Tensions: opened in a minute, first contact in working days, stages under one table, handed back with a line."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Notification
from accounts.services.working_days import working_days_after
from sponsors.choices import TensionEvent, TensionStage
from sponsors.models import Tension
from sponsors.models.tension import stretches
from sponsors.services.tensions import (
    TRANSITIONS,
    FirstWord,
    ForeignSpeakerError,
    NobodyShieldsError,
    NoTandemError,
    TensionMovedOnError,
    close_tension,
    note_contact,
    open_tension,
    take_in,
    update_tension,
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


def told(kind):
    rows = Notification.objects.filter(kind=kind).exclude(state="cancelled")
    return sorted(rows.values_list("recipient__first_name", flat=True))


# --- Working days ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "count", "country", "until"),
    [
        (date(2026, 6, 12), 1, "FR", date(2026, 6, 15)),  # over a weekend
        (date(2026, 6, 12), 3, "FR", date(2026, 6, 17)),
        (date(2026, 7, 13), 1, "FR", date(2026, 7, 15)),  # over the national day
        (date(2026, 7, 13), 1, "DE", date(2026, 7, 14)),
        (date(2026, 6, 13), 1, "FR", date(2026, 6, 15)),  # from a Saturday
        (
            date(2026, 6, 11),
            1,
            "SA",
            date(2026, 6, 14),
        ),  # Friday and Saturday are the weekend there
        (date(2026, 7, 13), 1, "", date(2026, 7, 14)),
        (date(2026, 7, 13), 1, "ZZ", date(2026, 7, 14)),
    ],
)
def test_working_days_are_those_of_the_country(day, count, country, until):
    assert working_days_after(day, count, country=country) == until


@pytest.mark.parametrize(
    ("level", "due"),
    [
        ("urgent", date(2026, 6, 15)),
        ("serious", date(2026, 6, 17)),
        ("watch", date(2026, 6, 17)),
    ],
)
def test_the_first_contact_is_due_in_working_days_of_the_kam(account, pairing, level, due):
    assert factories.TensionFactory(account=account, at=FRIDAY, level=level).contact_due_on == due


# --- Opening --------------------------------------------------------------------------------------


def test_opening_keeps_the_day_the_pairing_and_tells_the_other(tension, pairing, kam):
    assert (tension.pairing, tension.kam, tension.stage) == (pairing, kam, "open")
    assert tension.next_update_on == date(2026, 6, 19)
    assert [(row.event, row.by) for row in tension.updates.all()] == [("opened", kam)]
    assert told("tension_opened") == ["Simone"]
    assert tension.history.get().history_user == kam


def test_an_urgent_one_is_told_at_once_to_the_two(account, pairing, team_member):
    factories.TensionFactory(account=account, at=FRIDAY, level="urgent", by=team_member)

    assert (told("tension_urgent"), told("tension_opened")) == (["Karim", "Simone"], [])


def test_opening_twice_is_opening_once(account, pairing, kam):
    word = FirstWord(level="serious", said="Late again.")

    first = open_tension(account, word, by=kam, at=FRIDAY)
    second = open_tension(account, word, by=kam, at=FRIDAY + timedelta(seconds=1))

    assert (first, Tension.objects.count()) == (second, 1)
    assert Notification.objects.count() == 1


def test_the_identity_of_somebody_elses_tension_opens_a_new_one(account, tension, sponsor):
    word = FirstWord(level="watch", said="Something else.", public_id=tension.public_id)

    other = open_tension(account, word, by=sponsor.person, at=FRIDAY)

    assert other.public_id != tension.public_id


def test_without_a_sponsor_nothing_is_internal_and_nobody_is_shielded(account, kam):
    with pytest.raises(NoTandemError):
        factories.TensionFactory(account=account, side="internal")
    with pytest.raises(NobodyShieldsError):
        factories.TensionFactory(account=account, is_shielded=True)
    assert factories.TensionFactory(account=account).pairing is None


def test_a_contact_of_another_client_has_said_nothing(account, pairing, other_account):
    stranger = factories.ContactFactory(account=other_account)

    with pytest.raises(ForeignSpeakerError):
        factories.TensionFactory(account=account, contact=stranger)


# --- Taking in, first contact, updates ------------------------------------------------------------


def test_taking_in_tells_the_kam_and_counts_what_was_announced_as_answered(tension, sponsor):
    for _twice in range(2):
        take_in(tension, is_shielded=True, by=sponsor.person, at=FRIDAY)

    tension.refresh_from_db()
    assert (tension.taken_in_by, tension.is_shielded) == (sponsor.person, True)
    assert (told("tension_taken_in"), told("tension_opened")) == (["Karim"], [])
    assert tension.updates.filter(event=TensionEvent.TAKEN_IN).count() == 1


def test_nobody_is_shielded_from_colleagues(internal, sponsor):
    with pytest.raises(NobodyShieldsError):
        take_in(internal, is_shielded=True, by=sponsor.person, at=FRIDAY)


def test_the_first_contact_is_noted_once(tension, sponsor, kam):
    note_contact(tension, by=sponsor.person, at=FRIDAY)
    note_contact(tension, by=kam, at=FRIDAY + timedelta(days=1))

    tension.refresh_from_db()
    assert (tension.contacted_by, tension.contacted_at) == (sponsor.person, FRIDAY)


def test_an_update_moves_stage_level_and_the_next_day(tension, sponsor):
    at = FRIDAY + timedelta(days=3)
    for _twice in range(2):
        update_tension(
            tension,
            "A plan with dates.",
            stage="plan",
            level="watch",
            seen="open",
            by=sponsor.person,
            at=at,
        )

    tension.refresh_from_db()
    assert (tension.stage, tension.level, tension.stage_since) == ("plan", "watch", at)
    assert tension.next_update_on == date(2026, 6, 22)
    assert tension.updates.filter(event=TensionEvent.UPDATE).count() == 1


def test_a_tension_that_becomes_urgent_is_told_at_once_and_due_sooner(tension, sponsor):
    update_tension(
        tension,
        "Their board asks.",
        stage="open",
        level="urgent",
        seen="open",
        by=sponsor.person,
        at=FRIDAY,
    )

    tension.refresh_from_db()
    assert tension.contact_due_on == date(2026, 6, 15)
    assert told("tension_urgent") == ["Karim"]


def test_a_stage_that_somebody_else_moved_meanwhile_stays(tension, kam, sponsor):
    facts = {"level": "serious", "seen": "open", "at": FRIDAY}
    update_tension(tension, "Plan.", stage="plan", by=sponsor.person, **facts)

    with pytest.raises(TensionMovedOnError):
        update_tension(tension, "Better.", stage="recovering", by=kam, **facts)

    tension.refresh_from_db()
    assert tension.stage == "plan"


@pytest.mark.parametrize("before", TensionStage)
@pytest.mark.parametrize("to", TensionStage)
def test_one_table_says_which_stage_follows_which(account, pairing, kam, before, to):
    tension = factories.TensionFactory(account=account, at=FRIDAY)
    is_closed = before in {"handed_back", "lost"}
    Tension.objects.filter(pk=tension.pk).update(
        stage=before,
        **({"closed_at": FRIDAY, "learnt": "x", "next_update_on": None} if is_closed else {}),
    )

    def move():
        if to in {"handed_back", "lost"}:
            return close_tension(tension, to, learnt="Call earlier.", by=kam, at=FRIDAY)
        return update_tension(
            tension, "News.", stage=to, level="serious", seen=before, by=kam, at=FRIDAY
        )

    if to in TRANSITIONS[before] or (to == before and not is_closed):
        assert move().stage == to
    else:
        with pytest.raises(TensionMovedOnError):
            move()


def test_an_open_stage_is_not_a_way_to_close(tension, kam):
    with pytest.raises(TensionMovedOnError):
        close_tension(tension, TensionStage.PLAN, learnt="x", by=kam, at=FRIDAY)


def test_handing_back_keeps_what_was_learnt_and_tells_the_kam(tension, sponsor):
    at = FRIDAY + timedelta(days=20)
    for _twice in range(2):
        close_tension(
            tension, "handed_back", learnt="Call before they do.", by=sponsor.person, at=at
        )

    tension.refresh_from_db()
    assert (tension.closed_at, tension.learnt, tension.next_update_on) == (
        at,
        "Call before they do.",
        None,
    )
    assert told("tension_handed_back") == ["Karim"]
    assert told("tension_opened") == []


def test_the_time_in_each_stage_follows_from_the_course(tension, sponsor):
    for days, stage, seen in [
        (3, "plan", "open"),
        (10, "plan", "plan"),
        (12, "recovering", "plan"),
    ]:
        update_tension(
            tension,
            f"After {days} days.",
            stage=stage,
            level="serious",
            seen=seen,
            by=sponsor.person,
            at=FRIDAY + timedelta(days=days),
        )
    close_tension(
        tension, "handed_back", learnt="x", by=sponsor.person, at=FRIDAY + timedelta(days=20)
    )

    rows = stretches(tension.updates.all(), at=FRIDAY + timedelta(days=20))

    assert [(row.stage, row.days) for row in rows] == [("open", 3), ("plan", 9), ("recovering", 8)]
