"""What a value can be in its unit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.limits import LIMITS, limit_problem
from indicators.models import MeasureUnit


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("0", "percent"), ("100", "percent"), ("4.8236", "percent"), ("1", "score5"), ("5", "score5"),
        ("10", "score10"), ("0", "count"), ("123456789", "count"), ("-250.50", "euro"), ("-1", "text"),
    ],
)  # fmt: skip
def test_value_that_its_unit_allows(value, unit):
    assert limit_problem(Decimal(value), unit) == ""


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        ("120", "percent", "een percentage loopt van 0 tot en met 100; 120 kan niet"),
        ("-0.5", "percent", "een percentage loopt van 0 tot en met 100; \u22120,5 kan niet"),
        ("100.000001", "percent", "100,000001 kan niet"),
        ("-3", "count", "een aantal is niet kleiner dan 0; \u22123 kan niet"),
        ("0", "score5", "een score op 5 loopt van 1 tot en met 5; 0 kan niet"),
        ("6", "score5", "6 kan niet"),
        ("11", "score10", "een cijfer op 10 loopt van 1 tot en met 10; 11 kan niet"),
    ],
)
def test_value_that_cannot_be_is_said_with_its_limits(value, unit, said):
    assert said in limit_problem(Decimal(value), unit)


def test_missing_value_is_no_problem():
    assert limit_problem(None, "percent") == ""


def test_every_unit_is_a_known_one():
    assert set(LIMITS) <= set(MeasureUnit.values)


@given(value=st.decimals(-10_000, 10_000, places=3), unit=st.sampled_from(MeasureUnit.values))
def test_change_can_be_anything(value, unit):
    assert limit_problem(value, unit, is_change=True) == ""


@given(value=st.decimals(0, 100, places=6))
def test_every_share_can_be(value):
    assert limit_problem(value, "percent") == ""
