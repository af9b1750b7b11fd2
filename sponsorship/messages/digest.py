"""The daily e-mail of those who want one a day."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Notification, User
from accounts.services.kinds import Kind, Message, SubjectGoneError, kind_named


class Digest(Kind):
    """One e-mail a day, a line for each message that waits."""

    label = gettext_lazy("Daily e-mail")
    is_urgent = True

    def find(self, reader: User, subject_ids: Iterable[str]) -> Mapping[str, Any]:
        """Return the reader: what the digest carries stands on its row."""
        return {name: reader for name in subject_ids if name == str(reader.public_id)}

    def message(self, thing: Any, notification: Notification) -> Message:
        """Return a line for each message that still holds."""
        rows = Notification.objects.filter(pk__in=notification.data.get("rows", [])).select_related(
            "recipient"
        )
        lines = tuple(line for row in rows.order_by("due_at") if (line := line_of(row)))
        count = len(lines)
        return Message(
            subject=ngettext("Today: %(n)d message", "Today: %(n)d messages", count) % {"n": count},
            lines=lines,
            action_label=_("Open my inbox"),
            action_path=reverse("inbox"),
        )


def line_of(row: Notification) -> str:
    """Return the line of a message, or nothing where it no longer holds."""
    kind = kind_named(row.kind)
    try:
        return kind.title(row) if kind.still_due(row) else ""
    except SubjectGoneError:
        return ""
