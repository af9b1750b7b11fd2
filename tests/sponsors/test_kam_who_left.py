"""A KAM who has left the company: the open pairings are flagged, and the leads name another (R4)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from accounts.choices import NotificationState
from accounts.models import Notification
from accounts.services.kinds import kind_named
from accounts.services.organisation import change_kam
from accounts.services.people import edit_person
from sponsors.choices import EndReason
from sponsors.models import Pairing
from sponsors.services.closing import end_pairing
from sponsorship.cockpit import read_cockpit
from sponsorship.imports import batches
from sponsorship.imports.applying import apply
from sponsorship.imports.rehearsing import rehearse
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def told():
    rows = Notification.objects.filter(kind="kam_left").exclude(state=NotificationState.CANCELLED)
    return [row.recipient.email for row in rows.select_related("recipient")]


def set_active(person, is_active, *, by):
    return edit_person(person, {"is_active": is_active}, manager=person.manager, by=by)


@pytest.fixture
def left(pairing, kam, lead):
    """The pairing of a KAM who has left."""
    set_active(kam, False, by=lead)
    pairing.refresh_from_db()
    return pairing


def test_a_kam_who_leaves_is_flagged_and_every_lead_is_told_once(left, kam, lead):
    since = left.kam_left_since
    edit_person(kam, {"job_title": "Gone"}, manager=None, by=lead)

    left.refresh_from_db()
    assert (since is not None, left.kam_left_since, left.is_open) == (True, since, True)
    assert told() == [lead.email]


def test_the_message_names_the_kam_and_leads_to_the_form(left, kam, lead):
    message = kind_named("kam_left").render(Notification.objects.get(kind="kam_left"))

    assert message.subject == f"{left.account}: the KAM {kam} has left the company"
    assert message.action_path == reverse("accounts:kam_change", args=[left.account.public_id])


@pytest.mark.parametrize("way", ["another", "back", "end"])
def test_another_kam_a_return_and_the_end_take_the_flag_away(left, kam, lead, other_kam, way):
    if way == "another":
        change_kam(left.account, other_kam, on=TODAY, by=lead)
    elif way == "back":
        set_active(kam, True, by=lead)
    else:
        end_pairing(left, by=lead, reason=EndReason.BY_AGREEMENT, note="", on=TODAY)

    left.refresh_from_db()
    assert (left.kam_left_since, told()) == (None, [])


def test_leads_find_it_on_the_work_list_in_the_cockpit_and_at_home(signed_in, left, kam, lead):
    client = signed_in(lead)
    mends = f'href="{reverse("accounts:kam_change", args=[left.account.public_id])}"'

    work = client.get("/pairings/conflicts/").content.decode()
    cockpit = client.get(reverse("cockpit")).content.decode()
    week = [(row.title, row.action) for row in client.get("/").context["week"]]

    assert mends in work
    assert f"The KAM {kam} has left the company" in cockpit
    assert (f"The KAM {kam} has left the company", "Name another KAM") in week
    assert mends in client.get(left.get_absolute_url()).content.decode()


def test_the_cockpit_counts_each_pairing_that_one_of_the_two_leaves_once(left, lead, sponsor):
    edit_person(sponsor.person, {"is_executive": False}, manager=None, by=lead)

    figures, lists = read_cockpit(lead, on=TODAY)

    assert (figures.leaving, lists.leaving) == (1, [left])


def test_the_work_list_asks_as_often_for_many_as_for_one(
    signed_in, left, kam, lead, django_assert_max_num_queries
):
    client = signed_in(lead)
    client.get("/pairings/conflicts/")
    with django_assert_max_num_queries(14) as few:
        client.get("/pairings/conflicts/")
    for _turn in range(2):
        Pairing.objects.create(**copy_of(left))

    with django_assert_max_num_queries(len(few)):
        page = client.get("/pairings/conflicts/").content.decode()
    assert page.count("Name another KAM") >= 3


def copy_of(pairing):
    """Return the facts of another flagged pairing of the same KAM."""
    account = factories.KeyAccountFactory(kam=pairing.kam)
    other = factories.SponsorFactory()
    return {
        "account": account,
        "sponsor": other,
        "kam": pairing.kam,
        "slot": 1,
        "proposed_by": pairing.kam,
        "starts_on": TODAY,
        "kam_left_since": timezone.now(),
    }


def test_a_file_that_says_a_kam_has_left_flags_it_as_well(pairing, kam, lead):
    text = f"E-mail;Nom;Prénom;Actif\n{kam.email};{kam.last_name};{kam.first_name};Non\n"
    batch = batches.receive(SimpleUploadedFile("people.csv", text.encode()), by=lead)
    for step in (rehearse, apply):
        step(batch, on=TODAY, progress=lambda done, total: None)

    pairing.refresh_from_db()
    kam.refresh_from_db()
    assert (kam.is_active, pairing.kam_left_since is not None) == (False, True)
    assert told() == [lead.email]


def test_only_an_open_pairing_can_bear_the_flag(left, lead):
    end_pairing(left, by=lead, reason=EndReason.BY_AGREEMENT, note="", on=TODAY)

    with pytest.raises(IntegrityError, match="marked_while_open"):
        Pairing.objects.filter(pk=left.pk).update(kam_left_since=timezone.now())
