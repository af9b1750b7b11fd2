"""The sentence for each refusal, with its fact."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.days import date_format
from sponsors.models import Interaction
from sponsors.services.coaching import NotesOfTheTwoError
from sponsors.services.debriefs import NothingToConfirmError
from sponsors.services.disputes import (
    DisputeSettledError,
    NotYoursToSettleError,
    TextMovedOnError,
)
from sponsors.services.drafts import (
    CameFromFileError,
    DayOutOfRangeError,
    ForeignContactError,
    HeldInTheFutureError,
    HeldWithoutGoAheadError,
    InteractionCancelledError,
    InteractionChangedMeanwhileError,
    InteractionRefusedError,
    NotYourNameError,
    PlannedInThePastError,
    UndoTooLateError,
)
from sponsors.services.eligibility import (
    AccountHasSponsorError,
    AccountInPreparationError,
    AccountWithoutKamError,
    AnswerOfAnotherError,
    ConflictOfInterestError,
    NotEligibleError,
    PairingRefusedError,
    ReportingLineUnknownError,
    SponsorAtCapacityError,
    SponsorInReportingLineError,
)
from sponsors.services.go_aheads import (
    DayOverError,
    GoAheadClosedError,
    GoAheadRefusedError,
    NobodyToAskError,
    NothingToSettleError,
    NotTalkedError,
    ReasonMissingError,
)
from sponsors.services.renewals import NotRunningError
from sponsors.services.tensions import (
    ForeignSpeakerError,
    NobodyShieldsError,
    NoTandemError,
    TensionMovedOnError,
    TensionRefusedError,
)


def without_kam(refusal: AccountWithoutKamError) -> str:
    """Nobody manages the account."""
    return _("%(account)s has no KAM yet. Name one first.") % {"account": refusal.account}


def not_eligible(refusal: NotEligibleError) -> str:
    """The sponsor cannot be one, or not then."""
    sentences = {
        "inactive": _("%(name)s is no longer with the company."),
        "not_executive": _("%(name)s is not a member of general management."),
        "not_volunteer": _("%(name)s does not volunteer at present."),
        "unavailable": _("%(name)s is not available for that long."),
        "too_short": _("%(name)s is available for less than a year from the start day."),
    }
    return sentences[refusal.fact] % {"name": refusal.sponsor.person.full_name}


def at_capacity(refusal: SponsorAtCapacityError) -> str:
    """No place is free."""
    return ngettext(
        "%(name)s has no free place: one account at most, and one pairing is open.",
        "%(name)s has no free place: %(places)d accounts at most, and as many pairings are open.",
        refusal.places,
    ) % {"name": refusal.sponsor.person.full_name, "places": refusal.places}


def in_line(refusal: SponsorInReportingLineError) -> str:
    """Sponsor and KAM are in one line, or one person."""
    names = [person.full_name for person in refusal.path]
    if len(names) == 1:
        return _("%(name)s is the KAM of this account and cannot sponsor it.") % {"name": names[0]}
    steps = [
        _("%(low)s reports to %(high)s") % {"low": low, "high": high}
        for low, high in pairwise(names)
    ]
    return _("Sponsor and KAM stand in one reporting line: %(chain)s.") % {
        "chain": ", ".join(steps)
    }


def conflict_of_interest(refusal: ConflictOfInterestError) -> str:
    """The sponsor has said that the client, or its sector, is not for them."""
    said = (
        _("%(name)s has declared a conflict of interest with the sector of %(account)s.")
        if refusal.by_sector
        else _("%(name)s has declared a conflict of interest with %(account)s.")
    )
    return said % {"name": refusal.sponsor.person.full_name, "account": refusal.account}


def line_unknown(refusal: ReportingLineUnknownError) -> str:
    """Nobody knows how the two stand."""
    return _(
        "The reporting line between %(kam)s and %(sponsor)s is not known: both say that neither reports to the other."
    ) % {"kam": refusal.kam.full_name, "sponsor": refusal.sponsor.person.full_name}


def in_preparation(refusal: AccountInPreparationError) -> str:
    """Another proposal is under way."""
    return _("A pairing with %(sponsor)s is already in preparation for %(account)s.") % {
        "sponsor": refusal.pairing.sponsor.person.full_name,
        "account": refusal.pairing.account,
    }


def has_sponsor(refusal: AccountHasSponsorError) -> str:
    """A pairing runs."""
    return _("%(account)s is already sponsored by %(sponsor)s.") % {
        "sponsor": refusal.pairing.sponsor.person.full_name,
        "account": refusal.pairing.account,
    }


def not_running(refusal: NotRunningError) -> str:
    """Another term needs a running pairing."""
    return _("The pairing does not run, so that no term can be added.")


def of_another(refusal: AnswerOfAnotherError) -> str:
    """Somebody else is asked."""
    return _("The answer is now %(name)s’s to give.") % {"name": refusal.person.full_name}


SENTENCES: dict[type[PairingRefusedError], Callable[..., str]] = {
    AccountWithoutKamError: without_kam,
    NotEligibleError: not_eligible,
    SponsorAtCapacityError: at_capacity,
    SponsorInReportingLineError: in_line,
    ConflictOfInterestError: conflict_of_interest,
    ReportingLineUnknownError: line_unknown,
    AccountInPreparationError: in_preparation,
    AccountHasSponsorError: has_sponsor,
    AnswerOfAnotherError: of_another,
    NotRunningError: not_running,
}


def sentence(refusal: PairingRefusedError) -> str:
    """Return the sentence that names the fact."""
    return SENTENCES[type(refusal)](refusal)


def interaction_sentence(refusal: InteractionRefusedError) -> str:
    """Return the sentence for a refusal of an interaction."""
    if isinstance(refusal, ForeignContactError):
        return _("%(contact)s is a contact of another client.") % {"contact": refusal.contact}
    if isinstance(refusal, InteractionChangedMeanwhileError):
        return changed_meanwhile(refusal)
    sentences = {
        HeldInTheFutureError: _("What was held cannot lie ahead: plan it instead."),
        PlannedInThePastError: _("What is planned cannot lie behind: choose today or a later day."),
        DayOutOfRangeError: _("Choose a day between 2000 and 2100."),
        InteractionCancelledError: _("It is no longer planned."),
        CameFromFileError: _(
            "It came from a file: note what you did as an interaction of its own."
        ),
        HeldWithoutGoAheadError: _(
            "It was held with the client without a go-ahead: only the KAM may say that the two had talked."
        ),
        NotesOfTheTwoError: _(
            "Notes of what KAM and sponsor say to each other are kept by these two, while they are a tandem. Leave them out."
        ),
        NothingToConfirmError: _(
            "There is nothing to confirm: the words are yours, or it was not held."
        ),
        DisputeSettledError: _("It is settled already."),
        NotYoursToSettleError: _("That is for the other to say."),
        TextMovedOnError: _("Another text was proposed meanwhile: read it first."),
        NotYourNameError: _("You may no longer write in that name."),
        UndoTooLateError: _(
            "It can be taken back for ten minutes only, by whoever noted it. Cancel it instead."
        ),
    }
    return sentences[type(refusal)]


def field_of(refusal: InteractionRefusedError) -> str:
    """Return the field of a form beside which a refusal is said."""
    return "notes" if isinstance(refusal, NotesOfTheTwoError) else "day"


def changed_meanwhile(refusal: InteractionChangedMeanwhileError) -> str:
    """Somebody was quicker: who, and when."""
    last = refusal.interaction.history.select_related("history_user").first()
    if last is None or last.history_user is None:
        return _("Changed meanwhile. Compare, then save yours once more.")
    return _("Changed meanwhile by %(who)s, %(at)s. Compare, then save yours once more.") % {
        "who": last.history_user,
        "at": date_format(timezone.localtime(last.history_date), "SHORT_DATETIME_FORMAT"),
    }


def kept_meanwhile(
    refusal: InteractionChangedMeanwhileError, typed: dict[str, Any]
) -> list[tuple[str, str]]:
    """Return the label and the value of each fact that is now kept otherwise than it was typed."""
    kept = refusal.interaction
    return [
        (capfirst(str(Interaction._meta.get_field(name).verbose_name)), shown(kept, name) or "–")  # type: ignore[union-attr]
        for name in ("day", "time", "subject", "place", "notes")
        if name in typed and (typed[name] or "") != (getattr(kept, name) or "")
    ]


def shown(kept: Interaction, name: str) -> str:
    """Return a fact in words."""
    value = getattr(kept, name)
    if name == "day":
        return date_format(value, "SHORT_DATE_FORMAT")
    return value.strftime("%H:%M") if name == "time" and value else str(value or "")


def go_ahead_sentence(refusal: GoAheadRefusedError | InteractionRefusedError) -> str:
    """Return the sentence for a refusal of a go-ahead."""
    if isinstance(refusal, InteractionRefusedError):
        return interaction_sentence(refusal)
    if isinstance(refusal, GoAheadClosedError):
        return _("It no longer waits: %(state)s.") % {"state": refusal.go_ahead.get_state_display()}
    sentences = {
        NobodyToAskError: _(
            "Nobody can be asked: the account has no KAM, or the pairing has ended."
        ),
        DayOverError: _("One asks before one acts: choose today or a later day."),
        ReasonMissingError: _("Say it in a sentence."),
        NotTalkedError: _(
            "That exchange does not cover it: it lies over 30 days back, or was noted after the meeting."
        ),
        NothingToSettleError: _("There is nothing to settle any more."),
    }
    return sentences[type(refusal)]


def tension_sentence(refusal: TensionRefusedError) -> str:
    """Return the sentence for a refusal of a tension."""
    if isinstance(refusal, TensionMovedOnError):
        return _("Somebody was quicker: the tension stands at “%(stage)s” now.") % {
            "stage": refusal.tension.get_stage_display()
        }
    if isinstance(refusal, ForeignSpeakerError):
        return _("%(contact)s is a contact of another client.") % {"contact": refusal.contact}
    sentences = {
        NoTandemError: _("Nobody sponsors this account, so nobody can take it in."),
        NobodyShieldsError: _("Only a sponsor can answer the client in the KAM’s place."),
    }
    return sentences[type(refusal)]
