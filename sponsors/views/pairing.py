"""The life of an engagement, page by page."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.days import date_format
from accounts.htmx import UserRequest, render_page_or_partial
from accounts.models import KeyAccount
from accounts.services.organisation import people_in_order
from sponsors.choices import PairingStatus
from sponsors.forms.pairing import AgreeForm, EndForm, ProposeForm, ReasonForm
from sponsors.models import Pairing, Sponsor
from sponsors.queries import pairings_for, steps_of
from sponsors.queries.succession import what_follows
from sponsors.services.closing import decline_pairing, end_pairing, withdraw_pairing
from sponsors.services.eligibility import (
    PairingRefusedError,
    is_line_known,
    leaves_before_the_end,
)
from sponsors.services.pairings import (
    agree,
    current_charter,
    propose_pairing,
)
from sponsors.services.steps import PairingMovedOnError
from sponsors.views.refusals import sentence

PAGE = 30
Row = TypeVar("Row", KeyAccount, Sponsor)
GROUPS = {
    "open": lambda rows: rows.open(),
    "waiting": lambda rows: rows.in_preparation(),
    "conflict": lambda rows: rows.in_conflict(),
    "ended": lambda rows: rows.exclude(pk__in=Pairing.objects.open().values("pk")),
}


@require_safe
def pairing_list(request: UserRequest) -> HttpResponse:
    """The pairings one sees: open, waiting for an answer, in conflict, or ended."""
    wanted = request.GET.get("show", "open")
    show = wanted if wanted in GROUPS else "open"
    page = Paginator(GROUPS[show](pairings_for(request.user)), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "show": show,
        "may_propose": request.user.has_perm("sponsors.propose_pairing"),
    }
    return render_page_or_partial(
        request, "sponsors/pairing_list.html", context, partial="pairing-table"
    )


@require_safe
def pairing_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One engagement: where it stands, what each has agreed to, and what happened."""
    pairing = get_object_or_404(pairings_for(request.user), public_id=public_id)
    user = request.user
    follows = what_follows(pairing, reader=user)
    context = {
        "pairing": pairing,
        "follows": follows,
        "steps": steps_of(pairing),
        "term_ends_on": max((term.ends_on for term in pairing.terms.all()), default=None),
        "conflict_path": people_in_order(pairing.conflict_path),
        "sees_reason": user.has_perm("sponsors.see_refusal", pairing)
        or pairing.status == PairingStatus.ENDED,
        "sees_word": pairing.sponsor.person_id != user.pk or user.is_lead,
        "sees_inside": user.has_perm("sponsors.see_inside", pairing),
        "may_answer": user.has_perm("sponsors.answer_pairing", pairing),
        "may_decide": user.has_perm("sponsors.decide_conflict", pairing),
        "may_succeed": follows.successor is None
        and user.has_perm("sponsors.prepare_succession", pairing),
        "may_renew": follows.renewal is None and user.has_perm("sponsors.offer_renewal", pairing),
        "may_answer_renewal": user.has_perm("sponsors.answer_renewal", follows.renewal),
        "may_withdraw_renewal": user.has_perm("sponsors.withdraw_renewal", follows.renewal),
        "may_withdraw": pairing.is_in_preparation
        and user.has_perm("sponsors.withdraw_pairing", pairing),
        "may_end": pairing.status == PairingStatus.ACTIVE
        and user.has_perm("sponsors.end_pairing", pairing),
    }
    return render(request, "sponsors/pairing_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def pairing_propose(request: UserRequest) -> HttpResponse:
    """A programme lead proposes a sponsor to an account's KAM."""
    if not request.user.has_perm("sponsors.propose_pairing"):
        raise PermissionDenied
    today = timezone.localdate()
    account = named(KeyAccount.objects.with_team(), request.GET.get("account"))
    sponsor = named(Sponsor.objects.select_related("person"), request.GET.get("sponsor"))
    form = ProposeForm(
        request.POST or None, today=today, initial={"account": account, "sponsor": sponsor}
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            pairing = propose_pairing(
                facts["account"],
                facts["sponsor"],
                by=request.user,
                starts_on=facts["starts_on"],
                term_months=facts["term_months"],
                word_to_the_kam=facts["word_to_the_kam"],
            )
        except PairingRefusedError as refusal:
            form.add_error("sponsor", sentence(refusal))
        else:
            messages.success(
                request, _("Proposed. %(kam)s is asked first.") % {"kam": pairing.kam.full_name}
            )
            if leaves_early(pairing):
                messages.warning(request, short_notice(pairing))
            return redirect(pairing)
    context = {"form": form, "account": account, "sponsor": sponsor}
    return render(request, "sponsors/pairing_propose.html", context)


def named(rows: "QuerySet[Row]", public_id: str | None) -> Row | None:
    """Return the row that an address names, or nothing."""
    try:
        return rows.filter(public_id=UUID(public_id or "")).first()
    except ValueError:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def pairing_answer(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The KAM, then the sponsor, reads the charter and says yes."""
    pairing = get_object_or_404(pairings_for(request.user), public_id=public_id)
    if not request.user.has_perm("sponsors.answer_pairing", pairing):
        raise PermissionDenied
    charter = current_charter()
    form = AgreeForm(
        request.POST or None,
        initial={"charter": charter.version},
        line_is_known=is_line_known(pairing),
    )
    if request.method == "POST" and form.is_valid():
        yes = partial(agree, pairing, by=request.user, on=timezone.localdate(), **form.consent())
        if attempt(request, yes):
            messages.success(request, _("Thank you, that is noted."))
        return redirect(pairing)
    context = {
        "form": form,
        "pairing": pairing,
        "charter": charter,
        "decline_form": ReasonForm(prefix="no"),
        "short_notice": short_notice(pairing) if leaves_early(pairing) else "",
    }
    return render(request, "sponsors/pairing_answer.html", context)


@require_POST
def pairing_decline(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The KAM or the sponsor says no; the reason goes to the leads alone."""
    pairing = get_object_or_404(pairings_for(request.user), public_id=public_id)
    if not request.user.has_perm("sponsors.answer_pairing", pairing):
        raise PermissionDenied
    form = ReasonForm(request.POST, prefix="no")
    if not form.is_valid():
        charter = current_charter()
        consent = AgreeForm(
            initial={"charter": charter.version}, line_is_known=is_line_known(pairing)
        )
        context = {"form": consent, "pairing": pairing, "charter": charter, "decline_form": form}
        return render(request, "sponsors/pairing_answer.html", context, status=422)
    reason = form.cleaned_data["reason"]
    if attempt(request, lambda: decline_pairing(pairing, by=request.user, reason=reason)):
        messages.success(request, _("Thank you for your answer. The programme leads are told."))
    return redirect("home")


@require_http_methods(["GET", "HEAD", "POST"])
def pairing_withdraw(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A lead takes a proposal back."""
    pairing = get_object_or_404(pairings_for(request.user), public_id=public_id)
    if not (
        pairing.is_in_preparation and request.user.has_perm("sponsors.withdraw_pairing", pairing)
    ):
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(request, lambda: withdraw_pairing(pairing, by=request.user, reason=reason)):
            messages.success(request, _("The proposal is withdrawn."))
        return redirect(pairing)
    return render(request, "sponsors/pairing_withdraw.html", {"form": form, "pairing": pairing})


@require_http_methods(["GET", "HEAD", "POST"])
def pairing_end(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A lead ends an active pairing."""
    pairing = get_object_or_404(pairings_for(request.user), public_id=public_id)
    if not (
        pairing.started_on
        and pairing.is_open
        and request.user.has_perm("sponsors.end_pairing", pairing)
    ):
        raise PermissionDenied
    form = EndForm(request.POST or None, started_on=pairing.started_on, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        ended = attempt(
            request,
            lambda: end_pairing(
                pairing, by=request.user, reason=facts["reason"], note=facts["note"], on=facts["on"]
            ),
        )
        if ended:
            messages.success(request, _("The pairing has ended. The sponsor’s place is free."))
        return redirect(pairing)
    successor = what_follows(pairing, reader=request.user).successor
    context = {"form": form, "pairing": pairing, "successor": successor}
    return render(request, "sponsors/pairing_end.html", context)


def leaves_early(pairing: Pairing) -> bool:
    """Whether the sponsor will leave before the term that is proposed is over."""
    return leaves_before_the_end(
        pairing.sponsor, starts_on=pairing.starts_on, term_months=pairing.term_months
    )


def short_notice(pairing: Pairing) -> str:
    """Say until when the sponsor is available, where that is before the end of the term."""
    return _("%(name)s is available until %(day)s, before the end of the term.") % {
        "name": pairing.sponsor.person.full_name,
        "day": date_format(pairing.sponsor.available_until or "", "SHORT_DATE_FORMAT"),
    }


def attempt(request: UserRequest, act: Callable[[], object]) -> bool:
    """Do it, or say in a message what stands against it; return whether it was done."""
    try:
        act()
    except PairingRefusedError as refusal:
        messages.error(request, sentence(refusal))
    except PairingMovedOnError as refusal:
        label = refusal.pairing.get_status_display()
        messages.error(
            request,
            _("Somebody was quicker: the pairing now stands at “%(status)s”.") % {"status": label},
        )
    else:
        return True
    return False
