"""Plain records for the arithmetic of scorecards: a season, a tandem active throughout, and what it did."""

from datetime import date, timedelta
from decimal import Decimal

from reviews.scoring import (
    Event,
    IndicatorRule,
    KnownLevel,
    Meeting,
    Review,
    SeasonRules,
    TandemRecords,
    TopContact,
    Wave,
    YearFigures,
    score_tandem,
)

BOOK = {
    "M1": (30, "0", "1"),
    "M2": (30, "0", "1"),
    "M3": (20, "0", "1"),
    "M4": (20, "1", "5"),
    "E1": (30, "-0.10", "0.20"),
    "E2": (30, "5", "9.5"),
    "E3": (20, "0", "1"),
    "E4": (20, "0", "0.8"),
}
AFTER = date(2030, 3, 1)
LONG_AGO = date(2020, 1, 1)


def a_season(year=2026, weights=None, **facts):
    """The season of a year, with the weights and goalposts of the book."""
    indicators = {
        code: IndicatorRule((weights or {}).get(code, weight), Decimal(low), Decimal(high))
        for code, (weight, low, high) in BOOK.items()
    }
    days = {"first_day": date(year, 1, 1), "last_day": date(year, 12, 31)}
    return SeasonRules(**{**days, "indicators": indicators, **facts})


def a_tandem(**records):
    """A tandem active for years, with these records and no others."""
    return TandemRecords(**{"active_from": LONG_AGO, "ended_on": None, **records})


def scored(records, rules=None, as_of=AFTER):
    """The scorecard of a tandem."""
    return score_tandem(rules or a_season(), records, as_of=as_of)


def line_of(code, rules=None, as_of=AFTER, **records):
    """One line of the scorecard of a tandem with these records."""
    card = scored(a_tandem(**records), rules, as_of)
    return next(line for line in card.lines if line.code == code)


def talk(number, day, **facts):
    """An exchange of the two."""
    took_part = {"sponsor_took_part": True, "kam_took_part": True}
    return Meeting(**{"id": number, "day": day, "is_tandem": True, **took_part, **facts})


def visit(number, day, **facts):
    """The sponsor meets a top executive of the client, face to face."""
    who = {"sponsor_took_part": True, "with_top_executive": True, "face_to_face": True}
    return Meeting(**{"id": number, "day": day, "is_tandem": False, **who, **facts})


def review(number, day, **facts):
    """A strategic review that the client alone asked for, with evidence."""
    why = {"is_strategic": True, "by_client_alone": True, "has_evidence": True}
    return Review(**{"id": number, "day": day, **why, **facts})


def wave(number, answers, total, opened_on=date(2026, 5, 1), **facts):
    """A closed wave of a survey."""
    return Wave(number, opened_on, answers, total, **facts)


def figures(year, revenue=None, **facts):
    """Final figures of a year, in euros."""
    revenue = None if revenue is None else Decimal(revenue)
    return YearFigures(
        id=year,
        year=year,
        revenue=revenue,
        currency="EUR",
        is_final=True,
        **facts,
    )


def known(day, level, number=0):
    """What one of the two was to a contact from a day on."""
    return KnownLevel(day, level, number)


def top(number, wanted=3, kam=(), sponsor=()):
    """A top executive of the client."""
    return TopContact(number, wanted, tuple(kam), tuple(sponsor))


def event(number, public_on, ahead, entered_after=0):
    """Something that was known so many days before it was public, entered so many days after it was known."""
    known_on = public_on - timedelta(days=ahead)
    return Event(number, known_on, public_on, known_on + timedelta(days=entered_after))
