"""Calendar entries by e-mail: who of us takes part hears what somebody else plans, moves or cancels.

What has been told stands in the ledger, so that a cancellation goes to whom an invitation went, and to nobody else.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from accounts.choices import NotificationState
from accounts.models import Notification, User
from accounts.services.notifications import cancel, notify
from sponsors.choices import InteractionKind, InteractionStatus
from sponsors.models import Interaction

INVITED, WITHDRAWN = "meeting_invitation", "meeting_withdrawn"
# The messages that carry an entry. An account review has an invitation of its own, sent when its agenda is ready.
CARRIERS = (INVITED, "meeting_ahead", "review_invitation")
# For a written word, or what the client brings up, nobody keeps an hour free.
WITHOUT_ENTRY = (InteractionKind.MESSAGE, InteractionKind.ESCALATION)
LEFT = (NotificationState.SENDING, NotificationState.SENT, NotificationState.UNCERTAIN)


@dataclass(frozen=True)
class Shown:
    """What a calendar shows of an interaction, and to whom of us."""

    subject: str
    day: dt.date
    time: dt.time | None
    place: str
    kind: str
    people: frozenset[int]

    @classmethod
    def of(cls, interaction: Interaction) -> "Shown":
        """Read it as it is kept."""
        people = interaction.participants.values_list("person", flat=True)
        return cls(
            interaction.subject,
            interaction.day,
            interaction.time,
            interaction.place,
            interaction.kind,
            frozenset(people),
        )


def send_entries(interaction: Interaction, before: Shown | None, *, by: User) -> None:
    """Send whoever takes part the entry as it is now, unless a calendar would show the same as before.

    Who has it and takes no part any more is told so.
    """
    now = Shown.of(interaction)
    if now == before or interaction.status != InteractionStatus.PLANNED:
        return
    if before is not None:
        forget_entries(interaction)
    have = who_has(interaction) if before is not None else set()
    for person in User.objects.active().filter(pk__in=now.people, gets_invitations=True):
        is_first = has_none_of_its_own(interaction) and person.pk != by.pk
        if interaction.kind not in WITHOUT_ENTRY and (is_first or person.pk in have):
            tell(INVITED, interaction, person, {"by": by.full_name, "again": person.pk in have})
    withdraw(interaction, have - now.people, before or now)


def has_none_of_its_own(interaction: Interaction) -> bool:
    """Whether nothing else brings it into calendars: a review's invitation, or the calendar that it came from."""
    return interaction.kind != InteractionKind.REVIEW and not interaction.is_from_calendar


def withdraw_entries(interaction: Interaction) -> None:
    """Tell whoever has the entry that it is cancelled, and nobody else. Twice is once."""
    forget_entries(interaction)
    withdraw(interaction, who_has(interaction), Shown.of(interaction))


def forget_entries(interaction: Interaction) -> None:
    """Take back what has not left yet."""
    for kind in (INVITED, WITHDRAWN):
        cancel(kind, subject_id=interaction.public_id)


def has_entry(interaction: Interaction, person: User) -> bool:
    """Whether the entry as it is now has left for the person, or is about to."""
    rows = Notification.objects.exclude(state=NotificationState.CANCELLED)
    told = rows.filter(kind=INVITED, subject_id=str(interaction.public_id), recipient=person)
    return told.filter(data__version=interaction.version).exists()


def who_has(interaction: Interaction) -> set[int]:
    """Return the keys of those to whom an entry has left, and no cancellation after it."""
    name = str(interaction.public_id)
    about = Q(kind__in=(INVITED, WITHDRAWN, "meeting_ahead"), subject_id=name)
    about |= Q(kind="review_invitation", data__interaction=name)
    rows = Notification.objects.filter(about, state__in=LEFT, in_digest=False)
    last = dict(rows.order_by("pk").values_list("recipient", "kind"))
    return {person for person, kind in last.items() if kind in CARRIERS}


def withdraw(interaction: Interaction, people: Iterable[int], told: Shown) -> None:
    """Tell these people that it is no longer in their calendar, in the words that they know."""
    known = {
        "subject": told.subject,
        "day": told.day.isoformat(),
        "time": told.time.isoformat() if told.time else "",
    }
    for person in User.objects.active().filter(pk__in=list(people)):
        tell(WITHDRAWN, interaction, person, known)


def tell(kind: str, interaction: Interaction, person: User, data: dict[str, Any]) -> None:
    """Write the message, once for each version; past its day it is of no use."""
    after = dt.datetime.combine(interaction.day, dt.time(), tzinfo=dt.UTC) + dt.timedelta(days=2)
    notify(
        kind,
        subject_id=interaction.public_id,
        recipient=person,
        data=data | {"version": interaction.version},
        day=interaction.day,
        mark=f"v{interaction.version}",
        expires_at=after,
    )
