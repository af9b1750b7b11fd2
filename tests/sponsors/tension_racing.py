"""What each process of the tension races does."""

from datetime import UTC, datetime

from sponsors.models import Tension
from sponsors.services.tensions import (
    FirstWord,
    TensionMovedOnError,
    close_tension,
    open_tension,
    take_in,
    update_tension,
)
from tests import factories
from tests.races import ready

AT = datetime(2026, 6, 12, 9, tzinfo=UTC)


def prepare() -> None:
    """Open one tension of a tandem."""
    kam = factories.PersonFactory(email="kam@race.example")
    sponsor = factories.SponsorFactory(person__email="sponsor@race.example")
    account = factories.KeyAccountFactory(name="Race", kam=kam)
    factories.PairingFactory(account=account, sponsor=sponsor, kam=kam)
    open_tension(account, FirstWord(level="serious", said="Late again."), by=kam, at=AT)


def act(what: str) -> tuple[str, str]:
    """Do one thing to the tension at that moment, as the page does that was read before."""
    tension = Tension.objects.get()
    sponsor = tension.pairing.sponsor.person
    ready()
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
        return "late", refusal.tension.stage
    return "done", what


def show() -> tuple[str, int, int]:
    """Return where it stands, how many stages its course holds, and how often it was taken in."""
    tension = Tension.objects.get()
    stages = list(tension.updates.values_list("stage", flat=True))
    taken = tension.updates.filter(event="taken_in").count()
    return tension.stage, len(set(stages)), taken
