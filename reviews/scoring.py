"""The arithmetic of scorecards: plain data in, plain data out, no clock and no database.

Every formula is that of the programme's scorecard page ("What counts"): eight indicators, each mapped
linearly between its goalposts, two weighted pillars, and their geometric mean. All sums are taken in
`Decimal` in the order of days and identifiers, so that computing twice gives the same bytes.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext

ZERO, ONE = Decimal(0), Decimal(1)
PLACES = Decimal("1e-12")
EXACT = Context(prec=40, rounding=ROUND_HALF_EVEN)

MEANS = ("M1", "M2", "M3", "M4")
RESULTS = ("E1", "E2", "E3", "E4")
COVERAGE = Decimal("0.70")
FLOOR = Decimal("0.05")
MONTHS_FOR_A_SCORE = 6
NEW_UNDER_DAYS = 548
TANDEMS_FOR_A_SHORTLIST = 12
LEVEL_DAYS = 180
EARLY_DAYS = 30
LATE_ENTRY_DAYS = 14
RESPONDENTS = 3
WANTED_AT_LEAST = 3


@dataclass(frozen=True)
class IndicatorRule:
    """What an indicator weighs in its pillar, in whole per cent, and between which goalposts it is read."""

    weight: int
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class SeasonRules:
    """What counts in a season."""

    first_day: date
    last_day: date
    indicators: Mapping[str, IndicatorRule]
    prior_reviews: Decimal = Decimal("0.2")
    prior_support: Decimal = Decimal("3.5")
    prior_satisfaction: Decimal = Decimal(7)


@dataclass(frozen=True)
class Meeting:
    """A held exchange that counts: not disputed, logged or confirmed by the tandem, not without a go-ahead."""

    id: int
    day: date
    is_tandem: bool
    sponsor_took_part: bool = False
    kam_took_part: bool = False
    with_top_executive: bool = False
    face_to_face: bool = False


@dataclass(frozen=True)
class Review:
    """An account review that was held."""

    id: int
    day: date
    is_strategic: bool
    by_client_alone: bool
    has_evidence: bool


@dataclass(frozen=True)
class Wave:
    """A closed survey wave: how many answered, and the sum of the answers' values."""

    id: int
    opened_on: date
    answers: int
    total: Decimal


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


@dataclass(frozen=True)
class TandemRecords:
    """All that a scorecard is computed from."""

    active_from: date
    ended_on: date | None
    meetings: tuple[Meeting, ...] = ()
    reviews: tuple[Review, ...] = ()
    team_waves: tuple[Wave, ...] = ()
    client_waves: tuple[Wave, ...] = ()
    figures: tuple[YearFigures, ...] = ()
    contacts: tuple[TopContact, ...] | None = None
    events: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Window:
    """The overlap of the season with the pairing, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def years(self) -> Decimal:
        """`t`: days in the window over 365."""
        return Decimal(self.days) / 365

    def days_between(self, first: date, last: date) -> int:
        """How many days of a stretch lie in the window."""
        return max(0, (min(last, self.last) - max(first, self.first)).days + 1)

    def months(self) -> list[tuple[int, int]]:
        """Active months: calendar months with at least 15 days in the window."""
        found = []
        for year, month in months_from(self.first, self.last):
            if (
                self.days_between(
                    date(year, month, 1), date(year, month, monthrange(year, month)[1])
                )
                >= 15
            ):
                found.append((year, month))
        return found

    def quarters(self) -> list[tuple[int, int]]:
        """Active quarters: calendar quarters with at least 45 days in the window."""
        found = []
        for year, month in months_from(
            self.first.replace(day=1, month=quarter_start(self.first)), self.last
        ):
            if month % 3 == 1:
                end = date(year, month + 2, monthrange(year, month + 2)[1])
                if self.days_between(date(year, month, 1), end) >= 45:
                    found.append((year, (month + 2) // 3))
        return found

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class IndicatorValue:
    """One line: raw value, 0..1 between the goalposts, or why there is none; the facts for its sentence."""

    code: str
    weight: int
    low: Decimal
    high: Decimal
    raw: Decimal | None = None
    value: Decimal | None = None
    no_value_because: str = ""
    facts: Mapping[str, int | str] = field(default_factory=dict)
    records: tuple[str, ...] = ()


@dataclass(frozen=True)
class TandemScore:
    """A scorecard: the eight lines, two pillars, and the score, or why there is none."""

    lines: tuple[IndicatorValue, ...]
    means: Decimal | None
    results: Decimal | None
    score: Decimal | None
    unassessed_because: str
    active_months: int


@dataclass(frozen=True)
class Finding:
    """What an indicator found, before the goalposts."""

    raw: Decimal | None = None
    why: str = ""
    facts: Mapping[str, int | str] = field(default_factory=dict)
    records: tuple[str, ...] = ()


def months_from(first: date, last: date) -> Iterable[tuple[int, int]]:
    """Yield the calendar months from one day to another."""
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield year, month
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def quarter_start(day: date) -> int:
    """Return the first month of the day's quarter."""
    return (day.month - 1) // 3 * 3 + 1


