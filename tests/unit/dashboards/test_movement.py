"""Whether an indicator moved, beside what is reported on its measures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from dashboards.movement import UnderWay, moved, movement
from indicators.suppression import Hidden
from tests.unit.indicators.rows import a_point, a_series, an_indicator

BASE = a_point("2023", 60)


def series(value, **more):
    return a_series(a_point("2025", value, **more), baseline=BASE)


def sampled(value, n):
    row = series(value, n=n)
    return replace(row, measurements=tuple(replace(one, sampled=True) for one in row.measurements))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (series(61), True),
        (series(60), False),
        (series(None), None),
        (series(70, hidden=Hidden.SMALL), None),
        (a_series(baseline=BASE), None),
        (a_series(a_point("2025", 61)), None),
        (replace(series(61), comparable=False), None),
        (sampled(62, 100), False),
        (sampled(80, 100), True),
        (sampled(62, None), None),
        (sampled(60, None), False),
    ],
)
def test_moved_only_when_more_than_chance(row, expected):
    assert moved(row) is expected


def indicator(code, value):
    return an_indicator(series(value), code=code)


RUNS = UnderWay("1.2.1", "Mentoren", "loopt")


def test_indicator_that_moves_without_measure_is_named_with_how_many_are_linked():
    found = movement([indicator("a", 61), indicator("b", 61)], [], [("1.2.1", "a")])
    assert [(one.code, one.linked) for one in found.movers] == [("a", 1), ("b", 0)]
    assert "hoger" in found.movers[0].change


def test_indicator_that_moves_with_a_measure_under_way_is_not_named():
    assert movement([indicator("a", 61)], [RUNS], [("1.2.1", "a")]).movers == ()


def test_measure_stands_still_only_when_all_its_indicators_are_known_not_to_move():
    links = [("1.2.1", "a"), ("1.2.1", "b")]
    still = movement([indicator("a", 60), indicator("b", 60)], [RUNS], links).still
    assert [(one.code, one.indicators) for one in still] == [("1.2.1", ("a", "b"))]
    for other in (61, None):
        assert movement([indicator("a", 60), indicator("b", other)], [RUNS], links).still == ()


def test_measure_without_indicators_is_never_said_to_stand_still():
    assert movement([indicator("a", 60)], [RUNS], []).still == ()


def test_movement_counts_what_cannot_be_told():
    assert movement([indicator("a", None), indicator("b", 61)], [], []).unknown == 1


def test_moved_takes_a_fall_as_movement():
    assert moved(series(Decimal("59.9"))) is True
