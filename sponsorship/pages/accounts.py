"""The list of key accounts, and the same as a file."""

from typing import Any, cast

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.htmx import UserRequest, render_page_or_partial
from accounts.views.paging import BoundedPaginator
from sponsorship.exports import KINDS, table_file
from sponsorship.filters import AccountFilterForm
from sponsorship.listing import Line, lines, listed_accounts

PAGE = 25


@require_safe
def key_account_list(request: UserRequest) -> HttpResponse:
    """Key accounts: search, filters, and who looks after each."""
    today = timezone.localdate()
    form = AccountFilterForm(request.GET)
    paginator = BoundedPaginator(listed_accounts(request.user, form, on=today), PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "paginator": paginator,
        "lines": list(lines(cast(Any, page.object_list), request.user, on=today)),
        "sees_coverage": request.user.has_perm("sponsors.see_coverage"),
        "may_add": request.user.has_perm("accounts.add_account"),
    }
    return render_page_or_partial(
        request, "sponsorship/key_account_list.html", context, partial="account-table"
    )


@require_safe
def key_account_export(request: UserRequest, kind: str) -> HttpResponse:
    """What the list shows, all pages of it, for a spreadsheet."""
    if kind not in KINDS:
        raise Http404
    today = timezone.localdate()
    accounts = listed_accounts(request.user, AccountFilterForm(request.GET), on=today)
    headers = [
        _("Key account"),
        _("Sector"),
        _("Place"),
        _("Country"),
        _("Tier"),
        _("KAM"),
        _("Sponsor"),
        _("Brief checked on"),
    ]
    rows = (cells(line) for line in lines(accounts, request.user, on=today))
    return table_file(f"{_('key-accounts')}-{today:%Y-%m-%d}", kind, headers, rows)


def cells(line: Line) -> list[object]:
    """Return an account as a row of the file."""
    return [
        line.name,
        line.sector,
        line.city,
        line.country,
        line.tier,
        line.kam.name if line.kam else "",
        line.sponsor.name if line.sponsor else "",
        line.checked_on,
    ]
