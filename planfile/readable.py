"""A document as somebody reads it: per objective its ambitions, indicators and measures, then the money.

Pure: no Django. Everything is text already; ``""`` where the plan says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from budgets.words import by_value, term_label
from core.numbers import format_number
from planfile.difference import show
from planfile.document import Cost, Document, Income, Indicator, Instrument, Measure, Series
from planfile.labels import series_name, value_label


@dataclass(frozen=True)
class SeriesLine:
    """A series with what the plan promises of it. ``name``: empty for the whole."""

    name: str
    baseline: str
    target: str


@dataclass(frozen=True)
class IndicatorBlock:
    code: str
    title: str
    lines: tuple[SeriesLine, ...]


@dataclass(frozen=True)
class MeasureLine:
    """``part``: whether it is a part of another measure. ``facts``: obligation, intent and whether it is taken."""

    code: str
    title: str
    facts: str
    part: bool


@dataclass(frozen=True)
class ObjectiveBlock:
    """An objective, or a priority's own indicators (``code`` is then the priority's)."""

    code: str
    title: str
    owner: str
    ambitions: tuple[str, ...]
    indicators: tuple[IndicatorBlock, ...]
    measures: tuple[MeasureLine, ...]


@dataclass(frozen=True)
class MoneyLine:
    """``amounts`` in euros, in the order of the years; ``None``: the plan gives none.

    ``fte``: ``12 fte (2024-2027)``. ``parts``: what the specification names fte of.
    """

    code: str
    title: str
    amounts: tuple[Decimal | None, ...]
    fte: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class InstrumentLine:
    """A legal instrument with what the plan says of it, in words; ``""`` where it says nothing."""

    name: str
    term: str
    carry_over: str
    repayment: str
    note: str


def objective_blocks(document: Document) -> tuple[ObjectiveBlock, ...]:
    """In the order of the plan; what a priority holds itself stands before its objectives."""
    return tuple(_blocks(document))


def _blocks(document: Document) -> Iterator[ObjectiveBlock]:
    for priority in document.priorities:
        if priority.indicators or priority.ambitions:
            ambitions = tuple(ambition.text for ambition in priority.ambitions)
            blocks = tuple(map(_indicator, priority.indicators))
            yield ObjectiveBlock(priority.code, priority.title, "", ambitions, blocks, ())
        for one in priority.objectives:
            yield ObjectiveBlock(
                one.code,
                one.title,
                one.owner or "",
                tuple(ambition.text for ambition in one.ambitions),
                tuple(map(_indicator, one.indicators)),
                tuple(map(_measure, one.measures)),
            )


def _indicator(one: Indicator) -> IndicatorBlock:
    return IndicatorBlock(one.code, one.title, tuple(_series(one, series) for series in one.series))


def _series(indicator: Indicator, series: Series) -> SeriesLine:
    whole = not series.part and not series.breakdown
    return SeriesLine(
        "" if whole else series_name(series.part, series.breakdown),
        _baseline(indicator, series),
        show(series.targets[-1]) if series.targets else "",
    )


def _baseline(indicator: Indicator, series: Series) -> str:
    figure = series.baseline
    if figure is None or figure.value is None:
        return ""
    decimals = indicator.decimals if series.decimals is None else series.decimals
    unit = " %" if (series.unit or indicator.unit) == "percent" else ""
    period = f" ({figure.period})" if figure.period else ""
    return f"{format_number(figure.value, decimals)}{unit}{period}"


def _measure(one: Measure) -> MeasureLine:
    taken = "" if one.applied else "niet ingezet"
    facts = [value_label(text) for text in (one.obligation, one.intent) if text]
    return MeasureLine(one.code, one.title, ", ".join([*facts, taken] if taken else facts), bool(one.parent))


def budget_years(document: Document) -> tuple[int, ...]:
    """The years in which some line has an amount."""
    lines: tuple[Income | Cost, ...] = (*document.budget.income, *document.budget.costs)
    return tuple(sorted({year for line in lines for year in line.amounts}))


def money_lines(
    lines: tuple[Income, ...] | tuple[Cost, ...], years: tuple[int, ...]
) -> tuple[MoneyLine, ...]:
    """Budget lines with an amount a year."""
    return tuple(
        MoneyLine(one.code, one.title, tuple(map(one.amounts.get, years)), fte_text(one.fte), _staffed(one))
        for one in lines
    )


def _staffed(line: Income | Cost) -> tuple[str, ...]:
    parts = line.specification if isinstance(line, Cost) else ()
    return tuple(f"{part.text}: {format_number(part.fte)} fte" for part in parts if part.fte is not None)


def fte_text(fte: dict[int, Decimal]) -> str:
    """``12 fte (2024-2025), 10,5 fte (2026)``; ``""`` without any."""
    named = by_value({year: format_number(value) for year, value in fte.items()})
    return ", ".join(f"{value} fte ({years})" for value, years in named)


def instrument_lines(instruments: tuple[Instrument, ...]) -> tuple[InstrumentLine, ...]:
    """Legal instruments in the order of the plan."""
    return tuple(
        InstrumentLine(
            one.name,
            term_label(one.starts, one.ends),
            {True: "ja", False: "nee", None: ""}[one.carry_over],
            one.repayment or "",
            one.note or "",
        )
        for one in instruments
    )
