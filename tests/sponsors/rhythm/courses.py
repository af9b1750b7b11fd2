"""Any course of a tandem, for what is true of all of them."""

from datetime import date, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from sponsors.rhythm import Course, Lane, Target

FIRST, LAST = date(2023, 12, 1), date(2028, 3, 31)


# A busy machine draws slowly.
patiently = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def days() -> st.SearchStrategy[date]:
    return st.dates(FIRST, LAST)


def todays() -> st.SearchStrategy[date]:
    return st.dates(date(2026, 1, 1), LAST)


def stretches() -> st.SearchStrategy[tuple[date, date]]:
    return st.tuples(days(), st.integers(0, 120)).map(
        lambda drawn: (drawn[0], drawn[0] + timedelta(days=drawn[1]))
    )


def targets() -> st.SearchStrategy[Target]:
    return st.builds(
        Target,
        exchange=st.sampled_from([1, 2, 3]),
        client=st.sampled_from([1, 2, 3, 4, 6]),
        face_to_face=st.sampled_from([6, 12, 24]),
        review=st.sampled_from([3, 6, 12]),
        first_within=st.integers(7, 90),
    )


def courses(*, away: bool = True) -> st.SearchStrategy[Course]:
    lanes = st.dictionaries(
        st.sampled_from(list(Lane)),
        st.lists(days(), max_size=6).map(lambda some: tuple(sorted(some))),
    )
    absences = st.lists(stretches(), max_size=5).map(tuple) if away else st.just(())
    return st.builds(
        Course,
        started_on=st.dates(FIRST, date(2026, 1, 1)),
        held=lanes,
        planned=lanes,
        away=absences,
    )
