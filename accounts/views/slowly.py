"""Whoever tries too many links without signing in waits."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TRIES_A_MINUTE = 60
View = Callable[..., HttpResponse]


def slowly(view: View) -> View:
    """Answer 429 to whoever tries too many links."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if tries(request) > TRIES_A_MINUTE:
            return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        return view(request, *args, **kwargs)

    return guarded


def tries(request: HttpRequest, whose: str = "") -> int:
    """Count this try, and return how many came from there within a minute, or for that one thing."""
    key = f"answer:{whose or get_adapter().get_client_ip(request)}"
    cache.add(key, 0, 60)
    try:
        return int(cache.incr(key))
    except ValueError:
        return 1
