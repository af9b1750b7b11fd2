"""What each process of the races for a go-ahead does."""

from datetime import timedelta

from django.utils import timezone

from sponsors.choices import GoAheadState
from sponsors.models import GoAhead, Pairing
from sponsors.services.go_ahead_requests import Request
from sponsors.services.go_aheads import (
    Answer,
    GoAheadClosedError,
    answer_go_ahead,
    ask_go_ahead,
)
from tests import factories
from tests.races import ready

ANSWERS = {
    "yes": Answer(GoAheadState.AGREED),
    "advice": Answer(GoAheadState.AGREED_WITH_ADVICE, advice="Mind the tone."),
    "not_now": Answer(GoAheadState.NOT_NOW, reason="After the tender."),
}


def prepare(asked: bool) -> None:
    """Make a tandem, and perhaps a request that waits."""
    factories.CharterFactory(version=1)
    pairing = factories.PairingFactory()
    if asked:
        factories.GoAheadFactory(pairing=pairing)


def ask() -> int:
    """Ask at that moment; return which request it became."""
    pairing = Pairing.objects.select_related("account", "sponsor__person").get()
    today = timezone.localdate()
    wanted = Request(topics="Their new plant", day=today + timedelta(days=5))
    ready()
    return ask_go_ahead(pairing, wanted, by=pairing.sponsor.person, on=today).pk


def answer(word: str) -> str:
    """Answer at that moment."""
    row = GoAhead.objects.select_related("pairing").get()
    ready()
    try:
        answer_go_ahead(row, ANSWERS[word], by=row.pairing.kam)
    except GoAheadClosedError:
        return "closed"
    return "kept"


def count() -> tuple[int, int]:
    """Return how many requests wait, and how often one was answered, as the history has it."""
    answered = GoAhead.history.filter(answered_at__isnull=False).values("answered_at").distinct()
    return GoAhead.objects.open().count(), answered.count()
