"""Messages about the rhythm of a tandem: what is due, and what one of the two proposes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Notification, User
from accounts.services.kinds import Message
from sponsors.choices import InteractionKind
from sponsors.models import Pairing, RhythmTarget
from sponsors.queries.rhythm import courses
from sponsors.rhythm import Lane, Standing, standings_of
from sponsorship.messages.base import About, Occurrence, Reminder, after, on_day
from sponsorship.messages.pairings import kam_of, with_team

# The day after the due one, and once more a month later.
STAGES = (1, 31)


class RhythmDue(Reminder):
    """Something is due between the two, or with the client, and no day is planned for it: the two hear of it."""

    label = gettext_lazy("Rhythm: something is due")

    def open_to(self, reader: User) -> QuerySet[Any]:
        """The pairings that the reader sees."""
        return with_team(Pairing.objects.visible_to(reader).active())

    def candidates(self, on: date) -> QuerySet[Any]:
        """Active pairings."""
        return with_team(Pairing.objects.active())

    def readers(self, thing: Pairing) -> Iterable[User | None]:
        """The two."""
        return [kam_of(thing), thing.sponsor.person]

    def bring(self, things: list[Any], on: date) -> None:
        """Bring their days along; those of tomorrow too, for readers whose day has begun earlier."""
        found = courses([thing.pk for thing in things], on + timedelta(days=1))
        for thing in things:
            thing.days = found[thing.pk]

    def occurrence(self, thing: Any, reader: User, on: date) -> Occurrence | None:
        """The day after the due one, and a month later; of the lane that comes first, never several at once."""
        row = first_due(thing, on)
        due = after(row.due_on, on, STAGES) if row else None
        return replace(due, about=row.lane.value) if row and due else None

    def message(self, thing: Any, notification: Notification) -> Message:
        """Help, without blame."""
        lane = Lane(notification.data.get("about") or Lane.EXCHANGE)
        course, _target = thing.days
        last = max(course.held.get(lane, ()), default=None)
        return WORDS[lane](thing, last)


def first_due(pairing: Any, on: date) -> Standing | None:
    """Return the first lane that is overdue without a day planned for it."""
    course, target = pairing.days
    late = (
        row for row in standings_of(course, target, on=on) if row.is_overdue and row.planned is None
    )
    return next(late, None)


def log_path(pairing: Pairing) -> str:
    """Return where something is noted or planned on the account."""
    return f"{reverse('interaction_log')}?account={pairing.account.public_id}"


def talk(pairing: Pairing, last: date | None) -> Message:
    """The two have not talked for longer than they agreed."""
    return Message(
        subject=_("It has been quiet around %(account)s") % {"account": pairing.account},
        lines=(
            _("The last exchange between the two of you that is noted was on %(day)s.")
            % {"day": on_day(last)}
            if last
            else _("No exchange between the two of you is noted yet."),
            _("A short call is enough. If you have talked, note it in ten seconds."),
        ),
        action_label=_("Note an exchange"),
        action_path=f"{log_path(pairing)}&kind={InteractionKind.EXCHANGE}",
    )


def meet(pairing: Pairing, last: date | None) -> Message:
    """No top executive of the client was met for longer than agreed."""
    return Message(
        subject=_("%(account)s: time to see the client again") % {"account": pairing.account},
        lines=(
            _("The last meeting with a top executive of the client that is noted was on %(day)s.")
            % {"day": on_day(last)}
            if last
            else _("No meeting with a top executive of the client is noted yet."),
            _("Days that suit both of you stand on the page of your rhythm."),
        ),
        action_label=_("Choose a day"),
        action_path=reverse("sponsors:rhythm_detail", args=[pairing.public_id]),
    )


def see(pairing: Pairing, last: date | None) -> Message:
    """No top executive of the client was met face to face for longer than agreed."""
    return replace(
        meet(pairing, last),
        subject=_("%(account)s: time to see the client face to face")
        % {"account": pairing.account},
        lines=(
            _("The last meeting face to face that is noted was on %(day)s.") % {"day": on_day(last)}
            if last
            else _("No meeting face to face with a top executive of the client is noted yet."),
        ),
    )


def review(pairing: Pairing, last: date | None) -> Message:
    """No account review was held for longer than agreed."""
    return Message(
        subject=_("%(account)s: time for an account review") % {"account": pairing.account},
        lines=(
            _("The last account review was on %(day)s.") % {"day": on_day(last)}
            if last
            else _("No account review was held yet."),
        ),
        action_label=_("Plan a review"),
        action_path=f"{reverse('reviews:review_plan')}?account={pairing.account.public_id}",
    )


WORDS = {Lane.EXCHANGE: talk, Lane.CLIENT: meet, Lane.FACE_TO_FACE: see, Lane.REVIEW: review}


class AboutRhythm(About):
    """A message about a rhythm that one of the two proposes."""

    def open_to(self, reader: User) -> QuerySet[Any]:
        """Those of the pairings that the reader sees."""
        return RhythmTarget.objects.visible_to(reader).with_people()


class RhythmWaiting(AboutRhythm):
    """Another rhythm waits for the reader's word."""

    label = gettext_lazy("Another rhythm waits for an answer")

    def holds(self, thing: RhythmTarget, notification: Notification) -> bool:
        """As long as it waits for this person."""
        return notification.recipient.has_perm("sponsors.answer_rhythm", thing)

    def message(self, thing: RhythmTarget, notification: Notification) -> Message:
        """Name the account, who proposes it, and why."""
        facts = {"name": thing.proposed_by, "account": thing.pairing.account}
        return Message(
            subject=_("Another rhythm on %(account)s?") % facts,
            lines=tuple(
                filter(
                    None,
                    (_("%(name)s proposes how often you meet from now on.") % facts, thing.word),
                )
            ),
            action_label=_("Read and answer"),
            action_path=reverse("sponsors:rhythm_answer", args=[thing.public_id]),
        )


class RhythmAnswered(AboutRhythm):
    """The other of the two has answered."""

    def __init__(self, label: Any, subject: Any) -> None:
        self.label = label  # type: ignore[misc]  # one class, two labels
        self.subject = subject

    def message(self, thing: RhythmTarget, notification: Notification) -> Message:
        """Name who answered, and why not."""
        facts = {"name": thing.answered_by, "account": thing.pairing.account}
        return Message(
            subject=str(self.subject) % facts,
            lines=(thing.reason,) if thing.reason else (),
            action_label=_("Open the rhythm"),
            action_path=reverse("sponsors:rhythm_detail", args=[thing.pairing.public_id]),
        )
