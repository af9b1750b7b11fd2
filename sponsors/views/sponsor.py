"""Sponsors: who they are, and how one becomes one."""

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

from accounts.forms.person import language_name
from accounts.htmx import UserRequest, render_page_or_partial
from accounts.identifiers import as_uuids
from accounts.models import KeyAccount, Sector, User
from accounts.models.base import fold
from accounts.models.searching import words_of
from accounts.services.meanwhile import ChangedMeanwhileError
from sponsors.forms.sponsor import VolunteerForm, VolunteerForOtherForm, links_of
from sponsors.models import Sponsor
from sponsors.queries import sponsors_for, sponsors_to_propose
from sponsors.queries.year import asked_of, engagements
from sponsors.services.sponsors import (
    CapacityBelowPairingsError,
    NotAnExecutiveError,
    stop_volunteering,
    volunteer,
)

PAGE = 30
OFFERED = 8


@require_safe
def sponsor_list(request: UserRequest) -> HttpResponse:
    """Who sponsors, and how many places are free."""
    text = request.GET.get("q", "").strip()
    sponsors = of_name(sponsors_for(request.user), text)
    if request.GET.get("free"):
        sponsors = sponsors.filter(free_places__gt=0, is_volunteer=True)
    page = Paginator(sponsors, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "q": text,
        "free": request.GET.get("free", ""),
        "own": Sponsor.objects.filter(person=request.user).first(),
        "may_volunteer": request.user.has_perm("sponsors.volunteer"),
        "may_add": request.user.has_perm("sponsors.add_sponsor"),
    }
    return render_page_or_partial(
        request, "sponsors/sponsor_list.html", context, partial="sponsor-table"
    )


@require_safe
def sponsor_suggest(request: UserRequest) -> HttpResponse:
    """Offer those who have a free place while one types a name."""
    if not request.user.has_perm("sponsors.propose_pairing"):
        raise PermissionDenied
    text = str(next(iter(request.GET.values()), "")).strip()[:100]
    free = sponsors_to_propose(timezone.localdate())
    found = [sponsor.person for sponsor in of_name(free, text)[:OFFERED]] if len(text) > 1 else []
    return render(request, "accounts/person_options.html", {"people": found})


@require_safe
def interest_suggest(request: UserRequest) -> HttpResponse:
    """Offer sectors and key accounts while one types what interests one; the line that asks may bear any name."""
    text = str(next(iter(request.GET.values()), "")).strip()[:100]
    asked = words_of(text) if len(text) > 1 else ()
    sectors = [
        row
        for row in Sector.objects.narrow()
        if asked and all(word in fold(f"{row.name_en} {row.name_fr}") for word in asked)
    ]
    accounts = KeyAccount.objects.listed_to(request.user).matching(text.replace("·", " "))
    found = accounts.order_by("search_text")[: OFFERED - len(sectors[:3])] if asked else []
    context = {"sectors": sectors[:3], "accounts": found}
    return render(request, "sponsors/interest_options.html", context)


def of_name(sponsors: Any, text: str) -> Any:
    """Return those of the sponsors whose name or title holds each word."""
    words = words_of(text)
    return sponsors.filter(person__search_text__holds=words) if words else sponsors


