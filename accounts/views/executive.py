"""General management: a programme lead says who belongs to it; the reporting line makes the first guess."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.htmx import UserRequest
from accounts.identifiers import as_uuids
from accounts.models import User
from accounts.queries import heads_of_company
from accounts.services.people import set_executives

MOST = 200


@require_http_methods(["GET", "HEAD", "POST"])
def executive_list(request: UserRequest) -> HttpResponse:
    """Tick who belongs to general management; where nobody does yet, the top two levels are ticked."""
    if not request.user.has_perm("accounts.run_programme"):
        raise PermissionDenied
    people = User.objects.visible_to(request.user).active()
    if request.method == "POST":
        shown = people.filter(public_id__in=as_uuids(request.POST.getlist("shown"))[:MOST])
        chosen = as_uuids(request.POST.getlist("executive"))
        changed = set_executives(shown, chosen, by=request.user)
        count = User.objects.executives().count()
        said = ngettext(
            "%(n)d person belongs to general management.",
            "%(n)d people belong to general management.",
            count,
        )
        messages.success(request, said % {"n": count} if changed else _("Nothing has changed."))
        return redirect("accounts:person_list")
    known, heads = User.objects.executives(), heads_of_company()
    is_guess = not known.exists()
    rows = people.filter(pk__in=heads) | people.filter(is_executive=True)
    rows = rows.select_related("manager").by_name()[: MOST + 1]
    context = {
        "people": [(person, person.is_executive or is_guess) for person in rows[:MOST]],
        "has_more": len(rows) > MOST,
        "is_guess": is_guess,
    }
    return render(request, "accounts/executive_list.html", context)
