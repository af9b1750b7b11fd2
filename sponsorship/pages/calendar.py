"""A person's calendar: the feed that other programs ask for, and its address in My settings."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.htmx import UserRequest
from accounts.models import User
from accounts.services.calendar_feeds import reader_of, renew_feed, stop_feed
from accounts.services.local_time import local_date
from accounts.views.slowly import TRIES_A_MINUTE, tries
from sponsorship.calendar.writing import Feed


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of whoever this address was made for; nothing for any other address."""
    reader = reader_of(token)
    # Each feed has a count of its own, so that colleagues behind one address do not hinder each other.
    whose = f"feed:{reader.pk}" if reader else ""
    if tries(request, whose) > TRIES_A_MINUTE:
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    return calendar(request, reader) if reader else HttpResponseNotFound()


def calendar(request: HttpRequest, reader: User) -> HttpResponse:
    """Answer with the calendar, or that it is the one the asker has."""
    feed = Feed(reader, on=local_date(timezone.now(), reader))
    tag = quote_etag(feed.tag)
    response = get_conditional_response(request, etag=tag)
    if response is None:
        response = HttpResponse(feed.file(), content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'inline; filename="tandem.ics"'
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@require_POST
def calendar_feed_renew(request: UserRequest) -> HttpResponse:
    """Make the address of one's feed, or another one; it is shown here and never again."""
    token = renew_feed(request.user, at=timezone.now())
    address = settings.SITE_URL + reverse("calendar_feed", args=[token])
    context = {
        "address": address,
        "subscribe": "webcal" + address.removeprefix("https").removeprefix("http"),
    }
    return render(request, "sponsorship/calendar_feed.html", context)


@require_POST
def calendar_feed_stop(request: UserRequest) -> HttpResponse:
    """Switch one's feed off."""
    stop_feed(request.user)
    messages.success(request, _("Your calendar’s address leads nowhere any more."))
    return redirect("settings")
