"""The rhythm of tandems as it stands: one statement for any number of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Cast

from accounts.choices import TOP_LEVELS, TeamRole
from accounts.prepared import Given, Prepared
from sponsors.choices import OFTEN, Every, InteractionKind, Mode, Side
from sponsors.models import Interaction, InteractionContact, Pairing, RhythmTarget
from sponsors.rhythm import (
    Course,
    Lane,
    Rings,
    Standing,
    Target,
    months_on,
    rings_of,
    standings_of,
)
from sponsors.rhythm.rings import MEETINGS, TALKS
from sponsors.rhythm.standing import DEBRIEF_WITHIN

# How far back the rings may look, whatever the two agreed on.
WINDOW_MONTHS = max(TALKS * max(OFTEN[Lane.EXCHANGE]), MEETINGS * max(OFTEN[Lane.CLIENT]))
# Absences before that move nothing any more: what is due at the longest interval has been overdue for a year.
AWAY_MONTHS = 3 * Every.YEAR
LANES = tuple(lane.value for lane in Lane)


@dataclass(frozen=True)
class Rhythm:
    """The rhythm of one tandem on a day."""

    rings: Rings
    standings: tuple[Standing, ...]
    target: Target

    @property
    def tandem(self) -> float | None:
        """How full the left ring is."""
        return self.rings.tandem

    @property
    def client(self) -> float | None:
        """How full the right ring is."""
        return self.rings.client

    @property
    def overdue(self) -> Standing | None:
        """The first lane that is overdue and for which no day is planned."""
        late = (row for row in self.standings if row.is_overdue and row.planned is None)
        return next(late, None)


class Row(NamedTuple):
    """A day in each lane, or every how many months it is to take place."""

    part: str
    pairing: int
    exchange: date | None
    client: date | None
    face_to_face: date | None
    review: date | None
    every_exchange: int | None
    every_client: int | None
    every_face_to_face: int | None
    every_review: int | None
    first_within: int | None

    @property
    def target(self) -> Target:
        """What the two agreed on."""
        return Target(*self[6:])  # type: ignore[arg-type]  # a row of that part has them all


# What a part does not say. The databases want to know of each column what it holds.
SILENT = {
    **{lane: Cast(Value(None), DateField()) for lane in LANES},
    **{name: Cast(Value(None), IntegerField()) for name in Row._fields[6:]},
}
PAIRINGS, ON = Given("pairings"), Given("on", DateField())
WITH_TOP = Exists(
    InteractionContact.objects.filter(interaction=OuterRef("pk"), level__in=TOP_LEVELS)
)
# What belongs to a lane.
OF_LANE = {
    Lane.EXCHANGE: Q(side=Side.TANDEM),
    Lane.CLIENT: Q(WITH_TOP, side=Side.CLIENT),
    Lane.FACE_TO_FACE: Q(WITH_TOP, side=Side.CLIENT, mode=Mode.FACE_TO_FACE),
    Lane.REVIEW: Q(kind=InteractionKind.REVIEW),
}


def part(name: str, found: Any, columns: dict[str, Any], *, pairing: str = "pairing") -> Any:
    """Return one part of the statement: what it says of each pairing."""
    said = SILENT | columns | {"part": Value(name, output_field=CharField()), "pairing": F(pairing)}
    # Under names that no model has.
    notes = {f"told_{column}": said[column] for column in Row._fields}
    return found.annotate(**notes).values_list(*notes)


def days_in(*lanes: Lane) -> dict[str, Case]:
    """Return the day of an interaction as a column of each lane to which it belongs."""
    return {lane.value: Case(When(OF_LANE[lane], then="day"), default=None) for lane in lanes}


@Prepared
def told() -> Any:
    """Since when some tandems run, what they agreed on, what was held lately and last in each lane, and what is planned."""
    agreed = RhythmTarget.objects.in_force().filter(pairing__in=PAIRINGS)
    counting = Interaction.objects.counting().filter(pairing__in=PAIRINGS, day__lte=ON)
    lately = counting.filter(OF_LANE[Lane.EXCHANGE] | OF_LANE[Lane.CLIENT])
    lately = lately.filter(day__gt=Given("since", DateField()))
    last = {lane.value: Max("day", filter=OF_LANE[lane]) for lane in Lane}
    planned = Interaction.objects.planned().filter(
        pairing__in=PAIRINGS, day__gte=Given("planned_since", DateField())
    )
    running = Pairing.objects.filter(pk__in=PAIRINGS)
    seat = "account__team_members"
    away = running.filter(
        **{
            f"{seat}__to_day__isnull": True,
            f"{seat}__role__in": (TeamRole.KAM, TeamRole.SPONSOR),
            f"{seat}__person__absences__cancelled_at__isnull": True,
            f"{seat}__person__absences__until__gte": Given("away_since", DateField()),
        }
    )
    absent = {
        "exchange": F(f"{seat}__person__absences__from_day"),
        "client": F(f"{seat}__person__absences__until"),
    }
    every = {f"every_{lane}": F(lane) for lane in LANES} | {"first_within": F("first_within")}
    return [
        part("start", running, {"exchange": F("started_on")}, pairing="pk"),
        part("target", agreed, every),
        part("away", away, absent, pairing="pk"),
        part("held", lately, days_in(Lane.EXCHANGE, Lane.CLIENT)),
        part("held", counting.order_by().values("pairing"), last),
        part("planned", planned, days_in(*Lane)),
    ]


@dataclass
class Found:
    """What was read of one tandem."""

    started_on: date = date.max
    target: Target = field(default_factory=Target)
    held: dict[Lane, list[date]] = field(default_factory=lambda: defaultdict(list))
    planned: dict[Lane, list[date]] = field(default_factory=lambda: defaultdict(list))
    away: list[tuple[date, date]] = field(default_factory=list)

    def take(self, row: Row) -> None:
        """Take in what a row says."""
        if row.part == "target":
            self.target = row.target
        elif row.part == "start":
            self.started_on = row.exchange or date.max
        elif row.part == "away" and row.exchange and row.client:
            self.away.append((row.exchange, row.client))
        else:
            days = self.held if row.part == "held" else self.planned
            for lane, day in zip(Lane, row[2:6], strict=True):
                if day is not None:
                    days[lane].append(day)

    @property
    def course(self) -> Course:
        """What was read, as plain data."""
        return Course(
            self.started_on,
            {lane: tuple(days) for lane, days in self.held.items()},
            {lane: tuple(days) for lane, days in self.planned.items()},
            tuple(self.away),
        )


def courses(pairings: Iterable[int], on: date) -> dict[int, tuple[Course, Target]]:
    """Return the days of running pairings and what they agreed on, by their keys: one statement for any number of them."""
    keys = list(pairings)
    found = {key: Found() for key in keys}
    rows = told(
        pairings=keys,
        on=on,
        since=months_on(on, -WINDOW_MONTHS),
        away_since=months_on(on, -AWAY_MONTHS),
        planned_since=on - DEBRIEF_WITHIN,
    )
    for row in map(Row._make, rows):
        found[row.pairing].take(row)
    return {key: (row.course, row.target) for key, row in found.items()}


def rhythms(pairings: Iterable[int], on: date) -> dict[int, Rhythm]:
    """Return the rhythm of running pairings by their keys: one statement for any number of them."""
    return {
        key: Rhythm(rings_of(course, target, on=on), standings_of(course, target, on=on), target)
        for key, (course, target) in courses(pairings, on).items()
    }
