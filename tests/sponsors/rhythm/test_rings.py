"""How full the two rings are: intervals counted back, and those that do not count."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given

from sponsors.rhythm import Course, Lane, Rings, Target, rings_of
from tests.sponsors.rhythm.courses import courses, patiently, targets, todays

ON, LONG_AGO = date(2026, 6, 30), date(2024, 1, 1)


def rings(*, talks=(), meetings=(), start=LONG_AGO, away=(), on=ON):
    course = Course(start, {Lane.EXCHANGE: tuple(talks), Lane.CLIENT: tuple(meetings)}, {}, away)
    return rings_of(course, Target(), on=on)


def test_each_ring_is_the_share_of_the_last_intervals_in_which_something_took_place():
    talks = [date(2026, 6, 30), date(2026, 6, 1), date(2026, 4, 15)]

    assert rings(talks=talks, meetings=[date(2026, 3, 31)]) == Rings(2 / 3, 0.5)


def test_an_interval_begins_the_day_after_the_one_before_ends():
    assert rings(talks=[date(2026, 5, 30)]).tandem == 1 / 3
    assert rings(talks=[date(2026, 5, 30), date(2026, 5, 31)]).tandem == 2 / 3
    assert rings(talks=[date(2026, 3, 30)]).tandem == 0
    assert rings(talks=[date(2026, 7, 1)]).tandem == 0


def test_before_an_interval_has_passed_a_ring_says_so():
    young = date(2026, 6, 10)

    assert rings(start=young) == Rings(None, None)
    assert rings(start=young, talks=[date(2026, 6, 20)]) == Rings(1.0, None)
    assert rings(start=date(2026, 5, 30)) == Rings(0, None)


def test_an_empty_interval_in_which_one_was_away_for_half_of_it_does_not_count():
    talks = [date(2026, 6, 15), date(2026, 4, 15)]
    half, less = (((date(2026, 5, 1), date(2026, 5, day)),) for day in (15, 14))

    assert rings(talks=talks, away=half).tandem == 1
    assert rings(talks=talks, away=less).tandem == 2 / 3


def test_the_intervals_are_those_that_the_two_agreed_on():
    course = Course(LONG_AGO, {Lane.EXCHANGE: (date(2026, 5, 15), date(2026, 3, 15))})

    assert rings_of(course, Target(exchange=2), on=ON).tandem == 2 / 3


@given(courses(), targets(), todays())
@patiently
def test_rings_are_shares_and_absences_never_empty_them(course, target, on):
    shown, bare = (rings_of(one, target, on=on) for one in (course, replace(course, away=())))

    for name in ("tandem", "client"):
        with_absences, without = getattr(shown, name), getattr(bare, name)
        assert with_absences is None or 0 <= with_absences <= 1
        assert with_absences is None or with_absences >= without
        assert without is not None or with_absences is None


@given(courses(), targets(), todays())
@patiently
def test_what_is_held_today_never_empties_a_ring(course, target, on):
    held = {**course.held, Lane.EXCHANGE: (*course.held.get(Lane.EXCHANGE, ()), on)}
    before, then = (
        rings_of(replace(course, held=one), target, on=on) for one in (course.held, held)
    )

    assert then.tandem > 0
    assert then.tandem >= (before.tandem or 0)
    assert then.client == before.client


def test_a_leap_day_is_a_day_like_others():
    on = date(2028, 2, 29)

    assert rings(talks=[on - timedelta(days=1)], on=on).tandem == 1 / 3
