"""All that a scorecard is computed from, as plain data."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

WITHOUT_GO_AHEAD = "without"
RESPONDENTS = 3
LATE_ENTRY_DAYS = 14


@dataclass(frozen=True)
class Standing:
    """Whether an interaction may count at all, apart from its day."""

    is_held: bool = True
    is_disputed: bool = False
    is_vouched_for: bool = True  # logged or confirmed by the KAM, the sponsor or the assistant
    go_ahead: str = "not_needed"

    @property
    def counts(self) -> bool:
        """Held, not disputed, vouched for by the tandem, and not done without the other."""
        return (
            self.is_held
            and not self.is_disputed
            and self.is_vouched_for
            and self.go_ahead != WITHOUT_GO_AHEAD
        )


ALWAYS_COUNTS = Standing()


@dataclass(frozen=True)
class Meeting:
    """An interaction, inside the tandem or with the client."""

    id: int
    day: date
    is_tandem: bool
    sponsor_took_part: bool = False
    kam_took_part: bool = False  # the KAM of that day
    with_top_executive: bool = False  # by the level at the meeting
    face_to_face: bool = False
    standing: Standing = ALWAYS_COUNTS


@dataclass(frozen=True)
class Review:
    """An account review, with the standing of its interaction."""

    id: int
    day: date
    is_strategic: bool
    by_client_alone: bool
    has_evidence: bool  # the day of the request as well
    standing: Standing = ALWAYS_COUNTS


@dataclass(frozen=True)
class Wave:
    """A survey wave: how many answered, and the exact sum of the answers' values."""

    id: int
    opened_on: date
    answers: int
    total: Decimal | Fraction | int
    is_closed: bool = True

    @property
    def counts(self) -> bool:
        """Closed, with three answers or more."""
        return self.is_closed and self.answers >= RESPONDENTS


@dataclass(frozen=True)
class YearFigures:
    """The figures of one year; satisfaction 0..10 or, as an NPS, −100..100."""

    id: int
    year: int
    revenue: Decimal | None
    currency: str
    is_final: bool
    satisfaction: Decimal | None = None
    nps: int | None = None


@dataclass(frozen=True)
class KnownLevel:
    """How well one of the two knew a contact from a day on, confirmed by the other."""

    day: date
    level: int
    id: int = 0


@dataclass(frozen=True)
class TopContact:
    """An active top executive of the client, the level wanted, and what each of the two has reached."""

    id: int
    wanted: int
    kam: tuple[KnownLevel, ...] = ()
    sponsor: tuple[KnownLevel, ...] = ()


@dataclass(frozen=True)
class Event:
    """Something at the client that became public."""

    id: int
    known_on: date
    public_on: date | None
    entered_on: date

    @property
    def counts_as_known_on(self) -> date:
        """Since when it counts as known: a day long before its entry counts as the day of entry."""
        late = (self.entered_on - self.known_on).days > LATE_ENTRY_DAYS
        return self.entered_on if late else self.known_on


@dataclass(frozen=True)
class TandemRecords:
    """All that one tandem's scorecard is computed from; `contacts` is None where nobody gathers levels."""

    active_from: date
    ended_on: date | None
    meetings: tuple[Meeting, ...] = ()
    reviews: tuple[Review, ...] = ()
    team_waves: tuple[Wave, ...] = ()
    client_waves: tuple[Wave, ...] = ()
    figures: tuple[YearFigures, ...] = ()
    contacts: tuple[TopContact, ...] | None = None
    events: tuple[Event, ...] = ()
