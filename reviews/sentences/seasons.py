"""The steps of a season in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reviews.choices import SeasonState


@dataclass(frozen=True)
class NextStep:
    """The one step that is open now: its word, its button and what it means."""

    to: SeasonState
    button: str
    meaning: str


def in_words(states: Iterable[SeasonState]) -> NextStep | None:
    """Return the step to the first of these states in words, or nothing where there is none."""
    words = {
        SeasonState.OPEN: (
            _("Open the season"),
            _("Everyone sees what counts. It cannot be changed any more."),
        ),
        SeasonState.COLLECTING: (
            _("Begin to collect the last figures"),
            _("Final revenue and the last answers come in; the weights stay as they are."),
        ),
        SeasonState.FROZEN: (
            _("Freeze the season"),
            _("The scorecards stay as they are today; the ranking is made from them."),
        ),
        SeasonState.NAMED: (
            _("Settle the laureates"),
            _("The set is complete. Citations can still be mended."),
        ),
        SeasonState.PUBLISHED: (
            _("Publish the laureates"),
            _("Everyone sees the laureates and their citations, and nothing else."),
        ),
    }
    return next((NextStep(to, *words[to]) for to in states), None)
