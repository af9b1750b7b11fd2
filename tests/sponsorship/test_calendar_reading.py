"""What is read of a calendar file, and what no file can do."""

import time
from contextlib import suppress
from datetime import date
from datetime import time as clock
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sponsorship.calendar.reading import MOST_BYTES, MOST_EVENTS, MOST_LINES, UnreadableError, read
from tests.sponsorship.calendar_files import HEAD, TAIL, attendees, event, file

PARIS = ZoneInfo("Europe/Paris")
ZONE = """BEGIN:VTIMEZONE\r
TZID:Europe/Paris\r
BEGIN:STANDARD\r
DTSTART:16010101T000000\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
RRULE:FREQ=SECONDLY\r
END:STANDARD\r
END:VTIMEZONE\r
"""


def one(*more, **facts):
    (found,) = read(file(event("1@x", *more, **facts)))
    return found


def test_title_place_hour_and_who_takes_part():
    found = one("LOCATION:Lyon\\, 3e", *attendees("Alba@Client.example", "x@y.example"))

    assert (found.title, found.place, found.sequence) == ("Steering", "Lyon, 3e", 0)
    assert found.emails == ("alba@client.example", "x@y.example")
    assert found.at(PARIS) == (date(2026, 6, 20), clock(14))
    assert found.at(ZoneInfo("America/New_York")) == (date(2026, 6, 20), clock(8))


@pytest.mark.parametrize(
    ("start", "at"),
    [
        ("20260620", (date(2026, 6, 20), None)),
        ("20260620T093000", (date(2026, 6, 20), clock(9, 30))),
        ("19991231T093000Z", None),
        ("99991231T235959Z", None),
        ("00010101T000000Z", None),
        ("20270229T093000Z", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_days_that_can_be_and_days_that_cannot(start, at):
    assert one(start=start).at(PARIS) == at


def test_a_zone_is_known_by_its_name_and_its_rules_are_not_run():
    began = time.monotonic()

    (found,) = read(
        file(ZONE, event("1@x").replace("DTSTART:20260620T120000Z", "DTSTART;TZID=Europe/Paris:20260620T120000"))
    )  # fmt: skip

    assert found.at(ZoneInfo("UTC")) == (date(2026, 6, 20), clock(10))
    assert time.monotonic() - began < 2


def test_the_newest_of_one_identifier_is_read():
    found = read(
        file(
            event("1@x", "SEQUENCE:2", title="New"),
            event("1@x", "SEQUENCE:1", title="Old"),
            event("1@x", "RECURRENCE-ID:20260627T120000Z", title="One of a series"),
        )
    )

    assert [row.title for row in found] == ["New", "One of a series"]
    assert len({row.uid for row in found}) == 2


@pytest.mark.parametrize("line", ["STATUS:CANCELLED", "STATUS:cancelled"])
def test_a_cancelled_one_is_known(line):
    assert one(line).is_cancelled


def test_a_file_that_cancels_is_known():
    assert read(file(event(), head=HEAD + "METHOD:CANCEL\r\n"))[0].is_cancelled


@pytest.mark.parametrize("line", ["RRULE:FREQ=SECONDLY", "RDATE:20260701T100000Z"])
def test_what_repeats_is_known(line):
    assert one(line).repeats


def test_what_turns_or_hides_a_text_is_taken_out():
    found = one(title="Plan\u202e \u200bfor\\nBEGIN:VEVENT <script>")

    assert found.title == "Plan for BEGIN:VEVENT <script>"


@pytest.mark.parametrize(
    "line",
    ["SEQUENCE:99999999999999999999", "SEQUENCE:-1", "SEQUENCE:many", "SEQUENCE:١"],
)
def test_a_sequence_is_a_number_that_the_database_holds(line):
    assert 0 <= one(line).sequence < 2**31


@pytest.mark.parametrize(
    ("content", "fact"),
    [
        (b"", "no_calendar"),
        (b"name;email\nx;y", "no_calendar"),
        (b"/etc/passwd", "no_calendar"),
        (b"PK\x03\x04" + b"\x00" * 500, "no_calendar"),
        (HEAD.encode(), "no_calendar"),
        (b"x" * (MOST_BYTES + 1), "too_large"),
        (file(event("1@x", *["X:1"] * MOST_LINES)), "too_large"),
        (file(*[event()] * (MOST_EVENTS + 1)), "too_many"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 39_000, "no_calendar"),
        (file("BEGIN:VTIMEZONE\r\n" * 4), "no_calendar"),
    ],
)
def test_what_is_no_calendar_is_refused_with_the_reason(content, fact):
    began = time.monotonic()

    with pytest.raises(UnreadableError) as refused:
        read(content)

    assert refused.value.fact == fact
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_old_programs_are_read_too(encoding):
    content = file(event(title="Déjeuner")).decode().encode(encoding)

    assert read(content)[0].title == "Déjeuner"


@given(st.lists(st.sampled_from([
    "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", "BEGIN:VTIMEZONE", "END:VTIMEZONE",
    "BEGIN:VCALENDAR", "END:VCALENDAR", "UID", "UID:", "DTSTART;VALUE=DATE:20260620", "DTSTART:20260620T100000Z",
    "DTSTART;TZID=\"x:20260620", "RECURRENCE-ID:x", "ATTENDEE:mailto:a@b", "ATTENDEE;CN=\"a:b\";X=:mailto:a@b",
    "ORGANIZER:", "SUMMARY;LANGUAGE=:x", "RRULE:FREQ=", "RRULE:x", " folded", "\t", ":", ";", "SEQUENCE:1", "\x00",
    "DTSTART;TZID=Nowhere/Place:20260620T100000", "METHOD:CANCEL", "METHOD;X", "STATUS:CANCELLED",
])))  # fmt: skip
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_file_is_a_fault(lines):
    content = (HEAD + "\r\n".join(lines) + "\r\n" + TAIL).encode()

    with suppress(UnreadableError):
        for row in read(content):
            day, _hour = row.at(PARIS) or (date(2000, 1, 1), None)
            assert 1999 <= day.year <= 2101


@given(st.binary(max_size=400))
def test_no_bytes_are_a_fault(content):
    with pytest.raises(UnreadableError):
        read(content)
