"""What the budget page and other pages get: typed results, no queries."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from agenda.models import Agenda
from budgets.lines import Part
from budgets.totals import Comparison, Share, Years

Amounts = tuple[tuple[int, Decimal | None], ...]
"""Each year shown with its amount; ``None`` where nothing is named."""


@dataclass(frozen=True)
class LineName:
    """A line to link to. ``anchor``: its place on the page."""

    title: str
    anchor: str


@dataclass(frozen=True)
class AmountRow:
    """A row of money. ``total``: the years shown together. ``percent``: of the table's total, ``None`` without one.

    ``code``: empty for what belongs nowhere. ``lines``: which lines such a row is made of, else empty.
    """

    code: str
    title: str
    amounts: Amounts
    total: Decimal | None
    percent: Decimal | None = None
    lines: tuple[LineName, ...] = ()


@dataclass(frozen=True)
class SpecificationCheck:
    """Its sum beside the line. ``years``: in words; ``difference``: specification minus line, 0 when they agree."""

    years: str
    difference: Decimal

    @property
    def shortfall(self) -> Decimal:
        """How far the specification stays below the line, as a positive amount."""
        return -self.difference


@dataclass(frozen=True)
class Specification:
    """What a line is made of. ``total``: ``None`` when no part has an amount; ``unknown``: how many have none."""

    parts: tuple[Part, ...]
    total: Decimal | None
    unknown: int
    checks: tuple[SpecificationCheck, ...]


@dataclass(frozen=True)
class LineRow:
    """One line of income or costs. ``instruments``: name with its years, which are empty when it holds for all.

    ``fte``: of each year shown, ``None`` where the plan does not say.
    """

    anchor: str
    code: str
    row: AmountRow
    priority: str | None
    shares: tuple[Share, ...]
    note: str
    instruments: tuple[tuple[str, str], ...]
    fte: tuple[Decimal | None, ...]
    specification: Specification | None

    @property
    def cells(self) -> tuple[tuple[int, Decimal | None, Decimal | None], ...]:
        """Year, amount in euros and fte."""
        return tuple((*pair, fte) for pair, fte in zip(self.row.amounts, self.fte, strict=True))


@dataclass(frozen=True)
class LineGroup:
    """Lines of one group with their subtotal. ``label``: empty when the side has no groups."""

    label: str
    lines: tuple[LineRow, ...]
    subtotal: AmountRow


@dataclass(frozen=True)
class StatedCheck:
    """A total as the plan prints it, compared per year. ``known``: we know which lines it is about."""

    where: str
    scope: str
    known: bool
    cells: tuple[tuple[int, Comparison], ...]


@dataclass(frozen=True)
class Segment:
    """A part of a bar, in euros. ``tone``: its colour, by its place in the legend."""

    label: str
    value: Decimal
    tone: str


@dataclass(frozen=True)
class Bar:
    """The costs of one year. ``total``: ``None`` when nothing is named for it."""

    year: int
    total: Decimal | None
    segments: tuple[Segment, ...]

    @property
    def title(self) -> str:
        return f"Lasten {self.year} in euro's"


@dataclass(frozen=True)
class BudgetPage:
    """The whole budget for the years shown. ``year``: the one asked for, ``None`` for all of them.

    ``placed_elsewhere``: how many cost lines stand under another priority than an objective that they serve.
    ``widest``: what the longest of the bars comes to, so that all stand on one scale.
    """

    agenda: Agenda
    all_years: tuple[int, ...]
    years: tuple[int, ...]
    year: int | None
    ignored: str
    income: tuple[LineGroup, ...]
    costs: tuple[LineGroup, ...]
    income_total: AmountRow
    costs_total: AmountRow
    difference: AmountRow
    priorities: tuple[AmountRow, ...]
    objectives: tuple[AmountRow, ...]
    groups: tuple[AmountRow, ...]
    placed_elsewhere: int
    stated: tuple[StatedCheck, ...]
    bars: tuple[Bar, ...]
    widest: Decimal

    @property
    def is_empty(self) -> bool:
        return not (self.income or self.costs)

    @property
    def period(self) -> str:
        """The years shown, for the heading."""
        return str(self.year) if self.year else f"{self.all_years[0]}-{self.all_years[-1]}"

    @property
    def columns(self) -> int:
        """How many columns a table of lines has."""
        return 1 + len(self.years) + (0 if self.year else 1)

    @property
    def balanced(self) -> bool:
        """Income is what costs are, in every year shown."""
        return all(amount == 0 for _, amount in self.difference.amounts)

    @property
    def specifications_that_differ(self) -> int:
        """How many lines are not what their specification comes to, in one of the years shown."""
        rows = [line for group in self.costs for line in group.lines if line.specification]
        return sum(
            any(check.difference for check in row.specification.checks) for row in rows if row.specification
        )

    @property
    def stated_that_differ(self) -> int:
        """How many stated totals differ from their lines, in one of the years shown."""
        return sum(any(cell.difference for _, cell in check.cells) for check in self.stated)


@dataclass(frozen=True)
class ObjectiveLine:
    """A cost line that serves an objective. ``percent``: its share, ``None`` where the plan does not divide.

    ``amounts``: what of the line serves this objective, by year.
    """

    anchor: str
    code: str
    title: str
    percent: Decimal | None
    amounts: Years


@dataclass(frozen=True)
class ObjectiveBudget:
    """The costs of one objective; ``total`` by year."""

    lines: tuple[ObjectiveLine, ...]
    total: Years
