"""Calendar files as tests need them."""

from collections.abc import Iterable

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n"
TAIL = "END:VCALENDAR\r\n"


def event(uid: str = "1@x.example", *more: str, start: str = "20260620T120000Z", title="Steering"):
    lines = ("BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{start}", f"SUMMARY:{title}", *more)
    return "\r\n".join([*lines, "END:VEVENT", ""])


def file(*events: str, head: str = HEAD) -> bytes:
    return (head + "".join(events) + TAIL).encode()


def attendees(*emails: str) -> Iterable[str]:
    return [f"ATTENDEE;CN=X:mailto:{email}" for email in emails]
