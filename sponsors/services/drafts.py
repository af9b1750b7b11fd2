"""What one says about an interaction, and which days and contacts it cannot have."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from accounts.models import Contact, KeyAccount, User
from sponsors.choices import InteractionKind, Mode
from sponsors.models import Interaction

FIRST_YEAR, LAST_YEAR = 2000, 2100


class InteractionRefusedError(Exception):
    """A rule stands against what was asked of an interaction."""


class DayOutOfRangeError(InteractionRefusedError):
    """The day lies outside the years 2000 to 2100."""


class ForeignContactError(InteractionRefusedError):
    """A contact of another client cannot have been there."""

    def __init__(self, contact: Contact) -> None:
        super().__init__(str(contact))
        self.contact = contact


class NotYourNameError(InteractionRefusedError):
    """One writes in one's own name, or in that of somebody whose delegate one is."""


class HeldInTheFutureError(InteractionRefusedError):
    """What was held cannot lie ahead."""


class PlannedInThePastError(InteractionRefusedError):
    """What is planned cannot lie behind."""


class InteractionCancelledError(InteractionRefusedError):
    """What was cancelled stays so."""


class InteractionChangedMeanwhileError(InteractionRefusedError):
    """Somebody else saved the interaction while it was being changed."""

    def __init__(self, interaction: Interaction) -> None:
        super().__init__(str(interaction))
        self.interaction = interaction


class HeldWithoutGoAheadError(InteractionRefusedError):
    """What was held with the client without a go-ahead does not become a talk of the two by itself."""


class CameFromFileError(InteractionRefusedError):
    """What came from a file needs no go-ahead, and so is not made into something else (R7)."""


class UndoTooLateError(InteractionRefusedError):
    """Only a fresh entry can be undone, by whoever made it."""


@dataclass(frozen=True)
class Draft:
    """What one says about an interaction."""

    kind: InteractionKind | str
    day: date
    subject: str
    time: dt.time | None = None
    mode: Mode | str = Mode.UNKNOWN
    place: str = ""
    notes: str = ""
    is_operational: bool = False
    contacts: Iterable[Contact] = ()
    people: Iterable[User] = ()
    public_id: UUID = field(default_factory=uuid4)
    next_step: str = ""
    step_owner: User | None = None
    step_due_on: date | None = None
    external_id: str = ""
    external_version: int | None = None
    # The executive, or the KAM, for whom a delegate writes.
    on_behalf_of: User | None = None


def check_draft(account: KeyAccount, draft: Draft) -> None:
    """Refuse days that cannot be and contacts of other clients."""
    check_day(draft.day)
    for contact in draft.contacts:
        if contact.account_id != account.pk:
            raise ForeignContactError(contact)


def check_day(day: date) -> None:
    """Refuse a day outside the years 2000 to 2100."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DayOutOfRangeError
