"""A year of a tandem: month by month, what took place or is planned in each of four lanes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.identifiers import addresses
from accounts.models import User
from sponsors.choices import (
    InteractionKind,
    InteractionStatus,
    IntroductionState,
    Side,
    TensionStage,
)
from sponsors.models import Interaction, Introduction, Pairing, Tension
from sponsors.queries.rhythm import OF_LANE
from sponsors.rhythm import Lane, months_on

BACK, AHEAD = 8, 3
EXCHANGES, CLIENT, REVIEWS, DOORS = "exchanges", "client", "reviews", "doors"
NAMES = {
    EXCHANGES: (_("Exchanges"), "message-circle"),
    CLIENT: (_("Top executives"), "users"),
    REVIEWS: (_("Reviews"), "messages-square"),
    DOORS: (_("Doors opened"), "door-open"),
}


@dataclass(frozen=True)
class Mark:
    """One thing in a lane."""

    lane: str
    day: date
    text: str
    url: str
    is_planned: bool


@dataclass(frozen=True)
class LaneOfYear:
    """One lane: the marks of each month."""

    name: str
    icon: str
    months: list[list[Mark]]


@dataclass(frozen=True)
class TandemYear:
    """Twelve months, the last three of them ahead."""

    months: list[date]
    lanes: list[LaneOfYear]


def tandem_year(pairing: Pairing, reader: User, *, on: date) -> TandemYear:
    """Return a year of a tandem as far as the reader may see it: a fixed number of statements."""
    first = months_on(on.replace(day=1), -BACK)
    months = [months_on(first, number) for number in range(BACK + AHEAD + 1)]
    end = months_on(first, len(months)) - timedelta(days=1)
    marks = sorted(
        [
            *meetings(pairing, reader, first, end),
            *introductions(pairing, reader, first, end),
            *handed_back(pairing, reader, first, end),
        ],
        key=lambda mark: (mark.day, mark.text),
    )
    lanes = [
        LaneOfYear(
            str(name),
            icon,
            [
                [mark for mark in marks if mark.lane == lane and mark.day.replace(day=1) == month]
                for month in months
            ],
        )
        for lane, (name, icon) in NAMES.items()
    ]
    return TandemYear(months, lanes)


def meetings(pairing: Pairing, reader: User, first: date, end: date) -> Iterator[Mark]:
    """Yield what counts and what is planned: between the two, with top executives, reviews."""
    seen = Interaction.objects.visible_to(reader).filter(pairing=pairing, day__range=(first, end))
    rows = seen.filter(
        Q(counts=True) | Q(status=InteractionStatus.PLANNED),
        Q(kind=InteractionKind.REVIEW) | OF_LANE[Lane.EXCHANGE] | OF_LANE[Lane.CLIENT],
    )
    path_to = addresses("sponsors:interaction_detail")
    shown = rows.values_list("public_id", "kind", "side", "day", "subject", "status")
    for key, kind, side, day, subject, status in shown:
        lane = EXCHANGES if side == Side.TANDEM else CLIENT
        yield Mark(
            REVIEWS if kind == InteractionKind.REVIEW else lane,
            day,
            subject,
            path_to(key),
            status == InteractionStatus.PLANNED,
        )


def introductions(pairing: Pairing, reader: User, first: date, end: date) -> Iterator[Mark]:
    """Yield who was introduced to whom, and what came of it."""
    seen = Introduction.objects.visible_to(reader).filter(
        pairing=pairing, state=IntroductionState.DONE, introduced_on__range=(first, end)
    )
    url = addresses("sponsors:inside_detail")(pairing.public_id)
    for row in seen.select_related("contact", "colleague"):
        text = " · ".join(filter(None, (f"{row.contact} – {row.colleague}", row.outcome)))
        yield Mark(DOORS, row.introduced_on or end, text, url, is_planned=False)


def handed_back(pairing: Pairing, reader: User, first: date, end: date) -> Iterator[Mark]:
    """Yield the tensions with the client that were handed back to the KAM."""
    seen = Tension.objects.visible_to(reader).with_the_client().filter(pairing=pairing)
    rows = seen.filter(stage=TensionStage.HANDED_BACK, closed_at__date__range=(first, end))
    path_to = addresses("sponsors:tension_detail")
    for key, at, learnt in rows.values_list("public_id", "closed_at", "learnt"):
        yield Mark(DOORS, timezone.localdate(at), learnt, path_to(key), is_planned=False)
