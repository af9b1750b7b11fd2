"""The window, what counts, the pillars and the score; classes, places and laureates."""

import ast
import decimal
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reviews import scoring
from reviews.scoring import (
    MEANS,
    IndicatorValue,
    Standing,
    has_shortlist,
    is_established,
    laureates_at_most,
    pillar,
    places,
    sum_up,
    window_of,
)
from tests.reviews.plain import (
    AFTER,
    LONG_AGO,
    a_season,
    a_tandem,
    event,
    figures,
    known,
    line_of,
    review,
    scored,
    talk,
    top,
    visit,
    wave,
)


def window(active_from=LONG_AGO, ended_on=None, year=2026, as_of=AFTER):
    records = a_tandem(active_from=active_from, ended_on=ended_on)
    return window_of(a_season(year), records, as_of=as_of)


def values(**known_values):
    """Lines of the book's weights, with a value where one is given."""
    return tuple(
        IndicatorValue(
            code,
            rule.weight,
            rule.low,
            rule.high,
            value=known_values.get(code),
            no_value_because="",
        )
        for code, rule in a_season().indicators.items()
    )


def test_a_pairing_of_years_is_looked_at_over_the_whole_season():
    whole = window()

    assert (whole.first, whole.last, whole.days) == (date(2026, 1, 1), date(2026, 12, 31), 365)
    assert (whole.years, len(whole.months()), len(whole.quarters())) == (1, 12, 4)


def test_a_leap_year_has_a_day_more_than_a_year():
    assert window(year=2028).years == Decimal(366) / 365


def test_the_window_begins_and_ends_with_the_pairing():
    inside = window(active_from=date(2026, 3, 10), ended_on=date(2026, 9, 20))

    assert (inside.first, inside.last) == (date(2026, 3, 10), date(2026, 9, 20))
    assert inside.months() == [(2026, month) for month in range(3, 10)]
    assert inside.quarters() == [(2026, 2), (2026, 3)]


def test_the_window_ends_on_the_day_as_of_even_where_the_end_is_known():
    early = window(ended_on=date(2026, 9, 20), as_of=date(2026, 6, 30))

    assert early.last == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("active_from", "ended_on", "as_of"),
    [
        (date(2027, 1, 1), None, AFTER),
        (LONG_AGO, date(2025, 12, 31), AFTER),
        (LONG_AGO, None, date(2025, 12, 31)),
        (date(2026, 5, 2), None, date(2026, 5, 1)),
    ],
)
def test_an_empty_window_gives_no_scorecard(active_from, ended_on, as_of):
    assert scored(a_tandem(active_from=active_from, ended_on=ended_on), as_of=as_of) is None


def test_a_window_of_one_day_gives_a_scorecard_that_says_why_it_is_empty():
    day = date(2026, 12, 31)

    card = scored(a_tandem(active_from=day))

    assert window(active_from=day).days == 1
    assert [line.value for line in card.lines] == [None] * 8
    assert all(line.no_value_because for line in card.lines)
    assert (card.active_months, card.unassessed_because) == (0, "months")


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 1, 17), date(2026, 1, 31), 1),
        (date(2026, 1, 18), date(2026, 1, 31), 0),
        (date(2026, 3, 1), date(2026, 3, 15), 1),
        (date(2026, 3, 1), date(2026, 3, 14), 0),
        (date(2026, 2, 14), date(2026, 2, 28), 1),
        (date(2026, 2, 15), date(2026, 2, 28), 0),
        (date(2026, 1, 20), date(2026, 2, 12), 0),
    ],
)
def test_a_month_is_active_from_fifteen_days_on(first, last, months):
    assert len(window(active_from=first, ended_on=last).months()) == months


def test_the_fifteenth_day_of_a_leap_february_counts():
    leap = window(active_from=date(2028, 2, 15), ended_on=date(2028, 2, 29), year=2028)

    assert leap.months() == [(2028, 2)]


