"""What each process of the race for one answer does."""

from django.utils import timezone

from accounts.models import AnswerLink
from accounts.services.answer_links import LinkSpentError, issue_link, purpose_named, redeem_link
from sponsors.models import Pairing
from tests import factories
from tests.races import ready


def prepare() -> None:
    """Propose a sponsor, and make the KAM's link."""
    factories.CharterFactory(version=1)
    pairing = factories.PairingFactory(proposed=True)
    issue_link(
        "pairing_answer", subject_id=pairing.public_id, person=pairing.kam, at=timezone.now()
    )


def redeem() -> str:
    """Press the button at that moment."""
    link = AnswerLink.objects.get()
    purpose = purpose_named(link.purpose)
    ready()
    try:
        redeem_link(
            link.public_id,
            at=timezone.now(),
            take=lambda locked: purpose.answer(locked, {"charter": "1", "apart": "said"}),
        )
    except LinkSpentError:
        return "spent"
    return "given"


def count() -> int:
    """Return how often the KAM agreed, as the history has it."""
    pairing = Pairing.objects.get()
    return pairing.history.filter(status="kam_agreed", history_change_reason="email").count()
