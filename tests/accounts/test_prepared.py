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


def test_several_are_read_as_one_each_in_its_order_and_up_to_its_limit(
    account, other_account, django_assert_num_queries
):
    for one in (account, other_account):
        for name in ("Cole", "Adam", "Brown"):
            factories.ContactFactory(account=one, last_name=name)
    both = Prepared(
        lambda: [
            Contact.objects.filter(account=Given(which))
            .order_by(order)
            .values_list("last_name")[:2]
            for which, order in (("first", "last_name"), ("second", "-last_name"))
        ]
    )

    with django_assert_num_queries(1):
        rows = both(first=account.pk, second=other_account.pk)

    assert sorted(row.last_name for row in rows[:2]) == ["Adam", "Brown"]
    assert sorted(row.last_name for row in rows[2:]) == ["Brown", "Cole"]


@pytest.mark.parametrize("keeps_plans", [True, False])
def test_plans_that_the_database_keeps_change_nothing_in_what_is_read(
    names_of, account, other_account, settings, django_assert_num_queries, keeps_plans
):
    settings.DATABASE_KEEPS_PLANS = keeps_plans
    contacts = [factories.ContactFactory(account=one) for one in (account, other_account) * 4]
    keys = Prepared(
        lambda: Contact.objects.filter(pk__in=Given("keys")).order_by("pk").values_list("pk")
    )

    with django_assert_num_queries(8 + 8):
        for number, one in enumerate(contacts):
            mine = [
                (row.public_id, row.last_name) for row in contacts if row.account == one.account
            ]
            assert names_of(account=one.account.public_id) == mine
            some = sorted(row.pk for row in contacts[:number])
            assert [row.pk for row in keys(keys=some)] == some
