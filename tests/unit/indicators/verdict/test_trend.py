"""Where a series is heading."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.verdict.trend import Forecast, forecast_on, slopes_of
from tests.unit.indicators.verdicts import number

FIRST = date(2020, 7, 31)
SERIES = st.lists(
    st.tuples(st.integers(0, 3000).map(lambda days: FIRST + timedelta(days)), st.integers(-999, 999).map(Decimal)),
    min_size=3, max_size=7, unique_by=lambda pair: pair[0],
)  # fmt: skip


def on(*pairs):
    return [(FIRST + timedelta(days), number(value)) for days, value in pairs]


def test_slope_by_hand():
    # Pairs: 2/10, 1/20, 9/30, -1/10, 7/20, 8/10; sorted -0,1 0,05 0,2 0,3 0,35 0,8; the middle two: 0,2 and 0,3.
    found = slopes_of(on((0, 0), (10, 2), (20, 1), (30, 9)))
    assert found == (number("0.25"), number("-0.1"), number("0.8"))


def test_one_odd_year_hardly_bends_the_middle():
    straight, odd = (
        on((0, 0), (10, 1), (20, 2), (30, 3), (40, 4)),
        on((0, 0), (10, 1), (20, 90), (30, 3), (40, 4)),
    )
    assert slopes_of(straight).middle == slopes_of(odd).middle == number("0.1")


@given(SERIES)
def test_slopes_as_brute_force(figures):
    all_pairs = sorted(
        Fraction(y2 - y1) / (d2 - d1).days for d1, y1 in figures for d2, y2 in figures if d1 < d2
    )
    half = len(all_pairs) // 2
    middle = all_pairs[half] if len(all_pairs) % 2 else (all_pairs[half - 1] + all_pairs[half]) / 2
    found = slopes_of(figures)
    for mine, theirs in zip(found, (middle, all_pairs[0], all_pairs[-1]), strict=True):
        assert abs(Fraction(mine) - theirs) < Fraction(1, 10**18)


@given(SERIES, st.integers(1, 900))
def test_forecast_goes_on_from_the_newest_figure(figures, days):
    newest, value = max(figures)
    found = forecast_on(newest + timedelta(days), figures)
    slopes = slopes_of(figures)
    assert found == Forecast(
        value + slopes.middle * days, value + slopes.smallest * days, value + slopes.largest * days
    )
    assert found.low <= found.value <= found.high


@pytest.mark.parametrize("days", [0, -1, -400])
def test_no_forecast_for_a_day_that_was_measured_or_has_passed(days):
    figures = on((0, 0), (10, 2), (20, 1))
    assert forecast_on(FIRST + timedelta(20 + days), figures) is None


@pytest.mark.parametrize("pairs", [(), ((0, 1),), ((0, 1), (9, 2))])
def test_no_forecast_through_fewer_than_three(pairs):
    assert slopes_of(on(*pairs)) is None
    assert forecast_on(date(2030, 1, 1), on(*pairs)) is None


def test_another_pace():
    figures = on((0, 0), (10, 2), (20, 1))
    day = FIRST + timedelta(30)
    assert forecast_on(day, figures) == (number("1.5"), 0, 3)  # slopes 0,2, 0,05 and -0,1
    assert forecast_on(day, figures, number(2)) == (2, -1, 5)
    assert forecast_on(day, figures, number(0)) == (1, 1, 1)
    assert forecast_on(day, figures, number(-1)) == (number("0.5"), -1, 2)
