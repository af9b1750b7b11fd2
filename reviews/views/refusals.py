"""The sentence for each refusal of this floor, with its fact."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.days import date_format
from accounts.htmx import UserRequest
from reviews.choices import MEANS, SeasonState
from reviews.services.laureates import NotInSeasonError, TooManyLaureatesError
from reviews.services.reviews import NobodyToInviteError, NotHeldYetError, ReviewRefusedError
from reviews.services.scorecards import SeasonFrozenError
from reviews.services.seasons import (
    NoLaureateError,
    OwnClassError,
    ScorecardsOutOfDateError,
    SeasonFixedError,
    SeasonMovedOnError,
    SeasonNotOverError,
    SeasonRefusedError,
    SeasonTwiceError,
    StillCollectingError,
    WeightsError,
)
from sponsors.services.drafts import (
    DayOutOfRangeError,
    ForeignContactError,
    HeldInTheFutureError,
    InteractionCancelledError,
    InteractionRefusedError,
    PlannedInThePastError,
)


def moved_on(refusal: SeasonMovedOnError) -> str:
    """Somebody was quicker, or a step was left out."""
    return _("This step is not open: the season stands at “%(state)s”.") % {
        "state": SeasonState(refusal.season.state).label
    }


def weights(refusal: WeightsError) -> str:
    """A pillar misses 100."""
    pillar = _("means") if refusal.pillar == MEANS else _("results")
    return _("The four weights of the pillar “%(pillar)s” add up to %(total)s, not to 100.") % {
        "pillar": pillar,
        "total": refusal.total,
    }


def too_many(refusal: TooManyLaureatesError) -> str:
    """The class has all the laureates it may have."""
    return ngettext(
        "This class may have %(most)s laureate, and has it.",
        "This class may have %(most)s laureates, and has them.",
        refusal.most,
    ) % {"most": refusal.most}


REFUSALS = (SeasonRefusedError, ReviewRefusedError, InteractionRefusedError)
SENTENCES: dict[type[Exception], Callable[[Any], str]] = {
    SeasonMovedOnError: moved_on,
    WeightsError: weights,
    TooManyLaureatesError: too_many,
    SeasonFixedError: lambda _refusal: _(
        "What counts is fixed since the season opened and cannot be changed."
    ),
    SeasonFrozenError: lambda _refusal: _("The season is frozen: nothing is computed again."),
    SeasonTwiceError: lambda refusal: (
        _("The season “%(season)s” already has these days.") % {"season": refusal.season}
    ),
    SeasonNotOverError: lambda refusal: (
        _("The season runs until %(day)s.") % {"day": date_format(refusal.last_day)}
    ),
    StillCollectingError: lambda refusal: (
        _(
            "The last figures may come in until %(day)s, as was announced. Freeze the season after that day."
        )
        % {"day": date_format(refusal.until)}
    ),
    ScorecardsOutOfDateError: lambda _refusal: _(
        "The scorecards were not computed today. Compute them, then freeze the season."
    ),
    NoLaureateError: lambda _refusal: _("Name at least one laureate first."),
    OwnClassError: lambda _refusal: _(
        "You are in a tandem of this season: another programme lead settles this."
    ),
    NotInSeasonError: lambda refusal: (
        _("%(pairing)s has no scorecard in this season.") % {"pairing": refusal.pairing}
    ),
    NobodyToInviteError: lambda _refusal: _(
        "Nobody else from our side takes part. Add who is to come first."
    ),
    NotHeldYetError: lambda _refusal: _("Say first that the review was held."),
    HeldInTheFutureError: lambda _refusal: _("The review still lies ahead."),
    PlannedInThePastError: lambda _refusal: _("Choose today or a day ahead."),
    DayOutOfRangeError: lambda _refusal: _("Choose a year between 2000 and 2100."),
    ForeignContactError: lambda refusal: (
        _("%(contact)s is not a contact of this account.") % {"contact": refusal.contact}
    ),
    InteractionCancelledError: lambda _refusal: _("The review was cancelled and stays so."),
}


def sentence(refusal: Exception) -> str:
    """Return what a person reads when a rule refuses."""
    return SENTENCES[type(refusal)](refusal)


def attempt(request: UserRequest, act: Callable[[], object]) -> bool:
    """Do it, or say in a message what stands against it; return whether it was done."""
    try:
        act()
    except REFUSALS as refusal:
        messages.error(request, sentence(refusal))
        return False
    return True