def window_of(rules: SeasonRules, records: TandemRecords, *, as_of: date) -> Window | None:
    """Return the window of a pairing in a season, or None where it is empty."""
    first = max(rules.first_day, records.active_from)
    last = min(rules.last_day, records.ended_on or as_of, as_of)
    return Window(first, last) if first <= last else None


def score_tandem(rules: SeasonRules, records: TandemRecords, *, as_of: date) -> TandemScore | None:
    """Return the scorecard of a tandem, or None where its window is empty."""
    window = window_of(rules, records, as_of=as_of)
    if window is None:
        return None
    with localcontext(EXACT):
        findings = {
            "M1": exchanges(window, records),
            "M2": top_meetings(window, records),
            "M3": client_reviews(rules, window, records),
            "M4": support(rules, window, records),
            "E1": growth(rules, records),
            "E2": satisfaction(rules, window, records),
            "E3": relationship(window, records),
            "E4": early_access(window, records),
        }
        lines = tuple(
            read_between(code, rules.indicators[code], finding)
            for code, finding in findings.items()
        )
        return sum_up(lines, len(window.months()))


def read_between(code: str, rule: IndicatorRule, finding: Finding) -> IndicatorValue:
    """Map the raw value linearly to 0..1 between the goalposts, and clip it."""
    value = None
    if finding.raw is not None:
        value = min(ONE, max(ZERO, (finding.raw - rule.low) / (rule.high - rule.low))).quantize(
            PLACES
        )
    return IndicatorValue(
        code=code,
        weight=rule.weight,
        low=rule.low,
        high=rule.high,
        raw=finding.raw.quantize(PLACES) if finding.raw is not None else None,
        value=value,
        no_value_because=finding.why,
        facts=finding.facts,
        records=finding.records,
    )


def sum_up(lines: tuple[IndicatorValue, ...], active_months: int) -> TandemScore:
    """Weigh the lines into two pillars, and the pillars into a score where both have a value and six months count."""
    means, results = pillar(lines, MEANS), pillar(lines, RESULTS)
    why, score = "", None
    if active_months < MONTHS_FOR_A_SCORE:
        why = "months"
    elif means is None and results is None:
        why = "both_pillars"
    elif means is None or results is None:
        why = "means" if means is None else "results"
    else:
        score = (100 * (max(FLOOR, means) * max(FLOOR, results)).sqrt()).quantize(PLACES)
    return TandemScore(lines, means, results, score, why, active_months)


def pillar(lines: Iterable[IndicatorValue], codes: tuple[str, ...]) -> Decimal | None:
    """Return the weighted mean of a pillar's values, or None where they carry under .70 of its weight."""
    own = [line for line in lines if line.code in codes]
    whole = sum(line.weight for line in own)
    known = [(line.weight, line.value) for line in own if line.value is not None]
    carried = sum(weight for weight, _value in known)
    if not whole or Decimal(carried) / whole < COVERAGE:
        return None
    return (sum((weight * value for weight, value in known), ZERO) / carried).quantize(PLACES)


def exchanges(window: Window, records: TandemRecords) -> Finding:
    """M1: active months with at least one exchange between the sponsor and the KAM of that day, over all of them."""
    months = window.months()
    if len(months) < 3:
        return Finding(why="few_months", facts={"months": len(months)})
    talks = [
        row
        for row in in_order(records.meetings)
        if row.is_tandem and row.sponsor_took_part and row.kam_took_part and window.holds(row.day)
    ]
    counted = [row for row in talks if (row.day.year, row.day.month) in months]
    met = {(row.day.year, row.day.month) for row in counted}
    return Finding(
        raw=Decimal(len(met)) / len(months),
        facts={"with": len(met), "months": len(months)},
        records=names("interaction", counted),
    )


