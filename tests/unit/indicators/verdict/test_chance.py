"""How much of a sample's figure may be chance, against published examples and sums by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.verdict.chance import interval_of
from tests.unit.indicators.verdicts import number


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [  # Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_as_published(hits, n, low, high):
    found = interval_of(number(100) * hits / n, n, None, "percent")
    assert [round(float(end) / 100, 4) for end in found] == [low, high]


@given(st.integers(0, 1000), st.integers(1, 5000))
def test_wilson_ends_are_where_the_test_just_does_not_reject(promille, n):
    """The interval's definition: at its ends the figure lies 1,96 standard errors away."""
    share = promille / 1000
    for end in interval_of(number(promille) / 10, n, None, "percent"):
        p = min(1.0, max(0.0, float(end) / 100))
        assert math.isclose(abs(share - p), 1.96 * math.sqrt(p * (1 - p) / n), abs_tol=1e-7)


@given(st.integers(0, 1000), st.integers(1, 5000))
def test_wilson_stays_within_0_and_100_around_its_figure(promille, n):
    low, high = interval_of(number(promille) / 10, n, None, "percent")
    assert 0 <= low <= number(promille) / 10 <= high <= 100


@given(st.integers(1, 5000))
def test_nobody_and_everybody_are_each_others_mirror(n):
    nobody, everybody = (interval_of(number(value), n, None, "percent") for value in (0, 100))
    assert nobody[0] == 0
    assert everybody[1] == 100
    assert abs(everybody[0] - (100 - nobody[1])) < number("1e-20")


@pytest.mark.parametrize(
    ("value", "n", "sd", "low", "high"),
    [
        ("50", 100, "15", "47.06", "52.94"),
        ("7.2", 400, "1.5", "7.053", "7.347"),
        ("61", 4, "0", "61", "61"),
    ],
)
@pytest.mark.parametrize("unit", ["percent", "score10", "count"])
def test_a_mean_with_its_standard_deviation(value, n, sd, low, high, unit):
    assert interval_of(number(value), n, number(sd), unit) == (number(low), number(high))


@pytest.mark.parametrize(
    ("value", "n", "sd", "unit"),
    [
        ("61", None, None, "percent"),
        ("61", None, "3", "percent"),
        ("61", 0, None, "percent"),
        ("61", -4, "3", "percent"),
        ("7.2", 300, None, "score10"),
        ("-1", 300, None, "percent"),
        ("100.1", 300, None, "percent"),
        ("61", 300, "-1", "percent"),
        ("61", 300, "NaN", "percent"),
        ("61", 300, "Infinity", "percent"),
    ],
)
def test_no_interval_where_none_can_be_told(value, n, sd, unit):
    assert interval_of(number(value), n, None if sd is None else number(sd), unit) is None
