"""What no two records share: said beside the field, also where somebody else was quicker by a moment."""

import pytest
from django.urls import reverse

from accounts.models import Contact, KeyAccount, User
from accounts.services import key_accounts, people
from accounts.services.taken import TakenError
from reviews.models import Season
from reviews.services import seasons
from reviews.services.seasons import SeasonTwiceError, create_season
from tests import factories

pytestmark = pytest.mark.django_db
PERSON = {"first_name": "Nora", "last_name": "New", "email": "nora@tandem.example"}
TAKEN = "is taken: another entry has it already."


def quicker(monkeypatch, view, name, first):
    """Let somebody else keep the same after the form has looked, just before the service is called."""
    module = __import__(f"accounts.views.{view}", fromlist=[name])
    service = getattr(module, name)

    def late(*args, **facts):
        first()
        return service(*args, **facts)

    monkeypatch.setattr(module, name, late)


def test_a_person_added_twice_at_once_is_said_beside_the_e_mail(signed_in, lead, monkeypatch):
    quicker(monkeypatch, "person", "add_person", lambda: factories.PersonFactory(**PERSON))

    page = signed_in(lead).post(reverse("accounts:person_add"), PERSON)

    assert TAKEN in str(page.context["form"].errors["email"])
    assert User.objects.filter(email=PERSON["email"]).count() == 1


def test_an_account_added_twice_at_once_is_said_beside_its_number(signed_in, lead, monkeypatch):
    facts = {"name": "Nova", "tier": "key", "currency": "EUR", "external_id": "N1"}
    quicker(
        monkeypatch, "key_account", "add_account",
        lambda: factories.KeyAccountFactory(name="Nova", external_id="N1"),
    )  # fmt: skip

    page = signed_in(lead).post(reverse("accounts:key_account_add"), facts)

    assert TAKEN in str(page.context["form"].errors["external_id"])
    assert KeyAccount.objects.filter(external_id="N1").count() == 1


def test_a_contact_added_twice_at_once_is_said_beside_its_number(
    signed_in, kam, account, monkeypatch
):
    facts = {"first_name": "Ann", "last_name": "Arnaud", "level": "director", "external_id": "C1"}
    quicker(
        monkeypatch, "contact", "keep_contact",
        lambda: factories.ContactFactory(account=account, external_id="C1"),
    )  # fmt: skip

    page = signed_in(kam).post(reverse("accounts:contact_add", args=[account.public_id]), facts)

    assert TAKEN in str(page.context["form"].errors["external_id"])
    assert Contact.objects.filter(external_id="C1").count() == 1


def test_a_number_that_another_has_is_said_beside_its_field(signed_in, lead, kam, account):
    factories.PersonFactory(employee_id="E1")
    facts = PERSON | {"employee_id": "E1"}

    page = signed_in(lead).post(reverse("accounts:person_add"), facts)

    assert TAKEN in str(page.context["form"].errors["employee_id"])


def test_services_refuse_with_the_field_and_leave_the_transaction_whole(lead, kam, account):
    factories.KeyAccountFactory(external_id="A1")

    with pytest.raises(TakenError) as person:
        people.edit_person(lead, {"email": kam.email}, manager=None, by=lead)
    with pytest.raises(TakenError) as number:
        key_accounts.edit_account(account, {"external_id": "A1"}, version=account.version, by=lead)

    assert (person.value.field, number.value.field) == ("email", "external_id")
    assert User.objects.filter(email=kam.email).count() == 1


def test_a_season_of_the_same_two_days_kept_at_once_is_refused(lead, monkeypatch):
    season = factories.SeasonFactory()
    twin = Season(
        name="Again",
        first_day=season.first_day,
        last_day=season.last_day,
        collect_until=season.collect_until,
    )
    looks = []

    def too_early(one):
        looks.append(one)
        return check(one) if len(looks) > 1 else None

    check = seasons.check_days
    monkeypatch.setattr(seasons, "check_days", too_early)

    with pytest.raises(SeasonTwiceError):
        create_season(twin, by=lead)
