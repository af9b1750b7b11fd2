"""The figures of an account."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms.figures import AnnualFiguresForm, YearForm
from accounts.htmx import UserRequest
from accounts.models import AnnualFigures
from accounts.services.key_accounts import keep_figures
from accounts.services.meanwhile import ChangedMeanwhileError
from accounts.views.key_account import account_to

FIRST_YEAR, LAST_YEAR = 2000, 2100


@require_safe
def figures_list(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The years of an account, each with a way to change it; `?year=` leads to a new one."""
    account = account_to(request, public_id, "accounts.edit_figures")
    years = account.annual_figures.order_by("-year")
    form = YearForm(
        request.GET if "year" in request.GET else None, initial={"year": next_year(years)}
    )
    if form.is_valid():
        return redirect("accounts:figures_edit", account.public_id, form.cleaned_data["year"])
    context = {"account": account, "years": years, "form": form}
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
