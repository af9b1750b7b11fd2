"""What followed in a quarter from what a sponsor did: facts, never a figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.days import date_format
from sponsors.choices import InteractionKind, IntroductionState, RenewalState, TensionStage
from sponsors.models import Interaction, Introduction, Renewal, Tension
from sponsors.rhythm import months_on

REVIEW, RENEWAL, TENSION, DOOR = "review", "renewal", "tension", "door"
WORDS = {
    DOOR: gettext_noop("Introduction on %(day)s: %(text)s"),
    REVIEW: gettext_noop("Account review on %(day)s: %(text)s"),
    RENEWAL: gettext_noop("Another term of %(text)s months agreed on %(day)s"),
    TENSION: gettext_noop("Tension handed back to the KAM on %(day)s: %(text)s"),
}


@dataclass(frozen=True)
class Fact:
    """One thing that followed: what kind, when, and what it was about."""

    kind: str
    day: date
    text: str

    @property
    def words(self) -> str:
        """The fact as the reader's language tells it."""
        day = date_format(self.day, "SHORT_DATE_FORMAT")
        return _(WORDS[self.kind]) % {"day": day, "text": self.text}


def quarter_of(day: date) -> date:
    """Return the first day of the quarter of a day."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def last_quarter(on: date) -> date:
    """Return the first day of the quarter before the one of a day."""
    return months_on(quarter_of(on), -3)


def between(quarter: date) -> dict[str, Any]:
    """Return the days and the moments between which something belongs to a quarter."""
    after = months_on(quarter, 3)
    begins, ends = (timezone.make_aware(datetime.combine(day, time())) for day in (quarter, after))
    return {"first": quarter, "after": after, "begins": begins, "ends": ends}


def what_follows(*, first: Any, after: Any, begins: Any, ends: Any) -> tuple[QuerySet[Any], ...]:
    """Return what may follow from what sponsors do between two days and two moments, of any pairing.

    Reviews at which the sponsor was, other terms that both agreed to, tensions handed back to the KAM, introductions.
    """
    closed = {"closed_at__gte": begins, "closed_at__lt": ends}
    return (
        Interaction.objects.counting().filter(
            kind=InteractionKind.REVIEW,
            day__gte=first,
            day__lt=after,
            people=F("pairing__sponsor__person"),
        ),
        Renewal.objects.filter(state=RenewalState.AGREED, **closed),
        Tension.objects.with_the_client().filter(stage=TensionStage.HANDED_BACK, **closed),
        Introduction.objects.filter(
            state=IntroductionState.DONE, introduced_on__gte=first, introduced_on__lt=after
        ),
    )


def facts_of(pairings: Iterable[int], quarter: date) -> dict[int, list[Fact]]:
    """Return what followed in a quarter from what the sponsors did, the oldest first, by the keys of pairings.

    Four statements for any number of pairings. Where nothing followed there is no entry.
    """
    keys = list(pairings)
    reviews, renewals, tensions, introductions = (
        rows.filter(pairing__in=keys) for rows in what_follows(**between(quarter))
    )
    rows = [
        *((row.pairing_id, door_opened(row)) for row in introductions.select_related("contact")),
        *(
            (key, Fact(REVIEW, day, text))
            for key, day, text in reviews.values_list("pairing", "day", "subject")
        ),
        *(
            (key, Fact(RENEWAL, timezone.localdate(at), str(months)))
            for key, at, months in renewals.values_list("pairing", "closed_at", "months")
        ),
        *(
            (key, Fact(TENSION, timezone.localdate(at), learnt))
            for key, at, learnt in tensions.values_list("pairing", "closed_at", "learnt")
        ),
    ]
    found: dict[int, list[Fact]] = {}
    for key, fact in sorted(rows, key=lambda row: (row[1].day, row[1].kind)):
        found.setdefault(key, []).append(fact)
    return found


def door_opened(row: Introduction) -> Fact:
    """Tell an introduction: who, and what came of it."""
    text = " · ".join(filter(None, (str(row.contact), row.outcome)))
    return Fact(DOOR, row.introduced_on or row.asked_at.date(), text)
