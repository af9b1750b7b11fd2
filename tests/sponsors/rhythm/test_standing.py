"""What is due, and since when: borders of months, absences, plans, and what is true of any course."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sponsors.rhythm import Course, Lane, Target, merged, months_on, standing_of, standings_of
from tests.sponsors.rhythm.courses import courses, patiently, targets, todays

START = date(2026, 1, 5)


def exchange(on, *held, planned=(), away=(), start=START):
    course = Course(start, {Lane.EXCHANGE: held}, {Lane.EXCHANGE: planned}, away)
    return standing_of(course, Target(), Lane.EXCHANGE, on=on)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_end_where_the_calendar_does(day, months, then):
    assert months_on(day, months) == then


def test_the_two_first_meet_within_thirty_days_of_the_start():
    in_time, late = exchange(date(2026, 2, 4)), exchange(date(2026, 2, 5))

    assert (in_time.due_on, in_time.is_overdue, in_time.is_never) == (date(2026, 2, 4), False, True)
    assert (late.due_on, late.is_overdue, late.is_never) == (date(2026, 2, 4), True, True)


def test_what_was_never_held_is_due_an_interval_after_the_start():
    due = {row.lane: row.due_on for row in standings_of(Course(START), Target(), on=START)}

    assert due == {
        Lane.EXCHANGE: date(2026, 2, 4),
        Lane.CLIENT: date(2026, 4, 5),
        Lane.FACE_TO_FACE: date(2027, 1, 5),
        Lane.REVIEW: date(2026, 7, 5),
    }


def test_the_next_is_due_an_interval_after_the_last():
    row = exchange(date(2026, 3, 2), date(2026, 1, 10), date(2026, 2, 2))

    assert (row.last, row.due_on, row.is_overdue) == (date(2026, 2, 2), date(2026, 3, 2), False)
    assert exchange(date(2026, 3, 3), date(2026, 2, 2)).is_overdue


def test_what_lies_ahead_is_not_the_last():
    assert exchange(date(2026, 2, 1), date(2026, 2, 2)).is_never


def test_days_of_absence_move_the_due_day_on():
    away = ((date(2026, 2, 10), date(2026, 2, 14)), (date(2026, 3, 4), date(2026, 3, 5)))
    row = exchange(date(2026, 3, 9), date(2026, 2, 2), away=away)

    assert (row.due_on, row.is_overdue) == (date(2026, 3, 9), False)


def test_an_absence_of_both_counts_once():
    away = ((date(2026, 2, 10), date(2026, 2, 14)), (date(2026, 2, 12), date(2026, 2, 16)))

    assert exchange(date(2026, 2, 20), date(2026, 2, 2), away=away).due_on == date(2026, 3, 9)


def test_nothing_is_overdue_while_a_day_is_planned_up_to_the_due_one():
    held, due = date(2026, 2, 2), date(2026, 3, 2)
    awaiting = exchange(due + timedelta(days=3), held, planned=(due,))
    forgotten = exchange(due + timedelta(days=15), held, planned=(due,))
    later = exchange(due + timedelta(days=3), held, planned=(due + timedelta(days=9),))

    assert (awaiting.is_overdue, awaiting.planned) == (False, None)
    assert forgotten.is_overdue
    assert (later.is_overdue, later.planned) == (True, due + timedelta(days=9))


@given(courses(), targets(), todays())
@patiently
def test_absences_never_make_anything_due_earlier(course, target, on):
    free = replace(course, away=())

    for lane in Lane:
        with_them = standing_of(course, target, lane, on=on)
        without = standing_of(free, target, lane, on=on)
        assert with_them.due_on >= without.due_on
        assert without.is_overdue or not with_them.is_overdue


@given(courses(), targets(), todays())
@patiently
def test_between_the_last_time_and_the_due_day_both_are_there_as_long_as_agreed(course, target, on):
    free = replace(course, away=())

    for lane in Lane:
        row, bare = (standing_of(one, target, lane, on=on) for one in (course, free))
        begun = max(row.last or course.started_on, course.started_on)
        present = (row.due_on - begun).days - course.away_between(begun, row.due_on)
        assert present == (bare.due_on - begun).days
        assert not any(first <= row.due_on <= last for first, last in course.away)


@given(courses(), targets(), todays(), st.integers(1, 400))
@patiently
def test_waiting_never_makes_the_overdue_timely(course, target, on, days):
    """Unless something is held or planned in between."""
    course = replace(course, held={}, planned={})

    for row in standings_of(course, target, on=on):
        later = standing_of(course, target, row.lane, on=on + timedelta(days=days))
        assert later.due_on == row.due_on
        assert later.is_overdue or not row.is_overdue


@given(courses(away=False), targets(), todays())
@patiently
def test_what_is_held_never_makes_anything_due_earlier(course, target, on):
    for lane in Lane:
        held = {**course.held, lane: (*course.held.get(lane, ()), on)}
        row = standing_of(replace(course, held=held), target, lane, on=on)
        # The first meeting may fall due before an interval has passed; what follows it counts by months.
        before = standing_of(course, target, lane, on=on)
        assert row.last == on
        assert row.due_on >= before.due_on or before.is_never
        assert not row.is_overdue


@given(st.lists(st.tuples(st.dates(), st.integers(0, 60)), max_size=8))
@patiently
def test_merged_stretches_hold_the_same_days_each_once(drawn):
    top = date.max - timedelta(days=100)
    stretches = [(min(day, top), min(day, top) + timedelta(days=n)) for day, n in drawn]
    days = {
        first + timedelta(days=n)
        for first, last in stretches
        for n in range((last - first).days + 1)
    }

    found = merged(stretches)

    assert sum((last - first).days + 1 for first, last in found) == len(days)
    assert all(this[1] + timedelta(days=1) < that[0] for this, that in pairwise(found))
