"""The application's addresses, and one more: the home page's "This week" by itself."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.htmx import UserRequest
from sponsorship.week import by_due_day, this_week


@require_safe
def week(request: UserRequest) -> HttpResponse:
    """What waits for the reader, as the home page shows it."""
    today = timezone.localdate()
    rows = by_due_day(this_week(request.user, on=today))
    return render(request, "sponsorship/home.html#week", {"week": rows, "today": today})


urlpatterns = [path("bench/this-week/", week), path("", include("sponsorship.urls"))]
