"""What the tandems of the demo did in three years, what lies ahead, and what they promised."""

from datetime import date, timedelta
from datetime import time as clock
from random import Random

from accounts.choices import TOP_LEVELS
from accounts.models import Contact, User
from sponsors.choices import (
    InteractionKind,
    InteractionStatus,
    Mode,
    Mood,
    PairingStatus,
    Side,
    StepKind,
)
from sponsors.models import (
    Interaction,
    InteractionContact,
    InteractionPerson,
    NextStep,
    Pairing,
)
from sponsorship.demo.days import at_ten, working_day
from sponsorship.demo.people import People
from sponsorship.demo.spoken import Deck, words_of
from sponsorship.demo.titles import CONTACT_ROLES
from sponsorship.demo.words import Words

# The pairings, by their place, whose next meeting the executive of the cast joins.
GUESTS = {1, 16}
MOODS = (Mood.GOOD, Mood.GOOD, Mood.GOOD, Mood.MIXED, Mood.TENSE, "")


class Diary:
    """Writes what the tandems did, in bulk."""

    def __init__(self, random: Random, *, today: date) -> None:
        self.random, self.today = random, today
        self.deck = Deck(random)
        self.rows: list[Interaction] = []
        self.people: list[tuple[int, User]] = []
        self.met: list[tuple[int, Contact]] = []

    def draw(self, pairing: Pairing, subjects: list[str]) -> str:
        """Return a subject that the account has not had for the longest time."""
        return self.deck.draw(subjects, of=pairing.account_id)

    def note(
        self,
        pairing: Pairing,
        kind: InteractionKind,
        day: date,
        subject: str,
        *,
        people: list[User],
        contacts: list[Contact] | None = None,
        mode: Mode = Mode.UNKNOWN,
        status: InteractionStatus = InteractionStatus.HELD,
        notes: str = "",
    ) -> None:
        """Remember one interaction."""
        tandem = kind in {InteractionKind.EXCHANGE, InteractionKind.COACHING}
        place = len(self.rows)
        day = working_day(day, today=self.today)
        is_held = status == InteractionStatus.HELD
        self.rows.append(
            Interaction(
                account=pairing.account,
                pairing=pairing if pairing.ran_on(day) else None,
                kind=kind,
                status=status,
                side=Side.TANDEM if tandem else Side.CLIENT,
                mode=mode,
                day=day,
                subject=subject,
                notes=notes,
                logged_by=pairing.kam,
                debriefed_by=pairing.kam if is_held else None,
                vouched_by=pairing.kam if is_held else None,
                mood=MOODS[place % len(MOODS)] if is_held and not tandem else "",
                time=clock(self.random.randrange(9, 18), self.random.choice([0, 0, 30])),
                place=pairing.account.city if mode == Mode.FACE_TO_FACE else "",
            )
        )
        self.people += [(place, person) for person in people]
        self.met += [(place, contact) for contact in contacts or []]

    def meet(self, pairing: Pairing, day: date, contacts: list[Contact]) -> None:
        """Remember a meeting with a top executive of the client, on what that person watches over."""
        random, words = self.random, words_of(pairing.account.country)
        subject, met = self.subject_and_contacts(pairing, contacts)
        both = [pairing.kam, pairing.sponsor.person]
        self.note(
            pairing,
            InteractionKind.MEETING,
            day,
            subject,
            people=both if random.random() < 0.7 else both[1:],
            contacts=met,
            mode=random.choice([Mode.FACE_TO_FACE, Mode.FACE_TO_FACE, Mode.VIDEO]),
            notes=self.draw(pairing, words.notes) if random.random() < 0.7 else "",
        )

    def subject_and_contacts(
        self, pairing: Pairing, contacts: list[Contact]
    ) -> tuple[str, list[Contact]]:
        """Return what a meeting is about, and which top executives come to it."""
        words = words_of(pairing.account.country)
        tops = [place for place, row in enumerate(contacts) if row.level in TOP_LEVELS]
        first, second = self.random.sample(tops, 2)
        matter = CONTACT_ROLES[first][0]
        met = (
            [contacts[first], contacts[second]] if self.random.random() < 0.5 else [contacts[first]]
        )
        return self.draw(pairing, words.meetings[matter]), met

    def write(self) -> list[Interaction]:
        """Write everything, the oldest first so that the newest has the highest key."""
        order = sorted(range(len(self.rows)), key=lambda place: self.rows[place].day)
        Interaction.objects.bulk_create([self.rows[place] for place in order], batch_size=500)
        for row in self.rows:
            logged = (
                row.day if row.status == InteractionStatus.HELD else self.today - timedelta(days=9)
            )
            row.logged_at = at_ten(logged)
            row.debriefed_at = row.logged_at if row.debriefed_by else None
        Interaction.objects.bulk_update(self.rows, ["logged_at", "debriefed_at"], batch_size=400)
        InteractionPerson.objects.bulk_create(
            [
                InteractionPerson(interaction=self.rows[place], person=person)
                for place, person in self.people
            ],
            batch_size=500,
        )
        InteractionContact.objects.bulk_create(
            [
                InteractionContact(
                    interaction=self.rows[place], contact=contact, level=contact.level
                )
                for place, contact in self.met
            ],
            batch_size=500,
        )
        return self.rows


