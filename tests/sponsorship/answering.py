"""What each process of the race for one answer does: `python -m tests.sponsorship.answering STEP …`."""

import sys
import time

import django

django.setup()

from django.utils import timezone  # noqa: E402 - after the set-up

from accounts.models import AnswerLink  # noqa: E402
from accounts.services.answer_links import LinkSpentError, issue_link, purpose_named, redeem_link  # noqa: E402
from sponsors.models import Pairing  # noqa: E402
from tests import factories  # noqa: E402


def prepare() -> None:
    """Propose a sponsor, and make the KAM's link."""
    factories.CharterFactory(version=1)
    pairing = factories.PairingFactory(proposed=True)
    issue_link(
        "pairing_answer", subject_id=pairing.public_id, person=pairing.kam, at=timezone.now()
    )


def redeem(moment: float) -> None:
    """Press the button at that moment."""
    link = AnswerLink.objects.get()
    purpose = purpose_named(link.purpose)
    time.sleep(max(0.0, moment - time.time()))
    try:
        redeem_link(
            link.public_id,
            at=timezone.now(),
            take=lambda locked: purpose.answer(locked, {"charter": "1", "apart": "said"}),
        )
    except LinkSpentError:
        sys.stdout.write("spent")
    else:
        sys.stdout.write("given")


def count() -> None:
    """Print how often the KAM agreed, as the history has it."""
    pairing = Pairing.objects.get()
    agreed = pairing.history.filter(status="kam_agreed", history_change_reason="email")
    sys.stdout.write(str(agreed.count()))


command, *words = sys.argv[1:]
if command == "prepare":
    prepare()
elif command == "redeem":
    redeem(float(words[0]))
else:
    count()
