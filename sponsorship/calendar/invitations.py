"""The calendar entry that goes along with an e-mail: an invitation, its update, its cancellation.

Tandem is the organiser, since any of those who take part may move or cancel; nobody is asked to reply.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, time
from email.utils import parseaddr
from typing import Any

from django.conf import settings

from accounts.models import User
from accounts.services.kinds import Attachment
from sponsors.choices import InteractionStatus
from sponsors.models import Interaction
from sponsorship.calendar.entries import Entry, entries_of
from sponsorship.calendar.lines import parameter
from sponsorship.calendar.writing import Events, calendar

ADDRESS = re.compile(r"[\w.!#$%&*+/=?^`{|}~-]+@[\w.-]+", re.ASCII)


def invitation(interaction: Interaction, reader: User) -> tuple[Attachment, ...]:
    """Return the entry as it is now, for a reader who takes part, wants it and has it from nowhere else."""
    if not reader.gets_invitations or interaction.is_from_calendar:
        return ()
    people = User.objects.active().filter(interactions=interaction).by_name()
    return attached("REQUEST", entry_of(interaction), reader, people)


def cancellation(
    interaction: Interaction, reader: User, known: dict[str, Any]
) -> tuple[Attachment, ...]:
    """Return what takes the entry out of the reader's calendar again, in the words that the reader knows."""
    entry = replace(
        entry_of(interaction),
        subject=known["subject"],
        day=date.fromisoformat(known["day"]),
        time=time.fromisoformat(known["time"]) if known["time"] else None,
        place="",
        status=InteractionStatus.CANCELLED,
    )
    return attached("CANCEL", entry, reader, [reader])


def entry_of(interaction: Interaction) -> Entry:
    """Return an interaction as calendars have it."""
    return entries_of(Interaction.objects.filter(pk=interaction.pk))[0]


def attached(
    method: str, entry: Entry, reader: User, people: Iterable[User]
) -> tuple[Attachment, ...]:
    """Return the file, which e-mail programs offer to put into the calendar."""
    lines = Events(reader).lines(entry, *who(people))
    return (
        Attachment(
            name="tandem.ics",
            content=calendar(method, lines),
            kind="text/calendar",
            parameters={"method": method, "charset": "utf-8"},
        ),
    )


def who(people: Iterable[User]) -> Iterator[str]:
    """Yield who invites and who is invited; an address that is none is left out."""
    organiser = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    yield f'ORGANIZER;CN="Tandem":mailto:{organiser}'
    for person in people:
        if ADDRESS.fullmatch(person.email):
            name = parameter(person.full_name)
            yield f"ATTENDEE;CN={name};PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:{person.email}"
