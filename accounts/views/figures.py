"""The figures of an account."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms.figures import AnnualFiguresForm, QuarterForm, YearForm
from accounts.htmx import UserRequest
from accounts.models import AnnualFigures, KeyAccount, QuarterlyFigures
from accounts.queries.figures import figures_page
from accounts.services.figures import QUARTERS, keep_figures, keep_quarters
from accounts.services.meanwhile import ChangedMeanwhileError
from accounts.views.key_account import account_to

FIRST_YEAR, LAST_YEAR = 2000, 2100


@require_safe
def figures_list(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The years and quarters of an account, and its growth beside the segment's; `?year=` leads to a new year."""
    accounts = KeyAccount.objects.visible_to(request.user).select_related("sector__parent")
    account = get_object_or_404(accounts, public_id=public_id)
    may_edit = request.user.has_perm("accounts.edit_figures", account)
    page = figures_page(account, reader=request.user)
    years = [row.figures for row in page.years]
    form = YearForm(
        request.GET if "year" in request.GET else None, initial={"year": next_year(years)}
    )
    if may_edit and form.is_valid():
        return redirect("accounts:figures_edit", account.public_id, form.cleaned_data["year"])
    context = {"account": account, "page": page, "form": form, "may_edit": may_edit}
    return render(request, "accounts/figures_list.html", context)


def next_year(years: Iterable[AnnualFigures]) -> int:
    """Return the first year, from this one on, that has no figures."""
    known = {figures.year for figures in years}
    this_year = timezone.localdate().year
    return next(year for year in range(this_year, LAST_YEAR + 2) if year not in known)


@require_http_methods(["GET", "HEAD", "POST"])
def figures_edit(request: UserRequest, public_id: UUID, year: int) -> HttpResponse:
    """Write or correct the figures of one year."""
    account = account_to(request, public_id, "accounts.edit_figures")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    figures = account.annual_figures.filter(year=year).first()
    new = AnnualFigures(account=account, year=year, currency=account.currency)
    form = AnnualFiguresForm(request.POST or None, instance=figures or new)
    if request.method == "POST" and form.is_valid():
        try:
            keep_figures(form.save(commit=False), by=request.user, read=form.what_was_read())
        except ChangedMeanwhileError as refusal:
            form.compare(refusal)
        else:
            messages.success(request, _("The figures of %(year)s are saved.") % {"year": year})
            return redirect("accounts:figures_list", account.public_id)
    context = {"form": form, "account": account, "year": year}
    return render(request, "accounts/figures_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def figures_quarters(request: UserRequest, public_id: UUID, year: int) -> HttpResponse:
    """Write or correct the four quarters of a year."""
    account = account_to(request, public_id, "accounts.edit_figures")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    annual = account.annual_figures.filter(year=year).first()
    currency = annual.currency if annual else account.currency
    kept = {row.quarter: row for row in account.quarterly_figures.filter(year=year)}
    forms = [
        QuarterForm(
            request.POST or None,
            prefix=f"q{quarter}",
            instance=kept.get(quarter)
            or QuarterlyFigures(account=account, year=year, quarter=quarter, currency=currency),
        )
        for quarter in QUARTERS
    ]
    if request.method == "POST" and all(form.is_valid() for form in forms):
        try:
            rows = [(form.save(commit=False), form.what_was_read()) for form in forms]
            keep_quarters(account, rows, by=request.user)
        except ChangedMeanwhileError as refusal:
            forms[refusal.record.quarter - 1].compare(refusal)  # type: ignore[attr-defined]  # a quarter
        else:
            messages.success(request, _("The quarters of %(year)s are saved.") % {"year": year})
            return redirect("accounts:figures_list", account.public_id)
    context = {"forms": forms, "account": account, "year": year, "currency": currency}
    return render(request, "accounts/figures_quarters.html", context)
