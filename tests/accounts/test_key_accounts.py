"""Key accounts: their facts, their team, and what others saved meanwhile."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.choices import TeamRole
from accounts.models import KeyAccount, TeamMember, Topic
from accounts.services.key_accounts import (
    AccountChangedMeanwhileError,
    AlreadyOnTeamError,
    PersonHasLeftError,
    add_account,
    add_team_member,
    edit_account,
    remove_team_member,
)
from tests import factories

TODAY = date(2026, 6, 1)


def facts(account, **changes):
    """Return what the form of an account posts."""
    return {
        "name": account.name,
        "sector": account.sector_id,
        "tier": account.tier,
        "city": account.city,
        "country": account.country,
        "currency": account.currency,
        "client_language": account.client_language,
        "external_id": account.external_id,
        "version": account.version,
    } | changes


def edit_url(account):
    return reverse("accounts:key_account_edit", args=[account.public_id])


def test_add_account_seats_its_kam(kam, lead):
    account = add_account({"name": "Cobalt"}, kam=kam, on=TODAY, by=lead)

    seat = TeamMember.objects.get(account=account)
    assert (seat.person, seat.role, seat.from_day) == (kam, TeamRole.KAM, TODAY)
    assert account.history.latest().history_user == lead
    assert seat.history.latest().history_user == lead


def test_edit_account_counts_the_version_and_names_the_author(account, kam):
    edit_account(account, {"city": "Lille"}, version=1, by=kam)

    account.refresh_from_db()
    assert (account.city, account.version) == ("Lille", 2)
    assert account.history.latest().history_user == kam
    assert KeyAccount.objects.matching("lille").get() == account


def test_the_same_facts_again_change_nothing(account, kam):
    rows = account.history.count()

    edit_account(account, {"city": account.city}, version=0, by=kam)

    assert account.history.count() == rows


def test_a_stale_version_is_refused_with_what_changed_and_by_whom(account, kam, lead):
    edit_account(account, {"city": "Lille", "country": "BE"}, version=1, by=lead)

    with pytest.raises(AccountChangedMeanwhileError) as refused:
        edit_account(account, {"city": "Nantes", "country": "FR"}, version=1, by=kam)

    changes = [(change.name, change.read, change.now) for change in refused.value.changes]
    assert changes == [("city", "Lyon", "Lille"), ("country", "FR", "BE")]
    assert refused.value.by == lead
    account.refresh_from_db()
    assert account.city == "Lille"


def test_the_page_shows_the_difference_and_keeps_what_was_typed(signed_in, account, kam, lead):
    stale = facts(account, city="Nantes")
    edit_account(account, {"city": "Lille", "country": "BE"}, version=1, by=lead)
    client = signed_in(kam)

    page = client.post(edit_url(account), stale)
    form = page.context["form"]

    assert page.status_code == 409
    assert "Changed meanwhile by Lina Lead" in page.content.decode()
    assert "you wrote: Nantes" in page.content.decode()
    assert (form["city"].value(), form["country"].value()) == ("Nantes", "BE")
    assert form["version"].value() == "2"

    client.post(edit_url(account), {name: form[name].value() for name in stale})
    account.refresh_from_db()
    assert (account.city, account.country, account.version) == ("Nantes", "BE", 3)


def test_a_sector_that_others_changed_is_followed(signed_in, account, kam, lead):
    stale = facts(account, city="Nantes")
    rail = factories.SectorFactory(code="rail", name_en="Rail")
    edit_account(account, {"sector": rail}, version=1, by=lead)

    page = signed_in(kam).post(edit_url(account), stale)

    assert str(page.context["form"]["sector"].value()) == str(rail.pk)
    assert page.context["difference"][0]["now"] == "Rail"


def test_a_form_without_a_version_overwrites_nothing(signed_in, account, kam):
    page = signed_in(kam).post(edit_url(account), facts(account, city="Nantes", version=""))

    account.refresh_from_db()
    assert (page.status_code, account.city) == (409, "Lyon")


@pytest.mark.parametrize("role", ["kam", "lead"])
def test_those_who_may_edit_the_facts(signed_in, cast, account, role):
    editor = getattr(cast, role)

    answer = signed_in(editor).post(edit_url(account), facts(account, city="Nantes"))

    account.refresh_from_db()
    assert answer.headers["Location"] == f"/accounts/{account.public_id}/"
    assert (account.city, account.history.latest().history_user) == ("Nantes", editor)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("team_member", 403),
        ("sponsor", 403),
        ("other_kam", 404),
        ("executive", 404),
        ("administrator", 404),
        ("outsider", 404),
    ],
)
def test_others_change_no_account(signed_in, cast, pairing, account, role, status):
    client = signed_in(getattr(cast, role))
    key = [account.public_id]
    urls = [
        edit_url(account),
        reverse("accounts:team_edit", args=key),
        reverse("accounts:contact_add", args=key),
        reverse("accounts:figures_edit", args=[*key, 2025]),
    ]

    for url in urls:
        assert client.get(url).status_code == status
        assert client.post(url, facts(account, city="Nantes")).status_code == status
    # Who sees the account sees its figures too.
    sees = 200 if status == 403 else status
    assert client.get(reverse("accounts:figures_list", args=key)).status_code == sees
    assert client.post(reverse("accounts:kam_change", args=key)).status_code == status


def test_leads_alone_add_accounts_and_change_the_kam(signed_in, cast, account):
    kam_url = reverse("accounts:kam_change", args=[account.public_id])
    client = signed_in(cast.kam)

    assert client.get("/accounts/add/").status_code == 403
    assert client.post("/accounts/add/", {"name": "Cobalt"}).status_code == 403
    assert client.post(kam_url, {"person": cast.outsider.email}).status_code == 403
    assert not KeyAccount.objects.filter(name="Cobalt").exists()


def test_a_lead_adds_an_account(signed_in, lead, kam):
    posted = {"name": "Cobalt", "tier": "key", "currency": "chf", "country": "ch", "kam": kam.email}

    answer = signed_in(lead).post("/accounts/add/", posted)

    cobalt = KeyAccount.objects.get(name="Cobalt")
    assert answer.headers["Location"] == f"/accounts/{cobalt.public_id}/"
    assert (cobalt.kam, cobalt.currency, cobalt.country) == (kam, "CHF", "CH")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 161),
        ("currency", "EURO"),
        ("currency", "12"),
        ("country", "F1"),
        ("tier", "platinum"),
        ("sector", "999999"),
        ("client_language", "xx"),
        ("kam", "Nobody Known"),
    ],
)
def test_what_will_not_do_is_said_beside_the_field(signed_in, lead, account, field, value):
    posted = facts(account, name="Cobalt") | {field: value}

    page = signed_in(lead).post("/accounts/add/", posted)

    assert field in page.context["form"].errors
    assert KeyAccount.objects.count() == 1


def test_an_identifier_of_the_crm_serves_once(signed_in, lead, account):
    KeyAccount.objects.filter(pk=account.pk).update(external_id="A-1")

    page = signed_in(lead).post("/accounts/add/", facts(account, name="Cobalt", external_id="A-1"))

    assert page.status_code == 200
    assert page.context["form"].errors


def test_fields_that_are_not_asked_for_do_not_move(signed_in, kam, account):
    before = account.public_id
    posted = facts(account, public_id="x", search_text="x", created_at="2000-01-01", status="gold")

    signed_in(kam).post(edit_url(account), posted)

    account.refresh_from_db()
    assert (account.public_id, account.version) == (before, 1)


def test_a_colleague_joins_and_leaves_and_the_time_stays(account, outsider, kam):
    add_team_member(account, outsider, on=TODAY, by=kam)
    assert remove_team_member(account, outsider, on=date(2026, 9, 1), by=kam)
    assert not remove_team_member(account, outsider, on=date(2026, 9, 2), by=kam)

    seat = TeamMember.objects.get(person=outsider)
    assert (seat.from_day, seat.to_day) == (TODAY, date(2026, 8, 31))
    assert [row.history_user for row in seat.history.all()] == [kam, kam]


def test_a_colleague_may_come_back(account, outsider, kam):
    add_team_member(account, outsider, on=TODAY, by=kam)
    remove_team_member(account, outsider, on=TODAY, by=kam)

    add_team_member(account, outsider, on=date(2026, 6, 2), by=kam)

    assert TeamMember.objects.filter(person=outsider).count() == 2


def test_who_is_there_in_any_role_does_not_join_again(account, kam, team_member):
    for person in (kam, team_member):
        with pytest.raises(AlreadyOnTeamError):
            add_team_member(account, person, on=TODAY, by=kam)


def test_who_has_left_the_company_joins_no_team(account, kam):
    gone = factories.PersonFactory(is_active=False)

    with pytest.raises(PersonHasLeftError):
        add_team_member(account, gone, on=TODAY, by=kam)


def test_the_kam_keeps_the_team_on_its_page(signed_in, account, kam, outsider):
    url = reverse("accounts:team_edit", args=[account.public_id])
    leave = reverse("accounts:team_leave", args=[account.public_id, outsider.public_id])
    client = signed_in(kam)

    client.post(url, {"person": outsider.email})
    assert outsider in [member.person for member in client.get(url).context["members"]]
    client.post(leave)

    page = client.get(url)
    assert outsider not in [member.person for member in page.context["members"]]
    assert [member.person for member in page.context["former"]] == [outsider]


def test_who_is_on_the_team_already_is_said_beside_the_field(signed_in, account, kam, team_member):
    url = reverse("accounts:team_edit", args=[account.public_id])

    page = signed_in(kam).post(url, {"person": team_member.email})

    assert page.context["form"].errors["person"] == [
        "Théo Team is on this account team already: Team member."
    ]


def test_a_kam_or_a_stranger_is_not_taken_off_the_team(signed_in, account, kam, lead, outsider):
    own = reverse("accounts:team_leave", args=[account.public_id, kam.public_id])
    strange = reverse("accounts:team_leave", args=[account.public_id, outsider.public_id])

    signed_in(lead).post(own)
    missing = signed_in(lead).post(strange)

    assert TeamMember.objects.current().filter(account=account, person=kam).exists()
    assert missing.status_code == 404
    assert signed_in(lead).get(own).status_code == 405


def test_a_lead_gives_the_account_to_another_kam(signed_in, account, kam, other_kam, lead):
    url = reverse("accounts:kam_change", args=[account.public_id])

    signed_in(lead).post(url, {"person": other_kam.email})

    account = KeyAccount.objects.get(pk=account.pk)
    assert account.kam == other_kam
    assert TeamMember.objects.get(account=account, person=kam).to_day is not None


def test_a_new_kam_below_the_sponsor_brings_the_pairing_into_conflict(
    signed_in, pairing, account, sponsor, lead
):
    below = factories.PersonFactory(manager=sponsor.person)
    url = reverse("accounts:kam_change", args=[account.public_id])

    signed_in(lead).post(url, {"person": below.email, "confirmed": "1"})

    pairing.refresh_from_db()
    assert pairing.conflict_path == [below.pk, sponsor.person.pk]


def test_the_agenda_is_kept_with_its_author_and_the_same_again_changes_nothing(
    signed_in, account, kam
):
    finance, people = Topic.objects.get(code="finance"), Topic.objects.get(code="people")
    client = signed_in(kam)
    client.post(edit_url(account), facts(account, topics=[finance.pk, people.pk]))
    account.refresh_from_db()
    entries = account.history.count()

    client.post(edit_url(account), facts(account, topics=[people.pk, finance.pk]))

    account.refresh_from_db()
    last = account.history.latest()
    page = client.get(account.get_absolute_url()).content.decode()
    assert set(account.topics.all()) == {finance, people}
    assert (account.version, account.history.count(), last.history_user) == (2, entries, kam)
    assert {row.topic for row in last.topics.all()} == {finance, people}
    assert "agenda: Finance and treasury, People and skills" in page


def test_an_agenda_that_others_changed_meanwhile_is_shown_and_followed(
    signed_in, account, kam, lead
):
    finance, people = Topic.objects.get(code="finance"), Topic.objects.get(code="people")
    stale = facts(account, city="Lille")
    edit_account(account, {"topics": frozenset({finance, people})}, version=1, by=lead)

    page = signed_in(kam).post(edit_url(account), stale)

    text = page.content.decode()
    assert page.status_code == 409
    assert "<ins>Finance and treasury, People and skills</ins>" in text
    assert set(page.context["form"]["topics"].value()) == {finance.pk, people.pk}
    assert set(account.topics.all()) == {finance, people}


def test_a_new_account_comes_with_its_agenda(signed_in, lead, kam):
    finance = Topic.objects.get(code="finance")
    new = {"name": "Cobalt", "kam": kam.email, "tier": "key", "currency": "EUR"}

    signed_in(lead).post("/accounts/add/", new | {"topics": [finance.pk]})

    assert list(KeyAccount.objects.get(name="Cobalt").topics.all()) == [finance]
