from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from budgets.compared import divided_money, gathered, together
from budgets.progress import Money, Spending, Thresholds
from budgets.totals import Share, add

AMOUNTS = st.one_of(st.none(), st.decimals(-(10**8), 10**8, places=2))
MONEY = st.builds(Money, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
SHARES = st.lists(
    st.builds(Share, st.sampled_from(["1.1", "1.2", "2.1"]), st.one_of(st.none(), st.integers(1, 60).map(Decimal))),
    max_size=3,
    unique_by=lambda share: share.objective,
)  # fmt: skip
FIELDS = ("planned", "actual", "forecast", "committed")


def euros(*amounts: int | None) -> Money:
    return Money(*(None if one is None else Decimal(one) for one in amounts))


@given(MONEY, SHARES)
def test_parts_come_to_the_line_to_the_cent(money, shares):
    parts = divided_money(money, shares).values()
    for name in FIELDS:
        assert add(getattr(part, name) for part in parts) == getattr(money, name)


@given(st.lists(st.tuples(MONEY, SHARES), max_size=5))
def test_objectives_come_to_all_lines_to_the_cent(lines):
    found = gathered(lines, divided_money)
    for name in ("planned", "actual", "committed"):
        assert add(getattr(one.money, name) for one in found.values()) == add(
            getattr(money, name) for money, _ in lines
        )


@given(st.lists(st.tuples(MONEY, SHARES), max_size=5), st.booleans())
def test_differences_of_lines_and_objectives_come_to_that_of_all(lines, closed):
    """Also of lines without a plan, and in a closed year of lines without bookings."""
    known = [
        (replace(money, closed=closed, actual=money.actual or Decimal(0)), shares) for money, shares in lines
    ]
    whole = together(money for money, _ in known)
    if whole.money.difference is None:
        return  # some of them have no forecast, and then the sum has none
    assert whole.money.difference == sum((money.difference or 0 for money, _ in known), Decimal(0))
    parts = gathered(known, divided_money).values()
    assert whole.money.difference == sum((one.money.difference or 0 for one in parts), Decimal(0))


def test_sum_says_of_how_many_lines_nothing_is_booked():
    assert together([euros(100, 50), euros(100, None), euros(None, 5)]).lacks == 1
    assert together([euros(100, None), euros(100, None)]).lacks == 0


def test_forecasts_of_some_lines_are_no_forecast_of_all():
    sums = together([euros(100, 50, 100), euros(100, 20, None), euros(None, None, None)])
    assert (sums.money.forecast, sums.forecasts, sums.lines, sums.waits) == (None, 1, 2, True)
    assert sums.money.difference is None
    assert sums.spending(Thresholds()) is Spending.UNKNOWN


def test_forecasts_of_all_lines_add_up():
    sums = together([euros(100, 50, 110), euros(100, None, 100)])
    assert (sums.money.forecast, sums.money.difference, sums.waits) == (210, 10, False)


def test_closed_year_is_judged_by_what_was_booked():
    closed = Money(Decimal(100), Decimal(80), Decimal(100), closed=True)
    assert (closed.expected, closed.difference) == (80, -20)
    assert together([closed]).spending(Thresholds()) is Spending.UNDER
    assert not together([closed, Money(Decimal(1), closed=True)]).waits


def test_nothing_at_all_is_no_line():
    assert together([Money(), Money()]).lines == 0
