"""Planned, realised and expected beside each other: every formula once. Pure: no Django; euros as ``Decimal``.

Missing is not zero: without a plan there is no difference, without a booking nothing is known of what was spent.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from budgets.totals import add, percentage, subtract
from core.numbers import round_half_up

HUNDRED = Decimal(100)


def euros(cents: int | None) -> Decimal | None:
    """Whole cents as euros; ``None`` stays ``None``."""
    return None if cents is None else (Decimal(cents) / HUNDRED).quantize(Decimal("0.01"))


class Spending(StrEnum):
    """How what is expected stands to the plan. ``UNKNOWN``: one of both is missing."""

    UNDER = "onder"
    AS_PLANNED = "volgens plan"
    OVER = "boven"
    UNKNOWN = "niet te bepalen"


@dataclass(frozen=True)
class Thresholds:
    """From which percentage of the plan a difference counts, below and above; both are positive."""

    under: Decimal = Decimal(10)
    over: Decimal = Decimal(5)


@dataclass(frozen=True)
class Money:
    """A line, objective or total in one year or several. ``None``: not planned, nothing booked, nobody forecast.

    ``committed``: agreed but not booked yet. ``closed``: the year is over and booked to its end.
    """

    planned: Decimal | None = None
    actual: Decimal | None = None
    forecast: Decimal | None = None
    committed: Decimal | None = None
    closed: bool = False

    @property
    def expected(self) -> Decimal | None:
        """What the year comes to: of a closed year what was booked, of another the forecast where there is one."""
        return self.actual if self.closed else self.forecast

    @property
    def difference(self) -> Decimal | None:
        """Expected minus planned: positive is more than planned."""
        return subtract(self.expected, self.planned)

    @property
    def left(self) -> Decimal | None:
        """Planned minus realised."""
        return subtract(self.planned, self.actual)

    @property
    def spent_percent(self) -> Decimal | None:
        """Realised as a percentage of planned, one decimal; ``None`` without a plan or with one of 0."""
        return _percent(self.actual, self.planned)

    @property
    def difference_percent(self) -> Decimal | None:
        return _percent(self.difference, self.planned)

    def spending(self, thresholds: Thresholds) -> Spending:
        """Whether what is expected stays within the thresholds; exactly on one is within."""
        difference, planned = self.difference, self.planned
        if difference is None or planned is None:
            return Spending.UNKNOWN
        size = abs(planned)
        if difference * HUNDRED > thresholds.over * size:
            return Spending.OVER
        if -difference * HUNDRED > thresholds.under * size:
            return Spending.UNDER
        return Spending.AS_PLANNED

    def __add__(self, other: Money) -> Money:
        return Money(
            add((self.planned, other.planned)),
            add((self.actual, other.actual)),
            add((self.forecast, other.forecast)),
            add((self.committed, other.committed)),
            self.closed or other.closed,
        )


def _percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    found = percentage(part, None if whole is None else abs(whole))
    return None if found is None else round_half_up(found, 1)
