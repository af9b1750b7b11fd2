"""Account reviews: the list, the plan, the day itself, minutes and decisions."""

from typing import Any
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
from accounts.models import KeyAccount
from accounts.services.meanwhile import ChangedMeanwhileError
from reviews.forms.review import (
    CancelForm,
    DecisionForm,
    MinutesForm,
    ReviewFilterForm,
    ReviewForm,
)
from reviews.models import AccountReview, Decision
from reviews.queries.reviews import (
    accounts_to_review,
    listed_reviews,
    reviews_for,
    untold_reviews,
)
from reviews.services.reviews import (
    add_decision,
    cancel_review,
    change_review,
    finish_decision,
    hold_review,
    invite_to_review,
    keep_minutes,
    plan_review,
    take_up_review,
)
from reviews.views.addresses import uuid_or_none
from reviews.views.refusals import attempt, sentence
from sponsors.choices import InteractionStatus
from sponsors.models import Interaction
from sponsors.services.drafts import InteractionChangedMeanwhileError, InteractionRefusedError
from sponsors.views.dispute import debrief_standing
from sponsors.views.go_ahead import standing_of
from sponsors.views.refusals import changed_meanwhile

PAGE = 30


@require_safe
def review_list(request: UserRequest) -> HttpResponse:
    """The account reviews one may open, ahead or past, month by month."""
    form = ReviewFilterForm(request.GET)
    filters = form.cleaned_data if form.is_valid() else {}
    today = timezone.localdate()
    rows = listed_reviews(request.user, filters, on=today)
    is_past = filters.get("when") == "past"
    context = {
        "form": form,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "is_past": is_past,
        "is_filtered": any(filters.get(name) for name in ("type", "started_by", "q")),
        "untold": untold_reviews(request.user) if is_past else [],
        "may_plan": accounts_to_review(request.user).exists(),
        "today": today,
    }
    return render_page_or_partial(
        request, "reviews/review_list.html", context, partial="review-list"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def review_plan(request: UserRequest) -> HttpResponse:
    """Someone of the account team plans a review: first the account, then the rest."""
    accounts = KeyAccount.objects.visible_to(request.user)
    wanted = request.GET.get("account", "")
    if not wanted:
        mine = accounts_to_review(request.user)
        return render(request, "reviews/review_choose.html", {"accounts": mine})
    account = get_object_or_404(accounts, public_id=uuid_or_none(wanted))
    if not request.user.has_perm("reviews.plan_review", account):
        raise PermissionDenied
    said = {"day": day} if (day := request.GET.get("day")) else {}
    form = ReviewForm(request.POST or None, account=account, initial=said)
    if request.method == "POST" and form.is_valid():
        today, kept = timezone.localdate(), []
        if attempt(
            request,
            lambda: kept.append(plan_review(account, form.plan(), by=request.user, on=today)),
        ):
            messages.success(request, _("The review is planned. Invite those who are to come."))
            return redirect(kept[0])
    return render(request, "reviews/review_form.html", {"form": form, "account": account})


@require_safe
def review_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One review: when, who, agenda, minutes and decisions."""
    review = get_object_or_404(reviews_for(request.user), public_id=public_id)
    return render(request, "reviews/review_detail.html", detail_context(request, review))


@require_http_methods(["GET", "HEAD", "POST"])
def review_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The account team changes the day, the participants, the agenda or the request."""
    review = editable(request, public_id)
    account = review.interaction.account
    form = ReviewForm(request.POST or None, account=account, review=review)
    if request.method == "POST" and form.is_valid() and change(request, review, form):
        messages.success(request, _("Saved."))
        return redirect(review)
    context = {"form": form, "account": account, "review": review}
    return render(request, "reviews/review_form.html", context)


def change(request: UserRequest, review: AccountReview, form: ReviewForm) -> bool:
    """Change the review; where others were quicker, or a rule stands against it, say so and leave the form as it is."""
    version, today = form.cleaned_data["version"] or 0, timezone.localdate()
    try:
        change_review(review, form.plan(), version=version, by=request.user, on=today)
    except InteractionChangedMeanwhileError as refusal:
        kept = AccountReview.objects.select_related("interaction").get(pk=review.pk)
        form.compare(kept, changed_meanwhile(refusal))
    except InteractionRefusedError as refusal:
        messages.error(request, sentence(refusal))
        return False
    return not form.errors


@require_POST
def review_take_up(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Give an imported account review its agenda, minutes and decisions."""
    interactions = Interaction.objects.visible_to(request.user).filter(kind="review")
    interaction = get_object_or_404(interactions, public_id=public_id)
    if not request.user.has_perm("reviews.plan_review", interaction.account):
        raise PermissionDenied
    return redirect(take_up_review(interaction, by=request.user))


@require_POST
def review_invite(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Invite those from our side who are to come."""
    review = editable(request, public_id)
    invited: list[int] = []
    if attempt(request, lambda: invited.append(invite_to_review(review, by=request.user))):
        messages.success(
            request,
            ngettext("%(n)s person is invited.", "%(n)s people are invited.", invited[0])
            % {"n": invited[0]},
        )
    return redirect(review)


@require_POST
def review_hold(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say that the review took place."""
    review = editable(request, public_id)
    if attempt(request, lambda: hold_review(review, by=request.user, on=timezone.localdate())):
        messages.success(request, _("Noted as held. Write the minutes while they are fresh."))
    return redirect(review)


@require_http_methods(["GET", "HEAD", "POST"])
def review_cancel(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say that the review will not take place, and why."""
    review = editable(request, public_id)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(request, lambda: cancel_review(review, because=reason, by=request.user)):
            messages.success(request, _("The review is cancelled."))
        return redirect(review)
    return render(request, "reviews/review_cancel.html", {"form": form, "review": review})


@require_http_methods(["GET", "HEAD", "POST"])
def review_minutes(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Write down what was said."""
    review = editable(request, public_id)
    form = MinutesForm(request.POST or None, instance=review)
    if request.method == "POST" and form.is_valid():
        minutes, read = form.cleaned_data["minutes"], form.what_was_read()
        try:
            if attempt(
                request,
                lambda: keep_minutes(review, minutes=minutes, by=request.user, read=read),
            ):
                messages.success(request, _("The minutes are saved."))
            return redirect(review)
        except ChangedMeanwhileError as refusal:
            form.compare(refusal)
    return render(request, "reviews/review_minutes.html", {"form": form, "review": review})


@require_POST
def decision_add(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Keep a decision with its owner and its day."""
    review = editable(request, public_id)
    form = DecisionForm(request.POST, review=review)
    if not form.is_valid():
        context = detail_context(request, review) | {"decision_form": form}
        return render(request, "reviews/review_detail.html", context, status=422)
    facts = form.cleaned_data
    if attempt(request, lambda: add_decision(review, by=request.user, **facts)):
        messages.success(request, _("The decision is saved."))
    return redirect(review)


@require_POST
def decision_finish(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The owner says that a decision is carried out."""
    decisions = Decision.objects.visible_to(request.user).select_related("review__interaction")
    decision = get_object_or_404(decisions, public_id=public_id)
    if not request.user.has_perm("reviews.finish_decision", decision):
        raise PermissionDenied
    finish_decision(decision, by=request.user, on=timezone.localdate())
    messages.success(request, _("Done."))
    reviews = AccountReview.objects.visible_to(request.user)
    return redirect(decision.review if reviews.filter(pk=decision.review_id).exists() else "home")


def editable(request: UserRequest, public_id: UUID) -> AccountReview:
    """Return the review if the person may see and change it."""
    review = get_object_or_404(reviews_for(request.user), public_id=public_id)
    if not request.user.has_perm("reviews.edit_review", review):
        raise PermissionDenied
    return review


def detail_context(request: UserRequest, review: AccountReview) -> dict[str, Any]:
    """Gather what the page of a review shows."""
    user, interaction, today = request.user, review.interaction, timezone.localdate()
    may_edit = user.has_perm("reviews.edit_review", review)
    is_held = interaction.status == InteractionStatus.HELD
    return {
        "review": review,
        "interaction": interaction,
        "may_open_account": KeyAccount.objects.visible_to(user)
        .filter(pk=interaction.account_id)
        .exists(),
        "people": interaction.people.by_name(),
        "contacts": interaction.contacts.by_level(),
        "decisions": [
            (decision, user.has_perm("reviews.finish_decision", decision))
            for decision in review.decisions.select_related("owner")
        ],
        "go_ahead": standing_of(interaction, user),
        "debrief": debrief_standing(interaction, user),
        "may_edit": may_edit and interaction.status != InteractionStatus.CANCELLED,
        "may_write": may_edit and is_held,
        "may_hold": may_edit and interaction.is_planned and interaction.day <= today,
        "may_invite": may_edit and interaction.is_planned and interaction.day >= today,
        "may_cancel": may_edit and interaction.is_planned,
        "decision_form": DecisionForm(review=review) if may_edit and is_held else None,
        "today": today,
    }
