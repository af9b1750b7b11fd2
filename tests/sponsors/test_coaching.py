"""Notes of what the two say to each other: read by the two of the running tandem alone, deleted a year after it."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.choices import PROGRAMME_LEADS
from accounts.models import TeamMember
from sponsors import tasks
from sponsors.models import CoachingNote, Interaction
from sponsors.services.coaching import NotesOfTheTwoError, delete_old_notes
from sponsors.services.drafts import Draft
from sponsors.services.interaction_course import hold_interaction
from sponsors.services.interactions import edit_interaction, log_interaction
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SECRET = "Zqcoachingwords"


def session(account, by, *, kind="coaching", notes=SECRET, day=TODAY):
    draft = Draft(kind=kind, day=day, subject="We two talked.", notes=notes)
    return log_interaction(account, draft, by=by, on=TODAY)


def texts(person):
    return list(CoachingNote.objects.visible_to(person).values_list("text", flat=True))


# --- Where they are kept --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["coaching", "exchange"])
@pytest.mark.parametrize("role", ["kam", "sponsor"])
def test_notes_of_the_two_stand_apart_from_the_fact(cast, account, pairing, kind, role):
    kept = session(account, getattr(cast, role), kind=kind)

    note = CoachingNote.objects.get()
    assert (kept.notes, note.text, note.interaction) == ("", SECRET, kept)
    assert (note.author, note.pairing, note.kam) == (getattr(cast, role), pairing, cast.kam)


def test_notes_of_a_client_meeting_stay_the_accounts(account, pairing, kam):
    kept = session(account, kam, kind="meeting")

    assert kept.notes == SECRET
    assert not CoachingNote.objects.exists()


def test_each_of_the_two_keeps_a_note_and_writing_again_changes_ones_own(
    account, pairing, kam, sponsor
):
    kept = session(account, kam, notes="Karim’s.")
    for _twice in range(2):
        hold_interaction(kept, notes="Simone’s.", by=sponsor.person, on=TODAY)
        hold_interaction(kept, notes="Karim’s, again.", by=kam, on=TODAY)

    assert texts(kam) == texts(sponsor.person) == ["Karim’s, again.", "Simone’s."]
    assert CoachingNote.history.count() == 3


def test_nothing_takes_ones_own_note_away(account, pairing, kam, sponsor):
    kept = session(account, kam)
    hold_interaction(kept, notes="Simone’s.", by=sponsor.person, on=TODAY)

    hold_interaction(kept, notes=" ", by=kam, on=TODAY)

    assert texts(kam) == ["Simone’s."]


@pytest.mark.parametrize("role", ["team_member", "lead"])
def test_nobody_else_keeps_notes_of_the_two(cast, account, pairing, role):
    with pytest.raises(NotesOfTheTwoError):
        session(account, getattr(cast, role))

    assert not Interaction.objects.exists()


def test_without_a_tandem_on_that_day_there_is_nobody_to_keep_them_for(account, pairing, kam):
    with pytest.raises(NotesOfTheTwoError):
        session(account, kam, day=pairing.started_on - timedelta(days=1))


def test_what_becomes_a_client_meeting_keeps_its_notes_private(account, pairing, kam):
    kept = session(account, kam)
    draft = Draft(kind="meeting", day=TODAY, subject="We met.", notes=SECRET)

    kept = edit_interaction(kept, draft, version=kept.version, by=kam, on=TODAY)

    assert (kept.side, kept.notes, texts(kam)) == ("client", "", [SECRET])


def test_what_becomes_an_exchange_leaves_no_notes_with_the_account(account, pairing, kam):
    kept = session(account, kam, kind="meeting")
    draft = Draft(kind="exchange", day=TODAY, subject="We talked.", notes=SECRET)

    kept = edit_interaction(kept, draft, version=kept.version, by=kam, on=TODAY)

    assert (kept.notes, texts(kam)) == ("", [SECRET])


def test_the_database_keeps_no_notes_with_what_the_two_said(account, pairing, kam):
    kept = session(account, kam)

    with pytest.raises(IntegrityError, match="notes_of_the_two_apart"), transaction.atomic():
        Interaction.objects.filter(pk=kept.pk).update(notes="x")


@pytest.mark.parametrize(
    ("name", "change"),
    [("says_something", {"text": ""}), ("of_somebody", {"pairing": None, "author": None})],
)
def test_the_database_refuses_nonsense(account, pairing, kam, name, change):
    session(account, kam)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        CoachingNote.objects.update(**change)


def lift_the_constraint():
    """Let notes stand with what the two said, as the release before kept them; undone with the test."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            name = "sponsors_interaction_notes_of_the_two_apart"
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE sponsors_interaction DROP CONSTRAINT {name}")


