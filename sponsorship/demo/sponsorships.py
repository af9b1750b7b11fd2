"""The sponsorships of the demo: volunteers, pairings at every stage, and what the tandems did."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from accounts.choices import TOP_LEVELS, TeamRole
from accounts.models import Contact, KeyAccount, Sector, TeamMember, User
from accounts.services.organisation import set_manager
from sponsors.choices import (
    EndReason,
    InteractionKind,
    InteractionStatus,
    Mode,
    PairingStatus,
    Side,
)
from sponsors.models import (
    Interaction,
    InteractionContact,
    InteractionPerson,
    NextStep,
    Pairing,
    PairingTerm,
    Sponsor,
    SponsorExperience,
    SponsorInterest,
)
from sponsors.services.pairings import agree_as_kam, current_charter, propose_pairing
from sponsors.services.terms import months_later
from sponsorship.demo.clients import language
from sponsorship.demo.days import working_day
from sponsorship.demo.people import People
from sponsorship.demo.words import EVENTS, EXCHANGES, MEETINGS, NEXT_STEPS

COVERED = 42
FORMER = 6


def volunteer_all(people: People, random: Random, *, today: date) -> list[Sponsor]:
    """Make the sponsors' profiles."""
    sectors = list(Sector.objects.narrow().order_by("pk"))
    sponsors = []
    for number, person in enumerate(people.sponsors):
        sponsor = Sponsor.objects.create(
            person=person,
            volunteered_on=today - timedelta(days=1200 - 20 * number),
            capacity=3 if number % 4 or number == 0 else 2,
            entered_by=person,
            acquaintances="",
            expertise=person.get_function_display(),
            motivation="Comprendre nos clients d’aussi près que nos usines." if number % 2 else "",
        )
        for sector in random.sample(sectors, 2):
            SponsorInterest.objects.create(
                sponsor=sponsor, sector=sector, strength=random.randrange(3, 6)
            )
        SponsorExperience.objects.create(
            sponsor=sponsor, employer=random.choice(["Orvane", "Celtis", "Brasmont", "Teralis"])
        )
        sponsors.append(sponsor)
    return sponsors


class Tandems:
    """Makes the pairings and remembers who has which place."""

    def __init__(
        self, people: People, sponsors: list[Sponsor], random: Random, *, today: date
    ) -> None:
        self.people, self.sponsors, self.random, self.today = people, sponsors, random, today
        self.taken: dict[int, int] = {}
        self.charter = current_charter()

    def begin(
        self, account: KeyAccount, sponsor: Sponsor, start: date, *, ended: date | None = None
    ) -> Pairing:
        """Write a pairing that both agreed to and that became active on that day."""
        kam = account.kam or self.people.kams[0]
        agreed = timezone.make_aware(datetime.combine(start - timedelta(days=9), time(10)))
        slot = None
        if ended is None:
            slot = self.taken[sponsor.pk] = self.taken.get(sponsor.pk, 0) + 1
        pairing = Pairing.objects.create(
            account=account,
            sponsor=sponsor,
            kam=kam,
            slot=slot,
            proposed_by=self.people.lead,
            starts_on=start,
            started_on=start,
            status=PairingStatus.ENDED if ended else PairingStatus.ACTIVE,
            ended_on=ended,
            end_reason=EndReason.TERM_OVER if ended else "",
            kam_agreed_at=agreed,
            sponsor_agreed_at=agreed,
            kam_charter=self.charter,
            sponsor_charter=self.charter,
        )
        PairingTerm.objects.create(
            pairing=pairing, number=1, starts_on=start, ends_on=months_later(start, 36)
        )
        TeamMember.objects.create(
            account=account,
            person=sponsor.person,
            role=TeamRole.SPONSOR,
            from_day=start,
            to_day=ended,
        )
        return pairing

    def next_free(self, number: int) -> Sponsor:
        """Return a sponsor with a free place, the next in turn; the first is kept for the story."""
        others = self.sponsors[1:]
        for offset in range(len(others)):
            sponsor = others[(number + offset) % len(others)]
            if self.taken.get(sponsor.pk, 0) < sponsor.capacity:
                return sponsor
        raise RuntimeError("the demo has more accounts than places")


