"""Sponsors in the browser: volunteering, changing, stopping, and who reads the answers."""

import pytest
from django.urls import reverse
from django.utils import timezone

from sponsors.models import Sponsor
from tests import factories

pytestmark = pytest.mark.django_db
VOLUNTEER = "/sponsors/volunteer/"
ANSWERS = {
    "capacity": 2,
    "acquaintances": "Their chair, from school.",
    "employer_1": "Celtis",
    "employer_3": "Teralis",
}


def test_an_executive_volunteers_with_four_answers(signed_in, executive, account):
    factories.SectorFactory(code="rail", name_en="Rail", name_fr="Ferroviaire")

    answer = signed_in(executive).post(
        VOLUNTEER,
        ANSWERS | {"interest_1": "aldera", "interest_2": "Aldera", "interest_3": "Ferroviaire"},
    )

    sponsor = Sponsor.objects.get(person=executive)
    assert answer.url == reverse("sponsors:sponsor_detail", args=[sponsor.public_id])
    assert (sponsor.capacity, sponsor.acquaintances) == (2, "Their chair, from school.")
    assert [str(row) for row in sponsor.interests.order_by("pk")] == ["Aldera", "Rail"]
    assert sorted(sponsor.experiences.values_list("employer", flat=True)) == ["Celtis", "Teralis"]


def test_the_same_answers_again_change_nothing(signed_in, executive, account):
    client = signed_in(executive)
    for _turn in range(2):
        client.post(VOLUNTEER, ANSWERS | {"interest_1": "Aldera"})

    sponsor = Sponsor.objects.get()
    assert (sponsor.interests.count(), sponsor.experiences.count()) == (1, 2)
    assert sponsor.history.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"capacity": 4}, "4"),
        ({"capacity": ""}, "required"),
        ({"interest_1": "Nowhere Ltd"}, "Nowhere Ltd"),
        ({"employer_1": "x" * 161}, "160"),
        ({"available_until": "never"}, "valid date"),
    ],
)
def test_what_cannot_be_is_said_and_the_rest_is_kept(signed_in, executive, changes, said):
    page = signed_in(executive).post(VOLUNTEER, ANSWERS | changes).content.decode()

    assert said in page
    assert "Their chair, from school." in page
    assert not Sponsor.objects.exists()


def test_no_fewer_accounts_than_are_open(signed_in, pairing, sponsor):
    factories.PairingFactory(sponsor=sponsor, slot=2)

    page = signed_in(sponsor.person).post(VOLUNTEER, ANSWERS | {"capacity": 1}).content.decode()

    assert "2 pairings are open" in page


def test_a_lead_enters_a_profile_for_an_executive(signed_in, lead, executive, outsider):
    client = signed_in(lead)
    refused = client.post("/sponsors/add/", ANSWERS | {"person": outsider.email})
    client.post("/sponsors/add/", ANSWERS | {"person": executive.email})

    assert refused.status_code == 200
    assert Sponsor.objects.get().entered_by == lead


def test_who_stops_takes_nothing_new_and_keeps_what_runs(signed_in, sponsor, pairing):
    signed_in(sponsor.person).post(reverse("sponsors:sponsor_stop", args=[sponsor.public_id]))

    sponsor.refresh_from_db()
    pairing.refresh_from_db()
    assert (sponsor.is_volunteer, pairing.status) == (False, "active")


@pytest.mark.parametrize(
    ("role", "reads"), [("lead", True), ("sponsor", True), ("kam", False), ("executive", False)]
)
def test_answers_are_read_by_the_sponsor_and_leads_alone(signed_in, cast, sponsor, role, reads):
    sponsor.motivation = "I owe this to my first client."
    sponsor.save()

    page = signed_in(getattr(cast, role)).get(
        reverse("sponsors:sponsor_detail", args=[sponsor.public_id])
    )

    assert ("I owe this to my first client." in page.content.decode()) is reads


def test_the_list_asks_as_often_for_many_as_for_few(
    signed_in, executive, sponsor, pairing, django_assert_max_num_queries
):
    client = signed_in(executive)
    client.get("/sponsors/")
    with django_assert_max_num_queries(14) as few:
        client.get("/sponsors/", {"q": "s", "free": "1"})
    for _number in range(3):
        factories.PairingFactory()

    with django_assert_max_num_queries(14) as many:
        client.get("/sponsors/", {"q": "s", "free": "1"})

    assert len(many) == len(few)


def test_offers_are_for_leads_and_name_those_with_a_place(
    signed_in, lead, kam, sponsor, other_sponsor
):
    other_sponsor.available_until = timezone.localdate().replace(year=2020)
    other_sponsor.save()

    offered = signed_in(lead).get("/sponsors/suggest/", {"sponsor": "sponsor"}).content.decode()

    assert "Simone Sponsor" in offered
    assert "Otto" not in offered
    assert signed_in(kam).get("/sponsors/suggest/", {"sponsor": "si"}).status_code == 403
