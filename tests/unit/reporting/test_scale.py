"""The scale of a chart: round, whole where it counts people, and around every value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.scale import MOST, scale_of

numbers = st.decimals(min_value=-10_000, max_value=10_000, places=2)


@pytest.mark.parametrize(
    ("values", "whole", "ticks"),
    [
        (["85", "87"], False, ["85.0", "85.5", "86.0", "86.5", "87.0"]),
        (["83.2", "87.4"], False, ["82", "84", "86", "88"]),
        (["3.2", "3.6"], False, ["3.2", "3.3", "3.4", "3.5", "3.6"]),
        (["1782", "1871"], True, ["1750", "1800", "1850", "1900"]),
        (["0", "2"], True, ["0", "1", "2"]),
        (["0"], True, ["0", "1"]),
        (["4"], False, ["3.0", "3.5", "4.0", "4.5", "5.0"]),
    ],
)
def test_ticks(values, whole, ticks):
    found = scale_of([Decimal(one) for one in values], whole=whole)
    assert list(found.ticks[: len(ticks)]) == [Decimal(one) for one in ticks]


@given(st.lists(numbers, min_size=1, max_size=6), st.booleans())
def test_scale_holds_every_value_on_few_round_lines(values, whole):
    found = scale_of(values, whole=whole)
    assert found.low <= min(values) <= max(values) <= found.high
    assert 2 <= len(found.ticks) <= MOST
    assert (
        str(found.step.normalize().as_tuple().digits[0]) in "125"
        and len(found.step.normalize().as_tuple().digits) == 1
    )
    assert not whole or found.step == found.step.to_integral_value()
    assert all(tick % found.step == 0 for tick in found.ticks)
