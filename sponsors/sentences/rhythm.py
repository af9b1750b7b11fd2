"""The rhythm in words: no blame, a day and what is to be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.days import date_format
from sponsors.choices import Every
from sponsors.rhythm import Lane, Standing, Target

LANES = {
    Lane.EXCHANGE: gettext_lazy("An exchange of the two"),
    Lane.CLIENT: gettext_lazy("A top executive of the client"),
    Lane.FACE_TO_FACE: gettext_lazy("A top executive face to face"),
    Lane.REVIEW: gettext_lazy("An account review"),
}


def standing_words(row: Standing) -> str:
    """Say what is due in a lane, and by when or since when."""
    if row.planned is not None:
        return _("planned for %(day)s") % {"day": in_words(row.planned)}
    if row.is_overdue and row.is_never:
        return _("not yet, due since %(day)s") % {"day": in_words(row.due_on)}
    if row.is_overdue:
        return _("due since %(day)s") % {"day": in_words(row.due_on)}
    return _("due by %(day)s") % {"day": in_words(row.due_on)}


def due_words(late: Standing | None) -> str:
    """Name a lane and say since when it is due; nothing where none is."""
    if late is None:
        return ""
    return _("%(what)s: %(due)s") % {"what": LANES[late.lane], "due": standing_words(late)}


def in_words(day: date) -> str:
    """Return a day as the reader's language writes it shortly."""
    return date_format(day, "SHORT_DATE_FORMAT")


@dataclass(frozen=True)
class LaneInWords:
    """One lane as a page tells it."""

    lane: Lane
    name: str
    every: str
    last: date | None
    planned: date | None
    words: str
    is_overdue: bool


def lanes(standings: Iterable[Standing], target: Target) -> list[LaneInWords]:
    """Return how each lane stands."""
    return [
        LaneInWords(
            row.lane,
            str(LANES[row.lane]),
            str(Every(target.months(row.lane)).label),
            row.last,
            row.planned,
            standing_words(row),
            row.is_overdue,
        )
        for row in standings
    ]


def changes(kept: Target, proposed: Target) -> list[tuple[str, str, str, bool]]:
    """Return what of a rhythm would change: what, now, proposed, and whether they differ."""
    rows = [
        (
            str(LANES[lane]),
            str(Every(kept.months(lane)).label),
            str(Every(proposed.months(lane)).label),
        )
        for lane in Lane
    ]
    if kept.first_within != proposed.first_within:
        now, then = within(kept.first_within), within(proposed.first_within)
        rows.append((_("The first meeting of the two"), now, then))
    return [(what, now, then, now != then) for what, now, then in rows]


def within(days: int) -> str:
    """Say within how many days of the start something takes place."""
    return ngettext("within %(n)d day", "within %(n)d days", days) % {"n": days}