def top_meetings(window: Window, records: TandemRecords) -> Finding:
    """M2: 0.7 · active quarters with a meeting over all of them + 0.3 · min(1, face to face a year)."""
    quarters = window.quarters()
    if len(quarters) < 2:
        return Finding(why="few_quarters", facts={"quarters": len(quarters)})
    meetings = [
        row
        for row in in_order(records.meetings)
        if not row.is_tandem
        and row.sponsor_took_part
        and row.with_top_executive
        and window.holds(row.day)
    ]
    counted = [row for row in meetings if (row.day.year, (row.day.month + 2) // 3) in quarters]
    met = {(row.day.year, (row.day.month + 2) // 3) for row in counted}
    faces = sum(row.face_to_face for row in counted)
    share = Decimal(len(met)) / len(quarters)
    presence = min(ONE, Decimal(faces) / window.years)
    return Finding(
        raw=Decimal("0.7") * share + Decimal("0.3") * presence,
        facts={"with": len(met), "quarters": len(quarters), "face_to_face": faces},
        records=names("interaction", counted),
    )


def client_reviews(rules: SeasonRules, window: Window, records: TandemRecords) -> Finding:
    """M3: (x + a) / (t + 1), x = strategic reviews held whose request came from the client alone, with evidence."""
    if window.years < Decimal("0.5"):
        return Finding(why="short_window", facts={"days": window.days})
    counted = [
        row
        for row in in_order(records.reviews)
        if row.is_strategic and row.by_client_alone and row.has_evidence and window.holds(row.day)
    ]
    raw = (len(counted) + rules.prior_reviews) / (window.years + 1)
    return Finding(raw=raw, facts={"reviews": len(counted)}, records=names("review", counted))


def shrunk(
    waves: Iterable[Wave], window: Window, *, prior: Decimal, strength: int
) -> tuple[Decimal, int, list[Wave]] | None:
    """Return (n·m + k·μ) / (n + k) over the counting waves, with the answers and the waves; None without one."""
    counted = [
        wave
        for wave in sorted(waves, key=lambda wave: (wave.opened_on, wave.id))
        if wave.answers >= RESPONDENTS and window.holds(wave.opened_on)
    ]
    if not counted:
        return None
    answers = sum(wave.answers for wave in counted)
    mean = sum((wave.total for wave in counted), ZERO) / answers
    n = max(wave.answers for wave in counted)
    return (n * mean + strength * prior) / (n + strength), answers, counted


def support(rules: SeasonRules, window: Window, records: TandemRecords) -> Finding:
    """M4: the team's answers, drawn towards μ by five."""
    found = shrunk(records.team_waves, window, prior=rules.prior_support, strength=5)
    if found is None:
        return Finding(why="no_team_wave")
    raw, answers, waves = found
    return Finding(raw=raw, facts={"answers": answers}, records=names("wave", waves))


def growth(rules: SeasonRules, records: TandemRecords) -> Finding:
    """E1: final revenue of the season's year over that of the year before, minus 1, in one currency."""
    year = rules.last_day.year
    by_year = {row.year: row for row in records.figures if row.is_final and row.revenue is not None}
    now, before = by_year.get(year), by_year.get(year - 1)
    if now is None or before is None:
        return Finding(why="no_final_revenue", facts={"year": year if now is None else year - 1})
    if now.currency != before.currency:
        return Finding(why="two_currencies")
    if now.revenue is None or before.revenue is None or before.revenue <= 0:
        return Finding(why="no_earlier_revenue")
    raw = now.revenue / before.revenue - 1
    return Finding(raw=raw, facts={"year": year}, records=names("figures", [before, now]))


def satisfaction(rules: SeasonRules, window: Window, records: TandemRecords) -> Finding:
    """E2: the client's answers, drawn towards μ by three; without a wave the imported figure of the season's year."""
    found = shrunk(records.client_waves, window, prior=rules.prior_satisfaction, strength=3)
    if found is not None:
        raw, answers, waves = found
        return Finding(raw=raw, facts={"answers": answers}, records=names("wave", waves))
    year = rules.last_day.year
    row = next((row for row in records.figures if row.year == year), None)
    if row is not None and row.satisfaction is not None:
        return Finding(
            raw=row.satisfaction,
            facts={"imported": "satisfaction", "year": year},
            records=names("figures", [row]),
        )
    if row is not None and row.nps is not None:
        raw = Decimal(row.nps + 100) / 20
        return Finding(
            raw=raw,
            facts={"imported": "nps", "nps": row.nps, "year": year},
            records=names("figures", [row]),
        )
    return Finding(why="no_client_wave", facts={"year": year})


def relationship(window: Window, records: TandemRecords) -> Finding:
    """E3: Σ min(now, wanted) / Σ wanted over the account's active top executives."""
    if records.contacts is None:
        return Finding(why="no_connections")
    if len(records.contacts) < 3:
        return Finding(why="few_contacts", facts={"contacts": len(records.contacts)})
    contacts = sorted(records.contacts, key=lambda contact: contact.id)
    wanted = {contact.id: max(WANTED_AT_LEAST, contact.wanted) for contact in contacts}
    reached = sum(min(level_now(contact, window.last), wanted[contact.id]) for contact in contacts)
    return Finding(
        raw=Decimal(reached) / sum(wanted.values()),
        facts={"contacts": len(contacts)},
        records=names("contact", contacts),
    )


def level_now(contact: TopContact, on: date) -> int:
    """Return the better of the two's last confirmed levels, one less once it is over 180 days old."""
    return max(last_level(contact.kam, on), last_level(contact.sponsor, on))


def last_level(levels: Iterable[KnownLevel], on: date) -> int:
    """Return the last level on or before a day, faded by its age."""
    known = sorted((row for row in levels if row.day <= on), key=lambda row: row.day)
    if not known:
        return 0
    last = known[-1]
    return max(0, last.level - 1) if (on - last.day).days > LEVEL_DAYS else last.level


def early_access(window: Window, records: TandemRecords) -> Finding:
    """E4: (k + 1) / (n + 2), k of n public events known to us at least 30 days before."""
    public = [
        row
        for row in sorted(records.events, key=lambda row: (row.public_on or date.max, row.id))
        if row.public_on is not None and window.holds(row.public_on)
    ]
    if len(public) < 2:
        return Finding(why="few_events", facts={"events": len(public)})
    early = [
        row
        for row in public
        if row.public_on is not None
        and known_day(row) <= row.public_on - timedelta(days=EARLY_DAYS)
    ]
    return Finding(
        raw=Decimal(len(early) + 1) / (len(public) + 2),
        facts={"early": len(early), "events": len(public)},
        records=names("event", public),
    )


def known_day(event: Event) -> date:
    """Return since when an event counts as known: a day long before its entry counts as the day of entry."""
    if (event.entered_on - event.known_on).days > LATE_ENTRY_DAYS:
        return event.entered_on
    return event.known_on


def in_order(rows: Iterable[Meeting] | Iterable[Review]) -> list:  # type: ignore[type-arg]  # meetings or reviews
    """Return records in the order of their days and identifiers."""
    return sorted(rows, key=lambda row: (row.day, row.id))


def names(kind: str, rows: Iterable) -> tuple[str, ...]:  # type: ignore[type-arg]  # any kind of record
    """Return what each record is called in a scorecard: "interaction:12"."""
    return tuple(f"{kind}:{row.id}" for row in rows)


def is_established(days_active: int) -> bool:
    """Whether a pairing, active for so many days on the season's last day, belongs to the established tandems."""
    return days_active >= NEW_UNDER_DAYS


def has_shortlist(assessed: int, *, first_season: bool) -> bool:
    """Whether a season shortlists by score: not in a first season, not under twelve assessed tandems."""
    return not first_season and assessed >= TANDEMS_FOR_A_SHORTLIST


def laureates_at_most(tandems: int) -> int:
    """Return how many tandems of a class may be honoured: one in five, one at least."""
    return max(1, tandems // 5)


def places(scores: Mapping[int, Decimal]) -> dict[int, int]:
    """Return the place of each: one more than the number of strictly higher scores."""
    ordered = sorted(scores.values(), reverse=True)
    return {key: 1 + ordered.index(score) for key, score in scores.items()}
