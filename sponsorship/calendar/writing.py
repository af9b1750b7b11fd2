"""A calendar as a file, in the reader's language: the feed of a person."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, timedelta

from django.utils import translation

from accounts.models import User
from accounts.services.kinds import language_of
from accounts.services.local_time import zone_of
from sponsors.choices import InteractionKind, InteractionStatus
from sponsorship.calendar.entries import Entry, calendar_of
from sponsorship.calendar.lines import at_instant, joined, on_day, text

# Raised when the same entries come to be written otherwise, so that nobody keeps the old file.
EDITION = 1
HEAD = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Tandem//Tandem//EN",
    "CALSCALE:GREGORIAN",
)
# How often a calendar is to ask: half an hour.
NAMED = (
    "NAME:Tandem",
    "X-WR-CALNAME:Tandem",
    "REFRESH-INTERVAL;VALUE=DURATION:PT30M",
    "X-PUBLISHED-TTL:PT30M",
)


class Feed:
    """The calendar of a person on a day: read at once, written when somebody has an older one."""

    def __init__(self, reader: User, *, on: date) -> None:
        self.reader = reader
        self.entries = calendar_of(reader, on=on)

    @property
    def tag(self) -> str:
        """What changes when the file does; nothing is written for it."""
        facts = (EDITION, language_of(self.reader), self.reader.time_zone, self.entries)
        return hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def file(self) -> bytes:
        """Return the calendar."""
        with translation.override(language_of(self.reader)):
            events = Events(self.reader)
            bodies = (line for entry in self.entries for line in events.lines(entry))
            return calendar("PUBLISH", bodies, NAMED)


class Events:
    """Writes entries for one reader, in the language that is active."""

    def __init__(self, reader: User) -> None:
        self.zone = zone_of(reader)
        self.kinds: Mapping[str, str] = {
            kind.value: text(str(kind.label)) for kind in InteractionKind
        }

    def lines(self, entry: Entry, *more: str) -> Iterator[str]:
        """Yield the lines of one entry, with more of them where it is an invitation."""
        summary = text(f"{entry.account} · {entry.subject}")
        changed, url = at_instant(entry.changed_at.astimezone(UTC)), entry.url
        yield "BEGIN:VEVENT"
        yield f"UID:{entry.uid}"
        yield f"SEQUENCE:{entry.version}"
        yield f"DTSTAMP:{changed}"
        yield f"LAST-MODIFIED:{changed}"
        yield from self.when(entry)
        yield f"SUMMARY:{summary}"
        yield f"DESCRIPTION:{self.kinds[entry.kind]}\\n{url}"
        yield f"URL:{url}"
        if entry.place:
            yield f"LOCATION:{text(entry.place)}"
        yield f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}"
        yield from more
        if entry.status == InteractionStatus.PLANNED:
            yield from alarm("-P1D", summary)
            if entry.time is not None:
                yield from alarm("-PT1H", summary)
        yield "END:VEVENT"

    def when(self, entry: Entry) -> Iterator[str]:
        """Yield from when to when; without an hour the day, which then stays free."""
        begins = entry.begins(self.zone)
        if begins is None:
            yield f"DTSTART;VALUE=DATE:{on_day(entry.day)}"
            yield f"DTEND;VALUE=DATE:{on_day(entry.day + timedelta(days=1))}"
            yield "TRANSP:TRANSPARENT"
        else:
            yield f"DTSTART:{at_instant(begins)}"
            yield f"DTEND:{at_instant(begins + entry.length)}"


def calendar(method: str, lines: Iterable[str], names: Iterable[str] = ()) -> bytes:
    """Return a file with these entries, and what is to be done with them."""
    return joined([*HEAD, f"METHOD:{method}", *names, *lines, "END:VCALENDAR"])


def alarm(before: str, summary: str) -> Iterable[str]:
    """Return the lines of a reminder that long before."""
    return (
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{summary}",
        f"TRIGGER:{before}",
        "END:VALARM",
    )
