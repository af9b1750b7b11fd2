"""Closed lists of the floor on which people help each other."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PairingStatus(TextChoices):
    """The life of an engagement."""

    PROPOSED = "proposed", pgettext_lazy("pairing", "Proposed")
    KAM_AGREED = "kam_agreed", pgettext_lazy("pairing", "KAM agreed")
    AGREED = "agreed", pgettext_lazy("pairing", "Agreed by both")
    ACTIVE = "active", pgettext_lazy("pairing", "Active")
    ENDED = "ended", pgettext_lazy("pairing", "Ended")
    DECLINED = "declined", pgettext_lazy("pairing", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("pairing", "Withdrawn")


IN_PREPARATION = (PairingStatus.PROPOSED, PairingStatus.KAM_AGREED, PairingStatus.AGREED)
OPEN = (*IN_PREPARATION, PairingStatus.ACTIVE)
UNANSWERED = (PairingStatus.PROPOSED, PairingStatus.KAM_AGREED)


class Grasp(TextChoices):
    """Whether a sponsor knows commercial strategy and the account plan."""

    TRAINED = "trained", pgettext_lazy("grasp", "Trained")
    PLANNED = "planned", pgettext_lazy("grasp", "Training planned")
    NO = "no", pgettext_lazy("grasp", "Not yet")


class Wish(TextChoices):
    """What a lead knows of a pair and the arithmetic does not."""

    PIN = "pin", pgettext_lazy("pair", "Pinned")
    EXCLUDE = "exclude", pgettext_lazy("pair", "Excluded")


class ProposalOutcome(TextChoices):
    """What became of a proposal of a matching."""

    OPEN = "open", pgettext_lazy("proposal", "Not proposed yet")
    PROPOSED = "proposed", pgettext_lazy("proposal", "Proposed")
    ASKED = "asked", pgettext_lazy("proposal", "Asked to volunteer")
    REFUSED = "refused", pgettext_lazy("proposal", "Refused meanwhile")


class EndReason(TextChoices):
    """Why a pairing ended."""

    TERM_OVER = "term_over", _("The term is over")
    SUCCESSION = "succession", _("A successor takes over")
    ROLE_CHANGE = "role_change", _("The sponsor or the KAM has a new role")
    CONFLICT = "conflict", _("The organisation changed: sponsor and KAM are in one reporting line")
    SPONSOR_LEFT = "sponsor_left", _("The sponsor left general management")
    ACCOUNT_LEFT = "account_left", _("The account left the programme")
    BY_AGREEMENT = "by_agreement", _("Both agreed to stop")


class Departure(TextChoices):
    """Why a sponsor of open pairings no longer can, or wants to, be one."""

    INACTIVE = "inactive", _("left the company")
    NOT_EXECUTIVE = "not_executive", _("left general management")
    NOT_VOLUNTEER = "not_volunteer", _("stops being a sponsor")


class RenewalState(TextChoices):
    """Where the offer of another term stands."""

    OPEN = "open", pgettext_lazy("renewal", "Offered")
    AGREED = "agreed", pgettext_lazy("renewal", "Agreed")
    DECLINED = "declined", pgettext_lazy("renewal", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("renewal", "Withdrawn")


class RhythmState(TextChoices):
    """What became of a rhythm that one of the two proposed."""

    PROPOSED = "proposed", pgettext_lazy("rhythm", "Proposed")
    IN_FORCE = "in_force", pgettext_lazy("rhythm", "Agreed")
    REPLACED = "replaced", pgettext_lazy("rhythm", "Replaced by a later one")
    DECLINED = "declined", pgettext_lazy("rhythm", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("rhythm", "Withdrawn")


class Every(IntegerChoices):
    """How often something takes place: the months from one time to the next."""

    MONTH = 1, _("every month")
    TWO_MONTHS = 2, _("every two months")
    QUARTER = 3, _("every quarter")
    FOUR_MONTHS = 4, _("every four months")
    HALF_YEAR = 6, _("twice a year")
    YEAR = 12, _("once a year")
    TWO_YEARS = 24, _("every two years")


# What is offered for each lane of a rhythm, by its name.
OFTEN: dict[str, tuple[Every, ...]] = {
    "exchange": (Every.MONTH, Every.TWO_MONTHS, Every.QUARTER),
    "client": (Every.MONTH, Every.TWO_MONTHS, Every.QUARTER, Every.FOUR_MONTHS, Every.HALF_YEAR),
    "face_to_face": (Every.QUARTER, Every.HALF_YEAR, Every.YEAR, Every.TWO_YEARS),
    "review": (Every.QUARTER, Every.FOUR_MONTHS, Every.HALF_YEAR, Every.YEAR),
}


class HandOverKind(TextChoices):
    """Who hands over."""

    SPONSOR = "sponsor", _("From one sponsor to the next")
    KAM = "kam", _("From one KAM to the next")


class HandOverState(TextChoices):
    """Whether the two have confirmed."""

    OPEN = "open", pgettext_lazy("hand-over", "Under way")
    DONE = "done", pgettext_lazy("hand-over", "Confirmed")
    DROPPED = "dropped", pgettext_lazy("hand-over", "No longer needed")


class Way(TextChoices):
    """By what way a step was taken, where not by a page."""

    EMAIL = "email", _("from the e-mail")
    IMPORT = "import", _("by an import")


class Side(TextChoices):
    """Between whom an interaction took place."""

    TANDEM = "tandem", _("Inside the tandem")
    CLIENT = "client", _("With the client")


class InteractionKind(TextChoices):
    """What took place."""

    EXCHANGE = "exchange", _("Exchange between KAM and sponsor")
    COACHING = "coaching", _("Coaching session")
    MEETING = "meeting", _("Client meeting")
    CALL = "call", _("Client call")
    MESSAGE = "message", _("Message to or from the client")
    EVENT = "event", _("Event outside business")
    REVIEW = "review", _("Account review")
    ESCALATION = "escalation", _("Escalation by the client")


TANDEM_KINDS = (InteractionKind.EXCHANGE, InteractionKind.COACHING)


class Mode(TextChoices):
    """How people met."""

    FACE_TO_FACE = "face_to_face", _("Face to face")
    VIDEO = "video", _("By video")
    PHONE = "phone", _("By phone")
    WRITTEN = "written", _("In writing")
    UNKNOWN = "unknown", _("Not stated")


class InteractionStatus(TextChoices):
    """Whether it lies ahead, took place, or will not."""

    PLANNED = "planned", pgettext_lazy("interaction", "Planned")
    HELD = "held", pgettext_lazy("interaction", "Held")
    CANCELLED = "cancelled", pgettext_lazy("interaction", "Cancelled")


class GoAheadMark(TextChoices):
    """Whether the two had talked before the sponsor acted towards the client (R7)."""

    NOT_NEEDED = "not_needed", pgettext_lazy("go-ahead", "Not needed")
    HAD = "had", pgettext_lazy("go-ahead", "The two had talked")
    WITHOUT = "without", pgettext_lazy("go-ahead", "Without")
    SETTLED_LATER = "settled_later", pgettext_lazy("go-ahead", "Settled afterwards")


class GoAheadState(TextChoices):
    """What became of a request for a go-ahead."""

    OPEN = "open", pgettext_lazy("go-ahead", "Waiting for an answer")
    AGREED = "agreed", pgettext_lazy("go-ahead", "Agreed")
    AGREED_WITH_ADVICE = "agreed_with_advice", pgettext_lazy("go-ahead", "Agreed, with advice")
    NOT_NOW = "not_now", pgettext_lazy("go-ahead", "Not now")
    WITHDRAWN = "withdrawn", pgettext_lazy("go-ahead", "Withdrawn")
    SUPERSEDED = "superseded", pgettext_lazy("go-ahead", "Asked anew")


# Working days after which silence is spoken of (R7).
ANSWER_WITHIN = 2
YES = (GoAheadState.AGREED, GoAheadState.AGREED_WITH_ADVICE)
ANSWERS = (*YES, GoAheadState.NOT_NOW)


class Mood(TextChoices):
    """How a meeting felt, in one word."""

    GOOD = "good", pgettext_lazy("mood", "Good")
    MIXED = "mixed", pgettext_lazy("mood", "Mixed")
    TENSE = "tense", pgettext_lazy("mood", "Tense")


class StepKind(TextChoices):
    """What follows from an interaction."""

    PROMISE = "promise", pgettext_lazy("follow-up", "Promise to the client")
    STEP = "step", pgettext_lazy("follow-up", "Next step")


class DebriefWordKind(TextChoices):
    """What the other of the tandem says of a debrief."""

    CONFIRMED = "confirmed", pgettext_lazy("debrief", "Confirmed")
    COMMENTED = "commented", pgettext_lazy("debrief", "Commented")


class DisputeEnd(TextChoices):
    """How a dispute about a debrief was settled."""

    WITHDRAWN = "withdrawn", pgettext_lazy("dispute", "Withdrawn")
    AGREED = "agreed", pgettext_lazy("dispute", "Both agreed on a changed text")
    STANDS = "stands", pgettext_lazy("dispute", "A programme lead: it counts")
    UPHELD = "upheld", pgettext_lazy("dispute", "A programme lead: it does not count")


class IntroductionState(TextChoices):
    """What became of an introduction."""

    ASKED = "asked", pgettext_lazy("introduction", "Asked for")
    DONE = "done", pgettext_lazy("introduction", "Introduced")
    NOT_POSSIBLE = "not_possible", pgettext_lazy("introduction", "Not possible")
    WITHDRAWN = "withdrawn", pgettext_lazy("introduction", "Withdrawn")


class CommitteeOutcome(TextChoices):
    """What the executive committee says to a request."""

    AGREED = "agreed", pgettext_lazy("committee", "Agreed")
    PARTLY = "partly", pgettext_lazy("committee", "Agreed in part")
    REFUSED = "refused", pgettext_lazy("committee", "Refused")
    LATER = "later", pgettext_lazy("committee", "Later")
    WITHDRAWN = "withdrawn", pgettext_lazy("committee", "Withdrawn")


class LetterLanguage(TextChoices):
    """In which language a letter to the client is written."""

    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")


class Source(TextChoices):
    """Where a record came from."""

    PAGE = "page", _("Entered here")
    IMPORT = "import", _("Imported")


class TensionSide(TextChoices):
    """Where the strain lies."""

    CLIENT = "client", pgettext_lazy("tension", "With the client")
    INTERNAL = "internal", pgettext_lazy("tension", "Inside our company")


# Why an interaction counts for a pairing that did not run yet when it was logged: said by its history.
TIED = "pairing started"


class TensionLevel(TextChoices):
    """How much it presses."""

    WATCH = "watch", pgettext_lazy("tension", "To watch")
    SERIOUS = "serious", pgettext_lazy("tension", "Serious")
    URGENT = "urgent", pgettext_lazy("tension", "Urgent")


class TensionStage(TextChoices):
    """The life of a tension, from the first word to the hand-back to the KAM."""

    OPEN = "open", pgettext_lazy("tension", "Open")
    PLAN = "plan", pgettext_lazy("tension", "Plan in place")
    RECOVERING = "recovering", pgettext_lazy("tension", "Recovering")
    HANDED_BACK = "handed_back", pgettext_lazy("tension", "Handed back to the KAM")
    LOST = "lost", pgettext_lazy("tension", "Lost")


CLOSED_STAGES = (TensionStage.HANDED_BACK, TensionStage.LOST)


class TensionEvent(TextChoices):
    """What one line of a tension's course tells."""

    OPENED = "opened", pgettext_lazy("tension", "First word")
    TAKEN_IN = "taken_in", pgettext_lazy("tension", "Taken in")
    CONTACT = "contact", pgettext_lazy("tension", "First contact")
    UPDATE = "update", pgettext_lazy("tension", "Update")
    CLOSED = "closed", pgettext_lazy("tension", "Last word")


