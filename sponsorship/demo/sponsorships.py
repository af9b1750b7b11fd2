"""The sponsorships of the demo: volunteers, and pairings at every stage."""

from datetime import date, timedelta
from random import Random

from accounts.choices import TeamRole
from accounts.models import KeyAccount, Sector, TeamMember, User
from accounts.services.organisation import set_manager
from sponsors.choices import EndReason, PairingStatus
from sponsors.models import Pairing, PairingTerm, Sponsor, SponsorExperience, SponsorInterest
from sponsors.services.pairings import agree_as_kam, current_charter, propose_pairing
from sponsors.services.terms import months_later
from sponsorship.demo.clients import FOURTH
from sponsorship.demo.days import at_ten, working_day
from sponsorship.demo.people import People
from sponsorship.demo.spoken import Deck, words_of
from sponsorship.demo.successions import go_on, hand_on

COVERED = 42
FORMER = 6
# Accounts whose term ends in so many days.
ENDING = {5: 24, 17: 78, 33: 165}
# The two accounts of the sponsor of the cast, and for how many days.
OWN = {0: 690, 3: 1036}
# The account of which another term is offered, and the one that passes to a successor.
RENEWED, HANDED_ON = 17, 3
EMPLOYERS = ["Orvane", "Celtis", "Brasmont", "Teralis", "Kervel", "Mondaine Conseil", "Northcote"]


def volunteer_all(people: People, random: Random, *, today: date) -> list[Sponsor]:
    """Make the sponsors' profiles."""
    sectors = list(Sector.objects.narrow().order_by("pk"))
    deck = Deck(random)
    sponsors = []
    for number, person in enumerate(people.sponsors):
        words = words_of(person.country)
        sponsor = Sponsor.objects.create(
            person=person,
            volunteered_on=today - timedelta(days=1200 - 23 * number),
            capacity=3 if number % 4 or number == 0 else 2,
            entered_by=person,
            acquaintances=deck.draw(words.acquaintances),
            motivation=deck.draw(words.motivations),
            expertise=person.job_title,
        )
        for sector in random.sample(sectors, 2):
            SponsorInterest.objects.create(
                sponsor=sponsor, sector=sector, strength=random.randrange(3, 6)
            )
        SponsorExperience.objects.create(sponsor=sponsor, employer=deck.draw(EMPLOYERS))
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
        """Write a pairing that both agreed to and that became active on that day, step by step."""
        kam = account.kam or self.people.kams[0]
        slot = None
        if ended is None:
            slot = self.taken[sponsor.pk] = self.taken.get(sponsor.pk, 0) + 1
        pairing = Pairing(
            account=account, sponsor=sponsor, kam=kam, slot=slot or 1, proposed_by=self.people.lead
        )
        pairing.starts_on = start
        step(pairing, PairingStatus.PROPOSED, start - timedelta(days=24), by=self.people.lead)
        pairing.proposed_at = at_ten(start - timedelta(days=24))
        pairing.kam_agreed_at, pairing.kam_charter = (
            at_ten(start - timedelta(days=20)),
            self.charter,
        )
        step(pairing, PairingStatus.KAM_AGREED, start - timedelta(days=20), by=kam)
        pairing.sponsor_agreed_at, pairing.sponsor_charter = (
            at_ten(start - timedelta(days=13)),
            self.charter,
        )
        step(pairing, PairingStatus.AGREED, start - timedelta(days=13), by=sponsor.person)
        pairing.started_on = start
        step(pairing, PairingStatus.ACTIVE, start)
        if ended is not None:
            pairing.slot, pairing.ended_on = None, ended
            pairing.end_reason = EndReason.TERM_OVER
            step(pairing, PairingStatus.ENDED, ended)
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


def step(pairing: Pairing, status: PairingStatus, day: date, *, by: User | None = None) -> None:
    """Write the next step of a pairing's life, on its day and in the name of whoever took it."""
    pairing.status = status
    # The history takes both from the row that it keeps.
    vars(pairing).update(_history_date=at_ten(day), _history_user=by)
    pairing.save()


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
        start = today - timedelta(days=random.randrange(70, 900))
        if number in ENDING:
            start = today - timedelta(days=1096 - ENDING[number])
        if number in OWN:
            start = today - timedelta(days=OWN[number])
        start = working_day(start, today=today)
        sponsor = tandems.sponsors[0] if number in OWN else tandems.next_free(number)
        if number < FORMER:
            former = sponsors[-1 - number]
            pairings.append(
                tandems.begin(
                    account, former, start - timedelta(days=900), ended=start - timedelta(days=10)
                )
            )
        pairings.append(tandems.begin(account, sponsor, start))
    propose_some(people, accounts, sponsors, today=today)
    reorganise(people, pairings, today=today)
    running = {row.account_id: row for row in pairings if row.status == PairingStatus.ACTIVE}
    go_on(running[accounts[RENEWED].pk])
    hand_on(running[accounts[HANDED_ON].pk], people, today=today)
    return pairings


def propose_some(
    people: People, accounts: list[KeyAccount], sponsors: list[Sponsor], *, today: date
) -> None:
    """Leave three proposals on the table: two for KAMs, one for the sponsor who signs in."""
    own = accounts[FOURTH]
    free = [
        sponsor for sponsor in sponsors[1:] if sponsor.pairings.open().count() < sponsor.capacity
    ]
    asked = [
        propose_pairing(
            own,
            free[-1],
            by=people.lead,
            starts_on=today + timedelta(days=14),
            word_to_the_kam="Un café à trois avant de répondre\u202f? Je m’en occupe.",
        ),
        propose_pairing(
            accounts[COVERED], free[-2], by=people.lead, starts_on=today + timedelta(days=21)
        ),
        propose_pairing(
            accounts[COVERED + 1], sponsors[0], by=people.lead, starts_on=today + timedelta(days=10)
        ),
    ]
    for pairing, days in zip(asked, (2, 6, 5), strict=True):
        proposed = at_ten(working_day(today - timedelta(days=days), today=today))
        Pairing.objects.filter(pk=pairing.pk).update(proposed_at=proposed)
        pairing.history.update(history_date=proposed)
    agree_as_kam(asked[-1], by=asked[-1].kam, charter=current_charter())


def reorganise(people: People, pairings: list[Pairing], *, today: date) -> None:
    """Let one reorganisation bring one running pairing into conflict, some days ago."""
    running = [
        row
        for row in pairings
        if row.status == PairingStatus.ACTIVE and row.sponsor.person != people.sponsors[0]
    ]
    chosen = running[7]
    set_manager(chosen.kam, chosen.sponsor.person, by=people.lead)
    since = at_ten(working_day(today - timedelta(days=9), today=today))
    Pairing.objects.filter(pk=chosen.pk).update(conflict_since=since)
