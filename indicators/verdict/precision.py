"""Comparing published figures: how close is equal, and when one is really better. Pure: no Django.

A figure with one decimal stands for everything within half a tenth of it. A bound that counts itself is reached
within that half unit; a bound that does not count (and "better than") is tested on the rounded figure. Exactly
halfway between two published figures nothing is gained: it counts as the one nearer to the bound. That keeps the
rules the same for a percentage and for what is left of the hundred.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

_WIDE = Context(prec=100)
"""Rounding must not fail on a figure that is absurdly large; it is a figure all the same."""


class Precision(NamedTuple):
    """The smallest difference that a published figure can show, and half of it."""

    step: Decimal
    half: Decimal


@lru_cache(maxsize=64)
def precision_of(decimals: int) -> Precision:
    """``decimals`` below 0: figures in tens, hundreds ..."""
    step = Decimal(1).scaleb(-decimals)
    return Precision(step, step / 2)


def reaches(value: Decimal, bound: Decimal, *, up: bool, precision: Precision) -> bool:
    """Whether a value is at a bound that counts itself, or beyond it; ``up``: beyond is higher."""
    return value >= bound - precision.half if up else value <= bound + precision.half


def passes(value: Decimal, bound: Decimal, *, up: bool, precision: Precision) -> bool:
    """Whether a value, once rounded, is beyond a bound that does not count itself."""
    return _held_back(value, up, precision) > bound if up else _held_back(value, up, precision) < bound


def better(value: Decimal, other: Decimal, *, up: bool, precision: Precision) -> bool:
    """Whether one figure is better than another once both are rounded as published."""
    return value != other and passes(value, _held_back(other, not up, precision), up=up, precision=precision)


def _held_back(value: Decimal, up: bool, precision: Precision) -> Decimal:
    """Rounded; halfway goes down where up is better, and up where down is better."""
    if up:
        return (value - precision.half).quantize(precision.step, ROUND_CEILING, _WIDE)
    return (value + precision.half).quantize(precision.step, ROUND_FLOOR, _WIDE)