def pair_all(
    people: People,
    accounts: list[KeyAccount],
    sponsors: list[Sponsor],
    random: Random,
    *,
    today: date,
) -> list[Pairing]:
    """Pair most accounts: some tandems old, some new, some near the end of their term; some accounts bare."""
    tandems = Tandems(people, sponsors, random, today=today)
    pairings = []
    for number, account in enumerate(accounts[:COVERED]):
        start = today - timedelta(days=random.randrange(70, 1000))
        if number in {5, 17, 29}:
            start = today - timedelta(days=1096) + timedelta(days={5: 24, 17: 78, 29: 165}[number])
        sponsor = tandems.sponsors[0] if number in {0, 3} else tandems.next_free(number)
        if number < FORMER:
            former = sponsors[-1 - number]
            pairings.append(
                tandems.begin(
                    account, former, start - timedelta(days=900), ended=start - timedelta(days=10)
                )
            )
        pairings.append(tandems.begin(account, sponsor, start))
    propose_some(people, accounts, sponsors, today=today)
    reorganise(people, pairings)
    return pairings


def propose_some(
    people: People, accounts: list[KeyAccount], sponsors: list[Sponsor], *, today: date
) -> None:
    """Leave three proposals on the table: two for KAMs, one for the sponsor who signs in."""
    own = (
        next(account for account in accounts[COVERED:] if account.kam == people.kams[0])
        if any(account.kam == people.kams[0] for account in accounts[COVERED:])
        else accounts[COVERED]
    )
    rest = [account for account in accounts[COVERED:] if account != own]
    free = [
        sponsor for sponsor in sponsors[1:] if sponsor.pairings.open().count() < sponsor.capacity
    ]
    propose_pairing(
        own, free[-1], by=people.lead, starts_on=today + timedelta(days=14), word_to_the_kam=""
    )
    propose_pairing(rest[0], free[-2], by=people.lead, starts_on=today + timedelta(days=21))
    asked = propose_pairing(
        rest[1], sponsors[0], by=people.lead, starts_on=today + timedelta(days=10)
    )
    agree_as_kam(asked, by=asked.kam, charter=current_charter())


def reorganise(people: People, pairings: list[Pairing]) -> None:
    """Let one reorganisation bring one running pairing into conflict."""
    running = [
        row
        for row in pairings
        if row.status == PairingStatus.ACTIVE and row.sponsor.person != people.sponsors[0]
    ]
    chosen = running[7]
    set_manager(chosen.kam, chosen.sponsor.person, by=people.lead)


class Diary:
    """Writes what the tandems did, in bulk."""

    def __init__(self, random: Random, *, today: date) -> None:
        self.random, self.today = random, today
        self.rows: list[Interaction] = []
        self.people: list[tuple[int, User]] = []
        self.met: list[tuple[int, Contact]] = []

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
    ) -> None:
        """Remember one interaction."""
        tandem = kind in {InteractionKind.EXCHANGE, InteractionKind.COACHING}
        place = len(self.rows)
        day = working_day(day, today=self.today)
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
                logged_by=pairing.kam,
                time=time(self.random.randrange(9, 18), 0),
                place=pairing.account.city if mode == Mode.FACE_TO_FACE else "",
            )
        )
        self.people += [(place, person) for person in people]
        self.met += [(place, contact) for contact in contacts or []]

    def write(self) -> list[Interaction]:
        """Write everything, the oldest first so that the newest has the highest key."""
        order = sorted(range(len(self.rows)), key=lambda place: self.rows[place].day)
        Interaction.objects.bulk_create([self.rows[place] for place in order], batch_size=500)
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


def live_together(pairings: list[Pairing], random: Random, *, today: date) -> list[Interaction]:
    """Write three years of exchanges and meetings, what lies ahead, and a debrief or two that is missing."""
    diary = Diary(random, today=today)
    contacts: dict[int, list[Contact]] = {}
    for contact in Contact.objects.order_by("pk"):
        contacts.setdefault(contact.account_id, []).append(contact)
    for number, pairing in enumerate(pairings):
        live(diary, pairing, contacts[pairing.account_id], quiet=number % 9 == 8, today=today)
        if pairing.status == PairingStatus.ACTIVE:
            plan(diary, pairing, number, contacts[pairing.account_id], today=today)
    rows = diary.write()
    promise(rows, random, today=today)
    return rows


