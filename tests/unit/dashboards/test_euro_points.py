"""Euros for each percentage point: only where both numbers say something, and never more than they say."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from dashboards.euro_points import BACKWARDS, BY_CHANCE, NO_MONEY, NOT_MEASURED, point_rows
from tests.unit.dashboards.test_movement import BASE, sampled, series
from tests.unit.indicators.rows import a_series, an_indicator

MILLION = Decimal(1_000_000)


def told(row, spent: Decimal | None = MILLION):
    indicator = an_indicator(row, code="a")
    [found] = point_rows([indicator], {indicator.objective: spent})
    return found.change, found.each, found.why


@pytest.mark.parametrize(
    ("row", "change", "each", "why"),
    [
        (series(64), Decimal(4), Decimal(250_000), ""),
        (series(63), Decimal(3), Decimal(333_333), ""),
        (replace(series(58), desired="lower"), Decimal(2), Decimal(500_000), ""),
        (series(58), Decimal(-2), None, BACKWARDS),
        (series(60), Decimal(0), None, BY_CHANCE),
        (sampled(62, 100), Decimal(2), None, BY_CHANCE),
        (a_series(baseline=BASE), None, None, NOT_MEASURED),
    ],
)
def test_euros_for_each_point(row, change, each, why):
    assert told(row) == (change, each, why)


def test_without_bookings_there_is_nothing_to_divide():
    assert told(series(64), spent=None) == (Decimal(4), None, NO_MONEY)


def test_nothing_spent_is_nothing_for_each_point():
    assert told(series(64), spent=Decimal(0)) == (Decimal(4), Decimal(0), "")


@pytest.mark.parametrize("changes", [{"unit": "count"}, {"unit": "score5"}, {"desired": "none"}])
def test_only_percentages_with_a_direction(changes):
    indicator = an_indicator(replace(series(64), **changes), code="a")
    assert point_rows([indicator], {indicator.objective: MILLION}) == ()
