"""Messages about conflicts that stay, sponsors who leave, KAMs who have left, renewals and hand-overs."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Notification, User
from accounts.services.kinds import Message
from sponsors.choices import HandOverState, PairingStatus, RenewalState
from sponsors.models import HandOver, Pairing, Renewal
from sponsors.queries.declared import declared_to
from sponsors.queries.succession import of_this_conflict
from sponsorship.messages.base import About, Occurrence, Reminder, after, on_day
from sponsorship.messages.pairings import AboutPairing, answerable

WEEKLY = tuple(range(7, 364, 7))


class ConflictOpen(Reminder):
    """A conflict stays undecided: the leads hear of it each week, but not while it is acknowledged."""

    label = gettext_lazy("Conflict to decide")
    tells_leads = True

    def open_to(self, reader: User) -> QuerySet[Any]:
        """The pairings in conflict that the reader sees, with what was said of them."""
        return with_words(Pairing.objects.visible_to(reader).in_conflict())

    def candidates(self, on: date) -> QuerySet[Any]:
        """All that are in conflict; they are few."""
        return with_words(Pairing.objects.in_conflict())

    def readers(self, thing: Pairing) -> Iterable[User | None]:
        """Nobody but the leads."""
        return []

    def occurrence(self, thing: Any, reader: User, on: date) -> Occurrence | None:
        """Each week after it began; once acknowledged, the day after that word runs out and each week from then."""
        said = of_this_conflict(thing, thing.words)
        if said is not None:
            return after(said.until + timedelta(days=1), on, (0, *WEEKLY))
        since = timezone.localtime(thing.conflict_since).date()
        return after(since, on, WEEKLY)

    def message(self, thing: Any, notification: Notification) -> Message:
        """Name the pairing, and whether a day has passed."""
        said = of_this_conflict(thing, thing.words)
        line = (
            _("It was acknowledged until %(day)s. That day has passed.")
            % {"day": on_day(said.until)}
            if said
            else _("In conflict since %(day)s, and nobody has decided.")
            % {"day": on_day(timezone.localtime(thing.conflict_since).date())}
        )
        return Message(
            subject=_("%(account)s: sponsor and KAM are still in one reporting line")
            % {"account": thing.account},
            lines=(line, _("End it with a succession, change the KAM, or acknowledge it.")),
            action_label=_("Decide"),
            action_path=reverse("sponsors:conflict_list"),
        )


def with_words(pairings: Any) -> QuerySet[Any]:
    """Bring people and acknowledgements along."""
    return pairings.with_people().prefetch_related(Prefetch("acknowledgements", to_attr="words"))


class SponsorLeaving(AboutPairing):
    """The sponsor of an open pairing left general management or the company, or stops."""

    label = gettext_lazy("Sponsor leaves")
    is_urgent = True

    def holds(self, thing: Pairing, notification: Notification) -> bool:
        """As long as the mark stands."""
        return thing.departure_since is not None

    def message(self, thing: Pairing, notification: Notification) -> Message:
        """Name the sponsor, and why."""
        facts = {
            "account": thing.account,
            "sponsor": thing.sponsor.person,
            "why": thing.get_departure_display(),
        }
        return Message(
            subject=_("%(account)s: %(sponsor)s %(why)s") % facts,
            lines=(_("The pairing goes on. Prepare a succession, or end it."),),
            action_label=_("Decide"),
            action_path=reverse("sponsors:conflict_list"),
        )


class KamLeft(AboutPairing):
    """The KAM of an open pairing has left the company, and the account has no other."""

    label = gettext_lazy("KAM has left")
    is_urgent = True

    def holds(self, thing: Pairing, notification: Notification) -> bool:
        """As long as no other KAM is named."""
        return thing.kam_left_since is not None

    def message(self, thing: Pairing, notification: Notification) -> Message:
        """Name the account and the KAM, and what mends it."""
        facts = {"account": thing.account, "kam": thing.kam, "sponsor": thing.sponsor.person}
        return Message(
            subject=_("%(account)s: the KAM %(kam)s has left the company") % facts,
            lines=(_("The pairing with %(sponsor)s goes on. Name another KAM.") % facts,),
            action_label=_("Name another KAM"),
            action_path=reverse("accounts:kam_change", args=[thing.account.public_id]),
        )


class AboutRenewal(About):
    """A message about the offer of another term."""

    def open_to(self, reader: User) -> QuerySet[Any]:
        """The renewals of the pairings that the reader sees."""
        return Renewal.objects.visible_to(reader).with_people()


class RenewalWaiting(AboutRenewal):
    """Another term waits for the reader's word."""

    label = gettext_lazy("Another term waits for an answer")
    is_urgent = True

    def holds(self, thing: Renewal, notification: Notification) -> bool:
        """As long as it waits for this person."""
        pairing, reader = thing.pairing, notification.recipient_id
        waits_for = {
            pairing.kam_id: thing.kam_agreed_at is None,
            pairing.sponsor.person_id: thing.sponsor_agreed_at is None,
        }
        return thing.state == RenewalState.OPEN and waits_for.get(reader, False)

    def message(self, thing: Renewal, notification: Notification) -> Message:
        """Name the account, the two and the months."""
        facts = {
            "account": thing.pairing.account,
            "sponsor": thing.pairing.sponsor.person,
            "kam": thing.pairing.kam,
            "n": thing.months,
        }
        return Message(
            subject=_("Another term on %(account)s?") % facts,
            lines=(_("%(sponsor)s beside %(kam)s, %(n)s months more.") % facts,),
            action_label=_("Read and answer"),
            action_path=reverse("sponsors:renewal_answer", args=[thing.public_id]),
        )

    def mailed(self, notification: Notification) -> Message:
        """Lead to the answer itself, without signing in, once."""
        return answerable(self.render(notification), "renewal_answer", notification)