def live(
    diary: Diary, pairing: Pairing, contacts: list[Contact], *, quiet: bool, today: date
) -> None:
    """Write a tandem's past: an exchange most months, a client meeting most quarters, more for some."""
    words, random = language(pairing.account.country), diary.random
    zeal = random.uniform(0.55, 0.98)
    day = max(pairing.started_on or today, today - timedelta(days=1095))
    last = pairing.ended_on or today - timedelta(days=60 if quiet else 2)
    tops = [contact for contact in contacts if contact.level in TOP_LEVELS]
    both = [pairing.kam, pairing.sponsor.person]
    while day <= last:
        if random.random() < zeal:
            kind = InteractionKind.COACHING if random.random() < 0.12 else InteractionKind.EXCHANGE
            when = min(last, day + timedelta(days=random.randrange(0, 20)))
            diary.note(
                pairing,
                kind,
                when,
                random.choice(EXCHANGES[words]),
                people=both,
                mode=random.choice([Mode.PHONE, Mode.VIDEO]),
            )
        if random.random() < zeal * 0.45:
            when = min(last, day + timedelta(days=random.randrange(0, 25)))
            mode = random.choice([Mode.FACE_TO_FACE, Mode.FACE_TO_FACE, Mode.VIDEO])
            people = both if random.random() < 0.7 else [pairing.sponsor.person]
            diary.note(
                pairing,
                InteractionKind.MEETING,
                when,
                random.choice(MEETINGS[words]),
                people=people,
                contacts=random.sample(tops, 2),
                mode=mode,
            )
        if random.random() < 0.5:
            when = min(last, day + timedelta(days=random.randrange(0, 28)))
            diary.note(
                pairing,
                InteractionKind.CALL,
                when,
                random.choice(MEETINGS[words]),
                people=[pairing.kam],
                contacts=[random.choice(contacts)],
                mode=Mode.PHONE,
            )
        if random.random() < 0.06:
            diary.note(
                pairing,
                InteractionKind.EVENT,
                min(last, day),
                random.choice(EVENTS[words]),
                people=both,
                contacts=[random.choice(tops)],
                mode=Mode.FACE_TO_FACE,
            )
        day += timedelta(days=30)


def plan(
    diary: Diary, pairing: Pairing, number: int, contacts: list[Contact], *, today: date
) -> None:
    """Plan what lies ahead; every sixth tandem has a meeting behind it that nobody has debriefed."""
    words, random = language(pairing.account.country), diary.random
    both = [pairing.kam, pairing.sponsor.person]
    ahead = {0: 1, 1: 3, 2: 6}.get(number % 8, random.randrange(9, 75))
    diary.note(
        pairing,
        InteractionKind.MEETING,
        today + timedelta(days=ahead),
        random.choice(MEETINGS[words]),
        people=both,
        contacts=contacts[:2],
        mode=Mode.FACE_TO_FACE,
        status=InteractionStatus.PLANNED,
    )
    diary.note(
        pairing,
        InteractionKind.EXCHANGE,
        today + timedelta(days=random.randrange(2, 30)),
        random.choice(EXCHANGES[words]),
        people=both,
        mode=Mode.VIDEO,
        status=InteractionStatus.PLANNED,
    )
    if number % 6 == 1:
        diary.note(
            pairing,
            InteractionKind.MEETING,
            today - timedelta(days=random.randrange(2, 6)),
            random.choice(MEETINGS[words]),
            people=both,
            contacts=contacts[:1],
            mode=Mode.VIDEO,
            status=InteractionStatus.PLANNED,
        )


def promise(rows: list[Interaction], random: Random, *, today: date) -> None:
    """Leave next steps on some of the last months' meetings."""
    recent = [
        row
        for row in rows
        if row.status == InteractionStatus.HELD and today - timedelta(days=60) < row.day <= today
    ]
    for row in recent[::4]:
        words = language(row.account.country)
        NextStep.objects.create(
            interaction=row,
            text=random.choice(NEXT_STEPS[words]),
            owner=row.logged_by,
            due_on=row.day + timedelta(days=random.randrange(14, 70)),
            done_on=row.day if random.random() < 0.4 else None,
        )