class Drift(TextChoices):
    """The five drifts that the charter names, each by its matter: nobody is blamed by a word."""

    REPLACES = "replaces", _("Who the client turns to: the KAM’s place")
    OPERATIONS = "operations", _("Operational problems, and who handles them")
    HEADS = "heads", _("Who leads the account team")
    RANK = "rank", _("A decision taken by rank")
    UNTALKED = "untalked", _("Acting before the two have talked")


class SignalRule(TextChoices):
    """Which fact makes a point to watch."""

    UNTALKED = "untalked", _("Without a go-ahead")
    OPERATIONAL = "operational", _("Operational matters")
    ALONE = "alone", _("Meetings without the KAM")
    PROMISE = "promise", _("A commercial promise")


# To impose by rank is no fact that anybody logs: it is said in confidence.
DRIFT_OF = {
    SignalRule.UNTALKED: Drift.UNTALKED,
    SignalRule.OPERATIONAL: Drift.OPERATIONS,
    SignalRule.ALONE: Drift.REPLACES,
    SignalRule.PROMISE: Drift.HEADS,
}


class SignalState(TextChoices):
    """Whether a point is still to be watched."""

    OPEN = "open", pgettext_lazy("point to watch", "To watch")
    DISMISSED = "dismissed", pgettext_lazy("point to watch", "Put aside")
    GONE = "gone", pgettext_lazy("point to watch", "No longer so")
