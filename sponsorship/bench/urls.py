"""The application's addresses, and two more: the home page's "This week" by itself, and a feed that is asked for often."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.htmx import UserRequest
from sponsorship.pages.calendar import calendar
from sponsorship.week import this_week
from sponsorship.week.lines import most_urgent_first


@require_safe
def week(request: UserRequest) -> HttpResponse:
    """What waits for the reader, as the home page shows it."""
    today = timezone.localdate()
    rows = most_urgent_first(this_week(request.user, on=today))
    return render(request, "sponsorship/home.html#week", {"week": rows, "today": today})


@require_safe
def feed(request: UserRequest) -> HttpResponse:
    """The reader's calendar feed, as a program gets it that has none yet."""
    return calendar(request, request.user)


urlpatterns = [
    path("bench/this-week/", week),
    path("bench/feed/", feed),
    path("", include("sponsorship.urls")),
]
