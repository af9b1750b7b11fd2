"""Messages in doubt, for administrators; and the mailbox, where no mail server is set."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.htmx import UserRequest
from accounts.models import KeptMail, Notification
from accounts.services.kinds import private_kinds
from accounts.services.notifications import NotInDoubtError, Verdict, settle

PAGE = 30


@require_safe
def notifications_in_doubt(request: UserRequest) -> HttpResponse:
    """Messages that were perhaps sent, were refused, or given up: without their words."""
    if not request.user.has_perm("accounts.settle_notifications"):
        raise PermissionDenied
    rows = Notification.objects.in_doubt().select_related("recipient").order_by("due_at", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/notifications_in_doubt.html", {"page": page})


@require_POST
def notification_settle(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say that it was sent, or send it again."""
    if not request.user.has_perm("accounts.settle_notifications"):
        raise PermissionDenied
    row = get_object_or_404(Notification, public_id=public_id)
    verdict = request.POST.get("verdict", "")
    try:
        settle(row, Verdict(verdict), by=request.user)
    except (NotInDoubtError, ValueError):
        messages.error(request, _("This message is no longer in doubt."))
    else:
        messages.success(request, _("Noted."))
    return redirect("accounts:notifications_in_doubt")


@require_safe
def mailbox(request: UserRequest) -> HttpResponse:
    """The e-mails that stay inside because no mail server is set."""
    guard_mailbox(request)
    page = Paginator(open_mails(), PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/mailbox.html", {"page": page})


@require_safe
def mailbox_mail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One of them, as text."""
    guard_mailbox(request)
    mail = get_object_or_404(open_mails(), public_id=public_id)
    return render(request, "accounts/mailbox_mail.html", {"mail": mail})


def open_mails() -> QuerySet[KeptMail]:
    """Return the e-mails that a programme lead may read: none of which only its reader may know (R13)."""
    private = Notification.objects.filter(kind__in=private_kinds())
    return KeptMail.objects.exclude(message_id__in=private.values("message_id"))


def guard_mailbox(request: UserRequest) -> None:
    """The mailbox is for programme leads, and only where mail stays inside."""
    if not settings.MAIL_STAYS_INSIDE:
        raise Http404
    if not request.user.has_perm("accounts.open_mailbox"):
        raise PermissionDenied
