"""What holds for every page."""

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation

Answer = Callable[[HttpRequest], HttpResponse]


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
    """Messages reach a page of which htmx replaces only a part."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Append the messages out of band to a fragment."""
        response = self.get_response(request)
        htmx = getattr(request, "htmx", None)
        is_fragment = (
            htmx
            and not htmx.boosted
            and response.status_code == 200
            and response.headers.get("Content-Type", "").startswith("text/html")
            and "HX-Redirect" not in response.headers
            and not getattr(response, "streaming", False)
        )
        if (
            is_fragment
            and b"<html" not in response.content[:500]
            and (waiting := list(get_messages(request)))
        ):
            response.write(
                render_to_string(
                    "components/toasts.html", {"messages": waiting, "oob": True}, request=request
                )
            )
        return response
