"""Messages about pairings."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Notification, TeamMember, User
from accounts.services.answer_links import issue_link
from accounts.services.kinds import Message
from accounts.services.local_time import local_date
from sponsors.choices import PairingStatus
from sponsors.models import Pairing, PairingTerm
from sponsorship.messages.base import About, Occurrence, Reminder, after, ahead, on_day


def answerable(message: Message, purpose: str, notification: Notification) -> Message:
    """Return the message with a link that gives this answer once, where the e-mail reaches its reader alone."""
    if settings.MAIL_STAYS_INSIDE and not settings.DEMO:
        return message
    token = issue_link(
        purpose,
        subject_id=notification.subject_id,
        person=notification.recipient,
        at=timezone.now(),
    )
    return replace(message, action_path=reverse("accounts:answer_open", args=[token]))


class AboutPairing(About):
    """A message about one pairing."""

    def open_to(self, reader: User) -> QuerySet[Any]:
        """The pairings that the reader sees."""
        return with_team(Pairing.objects.visible_to(reader))


class PairingWaiting(AboutPairing):
    """The next word is the reader's."""

    label = gettext_lazy("Pairing waiting for an answer")
    is_urgent = True

    def holds(self, thing: Pairing, notification: Notification) -> bool:
        """As long as it waits for this person."""
        waiting = thing.status in {PairingStatus.PROPOSED, PairingStatus.KAM_AGREED}
        return waiting and waits_for(thing) == notification.recipient

    def message(self, thing: Pairing, notification: Notification) -> Message:
        """Name the account and the other person."""
        facts = {"account": thing.account, "sponsor": thing.sponsor.person, "kam": thing.kam}
        to_the_kam = notification.recipient_id != thing.sponsor.person_id
        subject = (
            _("%(sponsor)s as sponsor of %(account)s?")
            if to_the_kam
            else _("Would you sponsor %(account)s?")
        )
        line = (
            _(
                "A programme lead proposes %(sponsor)s to stand beside you. Nothing happens without your yes."
            )
            if to_the_kam
            else _("%(kam)s would like you as sponsor. The charter says what each of you does.")
        )
        return Message(
            subject=subject % facts,
            lines=(line % facts,),
            action_label=_("Read and answer"),
            action_path=reverse("sponsors:pairing_answer", args=[thing.public_id]),
        )

    def mailed(self, notification: Notification) -> Message:
        """Lead to the answer itself, without signing in, once; not where others read the mail that stays inside."""
        return answerable(self.render(notification), "pairing_answer", notification)


class PairingNews(AboutPairing):
    """A pairing has moved on."""

    def __init__(self, label: Any, subject: Any, line: Any) -> None:
        self.label = label  # type: ignore[misc]  # one class, three labels
        self.subject, self.line = subject, line

    def message(self, thing: Pairing, notification: Notification) -> Message:
        """Name the account and the two."""
        facts = {"account": thing.account, "sponsor": thing.sponsor.person, "kam": thing.kam}
        return Message(
            subject=str(self.subject) % facts,
            lines=(str(self.line) % facts,),
            action_label=_("Open the pairing"),
            action_path=thing.get_absolute_url(),
        )


class PairingConflict(AboutPairing):
    """A reorganisation has put the sponsor into the KAM's reporting line."""

    label = gettext_lazy("Pairing in conflict")
    is_urgent = True

    def holds(self, thing: Pairing, notification: Notification) -> bool:
        """As long as the mark stands."""
        return thing.conflict_since is not None

    def message(self, thing: Pairing, notification: Notification) -> Message:
        """Name the path."""
        path = notification.data.get("path", [])
        return Message(
            subject=_("%(account)s: sponsor and KAM are in one reporting line")
            % {"account": thing.account},
            lines=(" → ".join(path), _("The pairing goes on. Decide what follows.")),
            action_label=_("Decide"),
            action_path=reverse("sponsors:conflict_list"),
        )


class PairingWaits(Reminder, PairingWaiting):
    """An answer is due after three days, and after seven."""

    label = gettext_lazy("Answer to a proposal is due")

    def candidates(self, on: date) -> QuerySet[Any]:
        """Proposals older than two days."""
        return with_team(Pairing.objects.unanswered())

    def readers(self, thing: Pairing) -> Iterable[User | None]:
        """Whose word it is."""
        return [waits_for(thing)]

    def occurrence(self, thing: Pairing, reader: User, on: date) -> Occurrence | None:
        """Three and seven days after the last step."""
        agreed = thing.kam_agreed_at if thing.status == PairingStatus.KAM_AGREED else None
        return after(local_date(agreed or thing.proposed_at, reader), on, (3, 7), until=30)

    def holds(self, thing: Pairing, notification: Notification) -> bool:
        """As long as it waits, for that day."""
        return PairingWaiting.holds(self, thing, notification) and Reminder.holds(
            self, thing, notification
        )


class TermEnding(Reminder):
    """The last term of a pairing ends in 180, 90 and 30 days."""

    label = gettext_lazy("Term ends")
    tells_leads = True

    def open_to(self, reader: User) -> QuerySet[Any]:
        """The pairings that the reader sees, with their terms."""
        terms = Prefetch(
            "terms", queryset=PairingTerm.objects.order_by("number"), to_attr="in_order"
        )
        running = Pairing.objects.visible_to(reader).active()
        return with_team(running).prefetch_related(terms)

    def candidates(self, on: date) -> QuerySet[Any]:
        """Active pairings with a term that ends within 181 days."""
        terms = Prefetch(
            "terms", queryset=PairingTerm.objects.order_by("number"), to_attr="in_order"
        )
        near = PairingTerm.objects.filter(
            ends_on__lte=on + timedelta(days=181), ends_on__gte=on - timedelta(days=1)
        )
        running = Pairing.objects.active().filter(terms__in=near)
        return with_team(running).prefetch_related(terms).distinct()

    def readers(self, thing: Pairing) -> Iterable[User | None]:
        """The two."""
        return [kam_of(thing), thing.sponsor.person]

    def occurrence(self, thing: Any, reader: User, on: date) -> Occurrence | None:
        """By the end of the last term."""
        terms: list[PairingTerm] = thing.in_order
        return ahead(terms[-1].ends_on, on, (180, 90, 30)) if terms else None

    def message(self, thing: Any, notification: Notification) -> Message:
        """Name the day, and what to talk about."""
        terms: list[PairingTerm] = thing.in_order
        return Message(
            subject=_("The engagement on %(account)s ends on %(day)s")
            % {"account": thing.account, "day": on_day(terms[-1].ends_on)},
            lines=(_("Renew, prepare a succession, or let it end: all three stand on its page."),),
            action_label=_("Renew, succession or end"),
            action_path=thing.get_absolute_url() + "#next",
        )


def with_team(pairings: Any) -> QuerySet[Any]:
    """Bring the two along, and the account's team of today."""
    current = TeamMember.objects.current().with_person().order_by("role", "pk")
    return pairings.with_people().prefetch_related(
        Prefetch("account__team_members", queryset=current, to_attr="current_team")
    )


def kam_of(pairing: Pairing) -> User:
    """Return who manages the account now; the KAM of the proposal where nobody does."""
    return pairing.account.kam or pairing.kam


def waits_for(pairing: Pairing) -> User:
    """Return whose word comes next: the KAM's, then the sponsor's (R6)."""
    is_new = pairing.status == PairingStatus.PROPOSED
    return kam_of(pairing) if is_new else pairing.sponsor.person
