"""Days on which the next meeting of a tandem would suit both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Absence, User
from accounts.services.working_days import calendar_of
from sponsors.choices import InteractionKind
from sponsors.models import Interaction, Pairing
from sponsors.rhythm import Lane, Standing, suggested, window
from sponsors.sentences.rhythm import LANES

# What is due later than this needs no day yet.
AHEAD = timedelta(days=45)
KINDS = {
    Lane.EXCHANGE: InteractionKind.EXCHANGE,
    Lane.CLIENT: InteractionKind.MEETING,
    Lane.FACE_TO_FACE: InteractionKind.MEETING,
    Lane.REVIEW: InteractionKind.REVIEW,
}


@dataclass(frozen=True)
class Suggestion:
    """Some days for the next time in a lane."""

    name: str
    kind: InteractionKind
    days: list[date]

    @property
    def is_review(self) -> bool:
        """Whether it is planned as an account review."""
        return self.kind == InteractionKind.REVIEW


def suggested_days(
    pairing: Pairing, standings: Iterable[Standing], *, on: date
) -> list[Suggestion]:
    """Return days that suit both for what is due and not planned yet, in two statements.

    Working days in both countries, on which nobody is away and nothing is planned with either.
    """
    due = [row for row in standings if row.planned is None and row.due_on <= on + AHEAD]
    if not due:
        return []
    two = [pairing.account.kam or pairing.kam, pairing.sponsor.person]
    last = max(window(row.due_on, on=on)[1] for row in due)
    taken = days_taken(two, on, last)
    calendars = [calendar_of(person.country) for person in two]

    def is_free(day: date) -> bool:
        """Whether both work and neither has anything planned."""
        return day not in taken and all(one.is_working_day(day) for one in calendars)

    found = (
        Suggestion(
            str(LANES[row.lane]),
            KINDS[row.lane],
            suggested(row.due_on, on=on, is_free=is_free),
        )
        for row in due
    )
    return [one for one in found if one.days]


def days_taken(people: list[User], start: date, end: date) -> set[date]:
    """Return the days on which one of some people is away, or something is planned with them."""
    planned = Interaction.objects.planned().filter(people__in=people, day__range=(start, end))
    away = Absence.objects.days_of([person.pk for person in people], start, end)
    return set(planned.values_list("day", flat=True)).union(*away.values())
