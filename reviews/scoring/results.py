"""E1 to E4: what comes of it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from reviews.scoring.findings import Finding, names
from reviews.scoring.records import Event, KnownLevel, TandemRecords, TopContact, YearFigures
from reviews.scoring.season import SeasonRules
from reviews.scoring.waves import Prior, drawn_towards
from reviews.scoring.window import Window

SATISFACTION_PRIOR_ANSWERS = 3
CONTACTS_FOR_A_RELATIONSHIP = 3
WANTED_AT_LEAST = 3
LEVEL_DAYS = 180
EVENTS_FOR_ACCESS = 2
EARLY_DAYS = 30


def growth(rules: SeasonRules, records: TandemRecords) -> Finding:
    """E1: final revenue of the season's year over that of the year before, minus 1, in one currency."""
    year = rules.last_day.year
    final = [row for row in records.figures if row.is_final and row.revenue is not None]
    now, before = of_year(final, year), of_year(final, year - 1)
    if now is None or now.revenue is None:
        return Finding(why="no_final_revenue", facts={"year": year})
    if before is None or before.revenue is None:
        return Finding(why="no_final_revenue", facts={"year": year - 1})
    if now.currency != before.currency:
        return Finding(why="two_currencies")
    if before.revenue <= 0:
        return Finding(why="no_earlier_revenue")
    return Finding(
        raw=now.revenue / before.revenue - 1,
        facts={"year": year},
        records=names("figures", [before, now]),
    )


def satisfaction(rules: SeasonRules, window: Window, records: TandemRecords) -> Finding:
    """E2: the client's answers, drawn towards μ by three; without a wave the imported figure of the season's year."""
    prior = Prior(rules.prior_satisfaction, SATISFACTION_PRIOR_ANSWERS)
    return drawn_towards(records.client_waves, window, prior) or imported_satisfaction(
        rules.last_day.year, records
    )


def imported_satisfaction(year: int, records: TandemRecords) -> Finding:
    """Return the satisfaction in a year's figures, an NPS on the scale of ten, noted as such."""
    row = of_year(records.figures, year)
    if row is not None and row.satisfaction is not None:
        return Finding(
            raw=row.satisfaction,
            facts={"imported": "satisfaction", "year": year},
            records=names("figures", [row]),
        )
    if row is not None and row.nps is not None:
        return Finding(
            raw=Decimal(row.nps + 100) / 20,
            facts={"imported": "nps", "nps": row.nps, "year": year},
            records=names("figures", [row]),
        )
    return Finding(why="no_client_wave", facts={"year": year})


def of_year(figures: Iterable[YearFigures], year: int) -> YearFigures | None:
    """Return a year's figures; of two, those entered last."""
    found = [row for row in figures if row.year == year]
    return max(found, key=lambda row: row.id, default=None)


def relationship(window: Window, records: TandemRecords) -> Finding:
    """E3: Σ min(now, wanted) / Σ wanted over the account's active top executives."""
    if records.contacts is None:
        return Finding(why="no_connections")
    if len(records.contacts) < CONTACTS_FOR_A_RELATIONSHIP:
        return Finding(why="few_contacts", facts={"contacts": len(records.contacts)})
    contacts = sorted(records.contacts, key=lambda contact: contact.id)
    wanted = sum(wanted_of(contact) for contact in contacts)
    reached = sum(min(level_now(contact, window.last), wanted_of(contact)) for contact in contacts)
    return Finding(
        raw=Decimal(reached) / wanted,
        facts={"contacts": len(contacts), "reached": reached, "wanted": wanted},
        records=names("contact", contacts),
    )


def wanted_of(contact: TopContact) -> int:
    """Return the level wanted with a top executive: partner at least."""
    return max(WANTED_AT_LEAST, contact.wanted)


def level_now(contact: TopContact, on: date) -> int:
    """Return the better of what the KAM and the sponsor have reached."""
    return max(last_level(contact.kam, on), last_level(contact.sponsor, on))


def last_level(levels: Iterable[KnownLevel], on: date) -> int:
    """Return the last level on or before a day, one less once it is over 180 days old."""
    known = [row for row in levels if row.day <= on]
    if not known:
        return 0
    last = max(known, key=lambda row: (row.day, row.id, row.level))
    return max(0, last.level - 1) if (on - last.day).days > LEVEL_DAYS else last.level


def early_access(window: Window, records: TandemRecords) -> Finding:
    """E4: (k + 1) / (n + 2), k of n events that became public known to us at least 30 days before."""
    public = sorted(
        (
            row
            for row in records.events
            if row.public_on is not None and window.holds(row.public_on)
        ),
        key=lambda row: (row.public_on or date.max, row.id),
    )
    if len(public) < EVENTS_FOR_ACCESS:
        return Finding(why="few_events", facts={"events": len(public)})
    early = sum(was_known_early(row) for row in public)
    return Finding(
        raw=Decimal(early + 1) / (len(public) + 2),
        facts={"early": early, "events": len(public)},
        records=names("event", public),
    )


def was_known_early(event: Event) -> bool:
    """Whether an event was known to us at least 30 days before it was public."""
    return (
        event.public_on is not None
        and (event.public_on - event.counts_as_known_on).days >= EARLY_DAYS
    )
