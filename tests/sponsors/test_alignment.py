"""The yearly alignment check: the objectives of the account plan beside the company's, signed by both."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Notification, Programme, TeamMember
from accounts.services.plans import add_objective, close_objective
from sponsors.models import AlignmentCheck
from sponsors.services.alignment import (
    ChangedMeanwhileError,
    NoObjectivesError,
    alignment_due,
    sign_alignment,
    write_alignment,
)
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def told(kind):
    rows = Notification.objects.filter(kind=kind).exclude(state="cancelled")
    return sorted(rows.values_list("recipient__first_name", flat=True))


@pytest.fixture
def plan(account, kam):
    """The account's plan, two objectives long."""
    rows = [
        factories.ObjectiveFactory.build(account=account, text=text)
        for text in ("Grow.", "Be asked  first.")
    ]
    return [add_objective(row, by=kam, on=TODAY) for row in rows]


def write(pairing, by, *, gap="", version=0):
    return write_alignment(pairing, gap=gap, version=version, by=by)


def sign(check, by, *, version=1, plan=2, on=TODAY):
    return sign_alignment(check, version=version, plan=plan, by=by, on=on)


def test_a_check_keeps_what_the_company_wanted_then(pairing, plan, kam):
    Programme.objects.update_or_create(
        pk=1, defaults={"objectives": "Margin first.", "objectives_year": 2026}
    )

    check = write(pairing, kam)

    assert (check.company_text, check.company_year) == ("Margin first.", 2026)
    assert check.lines == ["Grow.", "Be asked first."]
    assert told("alignment_to_sign") == ["Simone"]


def test_both_sign_and_then_it_is_signed(pairing, plan, kam, sponsor):
    check = write(pairing, kam)
    for person in (kam, kam, sponsor.person):
        sign(check, person)

    check.refresh_from_db()
    assert (check.signed_on, check.kam) == (TODAY, kam)
    assert check.kam_signed_at
    assert check.sponsor_signed_at


def test_a_change_after_one_signature_asks_for_both_anew(pairing, plan, kam, sponsor):
    check = write(pairing, kam)
    sign(check, kam)

    changed = write(pairing, sponsor.person, gap="We ask for people.", version=1)
    with pytest.raises(ChangedMeanwhileError):
        sign(changed, sponsor.person)

    changed.refresh_from_db()
    assert (changed.pk, changed.version, changed.kam_signed_at) == (check.pk, 2, None)


def test_the_same_words_take_no_signature_back(pairing, plan, kam):
    check = write(pairing, kam)
    sign(check, kam)

    again = write(pairing, kam, version=1)

    assert (again.version, again.kam) == (1, kam)


def test_a_stale_form_changes_nothing(pairing, plan, kam, sponsor):
    write(pairing, kam)
    write(pairing, sponsor.person, gap="One.", version=1)

    with pytest.raises(ChangedMeanwhileError):
        write(pairing, kam, gap="Two.", version=1)

    assert AlignmentCheck.objects.get().gap == "One."


def test_without_a_plan_there_is_nothing_to_align(pairing, kam):
    with pytest.raises(NoObjectivesError):
        write(pairing, kam)


def test_a_plan_that_changed_between_two_signatures_is_signed_anew(
    account, pairing, plan, kam, sponsor
):
    check = write(pairing, kam)
    sign(check, kam)
    close_objective(plan[0], "reached", outcome="", by=kam, on=TODAY)

    with pytest.raises(ChangedMeanwhileError):
        sign(check, sponsor.person)
    for _twice in range(2):
        sign(check, sponsor.person, plan=3)

    check.refresh_from_db()
    assert (check.lines, check.version, check.kam, check.signed_on) == (
        ["Be asked first."],
        2,
        None,
        None,
    )
    assert told("alignment_to_sign") == ["Karim"]
    assert sign(check, kam, version=2, plan=3).signed_on == TODAY


def test_what_was_signed_stays_as_it_was(account, pairing, plan, kam, sponsor):
    check = write(pairing, kam)
    for person in (kam, sponsor.person):
        sign(check, person)

    close_objective(plan[0], "reached", outcome="", by=kam, on=TODAY)
    sign(check, kam, plan=3)

    check.refresh_from_db()
    assert (check.lines, check.signed_on) == (["Grow.", "Be asked first."], TODAY)


def test_the_signature_of_a_former_kam_does_not_count(
    account, pairing, plan, kam, other_kam, sponsor
):
    check = write(pairing, kam)
    sign(check, kam)
    TeamMember.objects.filter(account=account, role="kam").update(person=other_kam)

    sign(check, sponsor.person)

    check.refresh_from_db()
    assert (check.signed_on, check.kam) == (None, None)


def test_after_a_signed_one_the_next_begins_and_is_due_a_year_later(pairing, plan, kam, sponsor):
    check = write(pairing, kam)
    for person in (kam, sponsor.person):
        sign(check, person, on=date(2026, 3, 1))

    second = write(pairing, kam)

    assert second.pk != check.pk
    assert alignment_due(pairing, date(2026, 3, 1)) == date(2027, 3, 1)
    assert alignment_due(pairing, None) == pairing.started_on + timedelta(days=90)
