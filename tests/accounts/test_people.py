"""People: what is kept of them, the reporting line's rule, and who may do what for the programme."""

import pytest
from allauth.account.models import EmailAddress

from accounts.choices import ADMINISTRATORS, PROGRAMME_LEADS
from accounts.models import User
from accounts.services.organisation import ReportingCycleError
from accounts.services.people import LastAdministratorError, add_person, edit_person, set_groups
from tests import factories

FACTS = {"first_name": "Nora", "last_name": "New", "email": "nora@tandem.example"}


def last_history(person):
    return person.history.order_by("-history_id").first()


def test_add_person_names_the_author_and_lets_nobody_in_yet(boss, lead):
    person = add_person(FACTS, manager=boss, by=lead)

    assert person.manager == boss
    assert not person.has_joined
    assert last_history(person).history_user == lead


def test_edit_person_keeps_facts_and_manager(kam, executive, lead):
    edit_person(kam, {"job_title": "Head of key accounts"}, manager=executive, by=lead)

    kam.refresh_from_db()
    assert (kam.job_title, kam.manager) == ("Head of key accounts", executive)
    assert last_history(kam).history_user == lead


def test_the_same_facts_again_change_nothing(kam, boss, lead):
    rows = kam.history.count()

    edit_person(kam, {"job_title": kam.job_title}, manager=boss, by=lead)

    assert kam.history.count() == rows


def test_a_circle_in_the_line_is_refused_whole(boss, kam, lead):
    with pytest.raises(ReportingCycleError) as refused:
        edit_person(boss, {"job_title": "Never"}, manager=kam, by=lead)

    boss.refresh_from_db()
    assert refused.value.chain == [kam, boss]
    assert (boss.manager, boss.job_title) == (None, "Chief officer")


def test_nobody_is_their_own_manager(kam, lead):
    with pytest.raises(ReportingCycleError):
        edit_person(kam, {}, manager=kam, by=lead)


def test_a_change_of_the_line_flags_a_running_pairing(pairing, kam, sponsor, lead):
    edit_person(kam, {}, manager=sponsor.person, by=lead)

    pairing.refresh_from_db()
    assert pairing.conflict_path == [kam.pk, sponsor.person.pk]


def test_a_new_email_takes_the_old_one_off_the_sign_in(kam, boss, administrator):
    EmailAddress.objects.create(user=kam, email=kam.email, verified=True, primary=True)

    edit_person(kam, {"email": "karim@tandem.example"}, manager=boss, by=administrator)

    assert not EmailAddress.objects.filter(user=kam).exists()


def test_set_groups_names_the_author(kam, administrator):
    set_groups(kam, [PROGRAMME_LEADS], by=administrator)

    assert User.objects.get(pk=kam.pk).is_lead
    assert last_history(kam).history_user == administrator


def test_the_same_groups_again_change_nothing(lead, administrator):
    rows = lead.history.count()

    set_groups(lead, [PROGRAMME_LEADS], by=administrator)

    assert lead.history.count() == rows


def test_the_last_administrator_stays_one(administrator):
    with pytest.raises(LastAdministratorError):
        set_groups(administrator, [], by=administrator)

    assert User.objects.administrators().count() == 1


def test_the_last_administrator_stays_active(administrator, lead):
    with pytest.raises(LastAdministratorError):
        edit_person(administrator, {"is_active": False}, manager=None, by=lead)

    administrator.refresh_from_db()
    assert administrator.is_active


def test_one_of_two_administrators_may_go(administrator, lead):
    factories.PersonFactory(administrator=True)

    edit_person(administrator, {"is_active": False}, manager=None, by=lead)

    assert set(User.objects.administrators()).isdisjoint({administrator})
    assert ADMINISTRATORS in administrator.groups.values_list("name", flat=True)
