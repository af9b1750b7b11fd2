"""What holds for every page."""

import zoneinfo
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils import timezone, translation

Answer = Callable[[HttpRequest], HttpResponse]
REDIRECTS = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER)


class PersonalSettingsMiddleware:
    """Speak the reader's language, in the reader's time zone."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set language and time zone for this request alone."""
        user = request.user
        chosen = user.language if user.is_authenticated else ""
        language = chosen or translation.get_language_from_request(request)
        zone = user.time_zone if user.is_authenticated and user.time_zone else settings.TIME_ZONE
        request.LANGUAGE_CODE = language
        with translation.override(language), timezone.override(known_zone(zone)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


def known_zone(name: str) -> zoneinfo.ZoneInfo:
    """Return the zone, or the company's own where the name is no longer known."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)


class NoStoreMiddleware:
    """Pages are never kept by browsers or proxies."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Forbid keeping, unless the view has said otherwise."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class HtmxMessagesMiddleware:
    """Messages and redirects reach a page of which htmx replaces only a part."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Append the messages out of band to a fragment; lead the whole page where a form leads."""
        response = self.get_response(request)
        htmx = getattr(request, "htmx", None)
        if not htmx or htmx.boosted:
            return response
        if response.status_code in REDIRECTS:
            return led_on(request, response)
        if is_fragment(response) and (waiting := list(get_messages(request))):
            response.write(
                render_to_string(
                    "components/toasts.html", {"messages": waiting, "oob": True}, request=request
                )
            )
        return response


def is_fragment(response: HttpResponse) -> bool:
    """Whether this is a part of a page, to which something can be added."""
    return (
        response.status_code in (HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY)
        and not response.streaming
        and response.headers.get("Content-Type", "").startswith("text/html")
        and "HX-Redirect" not in response.headers
        and b"<html" not in response.content[:500]
    )


def led_on(request: HttpRequest, redirect: HttpResponse) -> HttpResponse:
    """Answer htmx where a redirect would put a whole page into a part of another.

    Who has been signed out loads the page anew; what was typed into a form stays on the screen.
    """
    location = redirect.headers["Location"]
    posts = request.method == "POST"
    if urlsplit(location).path == resolve_url(settings.LOGIN_URL):
        return (
            HttpResponse(status=HTTPStatus.UNAUTHORIZED)
            if posts
            else HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Refresh": "true"})
        )
    if not posts:
        return redirect
    answer = HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": location})
    answer.cookies = redirect.cookies
    return answer
