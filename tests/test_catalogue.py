"""The French catalogue: complete, certain, with the same gaps to fill, and set as French is set."""

import re

import polib
import pytest
from django.conf import settings

GAPS = re.compile(r"%\([a-z_]+\)[sd]|%%|\{[a-z_]*\}|<[^>]+>")
NARROW = "\u202f"
LOOSE = re.compile(rf"[^{NARROW}\s][;!?»]|«[^{NARROW}]|[^{NARROW}\d/]:(?!//)|'| [:;!?»]")
# A word and what fills a gap have a whole space between them.
GLUED = re.compile(rf"[^«]{NARROW}%\(")


@pytest.fixture(scope="module")
def entries():
    path = settings.BASE_DIR / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    return [entry for entry in polib.pofile(str(path)) if not entry.obsolete]


def said(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_nothing_is_empty_or_doubtful(entries):
    assert len(entries) > 1000
    assert [entry.msgid for entry in entries if entry.fuzzy or not all(said(entry))] == []


def test_the_same_gaps_stand_in_both_languages(entries):
    wrong = []
    for entry in entries:
        source = sorted(GAPS.findall(entry.msgid_plural or entry.msgid))
        allowed = [source, sorted(GAPS.findall(entry.msgid))]
        wrong += [text for text in said(entry) if sorted(GAPS.findall(text)) not in allowed]

    assert wrong == []


def test_french_is_set_as_french(entries):
    loose = [text for entry in entries for text in said(entry) if LOOSE.search(text)]

    glued = [text for entry in entries for text in said(entry) if GLUED.search(text)]

    assert (loose, glued) == ([], [])


def test_every_word_of_the_templates_is_in_the_catalogue(entries):
    known = {(entry.msgctxt, entry.msgid) for entry in entries}
    written = re.compile(r"""\{%\s*translate\s+(['"])(.+?)\1(?:\s+context\s+(['"])(.+?)\3)?""")
    missing = [
        (template.name, match[2])
        for template in (settings.BASE_DIR / "templates").rglob("*.html")
        for match in written.finditer(template.read_text(encoding="utf-8"))
        if (match[4], match[2].replace("%", "%%")) not in known
    ]

    assert missing == []
