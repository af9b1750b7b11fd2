"""What Tandem told a person."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.htmx import UserRequest
from accounts.models import Notification
from accounts.services.kinds import messages_of
from accounts.services.notifications import mark_read

PAGE = 25


@require_safe
def inbox(request: UserRequest) -> HttpResponse:
    """The messages that came due, the newest first."""
    rows = (
        Notification.objects.visible_to(request.user)
        .in_inbox()
        .exclude(kind="digest")
        .select_related("recipient")
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    words = messages_of(request.user, page)
    lines = [{"row": row, "message": words[row.pk]} for row in page if row.pk in words]
    return render(request, "accounts/inbox.html", {"page": page, "lines": lines})


@require_POST
def inbox_read(request: UserRequest) -> HttpResponse:
    """Note that all, or one of them, has been read."""
    named = request.POST.get("message", "")
    mark_read(request.user, [UUID(named)] if is_identifier(named) else None)
    return redirect("inbox")


def is_identifier(text: str) -> bool:
    """Whether the text is a public identifier."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
