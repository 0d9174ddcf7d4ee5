"""Every sum of the budget, each formula once. Pure: no Django, no clock; euros as ``Decimal``.

Sums are made here and not in the database: SQLite keeps decimals as floating point. Missing is not zero: a year in
which nothing is named has no amount, and so no total.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar

from budgets.cents import WHOLE, apportion

Key = TypeVar("Key")

Years = dict[int, Decimal]
"""Euros by calendar year; a year that is not in it has no amount."""


@dataclass(frozen=True)
class Share:
    """Which objective a line serves, and for what percentage (0-100). ``None``: the plan does not divide."""

    objective: str
    percent: Decimal | None


@dataclass(frozen=True)
class Line:
    """What the sums need of a budget line. ``priority``: ``None`` where the plan names none; ``group`` may be empty."""

    code: str
    side: str
    group: str
    priority: str | None
    amounts: Mapping[int, Decimal]
    shares: tuple[Share, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class Comparison:
    """A total as stated beside the total of the lines. ``None``: there is none to compare with."""

    stated: Decimal | None
    computed: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """Stated minus computed; ``None`` when one of both is missing."""
        return subtract(self.stated, self.computed)

    @property
    def gap(self) -> Decimal | None:
        """The difference whichever is the larger; ``None`` when one of both is missing."""
        return None if self.difference is None else abs(self.difference)

    @property
    def agrees(self) -> bool:
        return self.difference == 0


def split(amount: Decimal, shares: Sequence[Share]) -> dict[str | None, Decimal]:
    """Divide an amount over objectives, exact to the cent; under ``None`` stands what serves no objective.

    How cents are rounded: ``apportion``. A share without a
    percentage takes everything when it is the only one; several of these stay together under ``None``, for the plan
    does not divide them. The same goes for shares above 100 together: these are no division.
    """
    return apart(amount, _percents(shares))


def apart(amount: Decimal, percents: Mapping[Key, Decimal]) -> dict[Key | None, Decimal]:
    """Divide an amount by percentages, exact to the cent; what they leave stands under ``None``.

    Percentages above 100 together are no division: everything stays under ``None``.
    """
    left = WHOLE - sum(percents.values(), Decimal(0))
    if left < 0:
        return {None: amount}
    weights: dict[Key | None, Decimal] = dict(percents.items())
    if left:
        weights[None] = left
    parts = apportion(int(amount * WHOLE), list(weights.values()))
    return {key: Decimal(part) / WHOLE for key, part in zip(weights, parts, strict=True)}


def _percents(shares: Sequence[Share]) -> dict[str, Decimal]:
    if len(shares) == 1 and shares[0].percent is None:
        return {shares[0].objective: WHOLE}
    percents: dict[str, Decimal] = {}
    for share in shares:
        if share.percent is not None:
            percents[share.objective] = percents.get(share.objective, Decimal(0)) + share.percent
    return percents


def add(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is there; ``None`` when nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def subtract(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    """``first - second``; ``None`` when one of both is missing."""
    return None if first is None or second is None else first - second


def total(lines: Iterable[Line]) -> Years:
    """All lines together, per year."""
    return _gather(("", line.amounts) for line in lines).get("", {})


def by_priority(lines: Iterable[Line]) -> dict[str | None, Years]:
    """Per priority as the plan places its lines; under ``None`` the lines that it places under none."""
    return _gather((line.priority, line.amounts) for line in lines)


def by_group(lines: Iterable[Line]) -> dict[str, Years]:
    """Per group; under an empty text the lines without one."""
    return _gather((line.group, line.amounts) for line in lines)


def by_objective(lines: Iterable[Line]) -> dict[str | None, Years]:
    """Per objective after its shares; under ``None`` what serves no objective. Together exactly ``total``."""
    return _gather(
        (objective, {year: part}) for line in lines for year, amount in line.amounts.items()
        for objective, part in split(amount, line.shares).items()
    )  # fmt: skip


def part_of(line: Line, objective: str) -> Years:
    """What of a line serves an objective, per year; empty when it does not."""
    parts = {year: split(amount, line.shares).get(objective) for year, amount in line.amounts.items()}
    return {year: part for year, part in parts.items() if part is not None}


def difference(income: Mapping[int, Decimal], costs: Mapping[int, Decimal]) -> Years:
    """Income minus costs, for the years that both have."""
    return {year: income[year] - costs[year] for year in sorted(income.keys() & costs.keys())}


def over_years(amounts: Mapping[int, Decimal], years: Collection[int]) -> Decimal | None:
    """These years together; ``None`` when none of them has an amount."""
    return add(amounts.get(year) for year in years)


def percentage(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """``part`` as a percentage of ``whole``, unrounded; ``None`` when it cannot be said."""
    if part is None or whole is None or whole == 0:
        return None
    return part * WHOLE / whole


def lines_in_scope(lines: Iterable[Line], scope: str) -> tuple[Line, ...] | None:
    """The lines that a stated total is about: ``income``, ``costs``, ``group:NAME`` or ``priority:CODE``.

    Groups and priorities are about costs: income is stated as a whole. ``None``: the scope is none of these.
    """
    kind, _, name = scope.partition(":")
    if scope == "income":
        return tuple(line for line in lines if line.side == "income")
    costs = tuple(line for line in lines if line.side == "cost")
    if scope == "costs":
        return costs
    if kind == "group" and name:
        return tuple(line for line in costs if line.group == name)
    if kind == "priority" and name:
        return tuple(line for line in costs if line.priority == name)
    return None


def under_instrument(lines: Iterable[tuple[Line, Mapping[int, str]]], name: str) -> tuple[Line, ...]:
    """Lines with what comes under one legal instrument: only the amounts of years in which they name it."""
    found = []
    for line, named in lines:
        years = [year for year in line.amounts if named.get(year) == name]
        if years:
            found.append(replace(line, amounts={year: line.amounts[year] for year in years}))
    return tuple(found)


def compare(
    stated: Mapping[int, Decimal], lines: Iterable[Line], years: Iterable[int]
) -> dict[int, Comparison]:
    """A stated total beside the total of its lines, per year."""
    computed = total(lines)
    return {year: Comparison(stated.get(year), computed.get(year)) for year in years}


def _gather(pieces: Iterable[tuple[Any, Mapping[int, Decimal]]]) -> dict[Any, Years]:
    gathered: dict[Any, Years] = {}
    for key, amounts in pieces:
        years = gathered.setdefault(key, {})
        for year, amount in amounts.items():
            years[year] = years.get(year, Decimal(0)) + amount
    return gathered
