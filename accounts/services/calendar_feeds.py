"""The private calendar feed of a person: made, renewed, switched off; the token is shown once and kept as a digest."""

import secrets
from datetime import datetime

from django.db import transaction

from accounts.models import CalendarFeed, User
from accounts.services.answer_links import digest_of
from accounts.services.history import remove_by, save_by


@transaction.atomic
def renew_feed(person: User, *, at: datetime) -> str:
    """Give a person's feed a new token and return it; the one before serves no longer.

    Of two who renew at once, the later one's token serves.
    """
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.filter(person=person).first() or CalendarFeed(person=person)
    feed.digest, feed.made_at = digest_of(token), at
    save_by(feed, person)
    return token


@transaction.atomic
def stop_feed(person: User) -> None:
    """Switch a person's feed off: its address leads nowhere. Twice is once."""
    feed = CalendarFeed.objects.select_for_update(of=("self",)).filter(person=person).first()
    if feed is not None:
        remove_by(feed, person)


def reader_of(token: str) -> User | None:
    """Return whose feed this token opens, if the person is active."""
    feeds = CalendarFeed.objects.select_related("person").filter(person__is_active=True)
    feed = feeds.filter(digest=digest_of(token)).first()
    return feed.person if feed else None
