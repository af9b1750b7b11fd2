"""Messages about points to watch. None says what it is about: that stands on the page, for those who may read it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Notification, User
from accounts.services.kinds import Message
from sponsors.models import ConfidedSignal, DriftSignal
from sponsorship.messages.base import About, Occurrence, Reminder, after


class Private(About):
    """A message that nobody else sees: not in the mailbox of a machine without a mail server, nor by its label."""

    label = gettext_lazy("Personal message")
    is_private = True


class AboutConfided(Private):
    """A message about one word in confidence."""

    def open_to(self, reader: User) -> QuerySet[Any]:
        """What the reader said, or may answer."""
        return ConfidedSignal.objects.visible_to(reader).with_people()


class SignalConfided(AboutConfided):
    """Something waits for a lead's answer."""

    def holds(self, thing: ConfidedSignal, notification: Notification) -> bool:
        """As long as no lead has answered."""
        return not thing.is_answered

    def message(self, thing: ConfidedSignal, notification: Notification) -> Message:
        """Say no name: the page does."""
        return Message(
            subject=_("Somebody speaks to you in confidence"),
            lines=(_("It waits for the answer of a programme lead. Nobody else reads it."),),
            action_label=_("Read and answer"),
            action_path=thing.get_absolute_url(),
        )


class SignalAnswered(AboutConfided):
    """There is something new for the author, or for the lead who answered."""

    def message(self, thing: ConfidedSignal, notification: Notification) -> Message:
        """Lead to it."""
        return Message(
            subject=_("There is an answer to what was said in confidence"),
            lines=(_("You find it on its page, and nowhere else."),),
            action_label=_("Open"),
            action_path=thing.get_absolute_url(),
        )


class SignalFollowUp(Reminder, AboutConfided):
    """The day has come on which author and lead look again at what they agreed to do."""

    def candidates(self, on: date) -> QuerySet[Any]:
        """Due about today, or for some weeks."""
        since = on - timedelta(days=22)
        due = ConfidedSignal.objects.followed().with_people()
        return due.filter(follow_up_on__range=(since, on + timedelta(days=1)))

    def readers(self, thing: ConfidedSignal) -> Iterable[User | None]:
        """The author, and the lead who answered."""
        return [thing.author, thing.answered_by]

    def occurrence(self, thing: ConfidedSignal, reader: User, on: date) -> Occurrence | None:
        """On the day, and a week and two weeks after."""
        if not thing.is_followed or thing.follow_up_on is None:
            return None
        return after(thing.follow_up_on, on, (0, 7, 14), until=21)

    def message(self, thing: ConfidedSignal, notification: Notification) -> Message:
        """Ask what came of it."""
        return Message(
            subject=_("Today you wanted to look again at what you agreed"),
            lines=(_("Say in a line what came of it, or choose another day."),),
            action_label=_("Open"),
            action_path=thing.get_absolute_url(),
        )


class SignalFound(Private):
    """There is a point to watch, for the two alone."""

    def open_to(self, reader: User) -> QuerySet[Any]:
        """What the reader may know of."""
        return DriftSignal.objects.visible_to(reader).with_people()

    def holds(self, thing: DriftSignal, notification: Notification) -> bool:
        """As long as it is to be watched."""
        return thing.is_open

    def message(self, thing: DriftSignal, notification: Notification) -> Message:
        """Name the account alone."""
        return Message(
            subject=_("%(account)s: something for you two to talk about")
            % {"account": thing.pairing.account},
            lines=(_("You two alone read it. A word to each other is often enough."),),
            action_label=_("Open"),
            action_path=thing.get_absolute_url(),
        )


class SignalBrought(SignalFound):
    """One of the two lets the leads read a point to watch."""

    def holds(self, thing: DriftSignal, notification: Notification) -> bool:
        """Once it is brought."""
        return thing.is_brought

    def message(self, thing: DriftSignal, notification: Notification) -> Message:
        """Name the account."""
        return Message(
            subject=_("%(account)s: one of the tandem asks for your help")
            % {"account": thing.pairing.account},
            lines=(_("It is about a point to watch. Talk to both before you decide anything."),),
            action_label=_("Open"),
            action_path=thing.get_absolute_url(),
        )