@pytest.mark.parametrize(
    ("year", "first", "quarters"),
    [
        (2026, date(2026, 2, 15), [1, 2]),
        (2026, date(2026, 2, 16), [2]),
        (2028, date(2028, 2, 16), [1, 2]),
        (2028, date(2028, 2, 17), [2]),
    ],
)
def test_a_quarter_is_active_from_forty_five_days_on(year, first, quarters):
    found = window(active_from=first, ended_on=date(year, 6, 30), year=year).quarters()

    assert found == [(year, quarter) for quarter in quarters]


def test_a_season_across_two_years_keeps_their_months_apart():
    rules = a_season(first_day=date(2025, 7, 1), last_day=date(2026, 6, 30))

    across = window_of(rules, a_tandem(), as_of=AFTER)

    assert across.months()[0] == (2025, 7)
    assert across.months()[-1] == (2026, 6)
    assert across.quarters() == [(2025, 3), (2025, 4), (2026, 1), (2026, 2)]


@pytest.mark.parametrize(
    ("standing", "months"),
    [
        (Standing(), 1),
        (Standing(go_ahead="had"), 1),
        (Standing(go_ahead="settled_later"), 1),
        (Standing(go_ahead="without"), 0),
        (Standing(is_disputed=True), 0),
        (Standing(is_held=False), 0),
        (Standing(is_vouched_for=False), 0),
    ],
)
def test_what_counts_is_held_undisputed_vouched_for_and_talked_over(standing, months):
    line = line_of("M1", meetings=(talk(1, date(2026, 2, 3), standing=standing),))

    assert line.facts == {"with": months, "months": 12}
    assert line.records == ("interaction:1",) * months


def test_a_pillar_is_the_weighted_mean_of_the_values_there_are():
    lines = values(M1=Decimal(1), M2=Decimal("0.5"), M4=Decimal(0))

    assert pillar(lines, MEANS) == Decimal("0.5625")


def test_a_pillar_needs_seven_tenths_of_its_weight():
    seventy = values(M1=Decimal(1), M3=Decimal(1), M4=Decimal(0))
    sixty_nine = tuple(
        replace(line, weight={"M1": 29, "M2": 31}.get(line.code, line.weight)) for line in seventy
    )

    assert pillar(seventy, MEANS) == Decimal(50) / 70
    assert pillar(sixty_nine, MEANS) is None
    assert pillar(values(M1=Decimal(1), M2=Decimal(1)), MEANS) is None
    assert pillar(values(), MEANS) is None


FULL = {code: Decimal("0.5") for code in a_season().indicators}


def test_the_score_is_the_geometric_mean_of_the_pillars():
    means, results = dict.fromkeys(MEANS, Decimal("0.16")), dict.fromkeys(FULL, Decimal("0.81"))

    card = sum_up(values(**{**results, **means}), 12)

    assert (card.means, card.results, card.score) == (
        Decimal("0.16"),
        Decimal("0.81"),
        Decimal(36),
    )


def test_a_pillar_at_zero_weighs_as_one_twentieth():
    card = sum_up(values(**{**FULL, **dict.fromkeys(MEANS, Decimal(0))}), 12)

    assert card.means == 0
    assert card.score == 100 * Decimal("0.025").sqrt()


def test_the_score_has_its_two_ends():
    assert sum_up(values(**dict.fromkeys(FULL, Decimal(1))), 12).score == 100
    assert sum_up(values(**dict.fromkeys(FULL, Decimal(0))), 12).score == 5


@pytest.mark.parametrize(
    ("missing", "months", "reason"),
    [
        ((), 6, ""),
        ((), 5, "months"),
        (("M1", "M2"), 12, "means"),
        (("E1", "E2"), 12, "results"),
        (("M1", "M2", "E1", "E2"), 12, "both_pillars"),
        (("M1", "M2"), 5, "months"),
    ],
)
def test_not_yet_assessed_says_why(missing, months, reason):
    card = sum_up(values(**{code: v for code, v in FULL.items() if code not in missing}), months)

    assert card.unassessed_because == reason
    assert (card.score is None) is bool(reason)


