"""The two bare views: L reads one row and renders 10 kB, Lp inserts one row."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from accounts.models import KeptMail, KeyAccount

ROW = "<tr><td>{{ account.name }}</td><td>{{ account.city }}</td><td>{{ user.email }}</td></tr>\n"
PAGE = engines["django"].from_string(
    "<!doctype html><title>L</title><table>" + ROW * 150 + "</table>"
)


def bare_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign-in by session, one query by primary key, a template of 10 kB."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    account = KeyAccount.objects.get(pk=pk)
    return HttpResponse(PAGE.render({"account": account, "user": request.user}))


def bare_write(request: HttpRequest) -> HttpResponse:
    """Sign-in by session and one INSERT."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    KeptMail.objects.create(recipient=request.user.email, subject=str(uuid.uuid4()), text="bench")
    return HttpResponse(status=204)


urlpatterns = [path("l/<int:pk>/", bare_read), path("lp/", bare_write)]


class CountStatements:
    """Say in a header how many SQL statements a request took, where the request asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Count only when asked, so that counting costs nothing elsewhere."""
        if "X-Count" not in request.headers:
            return self.get_response(request)
        count = 0

        def counting(execute: Callable[..., Any], *args: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*args)

        with connection.execute_wrapper(counting):
            response = self.get_response(request)
        response["X-Statements"] = str(count)
        return response
