"""The pages of people: who sees and does what there, and what the forms say."""

import pytest
from django.urls import reverse

from accounts.choices import ADMINISTRATORS, PROGRAMME_LEADS
from accounts.models import User
from tests import factories

LIST = "/people/"


def facts(person, **changes):
    """Return what the form of a person posts."""
    kept = {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email,
        "job_title": person.job_title,
        "function": person.function,
        "city": person.city,
        "country": person.country,
        "languages": person.languages,
        "manager": f"{person.manager.full_name} · {person.manager.email}" if person.manager else "",
        "is_active": "on" if person.is_active else "",
        "is_executive": "on" if person.is_executive else "",
    }
    return {name: value for name, value in (kept | changes).items() if value != ""} | {
        name: "" for name, value in changes.items() if value == "" and not name.startswith("is_")
    }


def edit_url(person):
    return reverse("accounts:person_edit", args=[person.public_id])


def test_everyone_finds_people_by_letters_without_accents(signed_in, outsider, executive, kam):
    page = signed_in(outsider).get(LIST, {"q": "elise"})

    assert [person.full_name for person in page.context["page"]] == ["Élise Exec"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"executives": "1"}, ["Exec"]),
        ({"function": "sales"}, ["Kamel"]),
        ({"country": "de"}, ["Outsider"]),
        ({"status": "inactive"}, ["Gone"]),
        ({"function": "nonsense", "status": "?", "reports_to": "x"}, ["Exec", "Kamel", "Outsider"]),
    ],
)
def test_the_list_is_filtered(signed_in, ground, query, names):
    people = factories.PersonFactory
    outsider = people(last_name="Outsider", country="DE")
    people(last_name="Kamel", function="sales")
    people(last_name="Exec", executive=True)
    people(last_name="Gone", country="DE", is_active=False)

    page = signed_in(outsider).get(LIST, query)

    assert [person.last_name for person in page.context["page"]] == names


def test_a_managers_reports_are_listed(signed_in, kam, other_kam, boss, outsider):
    page = signed_in(outsider).get(LIST, {"reports_to": str(boss.public_id)})

    assert list(page.context["page"]) == [kam, other_kam]


def test_only_leads_see_who_waits_for_an_invitation(signed_in, lead, administrator, kam):
    as_lead = signed_in(lead).get(LIST, {"invited": "no"})
    as_administrator = signed_in(administrator).get(LIST, {"invited": "no"})

    assert kam in as_lead.context["page"]
    assert "invited" not in as_administrator.context["form"].fields


@pytest.mark.parametrize("path", [LIST, "detail"])
def test_queries_do_not_grow_with_the_rows(
    signed_in, lead, boss, kam, account, django_assert_num_queries, path
):
    client = signed_in(lead)
    factories.KeyAccountFactory(kam=boss)
    url = boss.get_absolute_url() if path == "detail" else path
    client.get(url)
    with django_assert_num_queries(14, exact=False) as one:
        client.get(url)
    for _number in range(3):
        person = factories.PersonFactory(manager=boss)
        factories.KeyAccountFactory(kam=boss, team=[person])

    with django_assert_num_queries(14, exact=False) as many:
        client.get(url)

    assert len(many) <= len(one)


def test_a_page_shows_the_line_upward_and_direct_reports(signed_in, boss, kam, outsider):
    top = factories.PersonFactory(last_name="Top")
    User.objects.filter(pk=boss.pk).update(manager=top)

    page = signed_in(outsider).get(kam.get_absolute_url())
    boss_page = signed_in(outsider).get(boss.get_absolute_url())

    assert page.context["chain"] == [boss, top]
    assert boss_page.context["reports"] == [kam]


def test_accounts_on_a_persons_page_follow_the_readers_rights(
    signed_in, account, other_account, kam, outsider, executive, team_member, administrator
):
    def seen(reader):
        page = signed_in(reader).get(kam.get_absolute_url())
        return [(str(seat.membership.account), seat.opens) for seat in page.context["seats"]]

    assert seen(kam) == seen(team_member) == [("Aldera", True)]
    assert seen(executive) == [("Aldera", False)]
    assert seen(outsider) == seen(administrator) == []


