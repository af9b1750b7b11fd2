"""Days that suit both: in time, spread, and free."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sponsors.rhythm import suggested, window
from tests.sponsors.rhythm.courses import days, patiently

ON = date(2026, 6, 1)


def is_weekday(day):
    return day.weekday() < 5


def test_what_is_overdue_finds_its_day_within_three_weeks():
    found = suggested(date(2026, 4, 1), on=ON, is_free=is_weekday)

    assert found == [date(2026, 6, 3), date(2026, 6, 9), date(2026, 6, 16)]


def test_what_is_due_later_finds_its_day_in_the_weeks_before():
    found = suggested(date(2026, 8, 31), on=ON, is_free=is_weekday)

    assert found == [date(2026, 8, 11), date(2026, 8, 18), date(2026, 8, 25)]


def test_a_third_without_a_free_day_is_made_up_for_elsewhere():
    free = {date(2026, 6, 4), date(2026, 6, 5), date(2026, 6, 8)}

    assert suggested(ON, on=ON, is_free=free.__contains__) == sorted(free)


def test_where_nothing_is_free_nothing_is_suggested():
    assert suggested(ON, on=ON, is_free=lambda day: False) == []


@given(days(), days(), st.sets(st.integers(0, 30)))
@patiently
def test_suggestions_are_free_in_time_and_as_many_as_there_are(due_on, on, taken):
    first, last = window(due_on, on=on)
    busy = {first + timedelta(days=number) for number in taken}
    free = [
        day
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
        if day not in busy
    ]

    found = suggested(due_on, on=on, is_free=lambda day: day not in busy)

    assert found == sorted(set(found))
    assert set(found) <= set(free)
    assert len(found) == min(3, len(free))
    assert on < first <= last <= max(due_on, on + timedelta(days=21))
