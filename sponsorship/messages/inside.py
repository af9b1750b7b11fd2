"""Messages of what the two ask of each other. None repeats a word of it: that stands on the page."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Notification, User
from accounts.services.kinds import Message
from sponsors.models import AlignmentCheck, CommitteeRequest, Introduction, Pairing, tandems_open_to
from sponsors.services.alignment import EVERY, FIRST_WITHIN, alignment_due
from sponsorship.messages.base import About, Occurrence, Reminder, after, on_day


class InsideNews(About):
    """Something was asked, done or answered inside the tandem."""

    model: type[Introduction] | type[CommitteeRequest] = Introduction
    while_open = False

    def __init__(self, label: Any, subject: Any, line: Any) -> None:
        self.label = label  # type: ignore[misc]  # one class, several labels
        self.subject, self.line = subject, line

    def open_to(self, reader: User) -> QuerySet[Any]:
        """What the reader may read."""
        return self.model.objects.visible_to(reader).with_people()

    def holds(self, thing: Introduction | CommitteeRequest, notification: Notification) -> bool:
        """What is asked holds as long as it waits."""
        return thing.is_open or not self.while_open

    def message(
        self, thing: Introduction | CommitteeRequest, notification: Notification
    ) -> Message:
        """Name the account and the two."""
        pairing = thing.pairing
        facts = {
            "account": pairing.account,
            "kam": pairing.kam,
            "sponsor": pairing.sponsor.person,
        }
        return Message(
            subject=str(self.subject) % facts,
            lines=(str(self.line) % facts,),
            action_label=_("Open"),
            action_path=reverse("sponsors:inside_detail", args=[pairing.public_id]),
        )


class InsideAsked(InsideNews):
    """Something waits for the sponsor."""

    while_open = True


class CommitteeNews(InsideNews):
    """The sponsor carried a request, or has the answer."""

    model = CommitteeRequest


class CommitteeAsked(CommitteeNews):
    """A request waits to be carried."""

    while_open = True


class AlignmentToSign(About):
    """The yearly check waits for a signature."""

    label = gettext_lazy("Alignment check to sign")

    def open_to(self, reader: User) -> QuerySet[Any]:
        """Those of the reader's tandems."""
        rows = AlignmentCheck.objects.visible_to(reader)
        return rows.select_related("pairing__account", "pairing__sponsor__person")

    def holds(self, thing: AlignmentCheck, notification: Notification) -> bool:
        """As long as this reader has not signed."""
        reader = notification.recipient
        if reader.pk == thing.pairing.sponsor.person_id:
            return thing.sponsor_signed_at is None
        return not thing.is_signed and thing.kam_id != reader.pk

    def message(self, thing: AlignmentCheck, notification: Notification) -> Message:
        """Name the account."""
        return Message(
            subject=_("Alignment check of %(account)s: your signature")
            % {"account": thing.pairing.account},
            lines=(
                _("Read what stands there now, and sign it; whatever you change is signed anew."),
            ),
            action_label=_("Read and sign"),
            action_path=reverse("sponsors:inside_detail", args=[thing.pairing.public_id]),
        )


class AlignmentDue(Reminder):
    """A year has passed since the two signed last, or ninety days since they began."""

    label = gettext_lazy("Alignment check due")

    def open_to(self, reader: User) -> QuerySet[Any]:
        """The reader's running tandems in which no check is under way."""
        return with_last_check(tandems_open_to(reader))

    def candidates(self, on: date) -> QuerySet[Any]:
        """Those whose check is due about today."""
        late = Q(last_signed__isnull=True, started_on__lte=on - FIRST_WITHIN)
        late |= Q(last_signed__lte=on - EVERY)
        return with_last_check(Pairing.objects.active()).filter(late)

    def readers(self, thing: Pairing) -> Iterable[User | None]:
        """The two."""
        return [thing.kam, thing.sponsor.person]

    def occurrence(self, thing: Any, reader: User, on: date) -> Occurrence | None:
        """On the day, and once more a month later."""
        due = alignment_due(thing, thing.last_signed)
        return after(due, on, (0, 30), until=60) if due else None

    def message(self, thing: Any, notification: Notification) -> Message:
        """Name the account and the day."""
        due = alignment_due(thing, thing.last_signed) or thing.started_on
        return Message(
            subject=_("%(account)s: the alignment check of this year") % {"account": thing.account},
            lines=(
                _(
                    "It was due on %(day)s. The account’s objectives beside the company’s: half an hour for two."
                )
                % {"day": on_day(due)},
            ),
            action_label=_("Open"),
            action_path=reverse("sponsors:inside_detail", args=[thing.public_id]),
        )


def with_last_check(pairings: Any) -> QuerySet[Any]:
    """Bring along when the two signed last; those with a check under way are left out."""
    under_way = AlignmentCheck.objects.open().filter(pairing=OuterRef("pk"))
    signed = pairings.with_people().filter(~Exists(under_way))
    return signed.annotate(last_signed=Max("alignment_checks__signed_on"))


KINDS = {
    "introduction_asked": InsideAsked(
        gettext_lazy("Introduction asked for"),
        gettext_lazy("%(kam)s asks you for an introduction at %(account)s"),
        gettext_lazy("Say when you have brought the two together, or why it is not possible."),
    ),
    "introduction_made": InsideNews(
        gettext_lazy("Introduction made"),
        gettext_lazy("%(sponsor)s has made an introduction at %(account)s"),
        gettext_lazy("Tell your sponsor in a line what comes of it."),
    ),
    "introduction_not_possible": InsideNews(
        gettext_lazy("Introduction not possible"),
        gettext_lazy("%(account)s: an introduction is not possible"),
        gettext_lazy("%(sponsor)s says why."),
    ),
    "committee_asked": CommitteeAsked(
        gettext_lazy("Request to the executive committee"),
        gettext_lazy("%(kam)s has a request for the executive committee"),
        gettext_lazy("It concerns %(account)s. You are asked to carry it there."),
    ),
    "committee_carried": CommitteeNews(
        gettext_lazy("Request carried to the committee"),
        gettext_lazy("%(account)s: your request has been carried to the committee"),
        gettext_lazy("%(sponsor)s tells you as soon as there is an answer."),
    ),
    "committee_answered": CommitteeNews(
        gettext_lazy("Answer of the executive committee"),
        gettext_lazy("%(account)s: the executive committee has answered"),
        gettext_lazy("%(sponsor)s has noted what it says."),
    ),
    "alignment_to_sign": AlignmentToSign(),
    "alignment_due": AlignmentDue(),
}
