"""Steps of the delivery test: `python -m tests.sponsorship.delivering STEP …`."""

import sys
from collections import Counter
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402 - after the set-up

from accounts.choices import NotificationState  # noqa: E402
from accounts.models import Notification  # noqa: E402
from accounts.services.notifications import notify  # noqa: E402
from tests import factories  # noqa: E402

LEASED = [NotificationState.CLAIMED, NotificationState.SENDING]


def prepare(count: int) -> None:
    for _number in range(count):
        person = factories.PersonFactory()
        notify(
            "test",
            subject_id=person.public_id,
            recipient=person,
            due_at=timezone.now() - timedelta(seconds=5),
        )


def age_leases() -> None:
    """Two minutes pass for those whom a killed worker held: the worker is not there to hold them."""
    held = Notification.objects.filter(
        state__in=LEASED, lease_until__lt=timezone.now() + timedelta(seconds=119)
    )
    held.update(lease_until=timezone.now() - timedelta(seconds=1))


step, *words = sys.argv[1:]
if step == "prepare":
    prepare(int(words[0]))
elif step == "age_leases":
    age_leases()
elif step == "waiting":
    sys.stdout.write(
        str(Notification.objects.filter(state__in=[NotificationState.PENDING, *LEASED]).count())
    )
else:
    counts = Counter(Notification.objects.values_list("state", flat=True))
    sys.stdout.write(" ".join(f"{state}={count}" for state, count in counts.items()))
