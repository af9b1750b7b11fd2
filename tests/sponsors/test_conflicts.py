"""Conflicts with the organisation: foreseen, listed with their paths, acknowledged for ninety days at most (R4)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from accounts.services.organisation import change_kam, foreseen_conflicts, set_manager
from sponsors.models import ConflictAcknowledgement, Pairing
from sponsors.services.conflicts import (
    AcknowledgedTooLongError,
    NotInConflictError,
    acknowledge_conflict,
)
from sponsors.services.eligibility import SponsorInReportingLineError
from sponsors.services.pairings import activate_pairing, propose_pairing
from sponsorship.reminders import write_reminders
from tests import factories

TODAY = date(2026, 6, 1)
LIST = "/pairings/conflicts/"


@pytest.fixture
def broken(pairing, kam, sponsor, lead):
    """The pairing after a reorganisation: the KAM reports to the sponsor."""
    set_manager(kam, sponsor.person, by=lead)
    pairing.refresh_from_db()
    return pairing


@pytest.fixture
def on_day(broken):
    """A conflict that began on 1 June 2026."""
    since = datetime(2026, 6, 1, 9, tzinfo=ZoneInfo("Europe/Paris"))
    Pairing.objects.filter(pk=broken.pk).update(conflict_since=since)
    broken.refresh_from_db()
    return broken


def acknowledged(pairing, lead, days=30, on=TODAY):
    until = on + timedelta(days=days)
    return acknowledge_conflict(pairing, until=until, reason="A move in July.", by=lead, on=on)


def test_a_change_of_manager_is_foreseen_with_its_path(pairing, kam, sponsor):
    middle = factories.PersonFactory(manager=sponsor.person, first_name="Max", last_name="Mid")

    found = foreseen_conflicts(managers={kam.pk: middle.pk})

    assert [(row.what, row.path) for row in found] == [
        ("Aldera · Simone Sponsor", ("Karim Kamel", "Max Mid", "Simone Sponsor"))
    ]
    pairing.refresh_from_db()
    assert pairing.conflict_since is None


def test_a_change_of_kam_is_foreseen(pairing, account, sponsor, other_kam):
    below = factories.PersonFactory(manager=sponsor.person)

    assert foreseen_conflicts(kams={account.pk: other_kam.pk}) == []
    assert len(foreseen_conflicts(kams={account.pk: below.pk})) == 1


def test_what_is_in_conflict_already_is_not_foreseen_again(broken, kam, sponsor):
    assert foreseen_conflicts(managers={kam.pk: sponsor.person_id}) == []


def test_the_lead_is_asked_once_more_before_a_kam_is_changed(
    signed_in, lead, pairing, account, sponsor, kam
):
    below = factories.PersonFactory(manager=sponsor.person, first_name="Bea", last_name="Below")
    client, url = signed_in(lead), reverse("accounts:kam_change", args=[account.public_id])
    typed = {"person": below.email}

    asked = client.post(url, typed).content.decode()
    account.__dict__.pop("current_team", None)
    assert account.kam == kam
    client.post(url, {**typed, "confirmed": "1"})

    pairing.refresh_from_db()
    assert "Bea Below → Simone Sponsor" in asked
    assert 'name="person" value="' + below.email in asked
    assert (pairing.kam, pairing.conflict_path) == (below, [below.pk, sponsor.person_id])


def test_an_administrator_learns_that_something_breaks_and_not_what(
    signed_in, administrator, pairing, kam, sponsor
):
    url = reverse("accounts:person_edit", args=[kam.public_id])
    facts = {
        "first_name": kam.first_name, "last_name": kam.last_name, "email": kam.email, "is_active": "on",
        "manager": sponsor.person.email,
    }  # fmt: skip
    client = signed_in(administrator)

    asked = client.post(url, facts).content.decode()
    kam.refresh_from_db()
    assert kam.manager_id != sponsor.person_id
    client.post(url, {**facts, "confirmed": "1"})

    kam.refresh_from_db()
    assert "bring pairings into conflict" in asked
    assert "Aldera" not in asked
    assert kam.manager_id == sponsor.person_id


def test_leads_find_every_conflict_with_its_path_and_ways_out(signed_in, lead, broken, account):
    page = signed_in(lead).get(LIST).content.decode()

    for way in (
        reverse("sponsors:succession_prepare", args=[broken.public_id]),
        reverse("accounts:kam_change", args=[account.public_id]),
        reverse("sponsors:conflict_acknowledge", args=[broken.public_id]),
        reverse("sponsors:pairing_end", args=[broken.public_id]),
    ):
        assert f'href="{way}"' in page
    assert page.index("Simone Sponsor</a>") < page.index("Karim Kamel</a>")


def test_an_acknowledged_conflict_keeps_its_mark(signed_in, lead, kam, broken):
    url = reverse("sponsors:conflict_acknowledge", args=[broken.public_id])
    until = timezone.localdate() + timedelta(days=20)

    signed_in(lead).post(url, {"until": until.isoformat(), "reason": "A move in July."})

    broken.refresh_from_db()
    row = ConflictAcknowledgement.objects.get()
    page = signed_in(kam).get(broken.get_absolute_url()).content.decode()
    assert (row.until, row.acknowledged_by, row.reason) == (until, lead, "A move in July.")
    assert broken.conflict_since is not None
    assert "In conflict with the organisation" in page
    assert "A move in July." in page


@pytest.mark.parametrize("days", [0, -3, 91, 400])
def test_ninety_days_at_most(lead, broken, days):
    with pytest.raises(AcknowledgedTooLongError):
        acknowledged(broken, lead, days)

    assert not ConflictAcknowledgement.objects.exists()


def test_said_again_it_moves_within_ninety_days_of_the_first_time(lead, broken):
    acknowledged(broken, lead, 30)
    later = acknowledged(broken, lead, 60, on=TODAY + timedelta(days=30))

    assert later.until == TODAY + timedelta(days=90)
    assert ConflictAcknowledgement.objects.count() == 1
    with pytest.raises(AcknowledgedTooLongError):
        acknowledged(broken, lead, 60, on=TODAY + timedelta(days=40))


def test_what_is_in_no_conflict_cannot_be_acknowledged(lead, pairing):
    with pytest.raises(NotInConflictError):
        acknowledged(pairing, lead)


@pytest.mark.parametrize(
    "change", [{"days": 91}, {"days": 0}, {"reason": ""}], ids=["too long", "no day", "no reason"]
)
def test_the_database_refuses_it(lead, broken, change):
    row = acknowledged(broken, lead)

    with pytest.raises(IntegrityError), transaction.atomic():
        ConflictAcknowledgement.objects.filter(pk=row.pk).update(**change)


def test_the_database_keeps_one_word_for_a_conflict(lead, broken):
    row = acknowledged(broken, lead)
    row.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_nothing_new_comes_about_in_an_acknowledged_line(lead, broken, kam, sponsor, ground):
    acknowledged(broken, lead)
    elsewhere = factories.KeyAccountFactory(name="Cortane", kam=kam)
    agreed = factories.PairingFactory(
        account=factories.KeyAccountFactory(name="Delvane", kam=kam),
        sponsor=sponsor,
        kam=kam,
        slot=2,
        status="agreed",
        started_on=None,
    )

    with pytest.raises(SponsorInReportingLineError):
        propose_pairing(elsewhere, sponsor, by=lead, starts_on=TODAY)
    with pytest.raises(SponsorInReportingLineError):
        activate_pairing(agreed, on=TODAY, by=lead)


def reminded(day):
    """Return for which days the lead was reminded, after a scan at noon of that day."""
    write_reminders(datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Europe/Paris")))
    rows = Notification.objects.filter(kind="conflict_open", state="pending")
    return sorted(row.data["for"] for row in rows)


@pytest.fixture
def joined(lead):
    lead.set_password("a password for tests")
    lead.save()
    return lead


def test_leads_are_reminded_each_week_while_nobody_decides(joined, on_day):
    assert reminded(TODAY + timedelta(days=6)) == []
    assert reminded(TODAY + timedelta(days=7)) == ["2026-06-08"]
    assert reminded(TODAY + timedelta(days=15)) == ["2026-06-08", "2026-06-15"]


def test_reminders_pause_until_the_day_and_begin_again_after_it(joined, on_day):
    reminded(TODAY + timedelta(days=7))
    acknowledged(on_day, joined, 30, on=TODAY + timedelta(days=8))

    assert reminded(TODAY + timedelta(days=14)) == []
    assert reminded(TODAY + timedelta(days=38)) == []
    assert reminded(TODAY + timedelta(days=39)) == ["2026-07-10"]
    assert reminded(TODAY + timedelta(days=46)) == ["2026-07-10", "2026-07-17"]


def test_a_later_conflict_takes_a_word_of_its_own(signed_in, lead, broken, kam, boss, sponsor):
    acknowledged(broken, lead)
    set_manager(kam, boss, by=lead)
    set_manager(kam, sponsor.person, by=lead)

    page = signed_in(lead).get(LIST)

    assert [row.acknowledged for row in page.context["conflicts"]] == [None]


def test_a_change_of_kam_clears_the_conflict(broken, account, other_kam, lead):
    change_kam(account, other_kam, on=TODAY, by=lead)

    broken.refresh_from_db()
    assert (broken.conflict_since, broken.kam) == (None, other_kam)


def test_the_list_asks_as_often_for_many_as_for_few(
    signed_in, lead, broken, kam, sponsor, django_assert_max_num_queries
):
    client = signed_in(lead)
    client.get(LIST)
    with django_assert_max_num_queries(16) as few:
        client.get(LIST)
    for number in (2, 3):
        account = factories.KeyAccountFactory(kam=kam)
        factories.PairingFactory(account=account, kam=kam, sponsor=sponsor, slot=number)
    set_manager(kam, None, by=lead)
    set_manager(kam, sponsor.person, by=lead)

    with django_assert_max_num_queries(16) as many:
        page = client.get(LIST)

    assert len(page.context["conflicts"]) == 3
    assert len(many) == len(few)