def test_the_employee_number_is_for_those_who_keep_people(signed_in, kam, lead, outsider):
    User.objects.filter(pk=kam.pk).update(employee_id="CANARY-7")

    assert b"CANARY-7" in signed_in(lead).get(kam.get_absolute_url()).content
    assert b"CANARY-7" not in signed_in(outsider).get(kam.get_absolute_url()).content


@pytest.mark.parametrize("role", ["kam", "executive", "sponsor", "team_member", "outsider"])
def test_others_change_nobody(signed_in, cast, role):
    client = signed_in(getattr(cast, role))

    for url in (
        edit_url(cast.other_kam),
        edit_url(getattr(cast, role)),
        "/people/add/",
        reverse("accounts:person_groups", args=[cast.other_kam.public_id]),
    ):
        assert client.get(url).status_code == 403
        assert client.post(url, facts(cast.other_kam, first_name="Hacked")).status_code == 403
    assert not User.objects.filter(first_name="Hacked").exists()


def test_who_does_not_exist_is_not_found(signed_in, lead, cast):
    missing = "/people/00000000-0000-4000-8000-000000000000/"

    assert signed_in(lead).get(missing).status_code == 404
    assert signed_in(lead).post(f"{missing}edit/", facts(cast.kam)).status_code == 404


@pytest.mark.parametrize("role", ["lead", "administrator"])
def test_those_who_keep_people_change_them(signed_in, cast, role):
    editor = getattr(cast, role)
    posted = facts(cast.kam, job_title="Chief of key accounts", languages=["de", "fr"])

    answer = signed_in(editor).post(edit_url(cast.kam), posted)

    cast.kam.refresh_from_db()
    assert answer.headers["Location"] == cast.kam.get_absolute_url()
    assert (cast.kam.job_title, cast.kam.languages) == ("Chief of key accounts", ["de", "fr"])
    assert cast.kam.history.latest().history_user == editor


def test_the_chain_stands_beside_the_manager_and_what_was_typed_stays(signed_in, lead, boss, kam):
    posted = facts(boss, manager="kam@tandem.example", job_title="Typed before")

    page = signed_in(lead).post(edit_url(boss), posted)

    assert page.context["form"].errors["manager"] == [
        "The reporting line would turn in a circle: Karim Kamel reports to Benoît Boss."
    ]
    assert b"Typed before" in page.content


def test_own_manager_is_refused_in_words(signed_in, lead, kam):
    page = signed_in(lead).post(edit_url(kam), facts(kam, manager=kam.email))

    assert page.context["form"].errors["manager"] == ["Karim Kamel cannot be their own manager."]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Camille", "Several people fit: Camille"),
        ("Nobody Known", "Nobody active is called “Nobody Known”."),
        ("gone@tandem.example", "Nobody active is called"),
    ],
)
def test_a_manager_must_be_one_active_person(signed_in, lead, kam, typed, said):
    factories.PersonFactory()
    factories.PersonFactory()
    factories.PersonFactory(email="gone@tandem.example", is_active=False)

    page = signed_in(lead).post(edit_url(kam), facts(kam, manager=typed))

    assert page.context["form"].errors["manager"][0].startswith(said)


def test_no_manager_is_an_answer(signed_in, lead, kam):
    signed_in(lead).post(edit_url(kam), facts(kam, manager=""))

    kam.refresh_from_db()
    assert kam.manager is None


def test_a_second_person_with_the_same_email_is_refused(signed_in, lead, kam, other_kam):
    page = signed_in(lead).post(edit_url(kam), facts(kam, email=other_kam.email.upper()))

    assert "email" in page.context["form"].errors


