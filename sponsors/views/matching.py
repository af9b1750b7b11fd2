"""Matching: the best set of pairings, understood, changed by what people know, and proposed."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.htmx import UserRequest, render_page_or_partial
from accounts.models import KeyAccount, User
from sponsors.choices import ProposalOutcome
from sponsors.coverage import accounts_without_sponsor
from sponsors.findings import Findings
from sponsors.forms.matching import MatchingForm, WishForm
from sponsors.matching import Criterion
from sponsors.models import FitWeights, MatchingRun, PairWish, Proposal, Sponsor
from sponsors.models.matching import CRITERIA
from sponsors.sentences.matching import LABELS
from sponsors.services.matching import (
    OtherWeightsCountError,
    ask_to_volunteer,
    lift_wish,
    start_matching,
    start_proposing,
    wish_pair,
)
from sponsors.services.refused import refusal_from
from sponsors.views.refusals import sentence

PAGE, LEFT_OUT, RUNS = 100, 25, 30


@require_http_methods(["GET", "HEAD", "POST"])
def matching(request: UserRequest) -> HttpResponse:
    """Begin a matching; where there is one already, show the latest."""
    check_may_match(request)
    today = timezone.localdate()
    latest = MatchingRun.objects.visible_to(request.user).first()
    form = MatchingForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        run = start_matching(
            by=request.user,
            starts_on=facts["starts_on"],
            minimum=form.least_fit,
            asks_everyone=facts["asks_everyone"],
            continues=latest,
        )
        return redirect(run)
    if request.method != "POST" and latest is not None and "new" not in request.GET:
        return redirect(latest)
    volunteers = Sponsor.objects.available(today).count()
    if not form.is_bound:
        form.initial["asks_everyone"] = not volunteers
    context = {
        "form": form,
        "bare": accounts_without_sponsor(KeyAccount.objects.visible_to(request.user)).count(),
        "volunteers": volunteers,
        "latest": latest,
    }
    return render(request, "sponsors/matching_start.html", context)


@require_safe
def matching_run(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What a matching found: covered, proposals with reasons, accounts that nobody may take."""
    run = visible_run(request, public_id)
    context = {"run": run, "weights_are_current": run.weights_version_id == current_version()}
    if not run.is_done:
        return render_page_or_partial(
            request, "sponsors/matching_run.html", context, partial="matching"
        )
    findings = Findings.of_run(run)
    proposals = run.proposals.with_people().order_by("-fit", "account__name", "pk")
    page = Paginator(proposals, PAGE).get_page(request.GET.get("page"))
    left = run.uncovered.select_related("account__sector").order_by("account__name", "pk")
    left_page = Paginator(left, LEFT_OUT).get_page(request.GET.get("left"))
    pairs = dict(run.proposals.values_list("account", "person"))
    open_ones = run.proposals.open()
    context |= {
        "page": page,
        "found": findings.proposals(page.object_list),
        "left_page": left_page,
        "missing": findings.missing([row.account for row in left_page], pairs, with_people=False),
        "open_count": open_ones.count(),
        "to_ask": open_ones.filter(person__sponsor__isnull=True).count(),
        "dropped": dropped_pins(run),
        "is_proposing": run.proposing is not None and run.proposing.is_under_way,
        "earlier": MatchingRun.objects.visible_to(request.user)
        .done()
        .filter(pk__lt=run.pk)
        .first(),
    }
    return render_page_or_partial(
        request, "sponsors/matching_run.html", context, partial="matching"
    )


@require_safe
def matching_list(request: UserRequest) -> HttpResponse:
    """Earlier matchings, the latest first."""
    check_may_match(request)
    runs = MatchingRun.objects.visible_to(request.user).select_related(
        "requested_by", "weights_version"
    )
    page = Paginator(runs.defer("inputs"), RUNS).get_page(request.GET.get("page"))
    return render_page_or_partial(
        request, "sponsors/matching_list.html", {"page": page}, partial="run-table"
    )


@require_safe
def matching_account(request: UserRequest, public_id: UUID, account_id: UUID) -> HttpResponse:
    """One account of a matching: every criterion, the next choices with their price, or why nobody."""
    run = visible_run(request, public_id)
    account = get_object_or_404(
        KeyAccount.objects.visible_to(request.user).with_team(), public_id=account_id
    )
    proposal = run.proposals.with_people().filter(account=account).first()
    if proposal is None:
        get_object_or_404(run.uncovered, account=account)
    findings = Findings.of_run(run)
    wishes = PairWish.objects.filter(account=account).select_related("person", "said_by")
    context = {
        "run": run,
        "account": account,
        "proposal": proposal,
        "wishes": wishes.order_by("person__last_name", "pk"),
    }
    if proposal is not None:
        context["found"] = findings.proposals([proposal])[0]
        context["others"] = findings.others(account.pk, than=proposal.person_id)
        context["refusal"] = refused_because(proposal)
    else:
        pairs = dict(run.proposals.values_list("account", "person"))
        context["missing"] = findings.missing([account], pairs, with_people=True)[0]
    return render(request, "sponsors/matching_account.html", context)


