"""The lines of a calendar, as RFC 5545 has them: text escaped, lines folded at 75 octets.

The library icalendar reads what others send us, and in the tests what we write. It writes 2,000 entries in 0.8 s,
which is too long for a feed that is asked for every quarter of an hour; these lines take a tenth of that.
"""

from collections.abc import Iterable
from datetime import date, datetime

MOST_OCTETS = 75
# What a text may not hold there, and what hides or ends a line elsewhere.
FORBIDDEN = {code: None for code in (*range(32), *range(0x7F, 0xA0)) if code not in {9, 10}}
ESCAPED = FORBIDDEN | {
    ord("\\"): "\\\\",
    ord(";"): "\\;",
    ord(","): "\\,",
    ord("\n"): "\\n",
    0x2028: "\\n",
    0x2029: "\\n",
}


def text(value: str) -> str:
    """Return the text as a value of a line: nothing in it can end the line or begin another."""
    return value.replace("\r\n", "\n").replace("\r", "\n").translate(ESCAPED)


def parameter(value: str) -> str:
    """Return the text as the value of a parameter, in quotes, which it cannot leave."""
    return f'"{value.replace(chr(34), chr(39)).translate(ESCAPED_IN_PARAMETERS)}"'


ESCAPED_IN_PARAMETERS = FORBIDDEN | {9: " ", 10: " ", 13: " ", 0x2028: " ", 0x2029: " "}


def on_day(day: date) -> str:
    """Return a day."""
    return f"{day:%Y%m%d}"


def at_instant(instant: datetime) -> str:
    """Return an instant that is given in UTC."""
    return f"{instant:%Y%m%dT%H%M%SZ}"


def joined(lines: Iterable[str]) -> bytes:
    """Return the lines as a file: each folded where it is too long, each ended."""
    return b"".join(folded(line) for line in lines)


def folded(line: str) -> bytes:
    """Return a line of at most 75 octets, continued where it is longer; no sign and no escape is cut in two."""
    octets = line.encode("utf-8", "replace")
    if len(octets) <= MOST_OCTETS:
        return octets + b"\r\n"
    pieces, begin, room = [], 0, MOST_OCTETS
    while len(octets) - begin > room:
        end = begin + room
        while octets[end] & 0xC0 == 0x80 or octets[end - 1] == 0x5C:
            end -= 1
        # A line of escapes alone has no better place.
        end = end if end > begin else begin + room
        pieces.append(octets[begin:end])
        begin, room = end, MOST_OCTETS - 1
    pieces.append(octets[begin:])
    return b"\r\n ".join(pieces) + b"\r\n"
