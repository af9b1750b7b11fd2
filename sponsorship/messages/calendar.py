"""Messages that carry a calendar entry: a meeting planned, changed, cancelled by somebody else."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Notification, User
from accounts.services.kinds import Attachment, Kind, Message
from sponsors.models import Interaction
from sponsorship.calendar.invitations import cancellation, invitation
from sponsorship.messages.base import About, is_identifier, on_day
from sponsorship.messages.interactions import with_participants


class MeetingInvitation(About):
    """Somebody else has planned, or moved, a meeting in which the reader takes part."""

    label = gettext_lazy("Meeting for your calendar")
    is_urgent = True

    def open_to(self, reader: User) -> QuerySet[Any]:
        """What is planned and visible."""
        rows = Interaction.objects.visible_to(reader).planned()
        return with_participants(rows).select_related("account", "logged_by", "review")

    def holds(self, thing: Any, notification: Notification) -> bool:
        """As long as the reader takes part, and wants to hear of it."""
        reader = notification.recipient
        return reader.gets_invitations and reader in thing.who

    def message(self, thing: Any, notification: Notification) -> Message:
        """Name account, day and place."""
        again = notification.data.get("again")
        words = _("Changed: %(what)s") if again else _("Planned: %(what)s")
        by = notification.data.get("by", "")
        told = _("Changed by %(name)s.") if again else _("Planned by %(name)s.")
        return Message(
            subject=words % {"what": f"{thing.account}, {thing.subject}"},
            lines=(
                when(thing.day, thing.time, thing.place),
                *([told % {"name": by}] if by else []),
            ),
            action_label=_("Open"),
            action_path=page_of(thing),
        )

    def files(self, thing: Any, notification: Notification) -> tuple[Attachment, ...]:
        """The entry as it is now."""
        return invitation(thing, notification.recipient)


class MeetingWithdrawn(Kind):
    """What stood in the reader's calendar does not take place, or not with the reader."""

    label = gettext_lazy("Meeting cancelled")
    is_urgent = True

    def find(self, reader: User, subject_ids: Iterable[str]) -> Mapping[str, Any]:
        """What the reader was invited to, whether or not it may still be read: the words are those of the invitation."""
        names = [name for name in subject_ids if is_identifier(name)]
        rows = with_participants(Interaction.objects.filter(public_id__in=names))
        return {str(row.public_id): row for row in rows}

    def holds(self, thing: Any, notification: Notification) -> bool:
        """Unless the reader is asked along again."""
        return not (thing.is_planned and notification.recipient in thing.who)

    def message(self, thing: Any, notification: Notification) -> Message:
        """Say what, in the words that the reader knows."""
        known = notification.data
        hour = time.fromisoformat(known["time"]) if known["time"] else None
        return Message(
            subject=_("Cancelled: %(what)s") % {"what": f"{thing.account}, {known['subject']}"},
            lines=(
                when(date.fromisoformat(known["day"]), hour, ""),
                _("It is taken out of your calendar."),
            ),
        )

    def files(self, thing: Any, notification: Notification) -> tuple[Attachment, ...]:
        """The cancellation."""
        return cancellation(thing, notification.recipient, notification.data)


def when(day: date, hour: time | None, place: str) -> str:
    """Return day, hour and place in a line."""
    return ", ".join(part for part in (on_day(day), f"{hour:%H:%M}" if hour else "", place) if part)


def page_of(interaction: Interaction) -> str:
    """Return the page of an interaction, or of the account review that it is."""
    review = getattr(interaction, "review", None)
    return str((review or interaction).get_absolute_url())