def a_full_year():
    """A tandem of which every indicator has a value."""
    return a_tandem(
        meetings=(
            *(talk(month, date(2026, month, 9)) for month in range(1, 10)),
            *(visit(20 + month, date(2026, month, 2)) for month in (2, 5, 8)),
        ),
        reviews=(review(1, date(2026, 4, 4)),),
        team_waves=(wave(1, 5, Decimal(20)),),
        client_waves=(wave(2, 7, Decimal(56)),),
        figures=(figures(2025, 100), figures(2026, 110)),
        contacts=tuple(top(n, kam=[known(date(2026, 9, 1), 2)]) for n in (1, 2, 3)),
        events=(event(1, date(2026, 3, 3), 30), event(2, date(2026, 6, 6), 29)),
    )


def test_a_whole_scorecard_worked_out_by_hand():
    card = scored(a_full_year())

    # M1 9/12, M2 .7·3/4 + .3, M3 1.2/2, M4 (5·4 + 5·3.5)/10; E1 +10 %, E2 (7·8 + 3·7)/10, E3 6/9, E4 2/4
    assert [(line.code, line.raw) for line in card.lines] == [
        ("M1", Decimal("0.75")),
        ("M2", Decimal("0.825")),
        ("M3", Decimal("0.6")),
        ("M4", Decimal("3.75")),
        ("E1", Decimal("0.1")),
        ("E2", Decimal("7.7")),
        ("E3", Decimal("0.666666666667")),
        ("E4", Decimal("0.5")),
    ]
    assert [line.value for line in card.lines] == [
        Decimal("0.75"),
        Decimal("0.825"),
        Decimal("0.6"),
        Decimal("0.6875"),
        Decimal("0.666666666667"),
        Decimal("0.6"),
        Decimal("0.666666666667"),
        Decimal("0.625"),
    ]
    assert (card.means, card.results) == (Decimal("0.73"), Decimal("0.638333333333"))
    assert card.score == Decimal("68.262971905224")


def test_tandems_that_are_equal_stay_equal_whichever_way_their_scores_came_about():
    thirds = sum_up(values(**{**FULL, "M1": Decimal(1) / 3, "M2": Decimal(2) / 3}), 12)
    halves = sum_up(values(**FULL), 12)

    assert thirds.score.quantize(Decimal("1e-12")) == halves.score.quantize(Decimal("1e-12"))


def test_a_scorecard_reads_the_same_each_time_whatever_the_arithmetic_around_it():
    once = repr(scored(a_full_year()))

    with decimal.localcontext() as coarse:
        coarse.prec, coarse.rounding = 5, decimal.ROUND_UP
        again = repr(scored(a_full_year()))

    assert again == once
    assert "IndicatorValue(code='M1', weight=30, low=Decimal('0'), high=Decimal('1')" in once


@pytest.mark.parametrize(("days", "established"), [(547, False), (548, True), (0, False)])
def test_a_tandem_is_established_from_548_days_on(days, established):
    assert is_established(days) is established


@pytest.mark.parametrize(
    ("assessed", "first", "allowed"), [(12, False, True), (11, False, False), (40, True, False)]
)
def test_scores_shortlist_from_twelve_tandems_and_the_second_season_on(assessed, first, allowed):
    assert has_shortlist(assessed, first_season=first) is allowed


@pytest.mark.parametrize(
    ("tandems", "most"), [(0, 1), (1, 1), (9, 1), (10, 2), (14, 2), (15, 3), (61, 12)]
)
def test_one_tandem_in_five_may_be_honoured_and_one_at_least(tandems, most):
    assert laureates_at_most(tandems) == most


def test_equal_scores_share_their_place():
    scores = {7: Decimal("50.0"), 3: Decimal(80), 9: Decimal(50), 4: Decimal(20)}

    assert places(scores) == {3: 1, 7: 2, 9: 2, 4: 4}


def test_scoring_knows_no_framework_no_database_and_no_clock():
    for path in Path(scoring.__file__).parent.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {
            name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in (
                [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
            )
        }
        calls = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert all(
            name.startswith("reviews.scoring") or name.partition(".")[0] in sys.stdlib_module_names
            for name in imported
        )
        assert not imported & {"time", "random", "os"}
        assert not calls & {"today", "now", "utcnow"}
