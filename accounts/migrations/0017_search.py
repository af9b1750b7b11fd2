"""Search texts between spaces, of asks too, and what PostgreSQL needs to index their trigrams.

The indexes themselves are laid after every migration (accounts/models/search_index.py), since SQLite's triggers fall
whenever Django lays a table anew.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import migrations, models

from accounts.models.search_index import need_trigrams
from accounts.models.searching import searchable

AT_ONCE = 500


def know_trigrams(apps: Any, schema_editor: Any) -> None:
    """Make PostgreSQL know trigrams."""
    need_trigrams(schema_editor.connection)


def write_search_texts(apps: Any, schema_editor: Any) -> None:
    """Write the search text of each record as it is derived from now on."""
    accounts = apps.get_model("accounts", "KeyAccount").objects.select_related("sector")
    write(accounts, text_of_account)
    write(apps.get_model("accounts", "Contact").objects, text_of_contact)
    write(apps.get_model("accounts", "User").objects, text_of_person)
    write(apps.get_model("accounts", "Ask").objects, text_of_ask)


def write(rows: Any, text_of: Any) -> None:
    """Write the search texts of one kind, some at once."""
    for some in chunks(rows.order_by("pk").iterator(chunk_size=AT_ONCE)):
        for row in some:
            row.search_text = text_of(row)
        rows.bulk_update(some, ["search_text"])


def chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield rows in lists of at most so many."""
    rows = iter(rows)
    while some := list(islice(rows, AT_ONCE)):
        yield some


def text_of_account(row: Any) -> str:
    sector = (row.sector.name_en, row.sector.name_fr) if row.sector else ()
    return searchable(row.name, row.city, row.country, *sector)


def text_of_contact(row: Any) -> str:
    return searchable(row.first_name, row.last_name, row.title, row.city)


def text_of_person(row: Any) -> str:
    return searchable(row.first_name, row.last_name, row.email, row.job_title, row.city)


def text_of_ask(row: Any) -> str:
    return searchable(row.text, row.why, room=600)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0016_account_plan")]

    operations = [
        migrations.RunPython(know_trigrams, migrations.RunPython.noop),
        migrations.AddField(
            model_name="ask",
            name="search_text",
            field=models.CharField(db_default="", editable=False, max_length=600),
        ),
        migrations.RunPython(write_search_texts, migrations.RunPython.noop),
    ]
