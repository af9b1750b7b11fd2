"""The proposals of a matching as a file, without fit and motivation (R10)."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.htmx import UserRequest
from sponsors.models import MatchingRun
from sponsorship.exports import KINDS, table_file


@require_safe
def matching_export(request: UserRequest, public_id: UUID, kind: str) -> HttpResponse:
    """Every account of a matching: its KAM, the sponsor found, and what became of it."""
    run = get_object_or_404(
        MatchingRun.objects.visible_to(request.user).done(), public_id=public_id
    )
    if kind not in KINDS:
        raise Http404
    headers = [
        _("Key account"),
        _("Sector"),
        _("Country"),
        _("KAM"),
        _("Sponsor"),
        _("Where it stands"),
    ]
    found = run.proposals.with_people().order_by("account__name", "pk")
    rows = [
        [
            row.account.name,
            str(row.account.sector or ""),
            row.account.country,
            row.kam.full_name,
            row.person.full_name,
            row.get_outcome_display(),
        ]
        for row in found
    ]
    left = run.uncovered.select_related("account__sector").order_by("account__name", "pk")
    rows += [
        [
            row.account.name,
            str(row.account.sector or ""),
            row.account.country,
            "",
            "",
            _("nobody found"),
        ]
        for row in left
    ]
    return table_file(f"{_('matching')}-{run.requested_at:%Y-%m-%d}", kind, headers, rows)
