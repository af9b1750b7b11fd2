"""What each process of the pairing races does: `python -m tests.sponsors.racing STEP …`."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import django

django.setup()

from django.db import connection  # noqa: E402 - after the set-up

from accounts.models import KeyAccount, User  # noqa: E402
from accounts.services.organisation import ReportingCycleError, set_manager  # noqa: E402
from sponsors.models import Pairing, Sponsor  # noqa: E402
from sponsors.services.eligibility import SponsorAtCapacityError, SponsorInReportingLineError  # noqa: E402
from sponsors.services.pairings import propose_pairing  # noqa: E402
from tests import factories  # noqa: E402


def prepare(accounts: int) -> None:
    """Make a sponsor with two of three places taken, and accounts that all want the last."""
    boss = factories.PersonFactory(email="boss@race.example")
    kam = factories.PersonFactory(email="kam@race.example", manager=boss)
    sponsor = factories.SponsorFactory(person__email="sponsor@race.example")
    for slot in (1, 2):
        factories.PairingFactory(sponsor=sponsor, kam=kam, slot=slot)
    for number in range(accounts):
        factories.KeyAccountFactory(name=f"Race {number:03}", kam=kam)


def propose_many(first: int, last: int, moment: float) -> None:
    """Propose the one sponsor to each of these accounts, all from threads of this process at that moment."""
    sponsor = Sponsor.objects.get(person__email="sponsor@race.example")
    lead = User.objects.get(email="boss@race.example")

    def propose(number: int) -> str:
        account = KeyAccount.objects.get(name=f"Race {number:03}")
        time.sleep(max(0.0, moment - time.time()))
        try:
            propose_pairing(account, sponsor, by=lead, starts_on=date(2026, 12, 1))
        except SponsorAtCapacityError:
            return "full"
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(last - first) as pool:
        print(" ".join(pool.map(propose, range(first, last))))  # noqa: T201


def report_to(low: str, high: str, moment: float) -> None:
    """Let one person report to the other at that moment."""
    person, manager = User.objects.get(email=low), User.objects.get(email=high)
    time.sleep(max(0.0, moment - time.time()))
    try:
        set_manager(person, manager, by=None)
    except ReportingCycleError:
        print("cycle")  # noqa: T201
    else:
        print("set")  # noqa: T201


def propose_one(moment: float) -> None:
    """Propose the sponsor to the first account at that moment."""
    sponsor = Sponsor.objects.get(person__email="sponsor@race.example")
    account = KeyAccount.objects.get(name="Race 000")
    time.sleep(max(0.0, moment - time.time()))
    try:
        propose_pairing(account, sponsor, by=sponsor.person, starts_on=date(2026, 12, 1))
    except SponsorInReportingLineError:
        print("line")  # noqa: T201
    else:
        print("proposed")  # noqa: T201


def count() -> None:
    """Print how many open pairings there are, and how many of them are flagged."""
    print(Pairing.objects.open().count(), Pairing.objects.in_conflict().count())  # noqa: T201


if __name__ == "__main__":
    command, *words = sys.argv[1:]
    if command == "prepare":
        prepare(int(words[0]))
    elif command == "propose_many":
        propose_many(int(words[0]), int(words[1]), float(words[2]))
    elif command == "report_to":
        report_to(words[0], words[1], float(words[2]))
    elif command == "propose_one":
        propose_one(float(words[0]))
    else:
        count()
