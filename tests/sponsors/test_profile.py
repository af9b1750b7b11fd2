"""A sponsor's profile: links, interests, past, topics and conflicts go in as answers and come back as they were."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import ContactLevel
from accounts.models import ConnectionLevel, Topic
from accounts.services.connections import say_level
from sponsors.facts import read_problem
from sponsors.matching import DEFAULT_WEIGHTS
from sponsors.models import ConflictOfInterest, Sponsor
from tests import factories

pytestmark = pytest.mark.django_db
VOLUNTEER = "/sponsors/volunteer/"


@pytest.fixture
def contact(account):
    return factories.ContactFactory(account=account, first_name="Alba", last_name="Ferrand")


@pytest.fixture
def rail():
    return factories.SectorFactory(code="rail", name_en="Rail", name_fr="Ferroviaire")


def answers(rail, **more):
    topics = Topic.objects.order_by("pk")[:2]
    return {
        "capacity": 2,
        "interest_1": "Aldera",
        "interest_1_strength": 5,
        "interest_1_sentence": "I began my career beside them.",
        "interest_2": "rail",
        "interest_2_strength": 2,
        "link_1": "Ferrand, Alba · Aldera".replace(",", ""),
        "link_1_level": 3,
        "employer_1": "Celtis",
        "employer_1_sector": rail.pk,
        "topics": [topic.pk for topic in topics],
        "grasp": "trained",
        "has_named_all_links": "on",
        "conflict_1": "Rail",
        "conflict_1_sentence": "I hold shares of one of them.",
    } | more


def test_all_answers_are_kept_and_matching_reads_them(signed_in, executive, account, contact, rail):
    answer = signed_in(executive).post(VOLUNTEER, answers(rail))

    sponsor = Sponsor.objects.get(person=executive)
    assert answer.status_code == 302
    assert list(sponsor.interests.order_by("pk").values_list("strength", "sentence")) == [
        (5, "I began my career beside them."),
        (2, ""),
    ]
    entry = ConnectionLevel.objects.get()
    assert (entry.connection.contact, entry.level) == (contact, 3)
    assert (entry.said_by, entry.on) == (executive, timezone.localdate())
    assert sponsor.experiences.get().sector == rail
    assert (sponsor.topics.count(), sponsor.grasp, sponsor.has_named_all_links) == (
        2,
        "trained",
        True,
    )
    conflict = sponsor.conflicts.get()
    assert (conflict.sector, conflict.declared_on) == (rail, timezone.localdate())
    problem = read_problem(
        type(account).objects.all(), on=timezone.localdate(), weights=DEFAULT_WEIGHTS
    )
    pair = (account.pk, executive.pk)
    assert problem.links[pair].level == 3
    assert problem.interests[pair] == 5
    assert (rail.pk, executive.pk) in problem.sector_conflicts


def test_the_same_answers_again_change_nothing(signed_in, executive, account, contact, rail):
    client = signed_in(executive)
    client.post(VOLUNTEER, answers(rail))
    sponsor = Sponsor.objects.get()
    before = [rows.history.count() for rows in (Sponsor, ConflictOfInterest)]

    client.post(VOLUNTEER, answers(rail))

    assert [rows.history.count() for rows in (Sponsor, ConflictOfInterest)] == before
    assert [row.history.count() for row in sponsor.interests.all()] == [1, 1]
    assert sponsor.experiences.get().history.count() == 1
    assert ConnectionLevel.objects.count() == 1


def test_what_somebody_else_changed_meanwhile_is_not_overwritten_unseen(
    signed_in, sponsor, lead, rail, account, contact
):
    own, edit = (
        signed_in(sponsor.person),
        reverse("sponsors:sponsor_edit", args=[sponsor.public_id]),
    )
    read = own.get(edit).context["form"]["read"].value()
    signed_in(lead).post(edit, {"capacity": 2, "employer_1": "Entered by a lead"})

    refused = own.post(edit, {"capacity": 3, "employer_1": "Celtis", "read": read})

    sponsor.refresh_from_db()
    assert (refused.status_code, sponsor.capacity) == (200, 2)
    assert f"Changed meanwhile by {lead}" in refused.text
    assert "The profile as it is saved now" in refused.text
    form = refused.context["form"]
    assert (form["capacity"].value(), form["employer_1"].value()) == ("3", "Celtis")
    seen = {"capacity": 3, "employer_1": "Celtis", "read": form["read"].value()}
    assert own.post(edit, seen).status_code == 302
    assert own.post(edit, seen).status_code == 302
    assert [row.employer for row in sponsor.experiences.all()] == ["Celtis"]


def test_each_change_names_its_author_in_the_history(
    signed_in, executive, lead, account, contact, rail
):
    signed_in(executive).post(VOLUNTEER, answers(rail))
    sponsor = Sponsor.objects.get()
    changed = answers(rail, interest_2_strength=4, interest_1="", interest_1_sentence="")
    changed |= {"topics": [Topic.objects.last().pk], "employer_1_sector": "", "conflict_1": ""}
    changed |= {"conflict_1_sentence": ""}

    signed_in(lead).post(reverse("sponsors:sponsor_edit", args=[sponsor.public_id]), changed)

    interest = sponsor.interests.get()
    assert (str(interest), interest.strength) == ("Rail", 4)
    assert interest.history.first().history_user == lead
    assert sponsor.experiences.get().history.first().history_user == lead
    removed = ConflictOfInterest.history.first()
    assert (removed.history_type, removed.history_user) == ("-", lead)
    last = sponsor.history.first()
    assert last.history_user == lead
    assert [row.topic for row in last.topics.all()] == [Topic.objects.last()]


def test_a_link_said_before_is_shown_and_changed_by_a_new_entry(
    signed_in, sponsor, contact, account
):
    say_level(sponsor.person, contact, 2, by=sponsor.person, on=date(2025, 1, 1))
    edit = reverse("sponsors:sponsor_edit", args=[sponsor.public_id])
    client = signed_in(sponsor.person)
    name = f"known_{contact.connections.get().public_id.hex}"
    shown = client.get(edit).content.decode()

    client.post(edit, {"capacity": 3, name: 4})
    client.post(edit, {"capacity": 3})
    client.post(edit, {"capacity": 3, name: 0})

    levels = ConnectionLevel.objects.order_by("pk").values_list("level", flat=True)
    assert name in shown
    assert list(levels) == [2, 4, 0]
    assert name not in client.get(edit).content.decode()


@pytest.mark.parametrize(
    ("changes", "beside"),
    [
        ({"link_1_level": ""}, "link_1_level"),
        ({"link_1": ""}, "link_1"),
        ({"link_1": "Nobody Known"}, "link_1"),
        ({"interest_3_sentence": "Why not?"}, "interest_3"),
        ({"interest_1_strength": 6}, "interest_1_strength"),
        ({"employer_1": ""}, "employer_1"),
        ({"conflict_1_sentence": " "}, "conflict_1_sentence"),
        ({"conflict_1": ""}, "conflict_1"),
        ({"topics": [0]}, "topics"),
        ({"available_until": "soon"}, "available_until"),
    ],
)
def test_a_fault_stands_beside_its_field_and_all_that_was_typed_stays(
    signed_in, executive, account, contact, rail, changes, beside
):
    page = signed_in(executive).post(VOLUNTEER, answers(rail, **changes))

    text = page.content.decode()
    assert list(page.context["form"].errors) == [beside]
    assert f'id="id_{beside}_error"' in text
    assert "I began my career beside them." in text
    assert not Sponsor.objects.exists()


def test_an_executive_cannot_name_a_contact_they_may_not_know_of(
    signed_in, executive, account, contact, rail
):
    contact.level = ContactLevel.MANAGER
    contact.save()

    page = signed_in(executive).post(VOLUNTEER, answers(rail))

    assert "No contact is called" in str(page.context["form"].errors["link_1"])


def test_more_lines_than_a_page_shows_are_taken_and_no_more_than_sense(
    signed_in, executive, account
):
    said = {f"employer_{number}": f"Employer {number}" for number in (1, 9, 20, 21, 400)}

    signed_in(executive).post(VOLUNTEER, {"capacity": 2} | said)

    kept = Sponsor.objects.get().experiences.order_by("pk").values_list("employer", flat=True)
    assert list(kept) == ["Employer 1", "Employer 9", "Employer 20"]


@pytest.mark.parametrize(
    ("role", "reads"), [("lead", True), ("sponsor", True), ("kam", False), ("executive", False)]
)
def test_conflicts_and_sentences_are_read_by_the_sponsor_and_leads_alone(
    signed_in, cast, sponsor, account, role, reads
):
    sponsor.conflicts.create(account=account, sentence="My brother.", declared_on=date(2026, 1, 1))
    sponsor.interests.create(account=account, sentence="An old love.")

    page = signed_in(getattr(cast, role)).get(
        reverse("sponsors:sponsor_detail", args=[sponsor.public_id])
    )

    text = page.content.decode()
    assert [word in text for word in ("My brother.", "An old love.")] == [reads, reads]


def test_sectors_and_accounts_are_offered_for_an_interest(signed_in, cast, account, rail):
    account.name = "Railway of the North"
    account.save()

    offered = signed_in(cast.executive).get("/sponsors/interests/suggest/", {"interest_1": "rail"})
    to_outsider = signed_in(cast.outsider).get("/sponsors/interests/suggest/", {"x": "railway"})

    text = offered.content.decode()
    assert text.index('value="Rail"') < text.index('value="Railway of the North · Lyon"')
    assert "<option" not in to_outsider.content.decode()


def test_the_profile_asks_as_often_for_many_rows_as_for_few(
    signed_in, lead, sponsor, contact, account, rail, django_assert_max_num_queries
):
    client = signed_in(lead)
    pages = [
        reverse("sponsors:sponsor_detail", args=[sponsor.public_id]),
        reverse("sponsors:sponsor_edit", args=[sponsor.public_id]),
    ]

    def statements():
        found = []
        for page in pages:
            with django_assert_max_num_queries(30) as captured:
                client.get(page)
            found.append(len(captured))
        return found

    statements()
    fill(sponsor, lead, 1)
    few = statements()
    fill(sponsor, lead, 3)

    assert statements() == few


def fill(sponsor, lead, times):
    for _turn in range(times):
        account = factories.KeyAccountFactory()
        contact = factories.ContactFactory(account=account)
        sponsor.interests.create(account=account)
        sponsor.conflicts.create(account=account, sentence="x", declared_on=date(2026, 1, 1))
        sponsor.experiences.create(employer=account.name)
        say_level(sponsor.person, contact, 2, by=lead, on=date(2026, 1, 1))