@pytest.fixture
def as_before():
    lift_the_constraint()
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def test_what_was_kept_before_is_moved_and_leaves_neither_the_fact_nor_its_history(
    account, pairing, kam, sponsor, team_member, as_before
):
    for number, (kind, by, tied, source) in enumerate(
        [
            ("coaching", kam, pairing, "page"),
            ("exchange", team_member, pairing, "page"),
            ("exchange", kam, None, "page"),
            ("coaching", kam, None, "import"),
            ("coaching", sponsor.person, pairing, "import"),
            ("meeting", kam, pairing, "page"),
        ]
    ):
        factories.InteractionFactory(
            account=account,
            pairing=tied,
            kind=kind,
            logged_by=by,
            source=source,
            notes=f"N{number}",
        )

    import_module("sponsors.migrations.0012_private_notes_moved").move(apps, None)

    notes = CoachingNote.objects.order_by("text").values_list("text", "pairing", "author")
    assert list(notes) == [
        ("N0", pairing.pk, kam.pk),
        ("N1", pairing.pk, None),
        ("N2", None, kam.pk),
        ("N4", pairing.pk, None),
    ]
    for rows in (Interaction.objects, Interaction.history):
        assert list(rows.exclude(notes="").values_list("notes", flat=True)) == ["N5"]


# --- Who reads them -------------------------------------------------------------------------------


def test_the_two_read_them_and_nobody_else(cast, account, pairing):
    session(account, cast.kam)

    assert [name for name, person in vars(cast).items() if texts(person)] == ["kam", "sponsor"]


def test_a_lead_of_the_tandem_reads_their_own(account, pairing, sponsor):
    sponsor.person.groups.add(Group.objects.get(name=PROGRAMME_LEADS))
    session(account, sponsor.person)

    assert texts(sponsor.person) == [SECRET]


def test_a_later_kam_does_not_read_what_was_said_before(account, pairing, kam, other_kam, sponsor):
    session(account, kam)
    TeamMember.objects.filter(account=account, role="kam").update(person=other_kam)

    assert (texts(kam), texts(other_kam), texts(sponsor.person)) == ([], [], [SECRET])


def test_when_the_tandem_ends_nobody_reads_them(account, pairing, kam, sponsor, other_sponsor):
    session(account, kam)
    pairing.status, pairing.slot, pairing.ended_on = "ended", None, TODAY
    pairing.save()
    TeamMember.objects.filter(account=account, role="sponsor").update(to_day=TODAY)
    factories.PairingFactory(account=account, kam=kam, sponsor=other_sponsor)

    assert [texts(one) for one in (kam, sponsor.person, other_sponsor.person)] == [[], [], []]


def test_who_is_inactive_reads_nothing(account, pairing, kam):
    session(account, kam)
    kam.is_active = False

    assert texts(kam) == []


@pytest.mark.parametrize(
    ("role", "reads"),
    [("kam", True), ("sponsor", True), ("team_member", False), ("lead", False)],
)
def test_the_page_of_a_session_says_that_it_took_place_and_to_whom_what_was_said(
    signed_in, cast, account, pairing, role, reads
):
    kept = session(account, cast.kam)

    page = signed_in(getattr(cast, role)).get(kept.get_absolute_url()).content.decode()

    assert "We two talked." in page
    assert (SECRET in page, "stays between them" in page) == (reads, not reads)


def test_the_forms_offer_the_notes_to_the_two_alone(signed_in, cast, account, pairing):
    kept = session(account, cast.kam)
    found = {}
    for role in ("kam", "sponsor", "team_member"):
        client = signed_in(getattr(cast, role))
        for step in ("edit", "hold"):
            url = reverse(f"sponsors:interaction_{step}", args=[kept.public_id])
            form = client.get(url).context["form"]
            found[role, step] = form["notes"].value() if "notes" in form.fields else None

    assert found == {
        ("kam", "edit"): SECRET,
        ("kam", "hold"): SECRET,
        ("sponsor", "edit"): "",
        ("sponsor", "hold"): "",
        ("team_member", "edit"): None,
        ("team_member", "hold"): None,
    }


def test_a_team_member_is_told_beside_the_notes_whose_they_are(signed_in, cast, account, pairing):
    facts = {"kind": "coaching", "day": TODAY.isoformat(), "subject": "They talked.", "notes": "x"}

    answer = signed_in(cast.team_member).post(f"/log/?account={account.public_id}", facts)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["notes"])


# --- Deleted --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days_ago", "left"), [(364, 1), (366, 0)])
def test_a_year_after_the_tandem_ended_they_are_deleted(account, pairing, kam, days_ago, left):
    session(account, kam)
    pairing.status, pairing.slot = "ended", None
    pairing.ended_on = TODAY - timedelta(days=days_ago)
    pairing.save()

    for _twice in range(2):
        tasks.delete_old_notes()

    assert CoachingNote.objects.count() == left
    assert SECRET not in str(list(CoachingNote.history.values()))
    assert Interaction.objects.count() == 1


def test_those_of_a_running_tandem_stay(account, pairing, kam):
    session(account, kam, day=TODAY - timedelta(days=2))

    assert delete_old_notes(on=date(2089, 2, 28)) == 0


def test_the_limit_is_the_same_day_a_year_before(account, pairing, kam):
    session(account, kam)
    pairing.status, pairing.slot, pairing.ended_on = "ended", None, date(2027, 2, 28)
    pairing.started_on = date(2025, 1, 1)
    pairing.save()

    assert (delete_old_notes(on=date(2028, 2, 27)), delete_old_notes(on=date(2028, 2, 29))) == (
        0,
        1,
    )
