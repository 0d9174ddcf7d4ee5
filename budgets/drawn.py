"""Money as bars: lengths in a drawing, on one scale for a whole table. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from budgets.compared import Together
from budgets.progress import Money
from core.svg import place

BAR_LENGTH = 200


@dataclass(frozen=True)
class Bar:
    """Lengths in a drawing of ``BAR_LENGTH`` wide; ``expected``: where the mark stands, ``None``: nowhere."""

    planned: float
    actual: float
    expected: float | None


@dataclass(frozen=True)
class GapBar:
    """A difference as a bar from the middle of a drawing ``BAR_LENGTH`` wide: to the right what is above the plan."""

    start: float
    length: float


def gap_of(difference: Decimal, widest: Decimal) -> GapBar:
    """``widest``: the largest difference of the table, so that its bars stand on one scale."""
    half = BAR_LENGTH / 2
    length = place(abs(difference), Decimal(0), widest, half) if widest else 0.0
    return GapBar(half if difference > 0 else half - length, length)


def bar_of(money: Money, widest: Decimal) -> Bar:
    """An amount below zero has no length; the table beside it says what it is."""

    def length(amount: Decimal | None) -> float:
        return place(max(amount or Decimal(0), Decimal(0)), Decimal(0), widest, BAR_LENGTH) if widest else 0.0

    expected = None if money.expected is None else length(money.expected)
    return Bar(length(money.planned), length(money.actual), expected)


def widest_of(sums: Iterable[Together]) -> Decimal:
    """The longest of the amounts, so that a table's bars stand on one scale."""
    amounts = (amount for one in sums for amount in (one.money.planned, one.money.actual, one.money.expected))
    return max((amount for amount in amounts if amount), default=Decimal(0))
