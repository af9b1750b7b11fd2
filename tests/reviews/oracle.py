"""The scorecard a second time, told from its page of rules alone and built otherwise: sets of days and fractions.

It reads the same plain records and shares no line with the application, so that one wrong reading shows.
"""

from collections import Counter
from datetime import timedelta
from fractions import Fraction
from math import isqrt

TWICE = 10**30


def scorecard(rules, records, as_of):
    """Return raw values, values, pillars, score and active months; None where no day is left."""
    days = days_of(rules, records, as_of)
    if not days:
        return None
    raw = {
        "M1": m1(days, records),
        "M2": m2(days, records),
        "M3": m3(days, records, Fraction(rules.prior_reviews)),
        "M4": survey(days, records.team_waves, 5, Fraction(rules.prior_support)),
        "E1": e1(rules.last_day.year, records),
        "E2": e2(days, rules, records),
        "E3": e3(max(days), records),
        "E4": e4(days, records),
    }
    values = {code: between(rules.indicators[code], found) for code, found in raw.items()}
    pillars = {letter: weighed(letter, rules, values) for letter in "ME"}
    months = len(active(days, month, 15))
    return {
        "raw": raw,
        "values": values,
        "means": pillars["M"],
        "results": pillars["E"],
        "score": total(pillars) if months >= 6 else None,
        "months": months,
    }


def days_of(rules, records, as_of):
    """Every single day of the season on which the pairing was active, none after the day as of."""
    season = range((rules.last_day - rules.first_day).days + 1)
    return {
        day
        for day in (rules.first_day + timedelta(n) for n in season)
        if records.active_from <= day <= as_of
        and (records.ended_on is None or day <= records.ended_on)
    }


def month(day):
    return (day.year, day.month)


def quarter(day):
    return (day.year, (day.month - 1) // 3)


def active(days, period, least):
    return {one for one, count in Counter(map(period, days)).items() if count >= least}


def years(days):
    return Fraction(len(days), 365)


def stands(thing, days):
    state = thing.standing
    return (
        state.is_held
        and thing.day in days
        and not state.is_disputed
        and state.is_vouched_for
        and state.go_ahead in {"not_needed", "had", "settled_later"}
    )


def m1(days, records):
    months = active(days, month, 15)
    if len(months) < 3:
        return None
    talked = {
        month(x.day)
        for x in records.meetings
        if stands(x, days) and x.is_tandem and x.sponsor_took_part and x.kam_took_part
    }
    return Fraction(len(talked & months), len(months))


def m2(days, records):
    quarters = active(days, quarter, 45)
    if len(quarters) < 2:
        return None
    met, faces = set(), 0
    for x in records.meetings:
        if not stands(x, days) or x.is_tandem:
            continue
        if x.sponsor_took_part and x.with_top_executive:
            met.add(quarter(x.day))
            faces += bool(x.face_to_face)
    return Fraction(7, 10) * Fraction(len(met & quarters), len(quarters)) + Fraction(3, 10) * min(
        Fraction(1), faces / years(days)
    )


def m3(days, records, a):
    if 2 * len(days) < 365:
        return None
    x = 0
    for review in records.reviews:
        if stands(review, days) and review.is_strategic:
            x += review.by_client_alone and review.has_evidence
    return (x + a) / (years(days) + 1)


def survey(days, waves, k, mu):
    good = [w for w in waves if w.is_closed and w.answers >= 3 and w.opened_on in days]
    if not good:
        return None
    n = max(w.answers for w in good)
    m = sum(Fraction(w.total) for w in good) / sum(w.answers for w in good)
    return (n * m + k * mu) / (n + k)


def e1(year, records):
    money = {
        row.year: (Fraction(row.revenue), row.currency)
        for row in records.figures
        if row.is_final and row.revenue is not None
    }
    if year not in money or year - 1 not in money:
        return None
    (now, one), (before, other) = money[year], money[year - 1]
    return now / before - 1 if one == other and before > 0 else None


def e2(days, rules, records):
    asked = survey(days, records.client_waves, 3, Fraction(rules.prior_satisfaction))
    if asked is not None:
        return asked
    for row in records.figures:
        if row.year == rules.last_day.year:
            if row.satisfaction is not None:
                return Fraction(row.satisfaction)
            if row.nps is not None:
                return Fraction(row.nps + 100, 20)
    return None


def e3(last, records):
    people = records.contacts or ()
    if len(people) < 3:
        return None
    reached = wanted = 0
    for person in people:
        goal = max(person.wanted, 3)
        now = 0
        for history in (person.kam, person.sponsor):
            level = 0
            for entry in sorted(history, key=lambda entry: (entry.day, entry.id)):
                if entry.day <= last:
                    age = (last - entry.day).days
                    level = entry.level if age <= 180 else max(entry.level - 1, 0)
            now = max(now, level)
        reached += min(now, goal)
        wanted += goal
    return Fraction(reached, wanted)


def e4(days, records):
    n = k = 0
    for event in records.events:
        if event.public_on not in days:
            continue
        n += 1
        known = event.known_on
        if event.entered_on > known + timedelta(14):
            known = event.entered_on
        k += known + timedelta(30) <= event.public_on
    return Fraction(k + 1, n + 2) if n >= 2 else None


def between(rule, raw):
    if raw is None:
        return None
    low, high = Fraction(rule.low), Fraction(rule.high)
    if raw <= low:
        return Fraction(0)
    return Fraction(1) if raw >= high else (raw - low) / (high - low)


def weighed(letter, rules, values):
    there = {c: v for c, v in values.items() if c[0] == letter and v is not None}
    weight = sum(rules.indicators[c].weight for c in there)
    everything = sum(r.weight for c, r in rules.indicators.items() if c[0] == letter)
    if 10 * weight < 7 * everything:
        return None
    return sum(rules.indicators[c].weight * v for c, v in there.items()) / weight


def total(pillars):
    if None in pillars.values():
        return None
    product = max(Fraction(1, 20), pillars["M"]) * max(Fraction(1, 20), pillars["E"])
    return Fraction(100 * isqrt(product.numerator * TWICE**2 // product.denominator), TWICE)
