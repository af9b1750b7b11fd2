"""The lines of a calendar: whatever stands in a text, parsing back gives one entry and the same text."""

import re

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sponsorship.calendar.lines import FORBIDDEN, folded, joined, parameter, text

HOSTILE = [
    "BEGIN:VEVENT\nUID:evil\nEND:VEVENT",
    "one\r\nATTENDEE:mailto:evil@x.example",
    "one\rX-EVIL:1",
    "a;b,c:d\"e'f",
    "C:\\temp\\; end",
    "<script>alert(1)</script> {{7*7}}",
    "\u2028BEGIN:VALARM",
    "Zoë" * 60,
    "é" * 200,
    "😀" * 60,
    "\\" * 150,
    "," * 150,
]
# A backslash before an n: the library takes it for a line break, other readers do not.
AMBIGUOUS = ("\\n", "\\N", "\\;", "\\,")


def parsed(value: str):
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:1")
    lines = (*head, f"SUMMARY:{text(value)}", "END:VEVENT", "END:VCALENDAR")
    return icalendar.Calendar.from_ical(joined(lines))


def unescaped(value: str) -> str:
    """Read a text as RFC 5545 says, sign by sign."""
    plain = {"n": "\n", "N": "\n"}
    return re.sub(r"\\(.)", lambda pair: plain.get(pair[1], pair[1]), value)


def as_it_arrives(value: str) -> str:
    broken = value.replace("\r\n", "\n").replace("\r", "\n").translate(FORBIDDEN)
    return broken.replace("\u2028", "\n").replace("\u2029", "\n")


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_stays_one_text_of_one_entry(value):
    calendar = parsed(value)

    events = calendar.walk("VEVENT")
    assert len(events) == 1
    assert sorted(events[0]) == ["SUMMARY", "UID"]
    if not any(pair in value for pair in AMBIGUOUS):
        assert str(events[0]["SUMMARY"]) == as_it_arrives(value)


@given(st.text())
def test_any_text_comes_back_as_it_was(value):
    file = joined([f"SUMMARY:{text(value)}"]).decode()

    lines = file.replace("\r\n ", "").split("\r\n")

    assert (len(lines), lines[1]) == (2, "")
    assert (
        unescaped(lines[0].removeprefix("SUMMARY:"))
        == as_it_arrives(value).encode("utf-8", "replace").decode()
    )


@given(st.text(alphabet=st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])))
def test_no_line_is_longer_than_75_octets_and_none_cuts_a_sign(value):
    pieces = folded(value).removesuffix(b"\r\n").split(b"\r\n")

    assert max(len(piece) for piece in pieces) <= 75
    assert "".join(piece.decode() for piece in [pieces[0], *(p[1:] for p in pieces[1:])]) == value


@given(st.text())
def test_no_parameter_leaves_its_quotes(value):
    written = parameter(value)

    assert written[0] == written[-1] == '"'
    assert not set(written[1:-1]) & set('"\r\n\x00')
