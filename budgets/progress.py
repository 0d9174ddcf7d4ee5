"""Planned, realised and expected beside each other: every formula once. Pure: no Django; euros as ``Decimal``.

Missing is not zero: without a booking or forecast nothing is known of what a year comes to, so there is no difference.
But an amount that was not planned differs from the plan by all of it, and of a plan without bookings all is still to be
realised; so that the rows of a table always come to its sum.
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
    """How what is expected stands to the plan. ``UNPLANNED``: there is none; ``UNKNOWN``: nothing is expected yet."""

    UNDER = "onder"
    AS_PLANNED = "volgens plan"
    OVER = "boven"
    UNPLANNED = "zonder begroting"
    UNKNOWN = "niet te bepalen"


@dataclass(frozen=True)
class Thresholds:
    """From which percentage of the plan a difference counts, below and above; both are positive."""

    under: Decimal = Decimal(10)
    over: Decimal = Decimal(5)


@dataclass(frozen=True)
class Money:
    """A line, objective or total in one year or several. ``None``: not planned, nothing booked, nobody forecast.

    ``committed``: agreed but not booked yet. ``closed``: the controller closed the year.
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
        """Expected minus planned: positive is more than planned. Without a plan all of it."""
        return subtract(self.expected, self.planned or Decimal(0))

    @property
    def left(self) -> Decimal | None:
        """Planned and not realised: all of it where nothing is booked; below zero what came above the plan."""
        if self.planned is None and self.actual is None:
            return None
        return (self.planned or Decimal(0)) - (self.actual or Decimal(0))

    @property
    def is_unplanned(self) -> bool:
        """Whether money was booked, agreed or is expected without a plan for it."""
        return self.planned is None and any((self.actual, self.committed, self.forecast))

    @property
    def is_unbooked(self) -> bool:
        """Whether something is planned, and nothing is known of what was booked on it."""
        return self.planned is not None and self.actual is None

    @property
    def spent_percent(self) -> Decimal | None:
        """Realised as a percentage of planned; ``None`` without a plan or with one of 0.

        Not rounded: who shows it does, once. 99.45 would be 99.5 first, and 100 then.
        """
        return percentage(self.actual, None if self.planned is None else abs(self.planned))

    @property
    def difference_percent(self) -> Decimal | None:
        return _percent(self.difference, self.planned)

    def spending(self, thresholds: Thresholds) -> Spending:
        """Whether what is expected stays within the thresholds; exactly on one is within."""
        difference = self.difference
        if difference is None:
            return Spending.UNKNOWN
        if self.planned is None and difference:
            return Spending.UNPLANNED
        size = abs(self.planned or Decimal(0))
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
