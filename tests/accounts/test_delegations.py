"""Delegations and absences: who may name whom, how many, for how long; and what is seen of an absence."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.choices import DelegationKind
from accounts.models import Absence, Delegation, KeyAccount, Notification, User, acts_for
from accounts.services.absences import cancel_absence, enter_absence
from accounts.services.delegations import (
    MOST,
    DelegateInactiveError,
    DelegationOverError,
    NoExecutiveError,
    NoKamError,
    OwnDelegateError,
    TooManyDelegatesError,
    edit_delegation,
    end_delegation,
    give_delegation,
)
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)


def wanted(of, to, kind="assistant", **more):
    return Delegation(of=of, to=to, kind=kind, **({"from_day": TODAY} | more))


def give(of, to, kind="assistant", *, by=None, **more):
    return give_delegation(wanted(of, to, kind, **more), by=by or of, on=TODAY)


def kams_of(person):
    """Read the person anew, as the next request does."""
    return acts_for(User.objects.get(pk=person.pk), DelegationKind.DEPUTY)


def test_an_executive_names_an_assistant_who_is_told_once(executive, outsider):
    first = give(executive, outsider)
    again = give(executive, outsider, until=TODAY + 9 * DAY, in_copy=True)

    assert first == again
    assert (again.until, again.in_copy, again.given_by) == (TODAY + 9 * DAY, True, executive)
    assert [row.history_user for row in again.history.all()] == [executive, executive]
    assert [row.recipient for row in Notification.objects.filter(kind="delegation_given")] == [
        outsider
    ]


def test_what_a_lead_names_both_are_told(kam, account, lead, outsider):
    row = give(kam, outsider, "deputy", by=lead)

    told = Notification.objects.filter(kind="delegation_given").values_list("recipient", flat=True)
    assert (row.given_by, set(told)) == (lead, {kam.pk, outsider.pk})


@pytest.mark.parametrize(
    ("of", "to", "by", "kind", "refusal"),
    [
        ("executive", "executive", "executive", "assistant", OwnDelegateError),
        ("executive", "lead", "lead", "assistant", OwnDelegateError),
        ("executive", "outsider", "executive", "deputy", NoKamError),
        ("kam", "outsider", "kam", "assistant", NoExecutiveError),
        ("outsider", "lead", "outsider", "deputy", NoKamError),
        ("deputy", "outsider", "deputy", "deputy", NoKamError),
        ("assistant", "outsider", "assistant", "assistant", NoExecutiveError),
    ],
)
def test_a_rule_stands_against_it(cast, account, of, to, by, kind, refusal):
    before = Delegation.objects.count()

    with pytest.raises(refusal):
        give(getattr(cast, of), getattr(cast, to), kind, by=getattr(cast, by))

    assert Delegation.objects.count() == before


def test_nobody_who_has_left_is_named(executive, outsider):
    outsider.is_active = False
    outsider.save()

    with pytest.raises(DelegateInactiveError):
        give(executive, outsider)


def test_a_handful_is_enough_and_what_ended_makes_room(executive):
    rows = [give(executive, factories.PersonFactory()) for _turn in range(MOST)]
    with pytest.raises(TooManyDelegatesError):
        give(executive, factories.PersonFactory())

    end_delegation(rows[0], by=executive)

    assert give(executive, factories.PersonFactory()).pk


def test_the_database_knows_that_nobody_is_their_own_delegate_and_what_ends_has_begun(executive):
    for faulty in (
        wanted(executive, executive, given_by=executive),
        wanted(executive, factories.PersonFactory(), given_by=executive, until=TODAY - DAY),
        wanted(executive, factories.PersonFactory(), "deputy", given_by=executive, in_copy=True),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            faulty.save()


def test_rights_begin_and_end_with_the_days_and_with_the_giver(kam, account, deputy):
    row = Delegation.objects.get(to=deputy)
    seen = []
    for change in (
        {},
        {"from_day": TODAY + DAY},
        {"until": TODAY - DAY},
        {"until": TODAY},
        {"ended_at": timezone.now()},
    ):
        Delegation.objects.filter(pk=row.pk).update(
            **({"from_day": date(2025, 1, 1), "until": None, "ended_at": None} | change)
        )
        opened = KeyAccount.objects.visible_to(User.objects.get(pk=deputy.pk))
        seen.append((bool(kams_of(deputy)), opened.exists()))

    assert seen == [(True, True), (False, False), (False, False), (True, True), (False, False)]


@pytest.mark.parametrize("left", ["kam", "deputy"])
def test_who_has_left_gives_and_gets_nothing(kam, account, deputy, left):
    User.objects.filter(pk={"kam": kam, "deputy": deputy}[left].pk).update(is_active=False)

    assert not kams_of(deputy)
    assert not KeyAccount.objects.visible_to(User.objects.get(pk=deputy.pk)).exists()


def test_an_assistant_of_who_is_no_executive_any_more_reads_no_brief(sponsor, pairing, assistant):
    assert list(KeyAccount.objects.briefed_to(assistant)) == [pairing.account]

    User.objects.filter(pk=sponsor.person.pk).update(is_executive=False)

    assert not KeyAccount.objects.briefed_to(assistant).exists()


def test_what_was_given_is_not_passed_on_and_a_circle_is_harmless(
    kam, other_kam, account, other_account, deputy
):
    """The deputy's deputy, and two KAMs who stand in for each other, get the giver's own accounts alone."""
    third = factories.PersonFactory()
    factories.DelegationFactory(of=deputy, to=third, kind="deputy")
    factories.DelegationFactory(of=kam, to=other_kam, kind="deputy")
    factories.DelegationFactory(of=other_kam, to=kam, kind="deputy")

    def opened(person):
        return set(KeyAccount.objects.visible_to(person))

    assert opened(third) == set()
    assert opened(kam) == opened(other_kam) == {account, other_account}
    assert opened(deputy) == {account}


def test_what_has_ended_is_given_anew_not_changed(kam, account, deputy):
    row = end_delegation(Delegation.objects.get(to=deputy), by=deputy)
    ended_at = row.ended_at

    with pytest.raises(DelegationOverError):
        edit_delegation(row, until=None, in_copy=False, by=kam, on=TODAY)

    assert end_delegation(row, by=kam).ended_at == ended_at
    assert give(kam, deputy, "deputy") != row


def test_days_of_absence_are_united_and_cut(kam, executive):
    for start, end in ((0, 2), (2, 4), (20, 30)):
        enter_absence(kam, from_day=TODAY + start * DAY, until=TODAY + end * DAY, by=kam)
    cancel_absence(
        enter_absence(executive, from_day=TODAY, until=TODAY, by=executive), by=executive
    )

    days = Absence.objects.days_of([kam.pk, executive.pk], TODAY + DAY, TODAY + 21 * DAY)

    assert days == {kam.pk: {TODAY + n * DAY for n in (1, 2, 3, 4, 20, 21)}}


def test_the_same_days_again_are_one_absence_with_the_new_word(kam):
    for word in ("leave", "training", "training"):
        row = enter_absence(kam, from_day=TODAY, until=TODAY, word=word, by=kam)

    assert (Absence.objects.get(), row.word, row.history.count()) == (row, "training", 2)


def test_colleagues_see_the_days_and_not_the_word(signed_in, cast):
    enter_absence(cast.sponsor, from_day=TODAY, until=TODAY, word="SECRETWORD", by=cast.sponsor)
    page = f"/people/{cast.sponsor.public_id}/"
    readers = [cast.lead, cast.kam, cast.outsider, cast.administrator]

    pages = [signed_in(one).get(page).content.decode() for one in readers]
    own = [
        signed_in(one).get(f"{page}delegates/").content.decode()
        for one in (cast.sponsor, cast.assistant, cast.lead)
    ]

    assert ["Away" in text for text in pages] == [True] * 4
    assert not any("SECRETWORD" in text for text in pages)
    assert ["SECRETWORD" in text for text in own] == [True, True, False]


def test_an_assistant_enters_and_takes_back_an_absence_of_the_executive(signed_in, cast):
    client, page = signed_in(cast.assistant), f"/people/{cast.sponsor.public_id}/"
    days = {"from_day": TODAY.isoformat(), "until": (TODAY + DAY).isoformat(), "word": "leave"}

    entered = client.post(f"{page}absences/add/", days)
    row = Absence.objects.get()
    taken_back = client.post(f"/absences/{row.public_id}/cancel/")

    row.refresh_from_db()
    assert entered.url == taken_back.url == f"{page}delegates/"
    assert (row.person, row.entered_by) == (cast.sponsor, cast.assistant)
    assert row.cancelled_at is not None


def test_delegates_are_named_changed_and_ended_on_pages(signed_in, executive, outsider):
    client, page = signed_in(executive), f"/people/{executive.public_id}/delegates/"
    facts = {"to": outsider.email, "kind": "assistant", "from_day": TODAY.isoformat()}

    named = client.post(f"{page}add/", facts | {"in_copy": "on"})
    row = Delegation.objects.get()
    changed = client.post(f"/delegations/{row.public_id}/edit/", {"until": TODAY.isoformat()})
    row.refresh_from_db()
    kept = (row.of, row.to, row.until, row.in_copy, row.given_by)
    ended = client.post(f"/delegations/{row.public_id}/end/")

    row.refresh_from_db()
    assert named.url == changed.url == ended.url == page
    assert kept == (executive, outsider, TODAY, False, executive)
    assert row.ended_at is not None


def test_what_will_not_do_is_said_beside_the_field(signed_in, executive, outsider):
    page = f"/people/{executive.public_id}/delegates/add/"
    facts = {"kind": "assistant", "from_day": TODAY.isoformat()}

    own = signed_in(executive).post(page, facts | {"to": executive.email})
    backwards = signed_in(executive).post(
        page, facts | {"to": outsider.email, "until": (TODAY - DAY).isoformat()}
    )
    posted_kind = signed_in(executive).post(page, facts | {"to": outsider.email, "kind": "deputy"})

    assert "Nobody names themselves." in own.content.decode()
    assert "It ends before it begins." in backwards.content.decode()
    assert posted_kind.status_code == 422
    assert not Delegation.objects.exists()


def test_the_page_takes_as_many_statements_for_three_as_for_one(signed_in, executive):
    client, page = signed_in(executive), f"/people/{executive.public_id}/delegates/"
    client.get(page)
    counts = []
    for _turn in range(2):
        give(executive, factories.PersonFactory())
        enter_absence(
            executive,
            from_day=TODAY,
            until=TODAY + Delegation.objects.count() * DAY,
            by=executive,
        )
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(len(asked))

    assert counts[0] == counts[1]
