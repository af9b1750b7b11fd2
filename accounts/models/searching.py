"""How things are found: the words of a text, and what the database is asked about them.

A search text is a record's words, folded, each between two spaces, so that where a word begins and ends can be
looked for as well. What holds all words of a search is found by the trigrams of these texts, which `search_index`
keeps: nothing is walked through.
"""

import re
from collections.abc import Sequence
from typing import Any, Self

from django.db import models

from accounts.models.base import fold

WORD = re.compile(r"[^\W_]+")
# Whoever types more words than this is asked for the first ones alone.
MOST_WORDS = 8
# Shorter words are looked for where a word begins; an error is forgiven from the next length on.
SHORT, FORGIVEN = 3, 4


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of what somebody typed, without case, accents, hyphens and apostrophes."""
    return tuple(WORD.findall(fold(text))[:MOST_WORDS])


def searchable(*parts: str, room: int = 400) -> str:
    """Return a search text, cut to the room there is: "Saint-Gobain" gives " saint gobain saintgobain "."""
    words, joined = [], []
    for token in fold(" ".join(parts)).split():
        pieces = WORD.findall(token)
        words += pieces
        if len(pieces) > 1 and "@" not in token:
            joined.append("".join(pieces))
    return f" {' '.join(words + joined)}"[: room - 1].rstrip() + " "


class Searched:
    """Goes before `QuerySet`, for records with a search text."""

    filter: Any

    def matching(self, text: str) -> Self:
        """Those whose search text holds each word of the text: name, title, place, as the model says."""
        words = words_of(text)
        found: Self = self.filter(search_text__holds=words) if words else self
        return found


class Findable(models.Model):
    """A record that says in `derive` what it is found by."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive the search text."""
        self.derive()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search_text"}
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """Set what follows from the other fields, the search text among it; bulk writers call it themselves."""
        raise NotImplementedError


class OfWords(models.Lookup):
    """What all words have to fulfil in a search text."""

    prepare_rhs = False

    def forms(self, word: str) -> list[str]:
        """Return the pieces of which a search text has to hold one for this word."""
        raise NotImplementedError

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Look for the pieces with LIKE, which PostgreSQL's trigram index answers."""
        column, _none = self.process_lhs(compiler, connection)
        return likes(column, [self.forms(word) for word in self.rhs])

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        """Look for the pieces in the trigram index beside the table; what is shorter than a trigram in the text."""
        column, _none = self.process_lhs(compiler, connection)
        told = [self.forms(word) for word in self.rhs]
        long = [forms for forms in told if all(len(form) >= SHORT for form in forms)]
        sql, parameters = likes(column, [forms for forms in told if forms not in long])
        if not long:
            return sql, parameters
        index = connection.ops.quote_name(index_of(self.lhs.target.model._meta.db_table))
        key = f"{connection.ops.quote_name(self.lhs.alias)}.{connection.ops.quote_name('id')}"
        # Words hold letters and digits alone, so that nothing in them speaks to FTS5.
        query = " AND ".join(f"({' OR '.join(map(phrase, forms))})" for forms in long)
        found = f"{key} IN (SELECT rowid FROM {index} WHERE {index} MATCH %s)"  # noqa: S608 - names of our own
        return f"({found} AND {sql})" if sql else found, [query, *parameters]


@models.CharField.register_lookup
class Holds(OfWords):
    """`search_text__holds=words`: each of the words stands in the text, a short one where a word begins."""

    lookup_name = "holds"

    def forms(self, word: str) -> list[str]:
        return [held(word)]


@models.CharField.register_lookup
class ComesNear(OfWords):
    """`search_text__comes_near=words`: candidates for words of which each may have one typing error.

    One error leaves one half of a word as it is, but for two letters that changed places in the middle.
    """

    lookup_name = "comes_near"

    def forms(self, word: str) -> list[str]:
        if len(word) < FORGIVEN:
            return [held(word)]
        middle = len(word) // 2
        head, tail = word[:middle], word[middle:]
        swapped = head[:-1] + tail[0] + head[-1] + tail[1:]
        return [word, f" {head}", f"{tail} ", f" {swapped}"]


class Place(models.Func):
    """How well a text holds the words: 0 where it begins with them, 1 where a word does, else 2."""

    output_field = models.SmallIntegerField()

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(models.F("search_text"), models.Value(" " + " ".join(words)))

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **extra: Any) -> Any:
        """Ask where the words stand."""
        template = f"CASE {POSITION[connection.vendor]}(%(expressions)s) WHEN 1 THEN 0 WHEN 0 THEN 2 ELSE 1 END"
        return super().as_sql(compiler, connection, template=template, **extra)


class Overlap(models.Func):
    """How many trigrams of the words a text shares."""

    output_field = models.SmallIntegerField()

    def __init__(self, words: Sequence[str]) -> None:
        self.trigrams = sorted(trigrams_of(words))
        super().__init__(models.F("search_text"))

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_extra: Any) -> Any:
        """Count those that stand somewhere."""
        column, _none = compiler.compile(self.source_expressions[0])
        one = f"CASE WHEN {POSITION[connection.vendor]}({column}, %s) > 0 THEN 1 ELSE 0 END"
        return " + ".join([one] * len(self.trigrams)), self.trigrams


POSITION = {"sqlite": "INSTR", "postgresql": "STRPOS"}


def held(word: str) -> str:
    """Return what a text holds that holds this word; of a short one, where a word begins."""
    return word if len(word) >= SHORT else f" {word}"


def likes(column: str, told: list[list[str]]) -> tuple[str, list[str]]:
    """Return the condition that a column holds a piece of each of these, and its parameters."""
    parts = [" OR ".join([f"{column} LIKE %s"] * len(forms)) for forms in told]
    sql = " AND ".join(f"({part})" for part in parts)
    return sql, [f"%{form}%" for forms in told for form in forms]


def phrase(piece: str) -> str:
    """Return a piece of text as FTS5 takes it."""
    return f'"{piece}"'


def trigrams_of(words: Sequence[str]) -> set[str]:
    """Return the three-letter pieces of words between spaces."""
    padded = [f" {word} " for word in words]
    return {word[place : place + 3] for word in padded for place in range(len(word) - 2)}


def index_of(table: str) -> str:
    """Return the name of the index of a table's search texts."""
    return f"{table}_words"


def is_near(typed: str, word: str) -> bool:
    """Whether a word is the typed one but for one letter too few, too many, wrong or in its neighbour's place.

    From five letters on the word may go on: it is found while it is being typed.
    """
    length = len(typed)
    if length < FORGIVEN:
        return typed in word if length >= SHORT else word.startswith(typed)
    if is_one_error_away(typed, word):
        return True
    lengths = range(length - 1, length + 2) if length > FORGIVEN else ()
    return any(is_one_error_away(typed, word[:some]) for some in lengths)


def is_one_error_away(one: str, other: str) -> bool:
    """Whether at most one letter is missing, added, replaced or swapped with its neighbour."""
    if abs(len(one) - len(other)) > 1:
        return False
    start, shorter = 0, min(len(one), len(other))
    while start < shorter and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    end, shorter = 0, min(len(one), len(other))
    while end < shorter and one[-1 - end] == other[-1 - end]:
        end += 1
    one, other = one[: len(one) - end], other[: len(other) - end]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])
