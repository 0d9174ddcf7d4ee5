"""The parts of the indicator page that need no database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.pages import TableRow, choose, path_of, table_rows
from indicators.rhythm import Rhythm
from indicators.suppression import Hidden
from indicators.wording import Aim
from tests.unit.indicators.rows import a_point, a_series, an_indicator

STARTS = date(2024, 1, 1)
RISKY = ("=", "+", "-", "@", "\t", "\r")
THREE = an_indicator(
    a_series(label="hele instelling"),
    a_series(a_point("2024", 1), label="niveau 2", breakdown={"niveau": "2"}),
    a_series(label="niveau 3", breakdown={"niveau": "3"}),
)


@pytest.mark.parametrize(
    "asked", ["", "0", "4", "-1", "x", "1.5", "²", "１", "9" * 400, " 1", "1;drop", "\0"]
)
def test_choose_takes_the_headline_for_anything_strange(asked):
    assert choose(THREE, asked) is THREE.series[0]


@pytest.mark.parametrize(("asked", "place"), [("1", 0), ("2", 1), ("3", 2), ("03", 2)])
def test_choose_counts_from_one(asked, place):
    assert choose(THREE, asked) is THREE.series[place]


def test_choose_without_headline_takes_the_first_with_figures():
    no_whole = an_indicator(*THREE.series[1:][::-1], headline_key=None)
    assert choose(no_whole, "") is no_whole.series[1]


def test_choose_of_nothing_is_nothing():
    assert choose(an_indicator(), "1") is None


@given(st.text())
def test_choose_survives_anything(asked):
    assert choose(THREE, asked) in THREE.series


JOB = Rhythm(every=2, first=2022, measured_on="02-15")


@pytest.mark.parametrize(
    ("aim", "baseline", "rhythm", "expected"),
    [
        (Aim("reach", value=Decimal(87), by="2027"), a_point("2022", 85), JOB,
         [(STARTS, 85), (date(2026, 2, 15), 87)]),
        (Aim("relative", percent=Decimal(10), by="2027"), a_point("2023", 80), Rhythm(every=1),
         [(STARTS, 80), (date(2027, 12, 31), 88)]),
        (Aim("at_least", value=Decimal(7), by="2027"), a_point("2023", 8), Rhythm(every=1),
         [(STARTS, 7), (date(2027, 12, 31), 7)]),
        (Aim("reach", value=Decimal(87), by="2027"), None, Rhythm(every=1), [(date(2027, 12, 31), 87)]),
        (Aim("reach", value=Decimal(87)), a_point("2023", 80), Rhythm(every=1),
         [(STARTS, 80), (date(2027, 12, 31), 87)]),
        (Aim("at_least", value=Decimal(7)), a_point("2023", 8), Rhythm(every=1), []),
        (Aim("monitor", by="2027"), a_point("2023", 80), Rhythm(every=1), []),
        (None, a_point("2023", 80), Rhythm(every=1), []),
    ],
)  # fmt: skip
def test_path_of_ends_on_the_day_that_settles_the_target(aim, baseline, rhythm, expected):
    row = a_series(baseline=baseline, aim=aim, rhythm=rhythm)
    assert path_of(row) == tuple((day, Decimal(v)) for day, v in expected)


def test_path_of_a_baseline_that_cannot_be_compared_has_no_beginning():
    aim = Aim("reach", value=Decimal(87), by="2027")
    assert len(path_of(a_series(baseline=a_point("2023", 80), aim=aim, comparable=False))) == 1


def test_table_rows_newest_first_and_the_plans_own_baseline_once():
    row = a_series(a_point("2023", 80), a_point("2024", 81, final=False), baseline=a_point("2023", 80))
    rows = table_rows(an_indicator(row))
    assert [(line.point.period, line.kind) for line in rows] == [
        ("2024", "voorlopig"),
        ("2023", "definitief"),
    ]
    other = a_series(a_point("2024", 81), baseline=a_point("2022", 80))
    assert [line.kind for line in table_rows(an_indicator(other))] == ["definitief", "0-meting van het plan"]


def test_cells_for_a_file_tell_nothing_of_what_is_hidden():
    cells = TableRow("niveau 2", a_point("2024", "61.7", n=3, hidden=Hidden.SMALL), "definitief").texts
    assert cells[2:5] == ["", "", "definitief: te klein aantal"]
    assert not {"61,7", "61.7", "3"} & set(cells)


def test_cells_for_a_file_keep_the_exact_value():
    assert TableRow("", a_point("2024", "-1.2345"), "x").texts[2] == "-1,2345"
    assert TableRow("", a_point("2024", "30.000000"), "x").texts[2] == "30"


@pytest.mark.parametrize(
    "text", ["=1+1", "+31", "-cmd", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")', "-1+1", "-", "--1"]
)
def test_cells_for_a_file_are_never_a_formula(text):
    point = a_point("2024", 1, source=text, note=text, place=text)
    for cell in TableRow(text, point, text).texts:
        assert not cell.startswith(RISKY)


@given(st.text(max_size=20))
def test_no_text_at_all_becomes_a_formula(text):
    for cell in TableRow(text, a_point("2024", -1, note=text), text).texts:
        assert not cell.startswith(RISKY) or cell.replace(",", "").removeprefix("-").isdigit()
