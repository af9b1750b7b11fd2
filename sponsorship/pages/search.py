"""One box: accounts, contacts, people and sponsors, only what one may see."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.htmx import UserRequest, render_page_or_partial
from sponsorship.finding import find


@require_safe
def search(request: UserRequest) -> HttpResponse:
    """Find by a few letters of a name."""
    text = request.GET.get("q", "").strip()[:100]
    today = timezone.localdate()
    found = find(request.user, text, on=today) if len(text) > 1 else None
    return render_page_or_partial(
        request, "sponsorship/search.html", {"q": text, "found": found}, partial="search-results"
    )
