"""How much of a sample's figure may be chance. Pure: no Django.

Only samples (JOB, MTO) have an interval. A register counts everybody: its figure is what it is.
"""

from __future__ import annotations

from decimal import Decimal

Interval = tuple[Decimal, Decimal]
"""Lowest and highest value that a figure may stand for, in its own unit, with 95 % certainty."""

_Z = Decimal("1.96")
_Z2 = _Z * _Z
_HUNDRED = Decimal(100)


def interval_of(value: Decimal, n: int | None, sd: Decimal | None, unit: str) -> Interval | None:
    """The 95 % interval of a sample's figure; ``None``: it cannot be told.

    With a standard deviation ``value ± 1.96 sd/√n``; without one, a percentage after Wilson (1927), which also
    holds near 0 and 100 and for few answers. ``n``: unweighted number of answers.
    """
    if n is None or n <= 0:
        return None
    if sd is not None and sd.is_finite() and sd >= 0:
        reach = _Z * sd / Decimal(n).sqrt()
        return value - reach, value + reach
    if unit == "percent" and sd is None and 0 <= value <= _HUNDRED:
        return _wilson(value, Decimal(n))
    return None


def _wilson(value: Decimal, n: Decimal) -> Interval:
    """Worked out in percentages and divided once, at the end, so that 100 is as exact as 0."""
    middle = value * n + 50 * _Z2
    reach = _Z * (value * (_HUNDRED - value) * n + 2500 * _Z2).sqrt()
    whole = n + _Z2
    return (middle - reach) / whole, (middle + reach) / whole
