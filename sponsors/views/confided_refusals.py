"""The sentence for each refusal of a word in confidence."""

from django.utils.translation import gettext as _

from sponsors.services.confided import (
    ConfidedAnsweredError,
    ConfidedDoneError,
    ConfidedRefusedError,
    FollowUpPastError,
    NobodyToConfideInError,
    NothingAgreedError,
    NotOfTheTandemError,
)


def confided_sentence(refusal: ConfidedRefusedError) -> str:
    """Return the sentence for a refusal of a word in confidence."""
    if isinstance(refusal, ConfidedAnsweredError):
        return _("%(name)s has answered meanwhile.") % {"name": refusal.signal.answered_by}
    sentences = {
        NotOfTheTandemError: _("Only KAM and sponsor of a running pairing speak of it here."),
        NobodyToConfideInError: _(
            "Every programme lead belongs to this tandem, so nobody could answer you here."
        ),
        ConfidedDoneError: _("What was agreed is done already."),
        NothingAgreedError: _("Nothing is agreed yet that could be done."),
        FollowUpPastError: _("Choose a day that lies ahead."),
    }
    return sentences[type(refusal)]
