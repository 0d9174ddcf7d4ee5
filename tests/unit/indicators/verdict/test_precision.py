"""How close is equal, and when one figure is really better."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.verdict.precision import better, passes, precision_of, reaches
from tests.unit.indicators.verdicts import number

ONE = precision_of(1)


@pytest.mark.parametrize(
    ("decimals", "step", "half"), [(0, "1", "0.5"), (1, "0.1", "0.05"), (-2, "100", "50")]
)
def test_step_and_half(decimals, step, half):
    assert precision_of(decimals) == (number(step), number(half))


@pytest.mark.parametrize(
    ("value", "up", "down"),
    [
        ("69.94", False, True),
        ("69.95", True, True),
        ("70", True, True),
        ("70.05", True, True),
        ("70.06", True, False),
    ],
)
def test_reaches_within_half_a_unit(value, up, down):
    assert reaches(number(value), number(70), up=True, precision=ONE) is up
    assert reaches(number(value), number(70), up=False, precision=ONE) is down


@pytest.mark.parametrize(
    ("value", "up", "down"),
    [
        ("69.94", False, True),
        ("69.95", False, False),
        ("70.0", False, False),
        ("70.05", False, False),
        ("70.06", True, False),
        ("70.1", True, False),
    ],
)
def test_passes_a_bound_only_after_rounding(value, up, down):
    assert passes(number(value), number(70), up=True, precision=ONE) is up
    assert passes(number(value), number(70), up=False, precision=ONE) is down


@pytest.mark.parametrize(
    ("value", "other", "expected"),
    [
        ("55.3", "55.3", False),
        ("55.4", "55.3", True),
        ("55.34", "55.3", False),
        ("55.36", "55.3", True),
        ("55.35", "55.3", False),  # halfway nothing is gained
        ("55.4", "55.35", False),
        ("55.4", "55.34", True),
        ("55.2", "55.3", False),
        ("0.0", "0", False),
    ],
)
def test_better(value, other, expected):
    assert better(number(value), number(other), up=True, precision=ONE) is expected
    assert better(-number(value), -number(other), up=False, precision=ONE) is expected


VALUES = st.integers(-300, 300).map(lambda hundredths: number(hundredths) / 100)


@given(VALUES, VALUES, st.booleans(), st.integers(0, 2))
def test_a_mirror_turns_up_into_down(value, other, up, decimals):
    precision = precision_of(decimals)
    for rule in (reaches, passes, better):
        assert rule(value, other, up=up, precision=precision) is rule(
            100 - value, 100 - other, up=not up, precision=precision
        )


@given(VALUES, VALUES, st.integers(0, 2))
def test_never_better_than_each_other(value, other, decimals):
    precision = precision_of(decimals)
    assert not (
        better(value, other, up=True, precision=precision)
        and better(other, value, up=True, precision=precision)
    )


@given(VALUES, VALUES, st.booleans(), st.integers(0, 2))
def test_what_passes_a_bound_also_reaches_it(value, bound, up, decimals):
    precision = precision_of(decimals)
    if passes(value, bound, up=up, precision=precision):
        assert reaches(value, bound, up=up, precision=precision)
