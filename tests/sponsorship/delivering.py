"""Steps of the delivery test: `python -m tests.sponsorship.delivering STEP …`."""

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402 - after the set-up

from accounts.choices import NotificationState  # noqa: E402
from accounts.models import Notification  # noqa: E402
from accounts.services import delivery  # noqa: E402
from accounts.services.notifications import notify  # noqa: E402
from tests import factories  # noqa: E402

S = NotificationState
LEASED = [S.CLAIMED, S.SENDING]


def prepare(count: str) -> None:
    """Let as many people as said have a message due."""
    for number in range(int(count)):
        person = factories.PersonFactory(email=f"reader{number}@tandem.example")
        notify(
            "test",
            subject_id=person.public_id,
            recipient=person,
            due_at=timezone.now() - timedelta(seconds=5),
        )


def age_leases() -> None:
    """Two minutes pass while no worker lives: all that is leased was held by one that was killed."""
    Notification.objects.filter(state__in=LEASED).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )


def hour_later() -> None:
    """An hour passes for those who held a lease, none of whom lives, and for what was to be tried later."""
    age_leases()
    Notification.objects.filter(state=S.PENDING).update(next_try_at=None)


def waiting() -> None:
    """Print how many are not settled; what was to be tried later may be tried now."""
    Notification.objects.filter(state=S.PENDING).update(next_try_at=None)
    sys.stdout.write(str(Notification.objects.filter(state__in=[S.PENDING, *LEASED]).count()))


def ledger() -> None:
    """Print the state of each message by its Message-ID."""
    json.dump(dict(Notification.objects.values_list("message_id", "state")), sys.stdout)


def deliver(without: str) -> None:
    """Be a worker in short: sweep and deliver until nothing waits, without one of the guards if said so."""
    WITHOUT[without]()
    while Notification.objects.filter(state__in=[S.PENDING, *LEASED]).exists():
        delivery.sweep_notifications()
        delivery.deliver_due()


def live(count: str, without: str) -> None:
    """Prepare and deliver: the sender that will be killed."""
    prepare(count)
    deliver(without)


def live_after(without: str) -> None:
    """Deliver what the killed one left, two minutes later, and print the ledger."""
    age_leases()
    deliver(without)
    ledger()


def nothing() -> None:
    """Leave every guard where it is."""


def look_send_mark() -> None:
    """Take away the point of no return: what is being sent still looks as if it were only claimed."""
    delivery.pass_the_point_of_no_return = lambda row: True
    delivery.sent = lambda row: delivery.move(row, S.CLAIMED, S.SENT)


def mark_then_send() -> None:
    """Call it sent before it has left."""
    delivery.pass_the_point_of_no_return = lambda row: delivery.move(row, S.CLAIMED, S.SENT)
    delivery.sent = lambda row: True


def send_again_blindly() -> None:
    """Let the sweeper return what was being sent, as if nothing had left."""
    swept = delivery.sweep_notifications

    def sweep() -> int:
        over = Notification.objects.filter(state=S.SENDING, lease_until__lt=timezone.now())
        return over.update(state=S.PENDING) + swept()

    delivery.sweep_notifications = sweep


GUARDS = (nothing, look_send_mark, mark_then_send, send_again_blindly)
WITHOUT = {guard.__name__: guard for guard in GUARDS}
ALL = (prepare, hour_later, waiting, ledger, live, live_after)
STEPS = {step.__name__: step for step in ALL}

step, *words = sys.argv[1:]
STEPS[step](*words)
