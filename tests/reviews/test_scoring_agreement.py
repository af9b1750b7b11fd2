"""Any programme: values between 0 and 1, whatever the order, twice the same, and as a second implementation says."""

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviews.scoring import (
    Event,
    IndicatorRule,
    KnownLevel,
    Meeting,
    Review,
    SeasonRules,
    Standing,
    TandemRecords,
    TopContact,
    Wave,
    YearFigures,
    score_tandem,
)
from tests.reviews import oracle
from tests.reviews.plain import BOOK

NEAR = Fraction(1, 10**9)
settings.register_profile(
    "scorecards",
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
any_programme = settings(settings.get_profile("scorecards"))
many_programmes = settings(any_programme, max_examples=200)


def days(first, last):
    return st.dates(min_value=first, max_value=last)


def decimals(low, high, places=2):
    return st.decimals(min_value=low, max_value=high, places=places, allow_nan=False)


@st.composite
def weights(draw):
    """Four whole per cents that make a hundred."""
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=3, max_size=3)))
    return [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]


@st.composite
def seasons(draw):
    """A season of a plain or a leap year, or across two, with weights and goalposts of its own now and then."""
    first = draw(st.sampled_from([date(2026, 1, 1), date(2028, 1, 1), date(2027, 7, 1)]))
    by_book = draw(st.booleans())
    chosen = [30, 30, 20, 20] * 2 if by_book else draw(weights()) + draw(weights())
    shift = Decimal(0) if by_book else draw(decimals("-0.25", "0.25", places=3))
    return SeasonRules(
        first_day=first,
        last_day=first.replace(year=first.year + 1) - timedelta(days=1),
        indicators={
            code: IndicatorRule(weight, Decimal(low) + shift, Decimal(high) + 2 * shift)
            for weight, (code, (_book, low, high)) in zip(chosen, BOOK.items(), strict=True)
        },
        prior_reviews=draw(decimals(0, 2)),
        prior_support=draw(decimals(1, 5)),
        prior_satisfaction=draw(decimals(0, 10)),
    )


def standings():
    rare = st.sampled_from([False, False, False, False, True])
    return st.builds(
        Standing,
        is_held=rare.map(lambda no: not no),
        is_disputed=rare,
        is_vouched_for=rare.map(lambda no: not no),
        go_ahead=st.sampled_from(["not_needed", "had", "without", "settled_later"]),
    )


def numbered(strategy, least, most):
    """So many of a thing, each with a key of its own."""
    rows = st.lists(strategy, min_size=least, max_size=most)
    return rows.map(lambda found: tuple(replace(row, id=n) for n, row in enumerate(found, 1)))


def mostly(strategy, usual):
    """The usual thing three times in four."""
    return st.integers(0, 3).flatmap(lambda n: strategy if n == 3 else usual)


def meetings(wide):
    return st.builds(
        Meeting,
        id=st.just(0),
        day=wide,
        is_tandem=st.booleans(),
        sponsor_took_part=mostly(st.just(False), st.just(True)),
        kam_took_part=mostly(st.just(False), st.just(True)),
        with_top_executive=st.booleans(),
        face_to_face=st.booleans(),
        standing=standings(),
    )


def reviews(wide):
    return st.builds(
        Review,
        id=st.just(0),
        day=wide,
        is_strategic=st.booleans(),
        by_client_alone=st.booleans(),
        has_evidence=mostly(st.just(False), st.just(True)),
        standing=standings(),
    )


def waves(wide, best):
    """Waves whose sums are exact: sixtieths and all."""
    return st.builds(
        lambda day, answers, mean, is_closed: Wave(0, day, answers, answers * mean, is_closed),
        wide,
        mostly(st.integers(0, 2), st.integers(3, 9)),
        st.fractions(1, best, max_denominator=60),
        mostly(st.just(False), st.just(True)),
    )


def events(wide):
    return st.builds(
        lambda public, guess, ahead, late: Event(
            0,
            (public or guess) - timedelta(days=ahead),
            public,
            (public or guess) - timedelta(days=ahead - late),
        ),
        mostly(st.none(), wide),
        wide,
        st.integers(0, 60) | st.sampled_from([29, 30, 31]),
        st.integers(0, 40) | st.sampled_from([14, 15]),
    )


