"""The sentence for each refusal inside the tandem."""

from django.utils.translation import gettext as _

from sponsors.services.alignment import ChangedMeanwhileError, NoObjectivesError
from sponsors.services.introductions import (
    AlreadySettledError,
    DayAheadError,
    ForeignContactError,
    InsideRefusedError,
    TandemOverError,
)


def inside_sentence(refusal: InsideRefusedError) -> str:
    """Return the sentence that names the fact."""
    sentences = {
        TandemOverError: _("The pairing does not run any more."),
        ForeignContactError: _(
            "Choose a contact of this client, and somebody of the account team."
        ),
        AlreadySettledError: _("Somebody was quicker: it is answered already."),
        DayAheadError: _("What was done cannot lie ahead."),
        NoObjectivesError: _("The account plan has no open objective yet: begin one first."),
        ChangedMeanwhileError: _("It was changed meanwhile. Read it again, then go on."),
    }
    return sentences[type(refusal)]
