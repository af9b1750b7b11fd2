"""Whom of the demo's clients the tandems know: closer year by year, with gaps, and some of it said long ago."""

from datetime import date, timedelta
from random import Random

from accounts.choices import ConnectionStrength, ContactLevel
from accounts.models import Connection, ConnectionLevel, Contact, KeyAccount, User
from sponsors.choices import PairingStatus
from sponsors.models import Pairing
from sponsorship.demo.days import at_ten
from sponsorship.demo.spoken import language

UNITS = {
    "fr": ("Groupe", "Europe", "Industrie"),
    "en": ("Group", "Europe", "Industry"),
}
EVIDENCE = {
    "fr": (
        "Nous a appelés avant de décider du dernier lot.",
        "Déjeuner en tête à tête, sans ordre du jour.",
        "Nous a ouvert la porte de son comité.",
        "Répond dans la journée, même le vendredi.",
        "Nous a montré le plan avant ses équipes.",
    ),
    "en": (
        "Called us before deciding on the last lot.",
        "Lunch for two, without an agenda.",
        "Opened the door of the committee to us.",
        "Answers within the day, even on a Friday.",
        "Showed us the plan before the own teams.",
    ),
}
# On one account in so many nobody knows one of the executive committee; on one in so many a word was said long ago.
GAP, OLD = 2, 3
# How many days ago levels were said: the year before last, last year, lately.
TURNS = (640, 330, 70)


def know_each_other(accounts: list[KeyAccount], pairings: list[Pairing], *, today: date) -> None:
    """Say of each client's people where they stand and who of us knows them. Drawn apart from the rest of the story."""
    random = Random(47)  # noqa: S311 - a story, not a secret
    running = {row.account_id: row for row in pairings if row.status == PairingStatus.ACTIVE}
    said: list[ConnectionLevel] = []
    for number, account in enumerate(accounts):
        contacts = list(account.contacts.by_level())
        kam, pairing = account.kam, running.get(account.pk)
        place_all(contacts, number, kam)
        if kam is not None:
            sponsor = pairing.sponsor.person if pairing else None
            story = Story(
                account, kam, sponsor, pairing.started_on if pairing else None, random, today
            )
            said += story.tell(contacts, number)
    ConnectionLevel.objects.bulk_create(said)


def place_all(contacts: list[Contact], number: int, kam: User | None) -> None:
    """Give each contact a unit, and the top executives how well they are wanted and a counterpart."""
    for place, contact in enumerate(contacts):
        group, *others = UNITS[language(contact.account.country)]
        is_board = contact.level == ContactLevel.EXECUTIVE_COMMITTEE
        contact.unit = group if is_board else others[(place + number) % len(others)]
        if contact.is_top:
            contact.wanted = (
                ConnectionStrength.TRUSTED if place == 0 else ConnectionStrength.PARTNER
            )
            contact.counterpart = kam if place % 3 else None
        contact.derive()
    Contact.objects.bulk_update(contacts, ["unit", "wanted", "counterpart", "search_text"])


class Story:
    """Who knows whom at one client, and since when."""

    def __init__(
        self,
        account: KeyAccount,
        kam: User,
        sponsor: User | None,
        since: date | None,
        random: Random,
        today: date,
    ) -> None:
        self.kam, self.sponsor, self.since = kam, sponsor, since
        self.random, self.today = random, today
        self.evidence = EVIDENCE[language(account.country)]

    def tell(self, contacts: list[Contact], number: int) -> list[ConnectionLevel]:
        """Return what was said, of the KAM and of the sponsor; the third of the board is left out here and there."""
        said = []
        for place, contact in enumerate(contacts):
            if place == 2 and number % GAP == 0:
                continue
            is_old = (place + number) % OLD == 0
            if place % 4 != 3:
                best = 1 + (place + number) % 3
                said += self.levels(self.kam, self.sponsor, contact, best, is_old=is_old)
            if self.sponsor is not None and contact.is_top and place % 2 == 0:
                best = 2 + (place + number) % 3
                said += self.levels(self.sponsor, self.kam, contact, best, is_old=not place)
        return said

    def levels(
        self, person: User, other: User | None, contact: Contact, best: int, *, is_old: bool
    ) -> list[ConnectionLevel]:
        """Return how one of us came to know a contact, the last word unconfirmed now and then."""
        connection, is_new = Connection.objects.get_or_create(person=person, contact=contact)
        if not is_new:
            return []
        days = [self.today - timedelta(turn + self.random.randrange(60)) for turn in TURNS]
        days = days[:-1] if is_old else days
        if person == self.sponsor and self.since:
            days = [day for day in days if day >= self.since] or days[-1:]
        steps = range(max(1, best - len(days) + 1), best + 1)
        words = list(zip(days[-len(steps) :], steps, strict=False))
        return [
            self.word(connection, level, day, other, is_last=day == words[-1][0])
            for day, level in words
        ]

    def word(
        self, connection: Connection, level: int, day: date, other: User | None, *, is_last: bool
    ) -> ConnectionLevel:
        """Return one word, which the other of the two has confirmed unless it is the last and they have not come to it."""
        is_confirmed = other is not None and not (is_last and self.random.random() < 0.2)
        return ConnectionLevel(
            connection=connection,
            level=level,
            on=day,
            evidence=self.random.choice(self.evidence) if level > 1 else "",
            said_by=connection.person,
            confirmed_by=other if is_confirmed else None,
            confirmed_at=at_ten(day + timedelta(days=4)) if is_confirmed else None,
        )
