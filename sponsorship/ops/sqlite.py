"""Whether the SQLite that Python brings can serve Tandem."""

import sqlite3
from contextlib import closing

TOO_OLD = (
    "Tandem's search needs SQLite 3.34 or newer with FTS5, and this Python brings SQLite {version} ({fault}). "
    "Use another Python, or PostgreSQL: DATABASE_URL=postgres://…"
)
TRIED = "CREATE VIRTUAL TABLE tried USING fts5(words, tokenize='trigram case_sensitive 1')"


def fault_of_sqlite() -> str:
    """Return why the search could not work on this SQLite, or nothing where it can: a trigram index is tried in memory."""
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            database.execute(TRIED)
        except sqlite3.Error as fault:
            return TOO_OLD.format(version=sqlite3.sqlite_version, fault=fault)
    return ""
