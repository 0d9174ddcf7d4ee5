from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.progress import Money, Spending, Thresholds, euros
from core.numbers import format_percent

AMOUNTS = st.one_of(st.none(), st.decimals(-(10**9), 10**9, places=2))
MONEY = st.builds(Money, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)


def money(planned: str | None, forecast: str | None) -> Money:
    return Money(
        planned=None if planned is None else Decimal(planned),
        forecast=None if forecast is None else Decimal(forecast),
    )


@pytest.mark.parametrize(
    ("planned", "forecast", "expected"),
    [
        ("100", "100", Spending.AS_PLANNED),
        ("100", "105", Spending.AS_PLANNED),
        ("100", "105.01", Spending.OVER),
        ("100", "90", Spending.AS_PLANNED),
        ("100", "89.99", Spending.UNDER),
        ("-100", "-89.99", Spending.OVER),
        ("0", "0", Spending.AS_PLANNED),
        ("0", "0.01", Spending.OVER),
        (None, "5", Spending.UNPLANNED),
        (None, "-5", Spending.UNPLANNED),
        (None, "0", Spending.AS_PLANNED),
        (None, None, Spending.UNKNOWN),
        ("5", None, Spending.UNKNOWN),
    ],
)
def test_spending_within_thresholds(planned, forecast, expected):
    assert money(planned, forecast).spending(Thresholds()) is expected


def test_nothing_booked_is_not_zero():
    assert Money(planned=Decimal(100)).spent_percent is None
    assert Money(planned=Decimal(100), actual=Decimal(0)).spent_percent == 0
    assert Money(planned=Decimal(0), actual=Decimal(5)).spent_percent is None
    assert Money().left is None


def test_rest_of_a_plan_is_all_of_it_where_nothing_was_booked():
    assert Money(planned=Decimal(100)).left == 100
    assert Money(planned=Decimal(100), actual=Decimal(120)).left == -20
    assert Money(actual=Decimal(5)).left == -5


@given(st.lists(MONEY, max_size=8))
def test_rests_and_differences_of_parts_come_to_those_of_the_sum(parts):
    whole = sum(parts, Money())
    assert (whole.left or 0) == sum((one.left or 0 for one in parts), Decimal(0))
    closed = [replace(one, closed=True, actual=one.actual or Decimal(0)) for one in parts]
    assert (sum(closed, Money()).difference or 0) == sum((one.difference or 0 for one in closed), Decimal(0))


@pytest.mark.parametrize(
    ("actual", "shown"), [("99450", "99"), ("99500", "100"), ("49450", "49"), ("200", "0")]
)
def test_spent_percent_is_rounded_once(actual, shown):
    money = Money(planned=Decimal(100_000), actual=Decimal(actual))
    assert format_percent(money.spent_percent, 0) == f"{shown}\N{NO-BREAK SPACE}%"


@given(MONEY, MONEY, MONEY)
def test_adding_does_not_depend_on_the_order(one, two, three):
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)
    assert one + Money() == one


@given(st.integers(-(10**15), 10**15))
def test_euros_are_exact(cents):
    assert euros(cents) * 100 == cents
    assert euros(None) is None
