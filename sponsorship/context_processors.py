"""What the frame around every page shows."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import DateTimeField
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.models import Notification, User
from accounts.prepared import Given, Prepared
from sponsorship.demo.people import cast


@Prepared
def unread() -> Any:
    """The first unread messages: whoever has more sees ten."""
    found = Notification.objects.filter(recipient=Given("reader"))
    return found.unread(Given("now", DateTimeField())).values_list("pk")[:10]


@dataclass(frozen=True)
class Item:
    """One entry of the navigation."""

    label: str
    icon: str
    url: str
    is_current: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the navigation with the current entry marked, and how many messages are unread."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"demo": settings.DEMO, "demo_cast": cast() if settings.DEMO else []}
    items = SimpleLazyObject(lambda: navigation(request, user))
    return {
        "navigation": items,
        "unread": SimpleLazyObject(lambda: len(unread(reader=user.pk, now=timezone.now()))),
        "demo": settings.DEMO,
        "mailbox_is_here": settings.MAIL_STAYS_INSIDE,
    }


def navigation(request: HttpRequest, user: User) -> list[Item]:
    """Return the entries of the rail, in its order."""
    entries = [
        (_("Home"), "house", "home"),
        (_("Key accounts"), "building-2", "key_account_list"),
        (_("Briefs"), "file-text", "brief_list"),
        (_("Sponsors"), "handshake", "sponsors:sponsor_list"),
        (_("Reviews"), "messages-square", "reviews:review_list"),
        (_("Promises"), "list-checks", "sponsors:step_list"),
        (_("Awards"), "award", "reviews:awards"),
    ]
    if user.is_lead:
        entries.append((_("Programme"), "compass", "cockpit"))
    items = [(label, icon, reverse(name)) for label, icon, name in entries]
    return [Item(label, icon, url, is_current(request.path, url)) for label, icon, url in items]


def is_current(path: str, url: str) -> bool:
    """Whether the page lies under this entry."""
    return path == url if url == "/" else path.startswith(url)