def contacts(last_day):
    days_before = st.integers(-20, 400) | st.sampled_from([180, 181])
    days_known = days_before.map(lambda n: last_day - timedelta(days=n))
    levels = numbered(st.builds(KnownLevel, day=days_known, level=st.integers(0, 4)), 0, 4)
    return st.builds(
        TopContact, id=st.just(0), wanted=st.integers(1, 4), kam=levels, sponsor=levels
    )


def years_figures(year):
    revenue = mostly(st.none() | decimals(-10, 10**9), decimals(80, 130))
    return st.builds(
        YearFigures,
        id=st.just(year),
        year=st.just(year),
        revenue=revenue,
        currency=mostly(st.sampled_from(["USD", "EUR"]), st.just("EUR")),
        is_final=mostly(st.booleans(), st.just(True)),
        satisfaction=st.none() | decimals(0, 10),
        nps=st.none() | st.integers(-100, 100),
    )


@st.composite
def programmes(draw):
    """A season, a tandem's records around it, and the day as of."""
    rules = draw(seasons())
    wide = days(rules.first_day - timedelta(days=20), rules.last_day + timedelta(days=20))
    least = draw(mostly(st.just(0), st.just(3)))
    year = rules.last_day.year
    begin = draw(mostly(wide, st.just(date(2020, 1, 1))))
    after = days(max(begin, rules.first_day - timedelta(days=2)), max(begin, rules.last_day))
    known = [one for one in (year - 1, year) if draw(mostly(st.just(False), st.just(True)))]
    records = TandemRecords(
        active_from=begin,
        ended_on=draw(mostly(after, st.none())),
        meetings=draw(numbered(meetings(wide), least, 25)),
        reviews=draw(numbered(reviews(wide), 0, 4)),
        team_waves=draw(numbered(waves(wide, 5), least and 1, 3)),
        client_waves=draw(numbered(waves(wide, 10), 0, 3)),
        figures=tuple(draw(years_figures(one)) for one in known),
        contacts=draw(mostly(st.none(), numbered(contacts(rules.last_day), least, 5))),
        events=draw(numbered(events(wide), least, 6)),
    )
    return rules, records, draw(mostly(wide, st.just(date(2030, 1, 1))))


@many_programmes
@given(programmes())
def test_two_implementations_agree(programme):
    rules, records, as_of = programme

    ours, theirs = score_tandem(rules, records, as_of=as_of), oracle.scorecard(*programme)

    if ours is None or theirs is None:
        assert (ours, theirs) == (None, None)
        return
    assert ours.active_months == theirs["months"]
    pairs = [
        (ours.means, theirs["means"]),
        (ours.results, theirs["results"]),
        (ours.score, theirs["score"]),
        *((line.raw, theirs["raw"][line.code]) for line in ours.lines),
        *((line.value, theirs["values"][line.code]) for line in ours.lines),
    ]
    for one, other in pairs:
        assert (one is None) == (other is None)
        assert one is None or abs(Fraction(one) - other) <= NEAR


@any_programme
@given(programmes())
def test_a_value_lies_between_0_and_1_or_says_why_there_is_none(programme):
    rules, records, as_of = programme

    card = score_tandem(rules, records, as_of=as_of)

    if card is None:
        return
    for line in card.lines:
        assert (line.value is None) == (line.raw is None) == bool(line.no_value_because)
        assert line.value is None or 0 <= line.value <= 1
        assert len(set(line.records)) == len(line.records)
    assert all(one is None or 0 <= one <= 1 for one in (card.means, card.results))
    assert card.score is None or 5 <= card.score <= 100
    assert (card.score is None) == bool(card.unassessed_because)


@any_programme
@given(programmes(), st.randoms(use_true_random=False))
def test_neither_repetition_nor_the_order_of_records_changes_a_byte(programme, chance):
    rules, records, as_of = programme
    mixed = {}
    for one in fields(records):
        rows = getattr(records, one.name)
        if isinstance(rows, tuple):
            mixed[one.name] = tuple(chance.sample(rows, len(rows)))
    if mixed.get("contacts"):
        mixed["contacts"] = tuple(
            replace(row, kam=row.kam[::-1], sponsor=row.sponsor[::-1]) for row in mixed["contacts"]
        )

    once, twice, otherwise = (
        repr(score_tandem(rules, rows, as_of=as_of))
        for rows in (records, records, replace(records, **mixed))
    )

    assert once == twice == otherwise
