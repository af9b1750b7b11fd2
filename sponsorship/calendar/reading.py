"""Calendars that others have written: what can be planned of them. Nothing of a file is kept that is not planned."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from accounts.forms.plain import plain

MOST_BYTES = 1024 * 1024
MOST_EVENTS = 500
MOST_ATTENDEES = 40
MOST_LINES = 40_000
MOST_DEEP = 4
FIRST_YEAR, LAST_YEAR = 2000, 2100
LARGEST = 2**31 - 1
MAILTO = re.compile(r"(?i:mailto:)([^\s<>\"]{1,250}@[^\s<>\"]{1,250})")
FRAME = re.compile(r"(?im)^(BEGIN|END):[ \t]*([\w-]+)[ \t]*$")


class UnreadableError(Exception):
    """The file is no calendar, or too large a one; `fact` says which."""

    def __init__(self, fact: str) -> None:
        super().__init__(fact)
        self.fact = fact


@dataclass(frozen=True)
class Event:
    """One event of a calendar; plain values, so that it can travel in a form."""

    uid: str
    sequence: int
    title: str
    place: str
    begins: str
    emails: tuple[str, ...]
    is_cancelled: bool = False
    repeats: bool = False

    def at(self, zone: ZoneInfo) -> tuple[date, time | None] | None:
        """Return day and hour by the clock of that zone, or nothing where the file says none that can be."""
        if "T" not in self.begins:
            return (date.fromisoformat(self.begins), None) if self.begins else None
        instant = datetime.fromisoformat(self.begins)
        local = instant.astimezone(zone) if instant.tzinfo else instant
        return local.date(), local.time().replace(second=0, microsecond=0)


def read(content: bytes) -> list[Event]:
    """Return the events of a calendar. Raises `UnreadableError`; whatever stands in a text stays a text."""
    if len(content) > MOST_BYTES:
        raise UnreadableError("too_large")
    text = without_time_zones(decoded(content).replace("\x00", ""))
    if text.count("\n") > MOST_LINES:
        raise UnreadableError("too_large")
    if len(re.findall(r"(?im)^BEGIN:[ \t]*VEVENT", text)) > MOST_EVENTS:
        raise UnreadableError("too_many")
    try:
        # Bytes, since the library takes a text of one line for the name of a file.
        calendars = icalendar.Calendar.from_ical(text.encode(), multiple=True)
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise UnreadableError("no_calendar") from error
    found = [calendar for calendar in calendars if calendar.name == "VCALENDAR"]
    if not found:
        raise UnreadableError("no_calendar")
    return [event for calendar in found for event in events_of(calendar)]


def decoded(content: bytes) -> str:
    """Return the text: UTF-8 as the format wants it, else as old programs write."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def without_time_zones(text: str) -> str:
    """Leave out what a file says of time zones: their names are known, and their rules could run for ever.

    Raises `UnreadableError` where parts lie in parts without end.
    """
    kept, depth, begin, skipped_at = [], 0, 0, -1
    for mark in FRAME.finditer(text):
        opens, name = mark[1].upper() == "BEGIN", mark[2].upper()
        depth += 1 if opens else -1
        if depth > MOST_DEEP:
            raise UnreadableError("no_calendar")
        if name != "VTIMEZONE":
            continue
        if opens and skipped_at < 0:
            kept.append(text[begin : mark.start()])
            skipped_at = depth
        elif not opens and skipped_at == depth + 1:
            begin, skipped_at = mark.end() + 1, -1
    return "".join(kept) + (text[begin:] if skipped_at < 0 else "")


def events_of(calendar: Any) -> Iterator[Event]:
    """Yield the events of one calendar, each identifier once: the newest."""
    is_recalled = str(calendar.get("METHOD", "")).upper() == "CANCEL"
    newest: dict[str, Event] = {}
    for part in calendar.subcomponents:
        if part.name == "VEVENT":
            event = event_of(part, is_recalled=is_recalled)
            known = newest.get(event.uid)
            if known is None or known.sequence <= event.sequence:
                newest[event.uid] = event
    yield from newest.values()


def event_of(part: Any, *, is_recalled: bool) -> Event:
    """Return one event; what is missing or makes no sense is empty."""
    title, begins = said(part, "SUMMARY", 200), beginning(part)
    occurrence = moment(part.get("RECURRENCE-ID"))
    sequence = said(part, "SEQUENCE", 10)
    return Event(
        uid=f"{said(part, 'UID', 500) or f'{title} {begins}'} {occurrence}".strip(),
        sequence=min(int(sequence), LARGEST) if sequence.isdecimal() else 0,
        title=title,
        place=said(part, "LOCATION", 120),
        begins=begins,
        emails=tuple(emails(part)),
        is_cancelled=is_recalled or said(part, "STATUS", 20).upper() == "CANCELLED",
        repeats=bool(part.get("RRULE") or part.get("RDATE")),
    )


def said(part: Any, name: str, most: int) -> str:
    """Return a text of an event on one line, without what hides or turns it."""
    value = part.get(name, "")
    value = value[0] if isinstance(value, list) and value else value
    return " ".join(plain(str(value)).split())[:most]


def beginning(part: Any) -> str:
    """Return when an event begins."""
    return moment(part.get("DTSTART"))


def moment(value: Any) -> str:
    """Return a day, an instant, or an hour without a zone, as ISO 8601 has it; empty where it cannot be."""
    stated = value.dt if isinstance(value, icalendar.vDDDTypes) else None
    if not isinstance(stated, date) or not FIRST_YEAR <= stated.year <= LAST_YEAR:
        return ""
    if isinstance(stated, datetime) and stated.tzinfo is not None:
        return stated.astimezone(UTC).isoformat()
    return stated.isoformat()


def emails(part: Any) -> list[str]:
    """Return the addresses of organiser and attendees, each once."""
    people = []
    for name in ("ORGANIZER", "ATTENDEE"):
        value = part.get(name, [])
        people += value if isinstance(value, list) else [value]
    found = (MAILTO.match(str(person).strip()) for person in people)
    return list(dict.fromkeys(match[1].lower() for match in found if match))[:MOST_ATTENDEES]
