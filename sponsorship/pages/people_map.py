"""The people map of one account."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.htmx import UserRequest
from accounts.models import KeyAccount
from sponsorship.people_map import SHOWN, people_map, picture_of, told


@require_safe
def people_map_page(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Contacts by level and unit, who of us knows them, and what is missing."""
    accounts = KeyAccount.objects.visible_to(request.user)
    account = get_object_or_404(accounts, public_id=public_id)
    user, today = request.user, timezone.localdate()
    page = people_map(account, reader=user, on=today, unit=request.GET.get("unit"))
    if page.unit is not None and page.unit not in dict(page.units):
        raise Http404
    if page.pairing is not None:
        page.pairing.account = account
    context = {
        "account": account,
        "page": page,
        "summary": told(page),
        "picture": picture_of(page),
        "shown": SHOWN,
        "may_edit": user.has_perm("accounts.edit_contact", account),
        "may_say": user.has_perm("accounts.say_level", account),
        "may_log": user.has_perm("sponsors.log_interaction", account),
        "may_ask": page.pairing is not None and user.has_perm("sponsors.ask_inside", page.pairing),
        "may_introduce": page.pairing is not None
        and user.has_perm("sponsors.answer_inside", page.pairing),
        "today": today,
    }
    return render(request, "sponsorship/people_map.html", context)
