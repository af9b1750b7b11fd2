"""Parts of pages for htmx, whole pages for everyone else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class UserRequest(HttpRequest):
    """A request of somebody who has signed in: the only kind that most views ever see."""

    user: User
    htmx: HtmxDetails


def render_page_or_partial(
    request: HttpRequest, template: str, context: dict[str, Any], *, partial: str, status: int = 200
) -> HttpResponse:
    """Answer with the partial where htmx targets the element of that name, else with the page."""
    htmx = getattr(request, "htmx", None)
    name = f"{template}#{partial}" if htmx and htmx.target == partial else template
    response = render(request, name, context, status=status)
    response["Vary"] = "HX-Request, HX-Target"
    return response
