"""The daily e-mail of those who want one a day."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.choices import NotificationState
from accounts.models import Notification, User
from accounts.services.digests import carried_by
from accounts.services.kinds import Kind, Message, messages_of


class Digest(Kind):
    """One e-mail a day, a line for each message that waits."""

    label = gettext_lazy("Daily e-mail")
    is_urgent = True

    def find(self, reader: User, subject_ids: Iterable[str]) -> Mapping[str, Any]:
        """Return the reader: what the digest carries stands on its row."""
        return {name: reader for name in subject_ids if name == str(reader.public_id)}

    def message(self, thing: User, notification: Notification) -> Message:
        """Return a line for each message that still waits; what no longer holds was dropped before."""
        rows = carried_by(notification).filter(state=NotificationState.PENDING)
        in_order = list(rows.select_related("recipient").order_by("due_at", "pk"))
        words = messages_of(thing, in_order)
        lines = tuple(words[row.pk].subject for row in in_order if row.pk in words)
        count = len(lines)
        return Message(
            subject=ngettext("Today: %(n)d message", "Today: %(n)d messages", count) % {"n": count},
            lines=lines,
            action_label=_("Open my inbox"),
            action_path=reverse("inbox"),
            is_list=True,
        )
