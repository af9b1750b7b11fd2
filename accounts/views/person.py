"""People: the list, a person's page, and what leads and administrators change there."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms.person import (
    GroupsForm,
    NewPersonForm,
    PersonFilterForm,
    PersonForm,
    language_name,
)
from accounts.htmx import UserRequest, render_page_or_partial
from accounts.models import Absence, User
from accounts.queries import accounts_of, chain_above
from accounts.services.meanwhile import ChangedMeanwhileError
from accounts.services.organisation import ReportingCycleError
from accounts.services.people import LastAdministratorError, add_person, edit_person, set_groups
from accounts.services.taken import TakenError
from accounts.views.foresight import conflicts_ahead
from accounts.views.paging import BoundedPaginator
from accounts.views.refusals import cycle, last_administrator, taken

PAGE = 30
REPORTS = 30
OFFERED = 8


@require_safe
def person_list(request: UserRequest) -> HttpResponse:
    """Everyone whom the programme knows."""
    may_invite = request.user.has_perm("accounts.invite_people")
    form = PersonFilterForm(request.GET, sees_invitations=may_invite)
    people = form.choose(User.objects.visible_to(request.user)).select_related("manager").by_name()
    paginator = BoundedPaginator(people, PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "paginator": paginator,
        "has_some_to_invite": may_invite
        and any(person.is_active and not person.has_joined for person in page),
        "may_add": request.user.has_perm("accounts.edit_person"),
        "may_invite": may_invite,
        "may_choose": request.user.has_perm("accounts.run_programme"),
        "waiting": User.objects.waiting_for_invitation().exists() if may_invite else False,
    }
    return render_page_or_partial(
        request, "accounts/person_list.html", context, partial="person-table"
    )


@require_safe
def person_suggest(request: UserRequest) -> HttpResponse:
    """Offer people while one types a name; the line that asks may bear any name."""
    text = str(next(iter(request.GET.values()), "")).strip()[:100]
    people = User.objects.visible_to(request.user).active().matching(text).by_name()
    found = people[:OFFERED] if len(text) > 1 else []
    return render(request, "accounts/person_options.html", {"people": found})


@require_safe
def person_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One person: where they stand, to whom they report, and the accounts they work on."""
    person = get_object_or_404(User.objects.visible_to(request.user), public_id=public_id)
    reports = list(person.reports.active().by_name()[: REPORTS + 1])
    may_edit = request.user.has_perm("accounts.edit_person")
    context = {
        "person": person,
        "languages": [language_name(code) for code in person.languages or []],
        "chain": chain_above(person),
        "reports": reports[:REPORTS],
        "has_more_reports": len(reports) > REPORTS,
        "seats": accounts_of(person, reader=request.user),
        "groups": sorted(person.group_names),
        "may_edit": may_edit,
        "may_edit_groups": request.user.has_perm("accounts.edit_groups", person),
        "may_invite": request.user.has_perm("accounts.invite_people")
        and person.is_active
        and not person.has_joined,
        "sees_sign_in": may_edit,
        "absences": Absence.objects.not_over(timezone.localdate()).filter(person=person),
        "sees_delegates": request.user.has_perm("accounts.see_delegates", person),
    }
    return render(request, "accounts/person_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person_add(request: UserRequest) -> HttpResponse:
    """Add a person by hand."""
    if not request.user.has_perm("accounts.edit_person"):
        raise PermissionDenied
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        manager = form.cleaned_data["manager"]
        try:
            person = add_person(form.facts(), manager=manager, by=request.user)
        except TakenError as refusal:
            form.add_error(refusal.field, taken(refusal))
        else:
            messages.success(request, _("%(name)s is added.") % {"name": person.full_name})
            return redirect(person)
    return render(request, "accounts/person_form.html", {"form": form, "person": None})


@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Change what is known of a person, and to whom they report."""
    person = get_object_or_404(
        User.objects.visible_to(request.user).select_related("manager"), public_id=public_id
    )
    if not request.user.has_perm("accounts.edit_person"):
        raise PermissionDenied
    name = person.full_name
    form = PersonForm(request.POST or None, instance=person, frozen=frozen(request.user, person))
    if request.method == "POST" and form.is_valid():
        ahead = conflicts_ahead(
            request,
            question=_("Change whom %(name)s reports to?") % {"name": name},
            back=person.get_absolute_url(),
            managers={person.pk: getattr(form.cleaned_data["manager"], "pk", None)},
        )
        if ahead:
            return ahead
    if request.method == "POST" and form.is_valid() and keep(request, form, person):
        messages.success(request, _("The changes to %(name)s are saved.") % {"name": name})
        return redirect(person)
    context = {"form": form, "person": person, "name": name}
    return render(request, "accounts/person_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person_groups(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say who runs the programme and who keeps users and sign-in."""
    person = get_object_or_404(User.objects.visible_to(request.user), public_id=public_id)
    if not request.user.has_perm("accounts.edit_groups", person):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = GroupsForm(posted, initial={"groups": sorted(person.group_names)})
    if request.method == "POST" and form.is_valid():
        try:
            set_groups(person, form.cleaned_data["groups"], by=request.user)
        except LastAdministratorError as refusal:
            form.add_error("groups", last_administrator(refusal))
        else:
            messages.success(request, _("The groups of %(name)s are saved.") % {"name": person})
            return redirect(person)
    return render(request, "accounts/person_groups.html", {"form": form, "person": person})


def keep(request: UserRequest, form: PersonForm, person: User) -> bool:
    """Keep the facts; where a rule stands against them, say so beside the field."""
    manager = form.cleaned_data["manager"]
    try:
        edit_person(
            person, form.facts(), manager=manager, by=request.user, read=form.what_was_read()
        )
    except ChangedMeanwhileError as refusal:
        form.compare(refusal)
    except TakenError as refusal:
        form.add_error(refusal.field, taken(refusal))
    except ReportingCycleError as refusal:
        form.add_error("manager", cycle(refusal))
    except LastAdministratorError as refusal:
        form.add_error("is_active", last_administrator(refusal))
    return not form.errors


def frozen(editor: User, person: User) -> list[str]:
    """Return what this editor may not change: a lead no sign-in of who has joined, an administrator nothing that would open business content to themselves."""
    fields = []
    if person.has_joined and not editor.is_administrator:
        fields.append("email")
    if editor == person and not editor.is_lead:
        fields.append("is_executive")
    if editor == person:
        fields.append("is_active")
    return fields