def test_a_lead_leaves_the_sign_in_of_who_has_joined_alone(signed_in, lead, administrator, kam):
    kam.set_password("a password long enough")
    kam.save()

    signed_in(lead).post(edit_url(kam), facts(kam, email="taken.over@tandem.example"))
    kam.refresh_from_db()
    assert kam.email == "kam@tandem.example"

    signed_in(administrator).post(edit_url(kam), facts(kam, email="karim@tandem.example"))
    kam.refresh_from_db()
    assert kam.email == "karim@tandem.example"


def test_an_administrator_does_not_open_briefs_to_themselves(signed_in, administrator):
    posted = facts(administrator, is_executive="on", job_title="Administrator")

    signed_in(administrator).post(edit_url(administrator), posted)

    administrator.refresh_from_db()
    assert (administrator.is_executive, administrator.job_title) == (False, "Administrator")


def test_fields_that_are_not_asked_for_do_not_move(signed_in, lead, kam):
    posted = facts(kam, is_superuser="on", is_staff="on", password="x", groups="1", digest="daily")

    signed_in(lead).post(edit_url(kam), posted)

    kam.refresh_from_db()
    assert (kam.is_superuser, kam.password, kam.digest) == (False, "!", "at_once")
    assert not kam.groups.exists()


def test_set_inactive_is_out_at_the_next_request(signed_in, lead, kam):
    client = signed_in(kam)
    assert client.get(LIST).status_code == 200

    signed_in(lead).post(edit_url(kam), facts(kam, is_active=""))

    assert client.get(LIST).status_code == 302


def test_a_lead_adds_a_person(signed_in, lead, boss):
    posted = {"first_name": "Nora", "last_name": "New", "email": "Nora@Tandem.example"}

    answer = signed_in(lead).post("/people/add/", posted | {"manager": boss.email, "country": "fr"})

    nora = User.objects.get(email="nora@tandem.example")
    assert answer.headers["Location"] == nora.get_absolute_url()
    assert (nora.manager, nora.country, nora.is_active, nora.has_joined) == (
        boss,
        "FR",
        True,
        False,
    )


def test_hidden_signs_are_taken_out_of_names(signed_in, lead):
    posted = {
        "first_name": "No\u202era\u200b",
        "last_name": "\u200b",
        "email": "nora@tandem.example",
    }

    page = signed_in(lead).post("/people/add/", posted)

    assert page.context["form"].errors["last_name"] == ["This field is required."]
    signed_in(lead).post("/people/add/", posted | {"last_name": "Ne\u0301e"})
    assert User.objects.get(email="nora@tandem.example").full_name == "Nora Née"


def test_an_administrator_names_programme_leads(signed_in, administrator, kam):
    url = reverse("accounts:person_groups", args=[kam.public_id])

    signed_in(administrator).post(url, {"groups": [PROGRAMME_LEADS, "Superheroes"]})
    assert not User.objects.get(pk=kam.pk).is_lead

    signed_in(administrator).post(url, {"groups": [PROGRAMME_LEADS]})
    assert User.objects.get(pk=kam.pk).is_lead


def test_nobody_changes_their_own_groups_and_leads_nobodys(signed_in, administrator, lead, kam):
    own = reverse("accounts:person_groups", args=[administrator.public_id])
    others = reverse("accounts:person_groups", args=[kam.public_id])

    assert signed_in(administrator).post(own, {"groups": [PROGRAMME_LEADS]}).status_code == 403
    assert signed_in(lead).post(others, {"groups": [ADMINISTRATORS]}).status_code == 403


def test_an_administrator_stops_another(signed_in, administrator):
    other = factories.PersonFactory(administrator=True)
    url = reverse("accounts:person_groups", args=[other.public_id])

    signed_in(administrator).post(url, {"groups": []})

    assert list(User.objects.administrators()) == [administrator]


def test_people_are_offered_while_typing(signed_in, outsider, kam):
    url = "/people/suggest/"

    offered = signed_in(outsider).get(url, {"manager": "kame"})
    short = signed_in(outsider).get(url, {"manager": "k"})

    assert offered.context["people"][0] == kam
    assert 'value="Karim Kamel · kam@tandem.example"' in offered.content.decode()
    assert b"<option" not in short.content
