"""The trigram indexes follow their tables, whatever writes there, and are laid anew where something fell."""

from types import SimpleNamespace

import pytest
from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from accounts.models import Contact, KeyAccount
from accounts.models.search_index import lay_indexes, need_trigrams, searched_models, triggers_of
from tests import factories

pytestmark = pytest.mark.django_db
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="triggers are SQLite's")


def found(word):
    return list(
        Contact.objects.filter(search_text__holds=[word]).values_list("last_name", flat=True)
    )


def test_what_is_searched():
    assert {"KeyAccount", "Contact", "User", "Ask"} <= {one.__name__ for one in searched_models()}


def test_the_index_follows_each_way_of_writing(account):
    one = factories.ContactFactory(account=account, last_name="Zebrowski")
    assert found("zebrowski") == ["Zebrowski"]

    one.last_name = "Yberg"
    one.save(update_fields=["last_name"])
    assert (found("zebrowski"), found("yberg")) == ([], ["Yberg"])

    Contact.objects.filter(pk=one.pk).update(search_text=" other words ")
    assert (found("yberg"), found("other")) == ([], ["Yberg"])

    more = [Contact(account=account, last_name=f"Bulk{number}") for number in range(3)]
    for row in more:
        row.derive()
    Contact.objects.bulk_create(more)
    assert found("bulk") == ["Bulk0", "Bulk1", "Bulk2"]

    Contact.objects.filter(last_name__startswith="Bulk").delete()
    assert found("bulk") == []


@on_sqlite
def test_triggers_that_fell_with_an_old_table_are_laid_again(account):
    with connection.cursor() as cursor:
        for name in triggers_of("accounts_contact", "accounts_contact_words"):
            cursor.execute(f'DROP TRIGGER "{name}"')
    factories.ContactFactory(account=account, last_name="Zebrowski")
    assert found("zebrowski") == []

    lay_indexes(using="default")

    assert found("zebrowski") == ["Zebrowski"]
    factories.ContactFactory(account=account, last_name="Zebra")
    assert found("zebra") == ["Zebra"]


@on_sqlite
def test_an_index_that_was_dropped_is_laid_again(account):
    factories.ContactFactory(account=account, last_name="Zebrowski")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE accounts_contact_words")

    lay_indexes(using="default")

    assert found("zebrowski") == ["Zebrowski"]


def test_laying_twice_changes_nothing(account):
    factories.ContactFactory(account=account, last_name="Zebrowski")

    for _turn in range(2):
        lay_indexes(using="default")

    assert found("zebrowski") == ["Zebrowski"]


@on_sqlite
def test_the_index_and_the_tables_agree(account):
    factories.ContactFactory(account=account, last_name="Zebrowski").delete()
    with connection.cursor() as cursor:
        for model in searched_models():
            index = f"{model._meta.db_table}_words"
            # FTS5's own check raises where index and table differ.
            cursor.execute(
                f"""INSERT INTO "{index}" ("{index}", rank) VALUES ('integrity-check', 1)"""
            )


class Refusing:
    """A PostgreSQL that does not let one create extensions."""

    vendor, alias, settings_dict = "postgresql", "default", {"USER": "tandem", "NAME": "programme"}

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_facts):
        return None

    def fetchone(self):
        return None

    def execute(self, sql):
        if sql.startswith("CREATE"):
            raise DatabaseError("permission denied to create extension")


def test_a_database_that_refuses_the_extension_is_told_what_to_do():
    with pytest.raises(CommandError, match="pg_trgm") as refused:
        need_trigrams(Refusing())

    assert "tandem may not create it in the database programme" in str(refused.value)
    assert "permission denied to create extension" in str(refused.value)
    assert "CREATE EXTENSION pg_trgm;" in str(refused.value)


def test_other_databases_need_no_extension():
    need_trigrams(SimpleNamespace(vendor="sqlite"))


def test_a_search_text_is_kept_in_no_history(account):
    assert "search_text" not in {field.name for field in KeyAccount.history.model._meta.fields}
