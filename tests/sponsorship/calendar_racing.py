"""What each process of the race for a feed does: `python -m tests.sponsorship.calendar_racing STEP …`."""

import sys
import time

import django

django.setup()

from django.utils import timezone  # noqa: E402 - after the set-up

from accounts.models import CalendarFeed, User  # noqa: E402
from accounts.services.calendar_feeds import reader_of, renew_feed  # noqa: E402
from tests import factories  # noqa: E402


def prepare() -> None:
    """Let one person be there."""
    factories.PersonFactory(email="reader@tandem.example")


def renew(moment: float) -> None:
    """Make the address at that moment, and print its token."""
    reader = User.objects.get(email="reader@tandem.example")
    time.sleep(max(0.0, moment - time.time()))
    sys.stdout.write(renew_feed(reader, at=timezone.now()))


def serving(*tokens: str) -> None:
    """Print how many feeds there are, and how many of the tokens serve."""
    serve = sum(reader_of(token) is not None for token in tokens)
    sys.stdout.write(f"{CalendarFeed.objects.count()} {serve}")


# A token may begin with a dash.
command, *words = sys.argv[1:]
if command == "prepare":
    prepare()
elif command == "renew":
    renew(float(words[0]))
else:
    serving(*words[1:])
