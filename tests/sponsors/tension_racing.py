"""What each process of the tension races does: `python -m tests.sponsors.tension_racing STEP …`."""

import sys
import time
from datetime import UTC, datetime

import django

django.setup()

from sponsors.models import Tension  # noqa: E402 - after the set-up
from sponsors.services.tensions import (  # noqa: E402
    FirstWord,
    TensionMovedOnError,
    close_tension,
    open_tension,
    take_in,
    update_tension,
)
from tests import factories  # noqa: E402

AT = datetime(2026, 6, 12, 9, tzinfo=UTC)


def prepare() -> None:
    """Open one tension of a tandem."""
    kam = factories.PersonFactory(email="kam@race.example")
    sponsor = factories.SponsorFactory(person__email="sponsor@race.example")
    account = factories.KeyAccountFactory(name="Race", kam=kam)
    factories.PairingFactory(account=account, sponsor=sponsor, kam=kam)
    open_tension(account, FirstWord(level="serious", said="Late again."), by=kam, at=AT)


def act(what: str, moment: float) -> None:
    """Do one thing to the tension at that moment, as the page does that was read before."""
    tension = Tension.objects.get()
    sponsor = tension.pairing.sponsor.person
    time.sleep(max(0.0, moment - time.time()))
    try:
        if what in {"handed_back", "lost"}:
            close_tension(tension, what, learnt=f"It was {what}.", by=sponsor, at=AT)
        elif what == "take_in":
            take_in(tension, is_shielded=False, by=sponsor, at=AT)
        else:
            update_tension(
                tension,
                f"Now {what}.",
                stage=what,
                level="serious",
                seen="open",
                by=sponsor,
                at=AT,
            )
    except TensionMovedOnError as refusal:
        print("late", refusal.tension.stage)  # noqa: T201
    else:
        print("done", what)  # noqa: T201


def show() -> None:
    """Print where it stands, how many stages its course holds, and how often it was taken in."""
    tension = Tension.objects.get()
    stages = list(tension.updates.values_list("stage", flat=True))
    taken = tension.updates.filter(event="taken_in").count()
    print(tension.stage, len(set(stages)), taken)  # noqa: T201


if __name__ == "__main__":
    command, *words = sys.argv[1:]
    if command == "prepare":
        prepare()
    elif command == "act":
        act(words[0], float(words[1]))
    else:
        show()