def live_together(
    people: People, pairings: list[Pairing], random: Random, *, today: date
) -> list[Interaction]:
    """Write three years of exchanges and meetings, what lies ahead, and a debrief or two that is missing."""
    diary = Diary(random, today=today)
    contacts: dict[int, list[Contact]] = {}
    for contact in Contact.objects.order_by("pk"):
        contacts.setdefault(contact.account_id, []).append(contact)
    for number, pairing in enumerate(pairings):
        live(diary, pairing, contacts[pairing.account_id], quiet=number % 9 == 8)
        if pairing.status == PairingStatus.ACTIVE:
            guests = [people.executives[0]] if number in GUESTS else []
            if pairing.kam == people.kams[0]:
                guests.append(people.team[0])
            plan(diary, pairing, number, contacts[pairing.account_id], guests)
    rows = diary.write()
    promise(rows, people, diary.deck, today=today)
    return rows


def live(diary: Diary, pairing: Pairing, contacts: list[Contact], *, quiet: bool) -> None:
    """Write a tandem's past: an exchange most months, a client meeting most quarters, more for some."""
    words, random, today = words_of(pairing.account.country), diary.random, diary.today
    zeal = random.uniform(0.55, 0.98)
    day = max(pairing.started_on or today, today - timedelta(days=1095))
    last = pairing.ended_on or today - timedelta(days=60 if quiet else 2)
    while day <= last:
        if random.random() < zeal:
            talk(diary, pairing, min(last, day + timedelta(days=random.randrange(0, 20))), words)
        if random.random() < zeal * 0.45:
            diary.meet(pairing, min(last, day + timedelta(days=random.randrange(0, 25))), contacts)
        if random.random() < 0.5:
            diary.note(
                pairing,
                InteractionKind.CALL,
                min(last, day + timedelta(days=random.randrange(0, 28))),
                diary.draw(pairing, words.calls),
                people=[pairing.kam],
                contacts=[random.choice(contacts)],
                mode=Mode.PHONE,
            )
        if random.random() < 0.06:
            diary.note(
                pairing,
                InteractionKind.EVENT,
                min(last, day),
                diary.draw(pairing, words.events),
                people=[pairing.kam, pairing.sponsor.person],
                contacts=contacts[:1],
                mode=Mode.FACE_TO_FACE,
            )
        day += timedelta(days=30)
    if pairing.status == PairingStatus.ACTIVE and not quiet:
        talk(diary, pairing, today - timedelta(days=random.randrange(3, 30)), words)
        diary.meet(pairing, today - timedelta(days=random.randrange(8, 70)), contacts)


def talk(diary: Diary, pairing: Pairing, day: date, words: Words) -> None:
    """Remember an exchange of the two, now and then a coaching session."""
    coaching = diary.random.random() < 0.12
    diary.note(
        pairing,
        InteractionKind.COACHING if coaching else InteractionKind.EXCHANGE,
        day,
        diary.draw(pairing, words.coaching if coaching else words.exchanges),
        people=[pairing.kam, pairing.sponsor.person],
        mode=diary.random.choice([Mode.PHONE, Mode.VIDEO]),
    )


def plan(
    diary: Diary, pairing: Pairing, number: int, contacts: list[Contact], guests: list[User]
) -> None:
    """Plan what lies ahead; every sixth tandem has a meeting behind it that nobody has debriefed."""
    words, random, today = words_of(pairing.account.country), diary.random, diary.today
    both = [pairing.kam, pairing.sponsor.person]
    ahead = {0: 1, 1: 3, 2: 6}.get(number % 8, random.randrange(9, 75))
    subject, met = diary.subject_and_contacts(pairing, contacts)
    diary.note(
        pairing,
        InteractionKind.MEETING,
        today + timedelta(days=ahead),
        subject,
        people=both + guests,
        contacts=met,
        mode=Mode.FACE_TO_FACE,
        status=InteractionStatus.PLANNED,
    )
    diary.note(
        pairing,
        InteractionKind.EXCHANGE,
        today + timedelta(days=random.randrange(2, 30)),
        diary.draw(pairing, words.exchanges),
        people=both,
        mode=Mode.VIDEO,
        status=InteractionStatus.PLANNED,
    )
    if number % 6 == 1:
        subject, met = diary.subject_and_contacts(pairing, contacts)
        diary.note(
            pairing,
            InteractionKind.MEETING,
            today - timedelta(days=random.randrange(2, 6)),
            subject,
            people=both,
            contacts=met,
            mode=Mode.VIDEO,
            status=InteractionStatus.PLANNED,
        )


def promise(rows: list[Interaction], people: People, deck: Deck, *, today: date) -> None:
    """Leave next steps on some of the last months' meetings, and one for the team member of the cast."""
    recent = [
        row
        for row in rows
        if row.status == InteractionStatus.HELD and today - timedelta(days=60) < row.day <= today
    ]
    for place, row in enumerate(recent[::4]):
        done = deck.random.random() < 0.4
        NextStep.objects.create(
            interaction=row,
            kind=StepKind.STEP if place % 3 else StepKind.PROMISE,
            text=deck.draw(words_of(row.account.country).next_steps, of=row.account_id),
            owner=row.logged_by,
            due_on=row.day + timedelta(days=deck.random.randrange(14, 70)),
            done_on=min(today, row.day + timedelta(days=7)) if done else None,
        )
    own = [row for row in recent if row.logged_by == people.kams[0]]
    for row, days in zip(own[-2:], (2, 6), strict=False):
        NextStep.objects.create(
            interaction=row,
            text=deck.draw(words_of(row.account.country).next_steps, of=row.account_id),
            owner=people.team[0],
            due_on=working_day(today + timedelta(days=days), today=today),
        )