@require_safe
def sponsor_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One sponsor: places and accounts; the rhythm to the two of a tandem and the leads, the answers to oneself and the leads."""
    sponsor = get_object_or_404(sponsors_for(request.user), public_id=public_id)
    sees_answers = request.user.has_perm("sponsors.view_profile_answers", sponsor)
    today = timezone.localdate()
    asks = request.user.has_perm("sponsors.see_rhythm", sponsor)
    context = {
        "sponsor": sponsor,
        "engagements": engagements(sponsor.running, today),
        "asked": asked_of(sponsor.person, today) if asks else [],
        "sees_asked": asks,
        "sees_answers": sees_answers,
        "interests": sponsor.interests.select_related("account", "sector") if sees_answers else [],
        "languages": [language_name(code) for code in sponsor.person.languages or []],
        "experiences": sponsor.experiences.select_related("sector") if sees_answers else [],
        "conflicts": sponsor.conflicts.select_related("account", "sector") if sees_answers else [],
        "topics": list(sponsor.topics.all()),
        "links": links_of(sponsor.person) if sees_answers else [],
        "today": today,
        "may_confirm": sponsor.person_id == request.user.pk,
        "may_edit": request.user.has_perm("sponsors.edit_sponsor", sponsor),
        "may_propose": request.user.has_perm("sponsors.propose_pairing"),
    }
    return render(request, "sponsors/sponsor_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sponsor_volunteer(request: UserRequest) -> HttpResponse:
    """An executive volunteers, or changes what was answered."""
    if not request.user.has_perm("sponsors.volunteer"):
        raise PermissionDenied
    own = Sponsor.objects.filter(person=request.user).first()
    form = VolunteerForm(request.POST or None, reader=request.user, sponsor=own)
    if request.method == "POST" and form.is_valid() and keep(request, form, person=request.user):
        messages.success(request, _("Thank you. Your profile is saved."))
        return redirect(
            "sponsors:sponsor_detail", Sponsor.objects.get(person=request.user).public_id
        )
    return profile_page(request, form, sponsor=own, person=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def sponsor_add(request: UserRequest) -> HttpResponse:
    """A programme lead enters an executive's profile."""
    if not request.user.has_perm("sponsors.add_sponsor"):
        raise PermissionDenied
    wanted = as_uuids([request.GET.get("person", "")])
    person = User.objects.executives().filter(public_id__in=wanted).first()
    form = VolunteerForOtherForm(
        request.POST or None, reader=request.user, initial={"person": person}
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and keep(request, form, person=form.cleaned_data["person"])
    ):
        messages.success(request, _("The profile is saved."))
        return redirect("sponsors:sponsor_list")
    return profile_page(request, form, sponsor=None, person=None)


@require_http_methods(["GET", "HEAD", "POST"])
def sponsor_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Change a sponsor's profile."""
    sponsor = get_object_or_404(Sponsor.objects.visible_to(request.user), public_id=public_id)
    if not request.user.has_perm("sponsors.edit_sponsor", sponsor):
        raise PermissionDenied
    form = VolunteerForm(request.POST or None, reader=request.user, sponsor=sponsor)
    if request.method == "POST" and form.is_valid() and keep(request, form, person=sponsor.person):
        messages.success(request, _("The profile is saved."))
        return redirect("sponsors:sponsor_detail", sponsor.public_id)
    return profile_page(request, form, sponsor=sponsor, person=sponsor.person)


@require_POST
def sponsor_stop(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Volunteer no longer; running pairings go on."""
    sponsor = get_object_or_404(Sponsor.objects.visible_to(request.user), public_id=public_id)
    if not request.user.has_perm("sponsors.edit_sponsor", sponsor):
        raise PermissionDenied
    stop_volunteering(sponsor, by=request.user)
    messages.success(request, _("No new account will be proposed. Running pairings go on."))
    return redirect("sponsors:sponsor_detail", sponsor.public_id)


def profile_page(
    request: UserRequest, form: VolunteerForm, *, sponsor: Sponsor | None, person: User | None
) -> HttpResponse:
    """Show the questions, with what is known of the person from their own page."""
    context = {
        "form": form,
        "sponsor": sponsor,
        "person": person,
        "languages": [language_name(code) for code in (person and person.languages) or []],
        "is_own": person == request.user,
    }
    return render(request, "sponsors/sponsor_form.html", context)


def keep(request: UserRequest, form: VolunteerForm, *, person: User) -> bool:
    """Keep the answers; where open pairings stand against the number of accounts, say so beside it."""
    try:
        volunteer(
            person,
            form.answers(),
            by=request.user,
            on=timezone.localdate(),
            read=form.cleaned_data["read"],
        )
    except ChangedMeanwhileError as refusal:
        form.compare(refusal)
    except CapacityBelowPairingsError as refusal:
        form.add_error(
            "capacity",
            ngettext(
                "%(n)d pairing is open: the number of accounts cannot be lower.",
                "%(n)d pairings are open: the number of accounts cannot be lower.",
                refusal.open_pairings,
            )
            % {"n": refusal.open_pairings},
        )
    except NotAnExecutiveError as refusal:
        form.add_error(
            None,
            _("%(name)s is not a member of general management.") % {"name": refusal.person},
        )
    return not form.errors
