"""What a calendar file would plan, move or cancel, before anything is written: accounts and people recognised."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from uuid import UUID
from zoneinfo import ZoneInfo

from accounts.models import Contact, KeyAccount, User, fold
from accounts.services.local_time import zone_of
from sponsors.forms.interaction import accounts_of_team
from sponsors.models import Interaction
from sponsors.services.calendar_plans import PREFIX, external_id_of
from sponsorship.calendar.reading import Event

MOST_EMAILS = 2000
OURS = "@tandem"
PLAN, MOVE, CANCEL = "plan", "move", "cancel"


@dataclass(frozen=True)
class Line:
    """One event of a file: what can be done with it, or why nothing is."""

    number: int
    event: Event
    day: date | None = None
    hour: time | None = None
    verb: str = ""
    reason: str = ""
    account: KeyAccount | None = None
    interaction: Interaction | None = None
    contacts: list[Contact] = field(default_factory=list)
    people: list[User] = field(default_factory=list)


class Rehearsal:
    """The events of a file beside what the reader knows: six statements, whatever their number."""

    def __init__(self, events: Iterable[Event], reader: User, *, on: date) -> None:
        self.events, self.reader, self.on = list(events), reader, on
        self.accounts: list[KeyAccount] = list(accounts_of_team(reader).with_team())
        self.contacts = self.contacts_by_email()
        self.people = self.people_by_email()
        self.known = self.known_by_name()

    def contacts_by_email(self) -> dict[str, list[Contact]]:
        """Return the contacts of the reader's accounts by their address."""
        rows = Contact.objects.active().filter(account__in=self.accounts).exclude(email="")
        found: dict[str, list[Contact]] = {}
        for contact in rows:
            found.setdefault(contact.email.lower(), []).append(contact)
        return found

    def people_by_email(self) -> dict[str, User]:
        """Return which of the addresses are ours."""
        emails = dict.fromkeys(email for event in self.events for email in event.emails)
        rows = User.objects.active().filter(email__in=list(emails)[:MOST_EMAILS])
        return {person.email: person for person in rows}

    def known_by_name(self) -> dict[str, Interaction]:
        """Return what came to the reader's accounts from calendars before."""
        rows = Interaction.objects.visible_to(self.reader).filter(
            account__in=self.accounts, external_id__startswith=PREFIX
        )
        return {row.external_id: row for row in rows.select_related("account")}

    def lines(self) -> Iterator[Line]:
        """Yield each event with what can be done."""
        for number, event in enumerate(self.events):
            yield self.line(number, event)

    def line(self, number: int, event: Event) -> Line:
        """Return what can be done with one event."""
        known = self.kept(event)
        account = known.account if known else self.account_meant(event)
        day, hour = event.at(self.zone(account)) or (None, None)
        verb, reason = self.verdict_on_known(event, known) if known else self.verdict(event)
        if verb != CANCEL and not reason:
            reason = self.fault_of(day)
        return Line(
            number=number,
            event=event,
            day=day,
            hour=hour,
            verb="" if reason else verb,
            reason=reason,
            account=account,
            interaction=known,
            contacts=self.contacts_at(event, account),
            people=self.ours_at(event),
        )

    def kept(self, event: Event) -> Interaction | None:
        """Return what the event became when it was first taken in."""
        names = (external_id_of(event.uid, account) for account in self.accounts)
        return next((self.known[name] for name in names if name in self.known), None)

    def verdict(self, event: Event) -> tuple[str, str]:
        """Return what can be done with an event that is new."""
        if event.uid.endswith(OURS):
            return "", "ours"
        if event.is_cancelled:
            return "", "cancelled"
        return (PLAN, "") if not event.repeats else ("", "repeats")

    def verdict_on_known(self, event: Event, known: Interaction) -> tuple[str, str]:
        """Return what can be done with an event that was taken in before."""
        if not known.is_planned:
            return "", "over"
        if event.is_cancelled:
            return CANCEL, ""
        day, hour = event.at(self.zone(known.account)) or (None, None)
        is_newer = event.sequence > (known.external_version or 0)
        if not is_newer or (known.day, known.time) == (day, hour):
            return "", "known"
        return MOVE, ""

    def fault_of(self, day: date | None) -> str:
        """Return why nothing can be planned on that day."""
        if day is None:
            return "no_day"
        return "past" if day < self.on else ""

    def zone(self, account: KeyAccount | None) -> ZoneInfo:
        """Return whose clock counts: the KAM's, as everywhere; without one the reader's."""
        kam = account.kam if account else None
        return zone_of(kam or self.reader)

    def account_meant(self, event: Event) -> KeyAccount | None:
        """Return the account of most of its contacts there, else the one that the title names, else the one it shares."""
        return self.by_contacts(event) or self.by_title(event) or self.by_colleagues(event)

    def by_contacts(self, event: Event) -> KeyAccount | None:
        """Return the account of most of the contacts who take part."""
        tally = Counter(
            contact.account_id for email in event.emails for contact in self.contacts.get(email, [])
        )
        if not tally:
            return None
        most = tally.most_common(1)[0][0]
        return next(account for account in self.accounts if account.pk == most)

    def by_title(self, event: Event) -> KeyAccount | None:
        """Return the account with the longest name that the title names."""
        title = words(event.title)
        named = [
            account
            for account in self.accounts
            if words(account.name).strip() and words(account.name) in title
        ]
        return max(named, key=lambda account: len(account.name), default=None)

    def by_colleagues(self, event: Event) -> KeyAccount | None:
        """Return the one account that the reader shares with a colleague who takes part."""
        others = {person.pk for person in self.ours_at(event)} - {self.reader.pk}
        shared = [
            account
            for account in self.accounts
            if others & {member.person_id for member in account.team()}
        ]
        return shared[0] if len(shared) == 1 else None

    def contacts_at(self, event: Event, account: KeyAccount | None) -> list[Contact]:
        """Return who of the account's contacts takes part."""
        return [
            contact
            for email in event.emails
            for contact in self.contacts.get(email, [])
            if account is not None and contact.account_id == account.pk
        ]

    def ours_at(self, event: Event) -> list[User]:
        """Return who of us takes part."""
        return [self.people[email] for email in event.emails if email in self.people]

    def account_named(self, name: str) -> KeyAccount | None:
        """Return the one of the reader's accounts that this identifier names."""
        try:
            wanted = UUID(name)
        except ValueError:
            return None
        return next((account for account in self.accounts if account.public_id == wanted), None)


def words(text: str) -> str:
    """Return the words of a text, without case and accents, each between spaces."""
    spaced = "".join(sign if sign.isalnum() else " " for sign in fold(text))
    return f" {' '.join(spaced.split())} "
