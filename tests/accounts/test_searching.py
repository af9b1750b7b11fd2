"""The words of a text, and when one comes near another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models.searching import (
    ComesNear,
    Holds,
    is_near,
    is_one_error_away,
    searchable,
    trigrams_of,
    words_of,
)

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
WORDS = st.text(LETTERS, min_size=1, max_size=14)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Éric L’Hôte", ("eric", "l", "hote")),
        ("SAINT-GOBAIN", ("saint", "gobain")),
        ("Cœur d'Ærø", ("coeur", "d", "aero")),
        ("Łódź Straße", ("lodz", "strasse")),
        ("%_ \x00 ' OR \" * NEAR( ) -", ("or", "near")),
        ("北京 Ωμέγα", ("北京", "ωμεγα")),
        ("\ud800 🙂", ()),
        ("", ()),
    ],
)
def test_words_are_told_apart_from_signs_and_accents(typed, words):
    assert words_of(typed) == words


def test_nobody_is_asked_for_more_than_eight_words():
    assert len(words_of("ab " * 40)) == 8


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["Saint-Gobain", "Paris"], " saint gobain paris saintgobain "),
        (["L'Oréal", ""], " l oreal loreal "),
        (["AT&T", "US"], " at t us att "),
        (["Anna Berg", "anna@berg.example"], " anna berg anna berg example "),
        ([""], " "),
    ],
)
def test_a_search_text_is_words_between_spaces(parts, text):
    assert searchable(*parts) == text


@given(st.lists(st.text(max_size=200), max_size=5))
def test_a_search_text_never_outgrows_its_room(parts):
    text = searchable(*parts, room=60)

    assert len(text) <= 60
    assert text[0] == text[-1] == " "
    assert "\x00" not in text


def wrong(word, kind, place, letter):
    """Return a word with one typing error."""
    place %= len(word)
    if kind == "missing":
        return word[:place] + word[place + 1 :]
    if kind == "added":
        return word[:place] + letter + word[place:]
    if kind == "wrong":
        return word[:place] + letter + word[place + 1 :]
    return word[:place] + word[place : place + 2][::-1] + word[place + 2 :]


ERRORS = st.tuples(
    st.sampled_from(["missing", "added", "wrong", "swapped"]),
    st.integers(0, 99),
    st.sampled_from(LETTERS),
)


@given(st.text(LETTERS, min_size=5, max_size=14), ERRORS)
def test_one_error_is_one_error_and_a_candidate(word, error):
    typed = wrong(word, *error)

    assert is_one_error_away(typed, word)
    assert is_one_error_away(word, typed)
    assert is_near(typed, word)
    pieces = ComesNear.forms(None, typed)
    assert any(piece in f" {word} " for piece in pieces)


def distance(one, other):
    """The number of letters missing, added, wrong or swapped between two words, in the plainest way."""
    rows = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            rows[i, j] = min(
                rows[i - 1, j] + 1,
                rows[i, j - 1] + 1,
                rows[i - 1, j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
                rows[i, j] = min(rows[i, j], rows[i - 2, j - 2] + 1)
    return rows[len(one), len(other)]


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_one_error_is_told_from_two(one, other):
    assert is_one_error_away(one, other) == (distance(one, other) <= 1)


@pytest.mark.parametrize(
    ("typed", "word", "near"),
    [
        ("siemns", "siemens", True),
        ("siemn", "siemens", True),
        ("siemxx", "siemens", False),
        ("bosh", "bosch", True),
        ("bosh", "boston", False),
        ("sap", "sab", False),
        ("sap", "sapin", True),
        ("ab", "cab", False),
    ],
)
def test_short_words_are_forgiven_nothing(typed, word, near):
    assert is_near(typed, word) is near


def test_pieces_and_trigrams():
    assert Holds.forms(None, "ab") == [" ab"]
    assert ComesNear.forms(None, "siemns") == ["siemns", " sie", "mns ", " simens"]
    assert trigrams_of(["ab", "abc"]) == {" ab", "ab ", "abc", "bc "}
