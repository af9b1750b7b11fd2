"""Answers from an e-mail, without signing in: one question, one button."""

from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import AnswerLink
from accounts.services.answer_links import (
    AnswerRefusedError,
    LinkSpentError,
    find_link,
    link_of,
    purpose_named,
    redeem_link,
)
from accounts.services.kinds import language_of
from accounts.views.slowly import slowly

COOKIE, SALT, MINUTES = "tandem_answer", "tandem.answer", 30


@login_not_required
@never_cache
@require_safe
@slowly
def answer_open(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address: it is swapped for a cookie of this answer alone, and nothing is changed."""
    link = find_link(token, at=timezone.now())
    if link is None:
        return gone(request)
    response = redirect("accounts:answer", link.public_id)
    response.set_cookie(
        COOKIE,
        signing.dumps(str(link.public_id), salt=SALT),
        max_age=60 * MINUTES,
        path=reverse("accounts:answer", args=[link.public_id]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@slowly
def answer(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """Show the question; the one button gives the answer."""
    link = link_of(link_id, at=timezone.now()) if holds_cookie(request, link_id) else None
    if link is None:
        return gone(request)
    with translation.override(language_of(link.person)):
        return give(request, link) if request.method == "POST" else show(request, link)


def holds_cookie(request: HttpRequest, link_id: UUID) -> bool:
    """Whether this browser opened the link of this answer, half an hour ago at most."""
    try:
        name = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=60 * MINUTES)
    except signing.BadSignature:
        return False
    return bool(name == str(link_id))


def give(request: HttpRequest, link: AnswerLink) -> HttpResponse:
    """Take the answer, once; or say which rule stands against it."""
    purpose = purpose_named(link.purpose)
    try:
        redeem_link(
            link.public_id,
            at=timezone.now(),
            take=lambda locked: purpose.answer(locked, request.POST),
        )
    except LinkSpentError:
        return gone(request)
    except AnswerRefusedError as refusal:
        return show(request, link, refused=refusal.sentence, status=HTTPStatus.CONFLICT)
    response = render(request, "accounts/answer_given.html")
    response.delete_cookie(COOKIE, path=reverse("accounts:answer", args=[link.public_id]))
    return response


def show(
    request: HttpRequest, link: AnswerLink, *, refused: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    """Show the question as it stands now."""
    purpose = purpose_named(link.purpose)
    question = purpose.question(link)
    if question is None:
        return gone(request)
    return render(request, purpose.template, {**question, "refused": refused}, status=status)


def gone(request: HttpRequest) -> HttpResponse:
    """The same page whatever is wrong with a link: false, too old, used, revoked, no longer due."""
    return render(request, "accounts/answer_gone.html", status=HTTPStatus.GONE)
