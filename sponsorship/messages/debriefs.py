"""Messages about debriefs: to confirm, commented, disputed, settled; and what came of an ask."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import FINAL_OUTCOMES
from accounts.models import AskAnswer, Notification
from accounts.services.kinds import Message
from sponsors.choices import InteractionStatus
from sponsors.models import Dispute, Interaction
from sponsorship.messages.base import About, on_day


class DebriefNews(About):
    """Somebody told how a meeting went, or added a line."""

    def __init__(self, label: Any, subject: Any, line: Any) -> None:
        self.label = label  # type: ignore[misc]  # one kind, several names
        self.subject, self.line = subject, line

    def open_to(self, reader: Any) -> QuerySet[Any]:
        """What was held and is visible."""
        rows = Interaction.objects.visible_to(reader).held()
        return rows.select_related("account", "debriefed_by", "logged_by")

    def message(self, thing: Interaction, notification: Notification) -> Message:
        """Name who, and what it was about; the words stand on the page."""
        facts = {
            "who": thing.debriefed_by or thing.logged_by,
            "account": thing.account,
            "subject": thing.subject,
        }
        return Message(
            subject=self.subject % facts,
            lines=(f"{thing.subject}, {on_day(thing.day)}", self.line % facts),
            action_label=_("Open"),
            action_path=thing.get_absolute_url(),
        )


class DebriefGiven(DebriefNews):
    """The other of the tandem told how it went: a look, and a tap."""

    def holds(self, thing: Interaction, notification: Notification) -> bool:
        """As long as it is somebody else's word, and not disputed."""
        told_by_another = thing.debriefed_by_id != notification.recipient_id
        return told_by_another and not thing.is_disputed


class DisputeNews(About):
    """A debrief is disputed, or no longer."""

    def __init__(self, label: Any, subject: Any, line: Any, *, while_open: bool = True) -> None:
        self.label = label  # type: ignore[misc]  # one kind, several names
        self.subject, self.line = subject, line
        self.while_open = while_open

    def open_to(self, reader: Any) -> QuerySet[Any]:
        """Those of which the reader may know."""
        rows = Dispute.objects.visible_to(reader)
        return rows.select_related("interaction__account", "opened_by")

    def holds(self, thing: Dispute, notification: Notification) -> bool:
        """While it is open, or once it is settled."""
        is_held = thing.interaction.status == InteractionStatus.HELD
        return is_held and thing.is_open == self.while_open

    def message(self, thing: Dispute, notification: Notification) -> Message:
        """Name the meeting; what is disputed stands on its page."""
        row = thing.interaction
        facts = {"account": row.account, "subject": row.subject, "who": thing.opened_by}
        return Message(
            subject=self.subject % facts,
            lines=(f"{row.subject}, {on_day(row.day)}", self.line % facts),
            action_label=_("Open"),
            action_path=row.get_absolute_url(),
        )


class AskAnswered(About):
    """Somebody raised an ask of the reader's brief."""

    label = gettext_lazy("An ask was answered")

    def open_to(self, reader: Any) -> QuerySet[Any]:
        """What was heard of asks that the reader may read."""
        rows = AskAnswer.objects.visible_to(reader)
        return rows.select_related("ask__account", "ask__contact", "person")

    def message(self, thing: AskAnswer, notification: Notification) -> Message:
        """Say who heard what, and whether it has left the brief."""
        facts = {"account": thing.ask.account, "outcome": thing.get_outcome_display()}
        closed = _("The ask has left the brief and stays in the history.")
        lines = [
            thing.ask.text,
            f"{thing.person}, {on_day(thing.said_on)}",
            thing.line,
            closed if thing.outcome in FINAL_OUTCOMES else "",
        ]
        return Message(
            subject=_("%(account)s: “%(outcome)s” to one of your asks") % facts,
            lines=tuple(line for line in lines if line),
            action_label=_("Open the brief"),
            action_path=reverse("brief_edit", args=[thing.ask.account.public_id]),
        )


DEBRIEF_KINDS = {
    "debrief_given": DebriefGiven(
        gettext_lazy("Debrief to look at"),
        gettext_lazy("%(who)s told how it went with %(account)s"),
        gettext_lazy("Was it so? One tap confirms it; a line of yours is welcome."),
    ),
    "debrief_commented": DebriefNews(
        gettext_lazy("Comment on a debrief"),
        gettext_lazy("A comment on your debrief: %(account)s"),
        gettext_lazy("It stands beside what you noted."),
    ),
    "dispute_opened": DisputeNews(
        gettext_lazy("Debrief disputed"),
        gettext_lazy("%(account)s: %(who)s saw it otherwise"),
        gettext_lazy(
            "The meeting counts for nothing until you two agree. A word to each other is enough."
        ),
    ),
    "dispute_text": DisputeNews(
        gettext_lazy("Text proposed for a debrief"),
        gettext_lazy("%(account)s: another text for the debrief"),
        gettext_lazy("Agree to it, and the meeting counts again."),
    ),
    "dispute_brought": DisputeNews(
        gettext_lazy("Dispute brought to the leads"),
        gettext_lazy("%(account)s: one of the tandem asks for your help"),
        gettext_lazy("It is about a debrief. Talk to both before you decide anything."),
    ),
    "dispute_settled": DisputeNews(
        gettext_lazy("Dispute settled"),
        gettext_lazy("%(account)s: the dispute about a debrief is settled"),
        gettext_lazy("How stands on the page of the meeting."),
        while_open=False,
    ),
    "ask_answered": AskAnswered(),
}
