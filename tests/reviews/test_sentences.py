"""Every reason and every value of a scorecard has its sentence, in words that name the fact."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

import reviews.scoring
from reviews.choices import Indicator
from reviews.models import ScorecardLine
from reviews.sentences import scorecards as sentences
from reviews.sentences.indicators import goalpost, number, percent, signed_percent

FOLDER = Path(reviews.scoring.__file__).parent


def reasons() -> set[str]:
    """The reasons that the arithmetic gives, read from its source."""
    source = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
    return set(re.findall(r'why="([a-z_]+)"', source))


def line(code: str, value: str | None, weight: int = 20) -> ScorecardLine:
    """One line of a scorecard, not kept."""
    number = Decimal(value) if value is not None else None
    return ScorecardLine(code=code, weight=weight, raw=number, value=number)


def test_every_reason_has_a_sentence():
    facts = dict.fromkeys(("months", "quarters", "days", "year", "contacts", "events"), 2)

    found = reasons()

    assert len(found) > 5
    assert found <= set(sentences.MISSING)
    for reason in found:
        assert sentences.MISSING[reason](facts)


def test_every_indicator_has_a_sentence_and_every_visible_one_a_step():
    assert set(sentences.FOUND) == set(Indicator)
    assert set(sentences.STEPS) == set(sentences.CLIENT_NOTICES)


def test_the_strongest_two_carry_the_tandem():
    lines = [line("M1", "0.9", 30), line("M3", "0.5"), line("E1", "1", 30), line("E2", None)]

    assert sentences.carries(lines) == (
        "What carries the tandem: growth of the account, then exchanges inside the tandem."
    )
    assert sentences.carries([line("E2", None)]).startswith("There is little to look at yet")


def test_the_next_step_is_where_most_of_the_weight_is_open_and_the_client_notices():
    lines = [line("M1", "0", 30), line("M2", "0.9", 30), line("M3", "0.2"), line("E4", "0.5")]

    assert sentences.next_step(lines, "Aldera").startswith("Ask Aldera for the subject")
    assert sentences.next_step([], "Aldera").startswith("Plan a meeting of the sponsor")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (number(Decimal("9.500")), "9.5"),
        (number(Decimal("100.000")), "100"),
        (number(Decimal("-3.25"), 1), "−3.2"),
        (percent(Decimal("0.7")), "70%"),
        (signed_percent(Decimal("-0.1")), "−10%"),
        (signed_percent(Decimal("0.0456")), "+4.6%"),
        (goalpost("E1", Decimal("0.200")), "+20%"),
        (goalpost("M3", Decimal("1.000")), "1 a year"),
        (goalpost("E2", Decimal("9.500")), "9.5"),
    ],
)
def test_numbers_are_written_as_people_do(written, expected):
    assert written.replace("\N{NO-BREAK SPACE}", " ") == expected


def test_every_unassessed_reason_has_a_sentence():
    source = (FOLDER / "pillars.py").read_text(encoding="utf-8")

    for reason in ("months", "means", "results", "both_pillars"):
        assert f'"{reason}"' in source
        assert sentences.unassessed(reason)
    assert set(sentences.UNASSESSED) == {"months", "means", "results", "both_pillars"}
