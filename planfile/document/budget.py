"""The keys of the budget. Pure: no Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planfile.document.entries import entry
from planfile.kinds import Bool, Bounded, Day, ListOf, MapOf, Money, Number, Record, Text, Whole

FTE = Bounded(0, 100_000)
"""Full-time jobs."""


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """What is known of a legal instrument that lines of income name. ``None``: the plan does not say.

    ``carry_over``: whether money that is left at the end may be kept. ``repayment``: what must be paid back, in words.
    """

    name: str = entry(Text(120))
    starts: date | None = entry(Day(first=True), None, always=True)
    ends: date | None = entry(Day(), None, always=True)
    carry_over: bool | None = entry(Bool(), None, always=True)
    repayment: str | None = entry(Text(2000), None, always=True)
    note: str | None = entry(Text(2000), None)


@dataclass(frozen=True, kw_only=True)
class Income:
    """One line of income; ``amounts`` in euros per calendar year, ``fte`` where the plan names them."""

    code: str = entry(Text(40))
    title: str = entry(Text(200))
    priority: str | None = entry(Text(12), None, always=True)
    objectives: tuple[str, ...] = entry(ListOf(Text(12)), ())
    instruments: dict[int, str] = entry(MapOf(Whole(1990, 2099), Text(120)), {})
    amounts: dict[int, Decimal] = entry(MapOf(Whole(1990, 2099), Money()), {}, always=True)
    fte: dict[int, Decimal] = entry(MapOf(Whole(1990, 2099), FTE), {})
    note: str | None = entry(Text(2000), None)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a cost line that the plan's notes name. ``amount`` in euros; ``None``: no amount, or no fte, given."""

    text: str = entry(Text(240))
    amount: Decimal | None = entry(Money(), None, always=True)
    fte: Decimal | None = entry(FTE, None)


@dataclass(frozen=True, kw_only=True)
class Cost:
    """One cost line; ``objectives`` says which part of it, in percent, serves which objective."""

    code: str = entry(Text(40))
    title: str = entry(Text(200))
    group: str | None = entry(Text(60), None)
    priority: str | None = entry(Text(12), None, always=True)
    objectives: dict[str, Decimal] = entry(MapOf(Text(12), Number()), {})
    amounts: dict[int, Decimal] = entry(MapOf(Whole(1990, 2099), Money()), {}, always=True)
    fte: dict[int, Decimal] = entry(MapOf(Whole(1990, 2099), FTE), {})
    specification: tuple[Part, ...] = entry(ListOf(Record(Part, flow=True)), ())
    note: str | None = entry(Text(2000), None)


@dataclass(frozen=True, kw_only=True)
class StatedTotal:
    """A total as the plan prints it.

    ``scope``: income, costs, group:NAAM, priority:CODE or instrument:NAAM; a total of anything else is kept, and
    compared with nothing.
    """

    where: str = entry(Text(200))
    scope: str = entry(Text(60))
    amounts: dict[int, Decimal] = entry(MapOf(Whole(1990, 2099), Money()), {}, always=True)


@dataclass(frozen=True, kw_only=True)
class Budget:
    instruments: tuple[Instrument, ...] = entry(ListOf(Record(Instrument)), ())
    income: tuple[Income, ...] = entry(ListOf(Record(Income)), (), always=True)
    costs: tuple[Cost, ...] = entry(ListOf(Record(Cost)), (), always=True)
    stated_totals: tuple[StatedTotal, ...] = entry(ListOf(Record(StatedTotal)), (), always=True)
