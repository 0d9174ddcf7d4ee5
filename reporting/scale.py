"""The scale of a chart: round numbers at equal steps. Pure: no Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

STEPS = tuple(Decimal(one) for one in ("1", "2", "5", "10"))
MOST = 5
"""So many lines at most."""


@dataclass(frozen=True)
class Scale:
    """Lines at ``low``, ``low + step`` up to ``high``. ``decimals``: so many tell them apart."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def ticks(self) -> tuple[Decimal, ...]:
        count = int((self.high - self.low) / self.step)
        return tuple(self.low + self.step * place for place in range(count + 1))

    @property
    def decimals(self) -> int:
        exponent = self.step.normalize().as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0


def scale_of(values: Sequence[Decimal], *, whole: bool = False) -> Scale:
    """The smallest scale of 1, 2 or 5 times a power of ten that holds every value with few lines.

    ``values``: at least one. ``whole``: they are counts, so that half a step would be half a person.
    """
    low, high = min(values), max(values)
    if low == high:
        # One value gets a scale around it; what is not negative does not go below 0.
        room = max(abs(low) / 10, Decimal(1))
        low, high = max(low - room, min(low, Decimal(0))), high + room
    step = _step((high - low) / (MOST - 1), whole=whole)
    while True:
        bottom = (low / step).to_integral_value(ROUND_FLOOR) * step
        top = (high / step).to_integral_value(ROUND_CEILING) * step
        if top == bottom:
            top += step
        if (top - bottom) / step < MOST:
            return Scale(bottom, top, step)
        step = _step(step * Decimal("1.1"), whole=whole)


def _step(least: Decimal, *, whole: bool) -> Decimal:
    """The smallest of 1, 2, 5 times a power of ten that is not below ``least``."""
    power = Decimal(1).scaleb(least.adjusted())
    step = next(one * power for one in STEPS if one * power >= least)
    return max(step, Decimal(1)) if whole else step
