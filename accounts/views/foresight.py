"""What a change of the organisation would break, shown before it is saved."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render

from accounts.htmx import UserRequest
from accounts.services.organisation import foreseen_conflicts

CONFIRMED, TOKEN = "confirmed", "csrfmiddlewaretoken"


def conflicts_ahead(
    request: UserRequest,
    *,
    question: str,
    back: str,
    managers: Mapping[int, int | None] | None = None,
    kams: Mapping[int, int | None] | None = None,
) -> HttpResponse | None:
    """Return a page that asks once more, with the paths, if pairings would come into conflict.

    It posts again what was typed. Which pairings these are is the leads' to know.
    """
    if CONFIRMED in request.POST:
        return None
    conflicts = foreseen_conflicts(managers=managers, kams=kams)
    if not conflicts:
        return None
    posted = [
        (name, value) for name, values in request.POST.lists() if name != TOKEN for value in values
    ]
    context = {
        "question": question,
        "back": back,
        "posted": posted,
        "conflicts": conflicts,
        "sees_pairings": request.user.is_lead,
    }
    return render(request, "accounts/organisation_confirm.html", context)
