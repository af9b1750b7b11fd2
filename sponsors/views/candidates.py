"""Who could sponsor this account, and which accounts for this sponsor: ranked, with reasons, for leads."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.htmx import UserRequest, render_page_or_partial
from accounts.models import KeyAccount, User
from sponsors.coverage import accounts_without_sponsor
from sponsors.facts import read_problem, weights_in_force
from sponsors.findings import Findings
from sponsors.models import Sponsor
from sponsors.views.matching import check_may_match

PAGE = 20


@require_safe
def candidate_list(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Everyone who could sponsor an account, the best fit first, and why the others cannot."""
    check_may_match(request)
    accounts = KeyAccount.objects.visible_to(request.user)
    account = get_object_or_404(accounts.select_related("sector").with_team(), public_id=public_id)
    findings = Findings(
        read_problem(
            KeyAccount.objects.filter(pk=account.pk),
            on=timezone.localdate(),
            weights=weights_in_force(),
        )
    )
    ranked = findings.ranked(
        (account.pk, person.key)
        for person in findings.problem.candidates
        if not findings.stands_against(findings.problem.accounts[0], person)
    )
    page = Paginator(ranked, PAGE).get_page(request.GET.get("page"))
    missing = findings.missing([account], {}, with_people=True)[0]
    possible = {row.person.pk for row in ranked}
    context = {
        "account": account,
        "page": page,
        "against": [row for row in missing.against if row.person.pk not in possible],
        "ways": missing.ways if not ranked else [],
    }
    return render_page_or_partial(
        request, "sponsors/candidate_list.html", context, partial="candidate-table"
    )


@require_safe
def sponsor_accounts(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The accounts without a sponsor that this one could take, the best fit first."""
    check_may_match(request)
    sponsor = get_object_or_404(
        Sponsor.objects.visible_to(request.user).select_related("person"), public_id=public_id
    )
    findings = Findings(
        read_problem(
            accounts_without_sponsor(KeyAccount.objects.visible_to(request.user)),
            User.objects.filter(pk=sponsor.person_id),
            on=timezone.localdate(),
            weights=weights_in_force(),
        )
    )
    person = findings.problem.candidates[0]
    ranked = findings.ranked(
        (account.key, person.key)
        for account in findings.problem.accounts
        if not findings.stands_against(account, person)
    )
    page = Paginator(ranked, PAGE).get_page(request.GET.get("page"))
    context = {
        "sponsor": sponsor,
        "page": page,
        "against": len(findings.problem.accounts) - len(ranked),
    }
    return render_page_or_partial(
        request, "sponsors/sponsor_accounts.html", context, partial="candidate-table"
    )