@require_POST
def matching_wish(request: UserRequest, public_id: UUID, account_id: UUID) -> HttpResponse:
    """Pin a pair, exclude it, or leave it to the matching again; then match again."""
    run = visible_run(request, public_id)
    account = get_object_or_404(KeyAccount.objects.visible_to(request.user), public_id=account_id)
    form = WishForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That did not work. Please try again in a moment."))
        return redirect("sponsors:matching_account", run.public_id, account.public_id)
    said = form.cleaned_data
    person = get_object_or_404(User.objects.visible_to(request.user), public_id=said["person"])
    if said["wish"] == WishForm.LIFT:
        lift_wish(account, person, by=request.user)
    else:
        wish_pair(account, person, said["wish"], reason=said["reason"], by=request.user)
    again = start_matching(
        by=request.user,
        starts_on=max(run.starts_on, timezone.localdate()),
        minimum=run.minimum,
        asks_everyone=run.asks_everyone,
        continues=run,
    )
    return redirect(again)


@require_POST
def matching_propose(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Propose the chosen pairs, each by the same service as by hand."""
    run = visible_run(request, public_id)
    chosen = chosen_proposals(request, run)
    if not chosen:
        messages.error(request, _("Choose at least one pairing."))
        return redirect(run)
    try:
        start_proposing(run, chosen, by=request.user)
    except OtherWeightsCountError:
        messages.error(request, _("Other weights count since this matching."))
    return redirect(run)


@require_POST
def matching_ask(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Ask the chosen executives to volunteer."""
    run = visible_run(request, public_id)
    try:
        asked = ask_to_volunteer(run, chosen_proposals(request, run), by=request.user)
    except OtherWeightsCountError:
        messages.error(request, _("Other weights count since this matching."))
        return redirect(run)
    messages.success(
        request,
        ngettext(
            "%(n)d executive is asked the four questions.",
            "%(n)d executives are asked the four questions.",
            asked,
        )
        % {"n": asked},
    )
    return redirect(run)


@require_safe
def matching_compare(request: UserRequest, public_id: UUID, other_id: UUID) -> HttpResponse:
    """Two matchings side by side: what changed from the earlier to the later."""
    run, other = visible_run(request, public_id), visible_run(request, other_id)
    now = {row.account_id: row for row in run.proposals.with_people()}
    before = {row.account_id: row for row in other.proposals.with_people()}
    changed = [
        {"account": (now.get(key) or before[key]).account, "before": before.get(key), "now": now.get(key)}
        for key in now.keys() | before.keys()
        if person_of(now.get(key)) != person_of(before.get(key))
    ]  # fmt: skip
    context = {
        "run": run,
        "other": other,
        "changed": sorted(changed, key=lambda row: row["account"].name),
        "same": sum(person_of(row) == person_of(before.get(key)) for key, row in now.items()),
        "is_trial": run.weights_version_id is None,
        "current": FitWeights.current(),
        "weights": [((name, LABELS[Criterion(name)]), run.weights[name]) for name in CRITERIA],
    }
    return render_page_or_partial(
        request, "sponsors/matching_compare.html", context, partial="comparison"
    )


def person_of(proposal: Proposal | None) -> int | None:
    """Return who was found, or nobody."""
    return proposal.person_id if proposal else None


def check_may_match(request: UserRequest) -> None:
    """Refuse all but programme leads: fit and motivation are theirs to see (R10)."""
    if not request.user.has_perm("sponsors.run_matching"):
        raise PermissionDenied


def visible_run(request: UserRequest, public_id: UUID) -> MatchingRun:
    """Return a run that one may see, or answer 404."""
    runs = MatchingRun.objects.visible_to(request.user)
    return get_object_or_404(
        runs.select_related("requested_by", "job", "proposing", "weights_version"),
        public_id=public_id,
    )


def current_version() -> int:
    """Return the key of the weights that count now."""
    return FitWeights.current().pk


def dropped_pins(run: MatchingRun) -> list[tuple[KeyAccount, User]]:
    """Return the pins against which a rule stood."""
    pairs = run.summary.get("dropped_pins", [])
    accounts = KeyAccount.objects.in_bulk([account for account, _person in pairs])
    people = User.objects.in_bulk([person for _account, person in pairs])
    return [(accounts[a], people[p]) for a, p in pairs if a in accounts and p in people]


def chosen_proposals(request: UserRequest, run: MatchingRun) -> list[UUID]:
    """Return the proposals that were ticked, or all that are open."""
    if "all" in request.POST:
        return list(run.proposals.open().values_list("public_id", flat=True))
    chosen = []
    for text in request.POST.getlist("proposal"):
        try:
            chosen.append(UUID(text))
        except ValueError:
            continue
    return chosen


def refused_because(proposal: Proposal) -> str:
    """Return why a proposal was refused when it was to be made; empty where it was not."""
    if proposal.outcome != ProposalOutcome.REFUSED:
        return ""
    return sentence(refusal_from(proposal.refusal))
