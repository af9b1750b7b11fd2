"""Messages about meetings, reviews and what was promised."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Delegation, KeyAccount, Notification, User
from accounts.services.kinds import Attachment, Message, language_of
from reviews.models import AccountReview
from sponsors.choices import InteractionKind
from sponsors.models import Interaction, NextStep
from sponsorship.calendar.invitations import invitation
from sponsorship.meeting_brief import PDF, brief_attached
from sponsorship.messages.base import About, Occurrence, Reminder, after, ahead, days_away, on_day


def with_participants(rows: Any) -> QuerySet[Any]:
    """Bring account, logger and participants along, with the assistants who get copies."""
    copied = Delegation.objects.running(timezone.localdate()).filter(in_copy=True)
    assistants = Prefetch(
        "delegations_given", queryset=copied.select_related("to"), to_attr="in_copy_now"
    )
    return rows.select_related("account", "logged_by").prefetch_related(
        Prefetch("people", queryset=User.objects.prefetch_related(assistants), to_attr="who")
    )


class MeetingReminder(Reminder):
    """A reminder about a planned interaction, to who takes part."""

    def open_to(self, reader: User) -> QuerySet[Any]:
        """What is planned and visible."""
        return with_participants(Interaction.objects.visible_to(reader).planned())

    def readers(self, thing: Any) -> Iterable[User | None]:
        """Who takes part, else who planned it; and in copy the assistants whom an executive has chosen."""
        copies = [row.to for person in thing.who for row in person.in_copy_now]
        is_private = thing.kind == InteractionKind.COACHING
        return [*(thing.who or [thing.logged_by]), *([] if is_private else copies)]


class MeetingAhead(MeetingReminder):
    """A meeting in seven days, and tomorrow, with its brief."""

    label = gettext_lazy("Meeting ahead")

    def candidates(self, on: date) -> QuerySet[Any]:
        """Planned with the client within eight days; reviews have a reminder of their own."""
        rows = Interaction.objects.planned().filter(
            side="client", day__range=(on - timedelta(days=1), on + timedelta(days=8))
        )
        return with_participants(rows.exclude(kind=InteractionKind.REVIEW))

    def occurrence(self, thing: Any, reader: User, on: date) -> Occurrence | None:
        """Seven days and one day before."""
        return ahead(thing.day, on, (7, 1))

    def message(self, thing: Any, notification: Notification) -> Message:
        """Name the day, and lead to the page to read before."""
        return Message(
            subject=_("%(account)s: %(subject)s, %(when)s")
            % {"account": thing.account, "subject": thing.subject, "when": days_away(thing.day)},
            lines=(
                on_day(thing.day)
                + (f", {thing.time:%H:%M}" if thing.time else "")
                + (f", {thing.place}" if thing.place else ""),
            ),
            action_label=_("Prepare"),
            action_path=reverse("meeting_prepare", args=[thing.public_id]),
        )

    def files(self, thing: Any, notification: Notification) -> tuple[Attachment, ...]:
        """The calendar entry; on the day before also the brief, for exactly those whom the reader meets."""
        reader = notification.recipient
        brief = brief_attached(thing, reader) if is_near(thing.day) else ()
        return (*invitation(thing, reader), *brief)

    def mailed(self, notification: Notification) -> Message:
        """Say whether the brief goes along; where it should and could not be made, say that too."""
        message = super().mailed(notification)
        reader = notification.recipient
        is_there = any(file.kind == PDF for file in message.attachments)
        if not is_there and not self.should_carry(notification):
            return message
        with translation.override(language_of(reader)):
            line = (
                _("The brief for this meeting is attached.")
                if is_there
                else _("The brief could not be attached this time. It stands on the page.")
            )
        return replace(message, lines=(*message.lines, line))

    def should_carry(self, notification: Notification) -> bool:
        """Whether the meeting is near, and the reader reads the brief of the client."""
        found = self.find(notification.recipient, [notification.subject_id])
        return any(
            is_near(thing.day)
            and KeyAccount.objects.briefed_to(notification.recipient)
            .filter(pk=thing.account_id)
            .exists()
            for thing in found.values()
        )


def is_near(day: date) -> bool:
    """Whether it is tomorrow at the latest."""
    return day <= timezone.localdate() + timedelta(days=1)


class DebriefMissing(MeetingReminder):
    """A meeting is over and nobody has said how it went."""

    label = gettext_lazy("Debrief missing")

    def candidates(self, on: date) -> QuerySet[Any]:
        """Planned for one of the last fifteen days."""
        return with_participants(
            Interaction.objects.planned().filter(day__range=(on - timedelta(days=15), on))
        )

    def occurrence(self, thing: Any, reader: User, on: date) -> Occurrence | None:
        """The day after, and a week after."""
        return after(thing.day, on, (1, 7), until=14)

    def message(self, thing: Any, notification: Notification) -> Message:
        """Ask in a line."""
        return Message(
            subject=_("How did it go with %(account)s?") % {"account": thing.account},
            lines=(
                _("“%(subject)s” was planned for %(day)s. A minute is enough.")
                % {"subject": thing.subject, "day": on_day(thing.day)},
            ),
            action_label=_("Debrief"),
            action_path=reverse("sponsors:interaction_hold", args=[thing.public_id]),
        )


class NextStepDue(Reminder):
    """What a person promised is due."""

    label = gettext_lazy("Next step due")

    def open_to(self, reader: User) -> QuerySet[Any]:
        """One's own promises."""
        return (
            NextStep.objects.open()
            .filter(owner=reader)
            .select_related("interaction__account", "owner")
        )

    def candidates(self, on: date) -> QuerySet[Any]:
        """Due about today, or in three days."""
        due = NextStep.objects.open().filter(
            due_on__range=(on - timedelta(days=15), on + timedelta(days=4))
        )
        return due.select_related("interaction__account", "owner")

    def readers(self, thing: Any) -> Iterable[User | None]:
        """Whoever promised it."""
        return [thing.owner]

    def occurrence(self, thing: Any, reader: User, on: date) -> Occurrence | None:
        """Three days before, on the day, and a week after."""
        if on < thing.due_on:
            return ahead(thing.due_on, on, (3,))
        return after(thing.due_on, on, (0, 7), until=14)

    def message(self, thing: Any, notification: Notification) -> Message:
        """Name the promise."""
        return Message(
            subject=_("%(step)s, due %(when)s")
            % {"step": thing.text, "when": days_away(thing.due_on)},
            lines=(str(thing.interaction.account), on_day(thing.due_on)),
            action_label=_("Open"),
            action_path=f"{reverse('sponsors:step_list')}#step-{thing.public_id}",
        )


