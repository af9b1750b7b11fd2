"""Statements put together once: they bring what the queryset brings, for whatever is given."""

from datetime import timedelta

import pytest
from django.db.models import DateField, UUIDField
from django.utils import timezone

from accounts.models import Contact, KeyAccount, TeamMember
from accounts.prepared import Given, Prepared
from tests import factories

TODAY = timezone.localdate()


@pytest.fixture
def built():
    return []


@pytest.fixture
def names_of(built):
    """The names of an account's contacts, and how often the statement was put together."""

    def build():
        built.append(1)
        found = Contact.objects.filter(account__public_id=Given("account", UUIDField()))
        return found.order_by("pk").values_list("public_id", "last_name")

    return Prepared(build)


def test_it_brings_what_is_given_each_time_and_is_put_together_once(
    names_of, built, account, other_account, django_assert_num_queries
):
    first = factories.ContactFactory(account=account)
    second = factories.ContactFactory(account=other_account)

    with django_assert_num_queries(2):
        rows = [names_of(account=one.public_id) for one in (account, other_account)]

    assert rows == [[(one.public_id, one.last_name)] for one in (first, second)]
    assert rows[0][0].last_name == first.last_name
    assert built == [1]


def test_lists_of_any_length_are_given(account, other_account):
    named = Prepared(
        lambda: (
            KeyAccount.objects.filter(pk__in=Given("keys"), name__contains="%s")
            .order_by("pk")
            .values_list("name")
        )
    )
    for one in (account, other_account):
        one.name += " 5%s"
        one.save()

    def names(keys):
        return [row.name for row in named(keys=keys)]

    assert names([account.pk, other_account.pk]) == [account.name, other_account.name]
    assert names([other_account.pk]) == [other_account.name]
    assert names([]) == []


def test_days_are_given_and_none_is_kept(account):
    since = Prepared(
        lambda: TeamMember.objects.filter(
            role="kam", from_day__gte=Given("day", DateField())
        ).values_list("account", "from_day")
    )
    stale = Prepared(lambda: TeamMember.objects.filter(from_day__gte=TODAY).values_list("pk"))
    seat = account.team_members.get(role="kam")

    assert since(day=seat.from_day) == [(account.pk, seat.from_day)]
    assert since(day=seat.from_day + timedelta(days=1)) == []
    with pytest.raises(ValueError, match="day of its first run"):
        stale()


def test_what_is_not_given_is_missed(names_of, account):
    with pytest.raises(KeyError, match="account"):
        names_of()
