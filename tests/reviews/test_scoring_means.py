"""M1 to M4, each by hand and at its borders."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from reviews.scoring import Standing
from tests.reviews.plain import a_season, line_of, review, talk, visit, wave


def test_m1_is_the_share_of_months_with_an_exchange():
    line = line_of("M1", meetings=[talk(n, date(2026, n, 10)) for n in (2, 3, 5)])

    assert (line.raw, line.value) == (Decimal("0.25"), Decimal("0.25"))
    assert line.facts == {"with": 3, "months": 12}
    assert line.records == ("interaction:2", "interaction:3", "interaction:5")


def test_m1_counts_a_month_once_and_keeps_every_record_in_the_order_of_days():
    later, sooner = talk(4, date(2026, 2, 20)), talk(9, date(2026, 2, 3))

    line = line_of("M1", meetings=[later, sooner])

    assert line.facts["with"] == 1
    assert line.records == ("interaction:9", "interaction:4")


@pytest.mark.parametrize(
    "facts", [{"kam_took_part": False}, {"sponsor_took_part": False}, {"is_tandem": False}]
)
def test_m1_takes_both_of_the_two_among_themselves(facts):
    line = line_of("M1", meetings=[talk(1, date(2026, 2, 3), **facts)])

    assert (line.raw, line.records) == (0, ())


def test_m1_leaves_out_what_lies_outside_the_window_or_in_a_month_that_is_not_active():
    line = line_of(
        "M1",
        active_from=date(2026, 1, 20),
        meetings=[
            talk(1, date(2026, 1, 10)),
            talk(2, date(2026, 1, 25)),
            talk(3, date(2026, 2, 25)),
            talk(4, date(2027, 1, 2)),
        ],
    )

    assert line.facts == {"with": 1, "months": 11}
    assert line.records == ("interaction:3",)


def test_m1_needs_three_active_months():
    talks = [talk(n, date(2026, n, 20)) for n in (10, 11, 12)]

    three = line_of("M1", active_from=date(2026, 10, 17), meetings=talks)
    two = line_of("M1", active_from=date(2026, 10, 18), meetings=talks)

    assert three.value == 1
    assert (two.raw, two.value, two.no_value_because) == (None, None, "few_months")
    assert two.facts == {"months": 2}


def test_m1_without_any_exchange_is_zero_and_not_unknown():
    line = line_of("M1")

    assert (line.raw, line.value, line.no_value_because) == (0, 0, "")


def test_m2_adds_presence_to_the_share_of_quarters():
    line = line_of(
        "M2",
        meetings=[visit(1, date(2026, 2, 3), face_to_face=False), visit(2, date(2026, 5, 3))],
    )

    assert line.raw == Decimal("0.65")  # .7 · 2/4 + .3 · 1/1
    assert line.facts == {"with": 2, "quarters": 4, "face_to_face": 1}


def test_m2_presence_is_full_at_one_a_year():
    visits = [visit(n, date(2026, 2, n)) for n in (1, 2, 3)]

    assert line_of("M2", meetings=visits).raw == Decimal("0.475")


def test_m2_presence_counts_days_so_that_a_leap_year_asks_a_little_more():
    line = line_of("M2", a_season(2028), meetings=[visit(1, date(2028, 2, 3))])

    assert line.raw == (Decimal("0.175") + Decimal("0.3") * 365 / 366).quantize(Decimal("1e-12"))


@pytest.mark.parametrize(
    "facts", [{"sponsor_took_part": False}, {"with_top_executive": False}, {"is_tandem": True}]
)
def test_m2_takes_the_sponsor_and_a_top_executive(facts):
    line = line_of("M2", meetings=[visit(1, date(2026, 2, 3), **facts)])

    assert (line.raw, line.records) == (0, ())


def test_m2_counts_a_meeting_in_a_quarter_that_is_not_active_for_its_presence_alone():
    first_quarter = {"active_from": date(2026, 3, 1)}
    meetings = [visit(1, date(2026, 3, 9)), visit(2, date(2026, 3, 10), face_to_face=False)]

    line = line_of("M2", meetings=meetings, **first_quarter)

    assert line.facts == {"with": 0, "quarters": 3, "face_to_face": 1}
    assert line.raw == Decimal("0.3")
    assert line.records == ("interaction:1",)


def test_m2_needs_two_active_quarters():
    two = line_of("M2", active_from=date(2026, 8, 17), meetings=[visit(1, date(2026, 9, 1))])
    one = line_of("M2", active_from=date(2026, 8, 18), meetings=[visit(1, date(2026, 9, 1))])

    assert two.facts["quarters"] == 2
    assert (one.value, one.no_value_because, one.facts) == (None, "few_quarters", {"quarters": 1})


def test_m3_evens_out_the_number_of_reviews_with_the_constant():
    none, one, three = (
        line_of("M3", reviews=[review(i, date(2026, 3, 1 + i)) for i in range(n)])
        for n in (0, 1, 3)
    )

    assert (none.raw, one.raw, three.raw) == (Decimal("0.1"), Decimal("0.6"), Decimal("1.6"))
    assert (none.value, one.value, three.value) == (Decimal("0.1"), Decimal("0.6"), 1)
    assert one.records == ("review:0",)


def test_m3_takes_the_constant_of_the_season():
    rules = a_season(prior_reviews=Decimal("0.5"))

    assert line_of("M3", rules).raw == Decimal("0.25")


@pytest.mark.parametrize(
    "facts",
    [
        {"is_strategic": False},
        {"by_client_alone": False},
        {"has_evidence": False},
        {"standing": Standing(is_held=False)},
        {"standing": Standing(is_disputed=True)},
        {"standing": Standing(go_ahead="without")},
        {"day": date(2025, 12, 31)},
    ],
)
def test_m3_takes_only_what_the_client_asked_for_and_what_was_held(facts):
    line = line_of("M3", reviews=[review(1, **{"day": date(2026, 3, 1), **facts})])

    assert (line.facts, line.records) == ({"reviews": 0}, ())


def test_m3_needs_half_a_year():
    half = line_of("M3", active_from=date(2026, 1, 1), ended_on=date(2026, 7, 2))
    less = line_of("M3", active_from=date(2026, 1, 1), ended_on=date(2026, 7, 1))

    assert half.raw == (Decimal("0.2") / (1 + Decimal(183) / 365)).quantize(Decimal("1e-12"))
    assert (less.value, less.no_value_because, less.facts) == (None, "short_window", {"days": 182})


def test_m4_draws_the_answers_towards_what_is_usual():
    line = line_of("M4", team_waves=[wave(1, 5, Decimal(20))])

    assert (line.raw, line.value) == (Decimal("3.75"), Decimal("0.6875"))
    assert (line.facts, line.records) == ({"answers": 5}, ("wave:1",))


def test_m4_takes_the_mean_of_all_answers_and_the_number_of_the_largest_wave():
    waves = [
        wave(2, 4, Decimal(8), date(2026, 10, 1)),
        wave(7, 6, Decimal(27), date(2026, 4, 1)),
    ]

    line = line_of("M4", team_waves=waves)

    assert line.raw == (
        (6 * Decimal("3.5") + 5 * Decimal("3.5")) / 11
    )  # (8 + 27)/10 = 3.5, and 6 answers in the largest
    assert (line.facts, line.records) == ({"answers": 10}, ("wave:7", "wave:2"))


def test_m4_sums_thirds_exactly():
    third = line_of("M4", team_waves=[wave(1, 3, Fraction(10, 3) + Fraction(11, 3) + 3)])

    assert third.raw == Decimal("3.4375")  # (3 · 10/3 + 5 · 3.5) / 8


@pytest.mark.parametrize(
    "left_out",
    [
        {"answers": 2},
        {"is_closed": False},
        {"opened_on": date(2025, 12, 31)},
        {"opened_on": date(2027, 1, 1)},
    ],
)
def test_m4_needs_one_closed_wave_of_three_answers_opened_in_the_window(left_out):
    line = line_of("M4", team_waves=[wave(**{"number": 1, "answers": 3, "total": 9, **left_out})])

    assert (line.raw, line.value, line.no_value_because) == (None, None, "no_team_wave")


def test_m4_takes_three_answers():
    assert line_of("M4", team_waves=[wave(1, 3, 15)]).raw == Decimal("4.0625")


def test_m4_takes_the_constant_of_the_season():
    rules = a_season(prior_support=Decimal(4))

    assert line_of("M4", rules, team_waves=[wave(1, 5, 10)]).raw == 3
