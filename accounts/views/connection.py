"""Connections: one of us confirms what another said."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.htmx import UserRequest
from accounts.models import Connection
from accounts.services.connections import LevelRefusedError, confirm_level
from accounts.views.refusals import level_refused


@require_POST
def connection_confirm(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Confirm the level that was shown, unless something newer was said since."""
    connections = Connection.objects.visible_to(request.user).with_entries()
    connection = get_object_or_404(connections, public_id=public_id)
    if not request.user.has_perm("accounts.confirm_level", connection):
        raise PermissionDenied
    shown = request.POST.get("entry", "")
    entry = next((row for row in connection.said if str(row.pk) == shown), connection.last)
    try:
        if entry is not None:
            confirm_level(entry, by=request.user)
    except LevelRefusedError as refusal:
        messages.error(request, level_refused(refusal))
    else:
        messages.success(request, _("Thank you, that is noted."))
    back = request.POST.get("next", "")
    is_local = url_has_allowed_host_and_scheme(
        back, allowed_hosts=None, require_https=request.is_secure()
    )
    return redirect(back if is_local else connection.person)
