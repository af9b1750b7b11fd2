"""What the bench says of a page: its ratios, and which of its targets it has missed."""

import pytest

from sponsorship.bench.databases import beside
from sponsorship.bench.report import row_of
from sponsorship.bench.server import Figures


def figures(cpu_ms, *, p95_ms=10.0, statements=7):
    return Figures([cpu_ms] * 3, [5.0] * 3, [p95_ms] * 3, [50.0] * 3, statements, 1000)


def row(name="home", *, large=20.0, tenth=18.0, p95_ms=10.0, statements=7, few=7):
    pages = {
        "L": figures(10.0),
        "Lp": figures(5.0),
        name: figures(large, p95_ms=p95_ms, statements=statements),
    }
    return row_of(name, pages, {name: figures(tenth)}, {name: figures(tenth, statements=few)})


def test_a_page_is_told_beside_the_bare_view_and_beside_a_tenth_of_the_data():
    told = row()

    assert (told["ratio"], told["target"], told["growth"], told["missed"]) == (2.0, 4.0, 1.11, [])
    assert (told["statements"], told["statements_few"]) == (7, 7)


def test_logging_is_told_beside_the_bare_post():
    assert row("log an interaction", large=10.0)["ratio"] == 2.0


@pytest.mark.parametrize(
    ("state", "missed"),
    [
        ({"large": 41.0, "tenth": 40.0}, ["ratio"]),
        ({"p95_ms": 41.0}, ["p95"]),
        ({"tenth": 15.0}, ["growth"]),
        ({"few": 6}, ["statements"]),
        ({"few": 15, "statements": 15}, ["statements"]),
    ],
)
def test_each_target_that_is_missed_is_named(state, missed):
    assert row(**state)["missed"] == missed


def test_a_page_without_a_target_misses_none():
    assert row("calendar feed", large=900.0)["missed"] == []


@pytest.mark.parametrize(
    ("url", "smaller"),
    [
        ("sqlite:////var/bench/bench.sqlite3", "sqlite:////var/bench/bench_10.sqlite3"),
        (
            "postgres://me@db:5432/bench?sslmode=require",
            "postgres://me@db:5432/bench_10?sslmode=require",
        ),
    ],
)
def test_the_smaller_database_lies_beside_the_large_one(url, smaller):
    assert beside(url, 10) == smaller