class ReviewAhead(Reminder):
    """An account review in 30, 7 and 1 days."""

    label = gettext_lazy("Account review ahead")

    def open_to(self, reader: User) -> QuerySet[Any]:
        """Planned reviews that the reader sees."""
        return with_review(
            AccountReview.objects.visible_to(reader).filter(interaction__status="planned")
        )

    def candidates(self, on: date) -> QuerySet[Any]:
        """Planned within 31 days."""
        near = (on - timedelta(days=1), on + timedelta(days=31))
        return with_review(
            AccountReview.objects.filter(
                interaction__status="planned", interaction__day__range=near
            )
        )

    def readers(self, thing: Any) -> Iterable[User | None]:
        """Who takes part, else who planned it."""
        return thing.interaction.who or [thing.interaction.logged_by]

    def occurrence(self, thing: Any, reader: User, on: date) -> Occurrence | None:
        """Thirty, seven and one days before."""
        return ahead(thing.interaction.day, on, (30, 7, 1))

    def message(self, thing: Any, notification: Notification) -> Message:
        """Name the day."""
        row = thing.interaction
        return Message(
            subject=_("Account review of %(account)s, %(when)s")
            % {"account": row.account, "when": days_away(row.day)},
            lines=(on_day(row.day), row.subject),
            action_label=_("Open the review"),
            action_path=thing.get_absolute_url(),
        )


class ReviewInvitation(About):
    """You are invited to an account review."""

    label = gettext_lazy("Invitation to an account review")
    is_urgent = True

    def open_to(self, reader: User) -> QuerySet[Any]:
        """Planned reviews that the reader sees."""
        return with_review(
            AccountReview.objects.visible_to(reader).filter(interaction__status="planned")
        )

    def message(self, thing: Any, notification: Notification) -> Message:
        """Name account and day."""
        row = thing.interaction
        return Message(
            subject=_("Account review of %(account)s on %(day)s")
            % {"account": row.account, "day": on_day(row.day)},
            lines=(row.subject, *([row.place] if row.place else [])),
            action_label=_("Open the review"),
            action_path=thing.get_absolute_url(),
        )

    def files(self, thing: Any, notification: Notification) -> tuple[Attachment, ...]:
        """The calendar entry."""
        return invitation(thing.interaction, notification.recipient)


def with_review(rows: Any) -> QuerySet[Any]:
    """Bring the interaction and its people along."""
    return rows.select_related("interaction__account", "interaction__logged_by").prefetch_related(
        Prefetch("interaction__people", queryset=User.objects.all(), to_attr="who")
    )
