"""What each process of the race for a feed does."""

from django.utils import timezone

from accounts.models import CalendarFeed, User
from accounts.services.calendar_feeds import reader_of, renew_feed
from tests import factories
from tests.races import ready


def prepare() -> None:
    """Let one person be there."""
    factories.PersonFactory(email="reader@tandem.example")


def renew() -> str:
    """Make the address at that moment, and return its token."""
    reader = User.objects.get(email="reader@tandem.example")
    ready()
    return renew_feed(reader, at=timezone.now())


def serving(*tokens: str) -> tuple[int, int]:
    """Return how many feeds there are, and how many of the tokens serve."""
    serve = sum(reader_of(token) is not None for token in tokens)
    return CalendarFeed.objects.count(), serve
