"""For each account, the executives outside its KAM's reporting line: where a programme without sponsors begins."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.htmx import UserRequest, render_page_or_partial
from accounts.models import KeyAccount
from sponsors.coverage import accounts_without_sponsor
from sponsorship.possible_sponsors import NAMED, choices_for

PAGE = 25


@require_safe
def possible_sponsors(request: UserRequest) -> HttpResponse:
    """The accounts without a sponsor, or all of them, and who might stand beside each KAM."""
    if not request.user.has_perm("sponsors.propose_pairing"):
        raise PermissionDenied
    show_all = request.GET.get("show") == "all"
    visible = KeyAccount.objects.visible_to(request.user)
    wanted = visible if show_all else accounts_without_sponsor(visible)
    accounts = wanted.matching(request.GET.get("q", "")[:100]).select_related("sector").with_team()
    page = Paginator(accounts.order_by("name", "pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "choices": choices_for(page.object_list, on=timezone.localdate()),
        "most": NAMED,
        "first": f":{NAMED}",
        "rest": f"{NAMED}:",
        "show_all": show_all,
        "q": request.GET.get("q", ""),
    }
    return render_page_or_partial(
        request, "sponsorship/possible_sponsors.html", context, partial="possible-table"
    )
