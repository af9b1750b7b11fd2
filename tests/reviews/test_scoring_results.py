"""E1 to E4, each by hand and at its borders."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from reviews.scoring import Event
from tests.reviews.plain import a_season, event, figures, known, line_of, top, wave

LAST = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("revenue", "raw", "value"),
    [
        ("110", "0.1", "0.666666666667"),
        ("120", "0.2", "1"),
        ("121", "0.21", "1"),
        ("90", "-0.1", "0"),
        ("80", "-0.2", "0"),
        ("0", "-1", "0"),
        ("-5", "-1.05", "0"),
    ],
)
def test_e1_reads_growth_between_ten_less_and_twenty_more(revenue, raw, value):
    line = line_of("E1", figures=[figures(2026, revenue), figures(2025, 100)])

    assert (line.raw, line.value) == (Decimal(raw), Decimal(value))
    assert line.records == ("figures:2025", "figures:2026")


def test_e1_takes_the_year_of_the_last_day():
    rules = a_season(first_day=date(2025, 7, 1), last_day=date(2026, 6, 30))
    rows = [figures(2024, 50), figures(2025, 100), figures(2026, 105)]

    assert line_of("E1", rules, figures=rows).raw == Decimal("0.05")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "no_final_revenue"),
        ([figures(2026, 110)], "no_final_revenue"),
        ([figures(2025, 100)], "no_final_revenue"),
        ([figures(2025, 100), figures(2026)], "no_final_revenue"),
        ([figures(2025), figures(2026, 110)], "no_final_revenue"),
        ([figures(2025, 0), figures(2026, 110)], "no_earlier_revenue"),
        ([figures(2025, -3), figures(2026, 110)], "no_earlier_revenue"),
    ],
)
def test_e1_needs_both_years_and_something_earned_before(rows, reason):
    line = line_of("E1", figures=rows)

    assert (line.raw, line.value, line.no_value_because) == (None, None, reason)


def test_e1_names_the_year_that_is_missing():
    missing_now = line_of("E1", figures=[figures(2025, 100)])
    missing_before = line_of("E1", figures=[figures(2026, 100)])

    assert (missing_now.facts, missing_before.facts) == ({"year": 2026}, {"year": 2025})


@pytest.mark.parametrize("provisional", [2025, 2026])
def test_e1_leaves_provisional_figures_out(provisional):
    rows = [
        row if row.year != provisional else row.__class__(**{**vars(row), "is_final": False})
        for row in (figures(2025, 100), figures(2026, 110))
    ]

    line = line_of("E1", figures=rows)

    assert (line.no_value_because, line.facts) == ("no_final_revenue", {"year": provisional})


def test_e1_compares_no_euros_with_dollars():
    dollars = figures(2026, 110)
    dollars = dollars.__class__(**{**vars(dollars), "currency": "USD"})

    assert line_of("E1", figures=[figures(2025, 100), dollars]).no_value_because == "two_currencies"


def test_e2_draws_the_answers_towards_what_is_usual():
    line = line_of("E2", client_waves=[wave(3, 3, Decimal(27))])

    assert (line.raw, line.value) == (Decimal(8), Decimal("0.666666666667"))
    assert (line.facts, line.records) == ({"answers": 3}, ("wave:3",))


def test_e2_takes_the_constant_of_the_season():
    rules = a_season(prior_satisfaction=Decimal(5))

    assert line_of("E2", rules, client_waves=[wave(3, 3, 27)]).raw == 7


def test_e2_prefers_a_wave_to_the_imported_figure():
    rows = [figures(2026, satisfaction=Decimal(2))]

    assert line_of("E2", client_waves=[wave(3, 3, 27)], figures=rows).raw == 8


@pytest.mark.parametrize(
    ("imported", "raw"),
    [
        ({"satisfaction": Decimal("8.25")}, "8.25"),
        ({"nps": 40}, "7"),
        ({"nps": -100}, "0"),
        ({"nps": 100}, "10"),
        ({"nps": 0}, "5"),
        ({"satisfaction": Decimal(6), "nps": 90}, "6"),
        ({"satisfaction": Decimal(0)}, "0"),
    ],
)
def test_e2_falls_back_on_the_imported_figure_and_says_so(imported, raw):
    line = line_of("E2", figures=[figures(2026, **imported)], client_waves=[wave(3, 2, 20)])

    assert line.raw == Decimal(raw)
    assert line.facts["imported"] == ("satisfaction" if "satisfaction" in imported else "nps")
    assert line.records == ("figures:2026",)


@pytest.mark.parametrize(
    ("satisfaction", "value"), [("5", "0"), ("4", "0"), ("9.5", "1"), ("10", "1"), ("7.25", "0.5")]
)
def test_e2_reads_satisfaction_between_five_and_nine_and_a_half(satisfaction, value):
    line = line_of("E2", figures=[figures(2026, satisfaction=Decimal(satisfaction))])

    assert line.value == Decimal(value)


@pytest.mark.parametrize("rows", [[], [figures(2026, 5)], [figures(2025, satisfaction=Decimal(9))]])
def test_e2_without_wave_and_figure_has_no_value(rows):
    line = line_of("E2", figures=rows)

    assert (line.value, line.no_value_because, line.facts) == (
        None,
        "no_client_wave",
        {"year": 2026},
    )


def reached(*, kam=(), sponsor=(), wanted=3):
    """Levels reached with one contact, beside two contacts that nobody knows."""
    line = line_of("E3", contacts=[top(1, wanted, kam, sponsor), top(2), top(3)])
    return line.facts["reached"]


def test_e3_is_what_was_reached_over_what_was_wanted():
    contacts = [
        top(2, 4, kam=[known(date(2026, 8, 1), 2)], sponsor=[known(date(2026, 9, 1), 3)]),
        top(1, 3, kam=[known(date(2026, 8, 1), 4)]),
        top(3, 1),
    ]

    line = line_of("E3", contacts=contacts)

    assert line.raw == Decimal("0.6")  # (3 + 3 + 0) / (4 + 3 + 3)
    assert line.facts == {"contacts": 3, "reached": 6, "wanted": 10}
    assert line.records == ("contact:1", "contact:2", "contact:3")


@pytest.mark.parametrize(("age", "level"), [(0, 3), (180, 3), (181, 2), (4000, 2)])
def test_e3_fades_a_level_of_more_than_180_days_by_one(age, level):
    assert reached(kam=[known(LAST - timedelta(days=age), 3)]) == level


def test_e3_fades_nothing_below_unknown():
    assert reached(sponsor=[known(date(2025, 1, 1), 0)]) == 0


def test_e3_takes_the_last_entry_and_not_the_best():
    assert reached(kam=[known(date(2026, 11, 1), 1), known(date(2026, 8, 1), 4)]) == 1


def test_e3_takes_the_later_of_two_entries_of_one_day():
    day = date(2026, 11, 1)

    assert reached(kam=[known(day, 1, number=8), known(day, 3, number=5)]) == 1
    assert reached(kam=[known(day, 3, number=5), known(day, 1, number=8)]) == 1


def test_e3_takes_the_better_of_the_two_after_fading():
    old, fresh = known(date(2026, 1, 1), 3), known(date(2026, 12, 1), 2)

    assert reached(kam=[old], sponsor=[fresh]) == 2
    assert reached(kam=[fresh], sponsor=[known(date(2026, 12, 2), 3)]) == 3


def test_e3_looks_at_the_last_day_of_the_window_and_no_further():
    contacts = [top(n, kam=[known(date(2026, 7, 1), 3)]) for n in (1, 2, 3)]

    on_the_day = line_of("E3", contacts=contacts, ended_on=date(2026, 7, 1))
    before = line_of("E3", contacts=contacts, ended_on=date(2026, 6, 30))

    assert (on_the_day.raw, before.raw) == (1, 0)


def test_e3_needs_three_contacts():
    few = line_of("E3", contacts=[top(1), top(2)])
    untold = line_of("E3")

    assert (few.value, few.no_value_because, few.facts) == (None, "few_contacts", {"contacts": 2})
    assert (untold.value, untold.no_value_because) == (None, "no_connections")


def access(*events):
    return line_of("E4", events=events)


@pytest.mark.parametrize(
    ("ahead", "raw", "value"),
    [((30, 29), "0.5", "0.625"), ((29, 0), "0.25", "0.3125"), ((31, 90), "0.75", "0.9375")],
)
def test_e4_is_the_share_of_events_known_thirty_days_before(ahead, raw, value):
    line = access(*(event(n, date(2026, 6, n), days) for n, days in enumerate(ahead, start=1)))

    assert (line.raw, line.value) == (Decimal(raw), Decimal(value))
    assert line.facts == {"early": sum(days >= 30 for days in ahead), "events": 2}
    assert line.records == ("event:1", "event:2")


def test_e4_is_full_at_four_fifths():
    assert access(*(event(n, date(2026, 6, n), 40) for n in range(1, 4))).value == 1


@pytest.mark.parametrize(("entered_after", "early"), [(0, 1), (14, 1), (15, 0)])
def test_e4_believes_an_entry_for_fourteen_days(entered_after, early):
    late = event(1, date(2026, 6, 1), 40, entered_after=entered_after)

    assert access(late, event(2, date(2026, 7, 1), 0)).facts == {"early": early, "events": 2}


def test_e4_counts_an_old_entry_from_the_day_of_entry_on():
    still_early = event(1, date(2026, 6, 1), 100, entered_after=70)

    assert access(still_early, event(2, date(2026, 7, 1), 0)).facts["early"] == 1


def test_e4_leaves_out_what_is_not_public_or_not_in_the_window():
    secret = Event(1, date(2026, 1, 1), None, date(2026, 1, 1))
    next_year = event(2, date(2027, 1, 1), 60)

    line = access(secret, next_year, event(3, LAST, 60))

    assert (line.value, line.no_value_because, line.facts) == (None, "few_events", {"events": 1})
