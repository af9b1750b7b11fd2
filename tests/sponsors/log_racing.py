"""What each process of the race for one log sheet does."""

from uuid import UUID

from django.utils import timezone

from accounts.models import KeyAccount
from sponsors.choices import InteractionKind
from sponsors.models import Interaction
from sponsors.services.drafts import Draft
from sponsors.services.interactions import log_interaction
from tests import factories
from tests.races import ready

SHEET = UUID("0b0f0f0e-0000-4000-8000-00000000beef")


def prepare() -> None:
    """Make one tandem."""
    kam = factories.PersonFactory(email="kam@race.example")
    account = factories.KeyAccountFactory(name="Race", kam=kam)
    factories.PairingFactory(account=account, kam=kam)


def click() -> int:
    """Log what the sheet says; return the key of what is kept."""
    account = KeyAccount.objects.get(name="Race")
    kam = account.kam
    today = timezone.localdate()
    draft = Draft(InteractionKind.EXCHANGE, today, "Rhythm", public_id=SHEET)
    ready()
    return log_interaction(account, draft, by=kam, on=today).pk


def show() -> tuple[int, int]:
    """Return how many interactions are kept, and how many rows of their history."""
    return Interaction.objects.count(), Interaction.history.count()
