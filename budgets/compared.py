"""Planned beside realised and expected, for lines and for what lines are added up to. Pure: no Django.

A row is always about one year: what is expected of a year that is over means something else than of one that runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from budgets.progress import Money, Spending, Thresholds
from budgets.totals import Share, split

Key = TypeVar("Key")


@dataclass(frozen=True)
class Together:
    """Lines added up in one year. ``lines``: how many have money; ``forecasts``: of how many of them one is known.

    ``unbooked``: how many are planned and have no bookings.
    Its forecast is ``None`` until all of these have one: a sum of some would look like spending too little.
    """

    money: Money
    lines: int
    forecasts: int
    unbooked: int = 0

    @property
    def lacks(self) -> int:
        """Of how many lines nothing is booked, while others have bookings."""
        return self.unbooked if self.money.actual is not None else 0

    @property
    def waits(self) -> bool:
        """Whether there are forecasts, but not of every line yet."""
        return not self.money.closed and 0 < self.forecasts < self.lines

    def spending(self, thresholds: Thresholds) -> Spending:
        return self.money.spending(thresholds)


def together(lines: Iterable[Money]) -> Together:
    """The sum of lines in one year; a line without any money does not count."""
    found = [one for one in lines if (one.planned, one.actual, one.forecast, one.committed) != (None,) * 4]
    forecasts = sum(one.forecast is not None for one in found)
    whole = sum(found, Money())
    if forecasts < len(found):
        whole = replace(whole, forecast=None)
    return Together(whole, len(found), forecasts, sum(one.is_unbooked for one in found))


def divided_money(money: Money, shares: Sequence[Share]) -> dict[str | None, Money]:
    """What of a line's money belongs to each objective, exact to the cent; under ``None`` what serves none."""
    parts: dict[str, dict[str | None, Decimal]] = {
        name: split(amount, shares)
        for name in ("planned", "actual", "forecast", "committed")
        if (amount := getattr(money, name)) is not None
    }
    keys = {key: None for part in parts.values() for key in part}
    return {
        key: Money(closed=money.closed, **{name: part[key] for name, part in parts.items() if key in part})
        for key in keys
    }


def gathered(
    lines: Iterable[tuple[Money, Key]], parts_of: Callable[[Money, Key], Mapping[str | None, Money]]
) -> dict[str | None, Together]:
    """Lines added up by what ``parts_of`` says that they belong to."""
    found: dict[str | None, list[Money]] = {}
    for money, key in lines:
        for place, part in parts_of(money, key).items():
            found.setdefault(place, []).append(part)
    return {place: together(parts) for place, parts in found.items()}
