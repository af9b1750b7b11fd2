"""The map of coverage."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.htmx import UserRequest
from accounts.models import KeyAccount
from sponsors.coverage import read_coverage

COUNTRIES = 12


@require_safe
def coverage(request: UserRequest) -> HttpResponse:
    """Where accounts have a sponsor, where one is proposed, and where there is none: by sector, region and country."""
    if not request.user.has_perm("sponsors.see_coverage"):
        raise PermissionDenied
    found = read_coverage(KeyAccount.objects.visible_to(request.user))
    context = {
        "coverage": found,
        "largest": max((family.whole.tally.total for family in found.families), default=0),
        "countries": found.countries[:COUNTRIES],
        "other_countries": found.countries[COUNTRIES:],
    }
    return render(request, "sponsors/coverage.html", context)
