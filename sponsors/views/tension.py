"""Tensions: the open ones by stage, the first word, one with its course."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.htmx import UserRequest, render_page_or_partial
from accounts.models import KeyAccount
from accounts.models.searching import words_of
from sponsors.forms.interaction import accounts_of_team
from sponsors.forms.tension import TensionFilterForm, TensionOpenForm
from sponsors.models import Tension
from sponsors.models.tension import TensionQuerySet, stretches
from sponsors.services.tensions import TensionRefusedError, open_tension
from sponsors.views.refusals import tension_sentence

PAGE, CHOICES = 30, 40


@require_safe
def tension_list(request: UserRequest) -> HttpResponse:
    """The tensions one may read, by stage; a lead also sees where there is one inside the company."""
    form = TensionFilterForm(request.GET)
    filters = form.cleaned_data if form.is_valid() else {}
    is_past = filters.get("show") == "past"
    rows = Tension.objects.visible_to(request.user).select_related("account", "taken_in_by")
    rows = narrowed(rows, filters)
    ordered = rows.closed().order_by("-closed_at") if is_past else rows.open().most_pressing_first()
    context = {
        "form": form,
        "page": Paginator(ordered, PAGE).get_page(request.GET.get("page")),
        "is_past": is_past,
        "is_filtered": any(filters.get(name) for name in ("level", "q")),
        "hidden": [] if is_past else hidden_ones(request, filters),
        "may_open": accounts_of_team(request.user).exists(),
        "today": timezone.localdate(),
    }
    return render_page_or_partial(
        request, "sponsors/tension_list.html", context, partial="tension-list"
    )


def narrowed(rows: TensionQuerySet, filters: dict[str, Any]) -> TensionQuerySet:
    """Return those that fit the filters."""
    if filters.get("level"):
        rows = rows.filter(level=filters["level"])
    words = words_of(filters.get("q", ""))
    return rows.filter(account__search_text__holds=words) if words else rows


def hidden_ones(request: UserRequest, filters: dict[str, Any]) -> list[Tension]:
    """Return of the open internal ones what a lead may know: the account, and since when."""
    rows = Tension.objects.hidden_from(request.user).open().select_related("account")
    rows = narrowed(rows, {"q": filters.get("q", "")})
    shown = rows.only("opened_at", "account__name", "account__public_id")
    return list(shown.order_by("opened_at", "pk")[:PAGE])


@require_http_methods(["GET", "HEAD", "POST"])
def tension_open(request: UserRequest) -> HttpResponse:
    """Say that there is a strain: how pressing, and what was said."""
    account = asked_account(request)
    if account is None:
        return answer(request, {"accounts": accounts_of_team(request.user)[:CHOICES]})
    if not request.user.has_perm("sponsors.open_tension", account):
        raise PermissionDenied
    form = TensionOpenForm(
        request.POST or None,
        account=account,
        is_private=request.user.has_perm("sponsors.open_private_tension", account),
    )
    if request.method == "POST" and form.is_valid():
        try:
            tension = open_tension(account, form.word(), by=request.user, at=timezone.now())
        except TensionRefusedError as refusal:
            form.add_error(None, tension_sentence(refusal))
        else:
            messages.success(request, _("The tension is noted, and the tandem is told."))
            return redirect(tension)
    return answer(request, {"form": form, "account": account}, failed=form.is_bound)


@require_safe
def tension_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One tension: what was said, its course, how long it stood where."""
    tension = fetch(request, public_id)
    user = request.user
    course = list(tension.updates.select_related("by"))
    may_carry = tension.is_open and user.has_perm("sponsors.carry_tension", tension)
    context = {
        "tension": tension,
        "course": course[::-1],
        "stretches": stretches(course, at=tension.closed_at or timezone.now()),
        "may_take_in": tension.is_open
        and tension.taken_in_by_id != user.pk
        and user.has_perm("sponsors.take_in_tension", tension),
        "may_carry": may_carry,
        "may_note_contact": may_carry and tension.contacted_at is None,
        "today": timezone.localdate(),
    }
    return render(request, "sponsors/tension_detail.html", context)


def asked_account(request: UserRequest) -> KeyAccount | None:
    """Return the account that the address or the form names, or the only one there is; 404 for what is not one's own."""
    named = request.POST.get("account") or request.GET.get("account")
    if not named:
        first = list(accounts_of_team(request.user)[:2])
        return first[0] if len(first) == 1 else None
    try:
        wanted = KeyAccount.objects.visible_to(request.user).filter(public_id=UUID(named))
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(wanted.with_team())


def answer(request: UserRequest, context: dict[str, Any], *, failed: bool = False) -> HttpResponse:
    """Show the sheet's content inside the sheet, else a page of its own."""
    in_sheet = getattr(request, "htmx", False) and request.htmx.target == "sheet"
    name = "sponsors/tension_open.html#tension-form" if in_sheet else "sponsors/tension_open.html"
    return render(request, name, context | {"in_sheet": in_sheet}, status=422 if failed else 200)


def fetch(request: UserRequest, public_id: UUID) -> Tension:
    """Return a tension that the reader may read, or 404."""
    rows = Tension.objects.visible_to(request.user).with_people()
    return get_object_or_404(rows, public_id=public_id)
