"""What waits for a person this week: every part looked up in one prepared statement, then put into words."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import FRESH_DAYS, User
from accounts.prepared import Prepared
from accounts.services.working_days import working_days_after
from sponsors.choices import ANSWER_WITHIN
from sponsors.services.alignment import EVERY, FIRST_WITHIN
from sponsors.services.letters import OFFERED_FOR
from sponsorship.week import agreements, go_aheads, inside, meetings, upkeep
from sponsorship.week.found import Found
from sponsorship.week.lines import AHEAD, Waiting

SUBJECTS = (agreements, go_aheads, meetings, upkeep, inside)
TERMS_AHEAD = timedelta(days=30)
TOLD_LATELY = timedelta(days=30)


def this_week(user: User, *, on: date) -> list[Waiting]:
    """Return what waits for a person in the next seven days or is late: one statement; bounded."""
    found = week_of(
        reader=user.pk,
        on=on,
        until=on + AHEAD,
        terms_until=on + TERMS_AHEAD,
        silent_since=silent_since(user, on),
        fresh_since=on - timedelta(days=FRESH_DAYS),
        aligned_since=on + AHEAD - EVERY,
        started_by=on + AHEAD - FIRST_WITHIN,
        new_since=on - OFFERED_FOR,
        told_since=on - TOLD_LATELY,
        **inside.quarter_to_thank_for(on),
    )
    return [WORDS[row.part](row, user, on) for row in map(Found._make, found)]


def silent_since(user: User, on: date) -> datetime:
    """Return the moment before which a request must have been asked for a deputy to be concerned today."""
    day = working_days_after(on, -ANSWER_WITHIN, user.country)
    return timezone.make_aware(datetime.combine(day, time.max))


@Prepared
def week_of() -> Any:
    """What waits for a reader, part by part."""
    return [part for subject in SUBJECTS for part in subject.parts()]


# Each part is put into words by the function of its name.
WORDS: dict[str, Callable[[Found, User, date], Waiting]] = {
    "answer_for": go_aheads.answer,
    **{words.__name__: words for subject in SUBJECTS for words in subject.WORDS},
}
