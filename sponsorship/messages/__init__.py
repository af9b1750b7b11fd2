"""The kinds of messages, by name: `settings.NOTIFICATION_KINDS` points here."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from accounts.services.kinds import Kind
from sponsorship.messages import inside, plans
from sponsorship.messages.calendar import MeetingInvitation, MeetingWithdrawn
from sponsorship.messages.debriefs import DEBRIEF_KINDS
from sponsorship.messages.delegations import DelegationGiven
from sponsorship.messages.digest import Digest
from sponsorship.messages.go_aheads import (
    ActedAtOnce,
    GoAheadAnswered,
    GoAheadAsked,
    GoAheadBrought,
    GoAheadDue,
    GoAheadMissing,
)
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
    TermEnding,
)
from sponsorship.messages.people import (
    BriefStale,
    ImportReport,
    Invitation,
    Test,
    VolunteerAsked,
)
from sponsorship.messages.rhythm import RhythmAnswered, RhythmDue, RhythmWaiting
from sponsorship.messages.signals import (
    SignalAnswered,
    SignalBrought,
    SignalConfided,
    SignalFollowUp,
    SignalFound,
)
from sponsorship.messages.succession import (
    ConflictDeclared,
    ConflictOpen,
    HandOverWaiting,
    KamLeft,
    RenewalNews,
    RenewalWaiting,
    SponsorLeaving,
)
from sponsorship.messages.tensions import (
    TensionContactDue,
    TensionContactLate,
    TensionNews,
    TensionUpdateDue,
    TensionWaits,
)
from sponsorship.messages.thanks import ThanksDue, ThanksSaid

KINDS: Mapping[str, Kind] = {
    **inside.KINDS,
    **plans.KINDS,
    "meeting_ahead": MeetingAhead(),
    "meeting_invitation": MeetingInvitation(),
    "meeting_withdrawn": MeetingWithdrawn(),
    "debrief_missing": DebriefMissing(),
    "next_step_due": NextStepDue(),
    "review_ahead": ReviewAhead(),
    "review_invitation": ReviewInvitation(),
    "brief_stale": BriefStale(),
    "term_ending": TermEnding(),
    "rhythm_due": RhythmDue(),
    "thanks_due": ThanksDue(),
    "thanks_said": ThanksSaid(),
    "rhythm_waiting": RhythmWaiting(),
    "rhythm_agreed": RhythmAnswered(
        gettext_lazy("Rhythm agreed"),
        gettext_lazy("%(account)s: %(name)s agrees to the rhythm"),
    ),
    "rhythm_declined": RhythmAnswered(
        gettext_lazy("Rhythm declined"),
        gettext_lazy("%(account)s: %(name)s would rather keep the rhythm"),
    ),
    "pairing_waiting": PairingWaiting(),
    "pairing_waits": PairingWaits(),
    "pairing_conflict": PairingConflict(),
    "pairing_agreed": PairingNews(
        gettext_lazy("Pairing agreed"),
        gettext_lazy("%(sponsor)s and %(kam)s have agreed on %(account)s"),
        gettext_lazy("The pairing begins on its start day."),
    ),
    "pairing_active": PairingNews(
        gettext_lazy("Pairing active"),
        gettext_lazy("The tandem on %(account)s begins"),
        gettext_lazy("%(kam)s and %(sponsor)s work together from today."),
    ),
    "pairing_declined": PairingNews(
        gettext_lazy("Pairing declined"),
        gettext_lazy("The proposal for %(account)s was declined"),
        gettext_lazy("The reason stands on its page."),
    ),
    "pairing_ended": PairingNews(
        gettext_lazy("Pairing ended"),
        gettext_lazy("The pairing of %(sponsor)s with %(account)s has ended"),
        gettext_lazy("What one of the two still asked of the other is withdrawn."),
    ),
    "conflict_open": ConflictOpen(),
    "sponsor_leaving": SponsorLeaving(),
    "kam_left": KamLeft(),
    "conflict_declared": ConflictDeclared(),
    "hand_over_waiting": HandOverWaiting(),
    "renewal_waiting": RenewalWaiting(),
    "renewal_agreed": RenewalNews(
        gettext_lazy("Another term agreed"),
        gettext_lazy("%(account)s: another term of %(n)s months is agreed"),
    ),
    "renewal_declined": RenewalNews(
        gettext_lazy("Another term declined"),
        gettext_lazy("%(account)s: another term was declined"),
    ),
    "go_ahead_asked": GoAheadAsked(),
    "go_ahead_due": GoAheadDue(),
    "go_ahead_answered": GoAheadAnswered(),
    "go_ahead_brought": GoAheadBrought(),
    "go_ahead_missing": GoAheadMissing(),
    "acted_at_once": ActedAtOnce(),
    **DEBRIEF_KINDS,
    "tension_opened": TensionWaits(
        gettext_lazy("Tension opened"),
        gettext_lazy("A tension is open on %(account)s"),
        gettext_lazy("%(opened_by)s opened it. A first contact is due by %(due)s."),
    ),
    "tension_urgent": TensionWaits(
        gettext_lazy("Urgent tension"),
        gettext_lazy("Urgent tension on %(account)s"),
        gettext_lazy(
            "The sponsor may act at once: a first contact is due by %(due)s. %(opened_by)s opened it."
        ),
        is_urgent=True,
    ),
    "tension_taken_in": TensionNews(
        gettext_lazy("Tension taken in"),
        gettext_lazy("%(sponsor)s takes the tension on %(account)s in"),
        gettext_lazy("You can go on working: its page says what is done about it."),
        is_urgent=True,
    ),
    "tension_handed_back": TensionNews(
        gettext_lazy("Tension handed back"),
        gettext_lazy("The tension on %(account)s is handed back to the KAM"),
        gettext_lazy("What was learnt stands on its page."),
    ),
    "tension_contact_due": TensionContactDue(),
    "tension_contact_late": TensionContactLate(),
    "tension_update_due": TensionUpdateDue(),
    "signal_found": SignalFound(),
    "signal_brought": SignalBrought(),
    "signal_confided": SignalConfided(),
    "signal_answered": SignalAnswered(),
    "signal_follow_up": SignalFollowUp(),
    "delegation_given": DelegationGiven(),
    "invitation": Invitation(),
    "volunteer_asked": VolunteerAsked(),
    "import_report": ImportReport(),
    "digest": Digest(),
    "test": Test(),
}
