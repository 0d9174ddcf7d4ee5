"""Legal instruments: their income by year, their terms, and what is left when these are over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agenda.models import Agenda
from agenda.selectors import agenda_outline, outline_objectives
from budgets.compared import Together
from budgets.instruments import Flow, Left, Plan, Terms, afterwards, left_of
from budgets.lines import PlannedLine
from budgets.models import Instrument, Side
from budgets.overview import NO_INSTRUMENT, Sheet, sheet
from budgets.progress import Money
from budgets.totals import add
from budgets.words import SIDE_SLUGS, term_label, years_label


@dataclass(frozen=True)
class Cell:
    """One year. ``None``: nothing planned, nothing booked. ``outside``: the instrument does not run in this year."""

    year: int
    planned: Decimal | None
    actual: Decimal | None
    outside: bool = False


@dataclass(frozen=True)
class LineUse:
    """A line that comes under the instrument. ``years``: ``""`` when in every year of the budget."""

    code: str
    title: str
    years: str
    side_slug: str = SIDE_SLUGS[Side.INCOME.value]


@dataclass(frozen=True)
class InstrumentRow:
    """``term``: in words, ``""`` when the agenda gives none. ``then``: what holds when it is over."""

    name: str
    cells: tuple[Cell, ...]
    lines: tuple[LineUse, ...]
    term: str = ""
    note: str = ""
    then: tuple[str, ...] = ()
    left: Left | None = None

    @property
    def planned(self) -> Decimal | None:
        return add(cell.planned for cell in self.cells)

    @property
    def actual(self) -> Decimal | None:
        return add(cell.actual for cell in self.cells)


@dataclass(frozen=True)
class InstrumentsPage:
    """``unnamed``: income without an instrument, ``None`` when there is none. ``total``: all income."""

    years: tuple[int, ...]
    rows: tuple[InstrumentRow, ...]
    unnamed: InstrumentRow | None
    total: InstrumentRow
    until: str

    @property
    def is_empty(self) -> bool:
        return not self.rows and self.unnamed is None


def instruments_page(agenda: Agenda, on: date) -> InstrumentsPage:
    """Every instrument that the agenda describes or that a line names. At most eight queries."""
    read = sheet(agenda, on)
    outline = outline_objectives(agenda_outline(agenda))
    years = tuple(sorted({*agenda.years, *(year for one in read.lines for year in one.line.amounts)}))
    sums = {year: read.by_instrument(year) for year in years}
    income = read.of_side(Side.INCOME)
    plan = Plan(
        years=years,
        income=_flows(read, income, years),
        costs=_flows(read, read.of_side(Side.COST), years),
        homes={one.code: one.priority for one in outline},
        closed=frozenset(year for year in years if read.found.is_closed(year, on)),
        unmapped=bool(read.found.unmapped),
    )
    rows = tuple(_row(terms, plan, sums, income) for terms in _terms(agenda, income))
    total = {year: read.side_sum(Side.INCOME, year) for year in years}
    booked = [year for year in years if read.until(year)]
    return InstrumentsPage(
        years=years,
        rows=rows,
        unnamed=_unnamed(sums, income, years),
        total=InstrumentRow(
            "Baten samen", tuple(_cell(year, found.money) for year, found in total.items()), ()
        ),
        until=read.until(booked[-1]) if booked else "",
    )


def _flows(read: Sheet, lines: Sequence[PlannedLine], years: Sequence[int]) -> tuple[Flow, ...]:
    return tuple(
        Flow(one.line, {year: read.money(one, year) for year in years}, one.instruments) for one in lines
    )


def _terms(agenda: Agenda, income: Sequence[PlannedLine]) -> list[Terms]:
    """Instruments as the agenda describes them, and after these the ones that only lines name."""
    found = {
        one.name: Terms(one.name, one.starts, one.ends, one.carry_over, one.repayment, one.note)
        for one in Instrument.objects.filter(agenda=agenda)
    }
    named = sorted({name for one in income for name in one.instruments.values()})
    return [*found.values(), *(Terms(name) for name in named if name not in found)]


Sums = Mapping[int, Mapping[str | None, Together]]


def _row(terms: Terms, plan: Plan, sums: Sums, income: Sequence[PlannedLine]) -> InstrumentRow:
    lines = _lines(terms.name, income, plan.years)
    return InstrumentRow(
        name=terms.name,
        cells=_cells(terms.name, sums, terms),
        lines=lines,
        term=term_label(terms.starts, terms.ends),
        note=terms.note,
        then=afterwards(terms),
        left=left_of(terms, plan) if lines else None,
    )


def _unnamed(sums: Sums, income: Sequence[PlannedLine], years: Sequence[int]) -> InstrumentRow | None:
    if not any(None in found for found in sums.values()):
        return None
    cells = _cells(None, sums)
    lines = _lines(None, income, years)
    return (
        InstrumentRow(NO_INSTRUMENT, cells, lines)
        if any(cell.planned or cell.actual for cell in cells)
        else None
    )


def _cells(name: str | None, sums: Sums, terms: Terms | None = None) -> tuple[Cell, ...]:
    return tuple(
        _cell(year, found[name].money if name in found else Money(), terms) for year, found in sums.items()
    )


def _cell(year: int, money: Money, terms: Terms | None = None) -> Cell:
    there = money.planned is not None or money.actual is not None
    return Cell(
        year, money.planned, money.actual, outside=there and terms is not None and not terms.holds_in(year)
    )


def _lines(name: str | None, income: Sequence[PlannedLine], years: Sequence[int]) -> tuple[LineUse, ...]:
    found = []
    for one in income:
        named = [year for year in years if one.instruments.get(year) == name and _speaks(one, year, name)]
        if named:
            every = len(named) == len(years)
            found.append(LineUse(one.line.code, one.line.title, "" if every else years_label(named)))
    return tuple(found)


def _speaks(one: PlannedLine, year: int, name: str | None) -> bool:
    """A year without an amount says nothing of a line that names no instrument for it."""
    return name is not None or year in one.line.amounts
