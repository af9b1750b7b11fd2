"""What each process of the races for a go-ahead does: `python -m tests.sponsors.go_ahead_racing STEP …`."""

import sys
import time
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402 - after the set-up

from sponsors.choices import GoAheadState  # noqa: E402
from sponsors.models import GoAhead, Pairing  # noqa: E402
from sponsors.services.go_ahead_requests import Request  # noqa: E402
from sponsors.services.go_aheads import (  # noqa: E402
    Answer,
    GoAheadClosedError,
    answer_go_ahead,
    ask_go_ahead,
)
from tests import factories  # noqa: E402

ANSWERS = {
    "yes": Answer(GoAheadState.AGREED),
    "advice": Answer(GoAheadState.AGREED_WITH_ADVICE, advice="Mind the tone."),
    "not_now": Answer(GoAheadState.NOT_NOW, reason="After the tender."),
}


def prepare(asked: str) -> None:
    """Make a tandem, and perhaps a request that waits."""
    factories.CharterFactory(version=1)
    pairing = factories.PairingFactory()
    if asked == "asked":
        factories.GoAheadFactory(pairing=pairing)


def ask(moment: float) -> None:
    """Ask at that moment; print which request it became."""
    pairing = Pairing.objects.select_related("account", "sponsor__person").get()
    today = timezone.localdate()
    wanted = Request(topics="Their new plant", day=today + timedelta(days=5))
    time.sleep(max(0.0, moment - time.time()))
    row = ask_go_ahead(pairing, wanted, by=pairing.sponsor.person, on=today)
    sys.stdout.write(str(row.pk))


def answer(word: str, moment: float) -> None:
    """Answer at that moment."""
    row = GoAhead.objects.select_related("pairing").get()
    time.sleep(max(0.0, moment - time.time()))
    try:
        answer_go_ahead(row, ANSWERS[word], by=row.pairing.kam)
    except GoAheadClosedError:
        sys.stdout.write("closed")
    else:
        sys.stdout.write("kept")


def count() -> None:
    """Print how many requests wait, and how often one was answered, as the history has it."""
    answered = GoAhead.history.filter(answered_at__isnull=False).values("answered_at").distinct()
    sys.stdout.write(f"{GoAhead.objects.open().count()} {answered.count()}")


command, *words = sys.argv[1:]
if command == "prepare":
    prepare(words[0])
elif command == "ask":
    ask(float(words[0]))
elif command == "answer":
    answer(words[0], float(words[1]))
else:
    count()
