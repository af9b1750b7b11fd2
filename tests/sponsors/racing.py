"""What each process of the pairing races does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from django.db import connection

from accounts.models import KeyAccount, User
from accounts.services.organisation import ReportingCycleError, set_manager
from sponsors.models import Pairing, Sponsor
from sponsors.services.eligibility import SponsorAtCapacityError, SponsorInReportingLineError
from sponsors.services.pairings import propose_pairing
from tests import factories
from tests.races import ready


def prepare(accounts: int) -> None:
    """Make a sponsor with two of three places taken, and accounts that all want the last."""
    boss = factories.PersonFactory(email="boss@race.example")
    kam = factories.PersonFactory(email="kam@race.example", manager=boss)
    sponsor = factories.SponsorFactory(person__email="sponsor@race.example")
    for slot in (1, 2):
        factories.PairingFactory(sponsor=sponsor, kam=kam, slot=slot)
    for number in range(accounts):
        factories.KeyAccountFactory(name=f"Race {number:03}", kam=kam)


def propose_many(first: int, last: int) -> list[str]:
    """Propose the one sponsor to each of these accounts, all from threads of this process at that moment."""
    sponsor = Sponsor.objects.get(person__email="sponsor@race.example")
    lead = User.objects.get(email="boss@race.example")

    def propose(number: int) -> str:
        account = KeyAccount.objects.get(name=f"Race {number:03}")
        ready()
        try:
            propose_pairing(account, sponsor, by=lead, starts_on=date(2026, 12, 1))
        except SponsorAtCapacityError:
            return "full"
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(last - first) as pool:
        return list(pool.map(propose, range(first, last)))


def report_to(low: str, high: str) -> str:
    """Let one person report to the other at that moment."""
    person, manager = User.objects.get(email=low), User.objects.get(email=high)
    ready()
    try:
        set_manager(person, manager, by=None)
    except ReportingCycleError:
        return "cycle"
    return "set"


def propose_one() -> str:
    """Propose the sponsor to the first account at that moment."""
    sponsor = Sponsor.objects.get(person__email="sponsor@race.example")
    account = KeyAccount.objects.get(name="Race 000")
    ready()
    try:
        propose_pairing(account, sponsor, by=sponsor.person, starts_on=date(2026, 12, 1))
    except SponsorInReportingLineError:
        return "line"
    return "proposed"


def count() -> tuple[int, int]:
    """Return how many open pairings there are, and how many of them are flagged."""
    return Pairing.objects.open().count(), Pairing.objects.in_conflict().count()
