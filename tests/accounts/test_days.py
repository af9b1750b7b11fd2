"""Days as each language writes them, in Python and in templates."""

import re
from datetime import date, datetime

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import timezone, translation

from accounts.days import as_written, date_format
from reviews.queries import scorecards
from sponsorship import brief_words
from sponsorship.messages.base import on_day

FIRST = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("language", "wanted", "words"),
    [
        ("fr", "DATE_FORMAT", "1er déc. 2026"),
        ("fr", "SHORT_DATE_FORMAT", "1er déc. 2026"),
        ("fr", "MONTH_DAY_FORMAT", "1er décembre"),
        ("fr", "l j F Y", "mardi 1er décembre 2026"),
        ("fr", "YEAR_MONTH_FORMAT", "décembre 2026"),
        ("fr", "j", "1"),
        ("fr", "d/m/Y", "01/12/2026"),
        ("en", "DATE_FORMAT", "1 Dec 2026"),
        ("en", "l j F Y", "Tuesday 1 December 2026"),
    ],
)
def test_the_first_of_a_month_is_written_as_each_language_does(language, wanted, words):
    shown = Template("{{ day|date:wanted }}")
    with translation.override(language):
        said = (
            date_format(FIRST, wanted),
            shown.render(Context({"day": FIRST, "wanted": wanted})),
        )

    assert said == (words, words)


def test_other_days_and_months_are_written_as_they_were():
    days = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 1, 21), date(2026, 3, 11)]
    with translation.override("fr"):
        said = [date_format(day) for day in days]

    assert said == ["1er janv. 2026", "1er févr. 2026", "21 janv. 2026", "11 mars 2026"]


def test_a_moment_is_written_in_the_readers_time_and_nothing_is_nothing():
    moment = datetime(2026, 2, 1, 9, 5, tzinfo=timezone.get_default_timezone())
    shown = Template(
        '{{ at|date:"SHORT_DATETIME_FORMAT" }}|{{ none|date:"DATE_FORMAT" }}|{{ at|date }}'
    )
    with translation.override("fr"):
        said = shown.render(Context({"at": moment, "none": None}))

    assert said == "1er févr. 2026 à 09:05||1er févr. 2026"


def test_messages_and_forms_write_it_so_as_well():
    with translation.override("fr"):
        assert (on_day(FIRST), as_written(FIRST)) == ("mardi 1er décembre 2026", "1er déc. 2026")


def test_the_brief_on_paper_and_the_records_of_a_scorecard_write_it_so():
    with translation.override("fr"):
        said = (brief_words.short_day(FIRST), scorecards.date_format(FIRST))

    assert said == ("1er déc. 2026", "1er déc. 2026")


def test_no_module_writes_days_without_this_one():
    """Django's own function knows no "1er"; accounts/days.py stands before it."""
    folders = [
        settings.BASE_DIR / floor for floor in ("accounts", "sponsors", "reviews", "sponsorship")
    ]
    modules = [path for folder in folders for path in folder.rglob("*.py")]
    past = re.compile(r"^from django\.utils\.formats import .*\bdate_format\b", re.MULTILINE)

    assert [path.name for path in modules if past.search(path.read_text(encoding="utf-8"))] == []
    assert len(modules) > 200
