"""Messages about people, briefs and imports."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import FRESH_DAYS, Brief, ImportBatch, KeyAccount, Notification, User
from accounts.services.invitations import invitation_path
from accounts.services.kinds import Message
from sponsorship.messages.base import About, Occurrence, Reminder, after


class Invitation(About):
    """You are invited: choose a password."""

    label = gettext_lazy("Invitation")
    is_urgent = True

    def open_to(self, reader: User) -> QuerySet[Any]:
        """One's own invitation."""
        return User.objects.filter(pk=reader.pk)

    def holds(self, thing: User, notification: Notification) -> bool:
        """Until the person has chosen a password."""
        return not thing.has_usable_password()

    def message(self, thing: User, notification: Notification) -> Message:
        """Name who one is, and the one thing to do."""
        return Message(
            subject=_("You are invited to Tandem"),
            lines=(
                _("Hello %(name)s,") % {"name": thing.first_name},
                _(
                    "Your company’s sponsorship programme for key accounts runs in Tandem. Choose a password, and you are in."
                ),
            ),
            action_label=_("Choose a password"),
            action_path=invitation_path(thing),
        )


class VolunteerAsked(About):
    """A programme lead asks an executive to volunteer as a sponsor."""

    label = gettext_lazy("Asked to sponsor")

    def open_to(self, reader: User) -> QuerySet[Any]:
        """Oneself, as a member of general management."""
        return User.objects.executives().filter(pk=reader.pk).select_related("sponsor")

    def holds(self, thing: User, notification: Notification) -> bool:
        """Until the person has a profile."""
        return not hasattr(thing, "sponsor")

    def message(self, thing: User, notification: Notification) -> Message:
        """Say what is asked, and how little it takes."""
        return Message(
            subject=_("Would you sponsor a key account?"),
            lines=(
                _(
                    "A sponsor from general management stands beside a key account manager: opens doors at the client, takes in tension, coaches."
                ),
                _("Four questions, two minutes. You choose how many accounts, three at most."),
            ),
            action_label=_("Answer four questions"),
            action_path=reverse("sponsors:sponsor_volunteer"),
        )


class ImportReport(About):
    """A file from the inbox was taken in, or needs somebody."""

    label = gettext_lazy("Report of an import")

    def open_to(self, reader: User) -> QuerySet[Any]:
        """Imports are the leads'."""
        return ImportBatch.objects.visible_to(reader)

    def message(self, thing: ImportBatch, notification: Notification) -> Message:
        """Name the file and its counts."""
        counts = thing.counts
        line = (
            _("%(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(refused)s refused.")
            % counts
            if counts
            else _("It needs somebody to look at it.")
        )
        return Message(
            subject=_("Import of %(file)s") % {"file": thing.file_name},
            lines=(line,),
            action_label=_("Look at the rows"),
            action_path=reverse("import_detail", args=[thing.public_id]),
        )


class BriefStale(Reminder):
    """Nobody has checked a brief for ninety days: its KAM hears of it, and again each thirty."""

    label = gettext_lazy("Brief to refresh")

    def open_to(self, reader: User) -> QuerySet[Any]:
        """The KAM's own accounts."""
        return KeyAccount.objects.managed_by(reader).select_related("brief").with_team()

    def candidates(self, on: date) -> QuerySet[Any]:
        """Accounts whose brief was once checked, and not lately."""
        stale = Brief.objects.filter(checked_on__lte=on - timedelta(days=FRESH_DAYS - 1))
        return KeyAccount.objects.filter(brief__in=stale).select_related("brief").with_team()

    def readers(self, thing: KeyAccount) -> Iterable[User | None]:
        """The KAM."""
        return [thing.kam]

    def occurrence(self, thing: KeyAccount, reader: User, on: date) -> Occurrence | None:
        """After 90 days, then 120, then 150."""
        checked = thing.brief.checked_on
        return after(checked, on, (90, 120, 150), until=180) if checked else None

    def message(self, thing: KeyAccount, notification: Notification) -> Message:
        """Name the account."""
        return Message(
            subject=_("Is the brief on %(account)s still true?") % {"account": thing},
            lines=(
                _("Executives read it before they meet the client. A look and one tap are enough."),
            ),
            action_label=_("Check the brief"),
            action_path=reverse("brief_edit", args=[thing.public_id]),
        )


class Test(About):
    """A message to try the mail server with."""

    label = gettext_lazy("Test")
    is_urgent = True

    def open_to(self, reader: User) -> QuerySet[Any]:
        """Oneself."""
        return User.objects.filter(pk=reader.pk)

    def message(self, thing: User, notification: Notification) -> Message:
        """Say that it arrived."""
        return Message(
            subject=_("Tandem can write to you"),
            lines=(_("This message arrived."),),
            action_label=_("Open Tandem"),
            action_path=reverse("home"),
        )
