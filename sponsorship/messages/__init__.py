"""The kinds of messages, by name: `settings.NOTIFICATION_KINDS` points here."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as lazy

from accounts.services.kinds import Kind
from sponsorship.messages.digest import Digest
from sponsorship.messages.interactions import (
    DebriefMissing,
    MeetingAhead,
    NextStepDue,
    ReviewAhead,
    ReviewInvitation,
)
from sponsorship.messages.pairings import (
    PairingConflict,
    PairingNews,
    PairingWaiting,
    PairingWaits,
    TandemSilent,
    TermEnding,
)
from sponsorship.messages.people import BriefStale, ImportReport, Invitation, Test

KINDS: Mapping[str, Kind] = {
    "meeting_ahead": MeetingAhead(),
    "debrief_missing": DebriefMissing(),
    "next_step_due": NextStepDue(),
    "review_ahead": ReviewAhead(),
    "review_invitation": ReviewInvitation(),
    "brief_stale": BriefStale(),
    "term_ending": TermEnding(),
    "tandem_silent": TandemSilent(),
    "pairing_waiting": PairingWaiting(),
    "pairing_waits": PairingWaits(),
    "pairing_conflict": PairingConflict(),
    "pairing_agreed": PairingNews(
        lazy("Pairing agreed"),
        lazy("%(sponsor)s and %(kam)s have agreed on %(account)s"),
        lazy("The pairing begins on its start day."),
    ),
    "pairing_active": PairingNews(
        lazy("Pairing active"),
        lazy("The tandem on %(account)s begins"),
        lazy("%(kam)s and %(sponsor)s work together from today."),
    ),
    "pairing_declined": PairingNews(
        lazy("Pairing declined"),
        lazy("The proposal for %(account)s was declined"),
        lazy("The reason stands on its page."),
    ),
    "invitation": Invitation(),
    "import_report": ImportReport(),
    "digest": Digest(),
    "test": Test(),
}