class RenewalNews(AboutRenewal):
    """The offer of another term came to its end."""

    def __init__(self, label: Any, subject: Any) -> None:
        self.label = label  # type: ignore[misc]  # one class, two labels
        self.subject = subject

    def message(self, thing: Renewal, notification: Notification) -> Message:
        """Name the account and the months."""
        facts = {"account": thing.pairing.account, "n": thing.months}
        return Message(
            subject=str(self.subject) % facts,
            lines=(),
            action_label=_("Open the pairing"),
            action_path=thing.pairing.get_absolute_url(),
        )


class HandOverWaiting(About):
    """A hand-over waits to be confirmed by the reader."""

    label = gettext_lazy("Hand-over to confirm")

    def open_to(self, reader: User) -> QuerySet[Any]:
        """The hand-overs that the reader sees."""
        return HandOver.objects.visible_to(reader).with_people()

    def holds(self, thing: HandOver, notification: Notification) -> bool:
        """Until this person has confirmed."""
        return thing.state == HandOverState.OPEN and thing.waits_for(notification.recipient)

    def message(self, thing: HandOver, notification: Notification) -> Message:
        """Name the two and the account."""
        facts = {"account": thing.account, "first": thing.from_person, "next": thing.to_person}
        return Message(
            subject=_("Hand-over on %(account)s") % facts,
            lines=(
                _("From %(first)s to %(next)s. One page tells what passes on; both confirm it.")
                % facts,
            ),
            action_label=_("Look at it together"),
            action_path=thing.get_absolute_url(),
        )


class ConflictDeclared(AboutPairing):
    """The sponsor of an open pairing has declared a conflict of interest with the client. For leads alone, and never its KAM."""

    label = gettext_lazy("Conflict of interest")
    is_urgent = True

    def open_to(self, reader: User) -> QuerySet[Any]:
        """The pairings of which the reader may know it; as long as it stands."""
        return declared_to(reader).with_people()

    def message(self, thing: Pairing, notification: Notification) -> Message:
        """Name the sponsor and the client, and what follows; why stands in the profile."""
        facts = {"account": thing.account, "sponsor": thing.sponsor.person}
        line = (
            _("The pairing goes on. Prepare a succession, or end it.")
            if thing.status == PairingStatus.ACTIVE
            else _(
                "The pairing does not begin while it stands. Withdraw it, or talk to the sponsor."
            )
        )
        return Message(
            subject=_("%(account)s: %(sponsor)s has declared a conflict of interest") % facts,
            lines=(line,),
            action_label=_("Decide"),
            action_path=reverse("sponsors:conflict_list"),
        )
