"""The trigram indexes behind the search texts: laid after each migration, for every model that has a search text.

PostgreSQL keeps a GIN index with `pg_trgm`. SQLite keeps an FTS5 table beside the table, by triggers; where a
migration lays a table anew, as Django does on SQLite for most changes, its triggers fall with the old one.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import CommandError
from django.db import DatabaseError, connections, models, transaction

from accounts.models.searching import index_of

COLUMN = "search_text"
REFUSED = (
    "Tandem's search needs the PostgreSQL extension pg_trgm, and {user} may not create it in the database {name}: {fault}\n"
    "Let whoever administers the server run this there once, then migrate again:\n"
    "    CREATE EXTENSION pg_trgm;"
)


def lay_indexes(using: str, **_facts: Any) -> None:
    """Lay what is missing; called after every migration."""
    connection = connections[using]
    lay = {"sqlite": lay_on_sqlite, "postgresql": lay_on_postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        for table in tables(connection, cursor):
            lay(cursor, table, index_of(table))


def tables(connection: Any, cursor: Any) -> Iterator[str]:
    """Yield the tables that have a search text by now."""
    there = set(connection.introspection.table_names(cursor))
    for model in searched_models():
        table = model._meta.db_table
        if table in there:
            columns = connection.introspection.get_table_description(cursor, table)
            if COLUMN in {column.name for column in columns}:
                yield table


def searched_models() -> list[type[models.Model]]:
    """Return the models that are searched."""
    names = {model: {field.name for field in model._meta.fields} for model in apps.get_models()}
    return [model for model, fields in names.items() if COLUMN in fields]


def lay_on_postgresql(cursor: Any, table: str, index: str) -> None:
    """Index the search texts of a table by their trigrams."""
    cursor.execute("SELECT 1 FROM pg_class WHERE relkind = 'i' AND relname = %s", [index])
    if not cursor.fetchone():
        cursor.execute(f'CREATE INDEX "{index}" ON "{table}" USING gin ("{COLUMN}" gin_trgm_ops)')


def lay_on_sqlite(cursor: Any, table: str, index: str) -> None:
    """Index the search texts of a table by their trigrams, anew where it or a trigger was missing."""
    cursor.execute("SELECT name FROM sqlite_master WHERE tbl_name IN (%s, %s)", [table, index])
    there = {name for (name,) in cursor.fetchall()}
    triggers = triggers_of(table, index)
    if there.issuperset({index, *triggers}):
        return
    cursor.execute(
        f'CREATE VIRTUAL TABLE IF NOT EXISTS "{index}" USING fts5'
        f"({COLUMN}, content='{table}', content_rowid='id', tokenize='trigram case_sensitive 1')"
    )
    for name, told in triggers.items():
        cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
        cursor.execute(f'CREATE TRIGGER "{name}" AFTER {told}')
    cursor.execute(f"""INSERT INTO "{index}" ("{index}") VALUES ('rebuild')""")  # noqa: S608 - our own table


def triggers_of(table: str, index: str) -> dict[str, str]:
    """Return the triggers by which the index follows its table, by name."""
    put = f'INSERT INTO "{index}" (rowid, {COLUMN}) VALUES (new.id, new.{COLUMN});'  # noqa: S608 - our own table
    take = f"""INSERT INTO "{index}" ("{index}", rowid, {COLUMN}) VALUES ('delete', old.id, old.{COLUMN});"""  # noqa: S608 - our own table
    return {
        f"{index}_insert": f'INSERT ON "{table}" BEGIN {put} END',
        f"{index}_delete": f'DELETE ON "{table}" BEGIN {take} END',
        f"{index}_update": f'UPDATE OF id, {COLUMN} ON "{table}" BEGIN {take} {put} END',
    }


def need_trigrams(connection: Any) -> None:
    """Make PostgreSQL know trigrams; raises `CommandError`, with what to do, where it may not."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        if cursor.fetchone():
            return
        try:
            with transaction.atomic(using=connection.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except DatabaseError as fault:
            facts = connection.settings_dict
            raise CommandError(
                REFUSED.format(user=facts["USER"], name=facts["NAME"], fault=str(fault).strip())
            ) from fault
