"""Do what was chosen for the events of a calendar file."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import KeyAccount, User
from sponsors.choices import GoAheadMark, InteractionKind, Mode
from sponsors.services.calendar_plans import (
    AlreadyPlannedError,
    external_id_of,
    move_from_calendar,
    plan_from_calendar,
)
from sponsors.services.drafts import Draft, InteractionRefusedError
from sponsors.services.interaction_course import cancel_interaction
from sponsorship.calendar.rehearsing import CANCEL, MOVE, PLAN, Line, Rehearsal

ONLINE = ("http://", "https://", "teams", "zoom", "webex", "google meet")
Choices = Mapping[int, str]


class Taking:
    """Takes in the chosen events of a rehearsal; counts what was done and keeps what was refused."""

    def __init__(
        self, rehearsal: Rehearsal, names: Mapping[int, UUID], *, by: User, on: date
    ) -> None:
        self.rehearsal, self.names, self.by, self.on = rehearsal, names, by, on
        self.done: Counter[str] = Counter()
        self.refused: list[tuple[Line, Exception]] = []

    def take(self, choices: Choices) -> None:
        """Do what was chosen for each event; what a rule refuses holds up none of the others."""
        for line in self.rehearsal.lines():
            choice = choices.get(line.number, "")
            if not choice or not line.verb:
                continue
            try:
                self.act(line, choice)
            except (InteractionRefusedError, AlreadyPlannedError) as refusal:
                self.refused.append((line, refusal))

    def act(self, line: Line, choice: str) -> None:
        """Plan, move or cancel one."""
        if line.verb == PLAN:
            account = self.rehearsal.account_named(choice)
            if account is not None and self.by.has_perm("sponsors.log_interaction", account):
                self.plan(line, account)
        elif choice == line.verb and self.by.has_perm(
            "sponsors.edit_interaction", line.interaction
        ):
            self.change(line)

    def plan(self, line: Line, account: KeyAccount) -> None:
        """Plan one on the chosen account."""
        draft = self.draft(line, account)
        kept = plan_from_calendar(account, draft, by=self.by, on=self.on)
        self.done[PLAN] += 1
        self.done["without"] += kept.go_ahead == GoAheadMark.WITHOUT

    def change(self, line: Line) -> None:
        """Move or cancel what was taken in before."""
        if line.interaction is None:
            return
        if line.verb == CANCEL:
            because = _("Cancelled in the calendar")
            cancel_interaction(line.interaction, because=because, by=self.by)
        elif line.verb == MOVE and line.day is not None:
            move_from_calendar(
                line.interaction,
                day=line.day,
                at=line.hour,
                version=line.event.sequence,
                by=self.by,
                on=self.on,
            )
        self.done[line.verb] += 1

    def draft(self, line: Line, account: KeyAccount) -> Draft:
        """Return an event as one would have planned it by hand; its description stays where it was."""
        event, rehearsal = line.event, self.rehearsal
        day, hour = event.at(rehearsal.zone(account)) or (self.on, None)
        contacts = rehearsal.contacts_at(event, account)
        people = {person.pk: person for person in (self.by, *rehearsal.ours_at(event))}
        among_us = not contacts and all(email in rehearsal.people for email in event.emails)
        the_two = {account.kam, account.sponsor_person} - {None}
        is_exchange = among_us and len(the_two) == 2 and set(people.values()) == the_two
        return Draft(
            kind=InteractionKind.EXCHANGE if is_exchange else InteractionKind.MEETING,
            day=day,
            time=hour,
            subject=event.title or _("Meeting"),
            mode=mode_of(event.place),
            place=event.place,
            contacts=contacts,
            people=list(people.values()),
            public_id=self.names[line.number],
            external_id=external_id_of(event.uid, account),
            external_version=event.sequence,
        )


def mode_of(place: str) -> Mode:
    """Return how people meet at such a place."""
    if not place:
        return Mode.UNKNOWN
    return Mode.VIDEO if any(word in place.lower() for word in ONLINE) else Mode.FACE_TO_FACE
