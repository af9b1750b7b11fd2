"""New records whose INSERT is put together once: written, and known again, as Django writes them."""

import pytest

from accounts.prepared_inserts import FEW, insert_all
from accounts.services.history import create_all_by
from sponsors.models import Interaction, InteractionPerson
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[True, False], autouse=True)
def keeps_plans(request, settings):
    settings.DATABASE_KEEPS_PLANS = request.param


def talk(account, kam, **fields):
    made = factories.InteractionFactory.build(account=account, logged_by=kam, **fields)
    made.pairing = None
    return made


def columns(record):
    left_out = {"id", "public_id", "logged_at"}
    return {
        field.attname: getattr(record, field.attname)
        for field in Interaction._meta.concrete_fields
        if field.attname not in left_out
    }


def test_what_is_written_is_what_django_writes(account, kam):
    mine, django = (talk(account, kam, subject='Say "100 %s"', notes="a\nb") for _one in range(2))

    insert_all([mine], batch_size=500)
    Interaction.objects.bulk_create([django])

    assert mine.pk != django.pk
    assert columns(mine) == columns(django)
    assert columns(Interaction.objects.get(pk=mine.pk)) == columns(mine)
    assert not mine._state.adding


@pytest.mark.parametrize("number", [1, 2, FEW, FEW + 1])
def test_each_of_several_gets_its_own_key(account, kam, number, django_assert_num_queries):
    held = factories.InteractionFactory(account=account, logged_by=kam)
    people = [factories.PersonFactory() for _number in range(number)]
    for _turn in range(2):
        held = factories.InteractionFactory(account=account, logged_by=kam)
        rows = [InteractionPerson(interaction=held, person=one) for one in people]
        with django_assert_num_queries(1):
            insert_all(rows, batch_size=500)

    kept = InteractionPerson.objects.filter(interaction=held).order_by("pk")
    assert [(row.pk, row.person) for row in kept] == [(row.pk, row.person) for row in rows]


def test_a_default_of_the_database_is_filled_in(account, kam):
    made = talk(account, kam)
    unsaid = Interaction._meta.get_field("is_operational").get_default()
    made.is_operational = unsaid

    insert_all([made], batch_size=500)

    assert made.is_operational is False


def test_the_history_names_who_when_and_why(account, kam, lead):
    made = talk(account, kam)

    create_all_by([made], lead, because="import")

    (row,) = made.history.all()
    assert (row.history_user, row.history_type, row.history_change_reason) == (lead, "+", "import")
    assert columns(row.instance) == columns(made) | {"counts": row.instance.counts}
    assert row.prev_record is None
