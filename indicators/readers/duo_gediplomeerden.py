"""DUO open data, graduates per college and programme: indicator 4a. Pure: no Django.

Men and women are added up over levels, routes and places. The year in ``DIPMAN2021`` is that of the diploma, the
year in which the school year ends: 2020/2021. The name of the file is not trusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from imports.cells import EMPTY, CellError
from imports.columns import Column, decide_columns
from imports.reading import Item, Options, Problem, ReaderError, UnitRef
from imports.sheets import squashed
from imports.tables import Record, Table, open_tables
from indicators.readers.duo_counts import Brins, Layout, Programmes, Total, Twins, find_counts, no_counts
from indicators.readers.figures import capped, error, figure, note

INDICATOR = "gediplomeerden-maatschappelijke-opgaven"
_YEAR = re.compile(
    r"(?=aantal|dip|gedip)(?:aantal)?(?:dip(?:l|lomas?)?|gediplomeerden?)?"
    r"(man|mannen|vrouw|vrouwen|vrw|totaal|tot)(\d{4})",
    re.ASCII,
)
_DOUBLE = "De kolommen '{one}' en '{other}' zeggen hetzelfde. Haal er een weg."
_PART_ONLY = "van {year} is er maar één van de twee kolommen mannen en vrouwen; dit jaar is overgeslagen"


@dataclass(frozen=True, slots=True)
class _Year:
    """The columns that together are one year: men and women, or the total."""

    period: str
    columns: tuple[int, ...]


def read(file: BinaryIO, options: Options) -> Iterator[Item]:
    """A figure per college, programme and year. Raises ``ReaderError`` when there is no year of graduates."""
    yield from capped(_read(file, options))


def _read(file: BinaryIO, options: Options) -> Iterator[Item]:
    book = open_tables(file, options)
    yield from book.notes
    layout = find_counts(book.sheets, "gediplomeerden per instelling")
    years, lone = _years(layout.table)
    if not years:
        raise ReaderError("Er is geen kolom met gediplomeerden per jaar, zoals DIPMAN2021 en DIPVROUW2021.")
    where = layout.table.sheet.place(layout.table.row)
    yield from (note(where, _PART_ONLY.format(year=year)) for year in lone)
    yield note(where, "gelezen als schooljaar: " + ", ".join(_named(layout.table, year) for year in years))
    columns = _see(layout.table, years)
    yield from decide_columns(columns.values(), options)
    yield from _figures(layout, years, columns, options)


def _years(table: Table) -> tuple[list[_Year], list[str]]:
    """The years that can be read, and those of which half is missing. Raises ``ReaderError`` for a column twice."""
    found: dict[int, dict[str, int]] = {}
    for column, header in enumerate(table.headers):
        if match := _YEAR.fullmatch(squashed(header)):
            kind = "t" if match[1].startswith("tot") else match[1][0]
            columns = found.setdefault(int(match[2]), {})
            if kind in columns:
                raise ReaderError(_DOUBLE.format(one=table.label(columns[kind]), other=table.label(column)))
            columns[kind] = column
    years, lone = [], []
    for year, kinds in sorted(found.items()):
        period = f"{year - 1}/{year}"
        if "m" in kinds and "v" in kinds:
            years.append(_Year(period, (kinds["m"], kinds["v"])))
        elif "t" in kinds:
            years.append(_Year(period, (kinds["t"],)))
        else:
            lone.append(str(year))
    return years, lone


def _named(table: Table, year: _Year) -> str:
    return f"{' en '.join(table.label(column) for column in year.columns)} als {year.period}"


def _see(table: Table, years: list[_Year]) -> dict[int, Column]:
    columns = {
        number: Column(
            table.label(number), f"kolom {table.label(number)}", table.place(table.row, number), whole=True
        )
        for year in years
        for number in year.columns
    }
    for record in table.records():
        for number, column in columns.items():
            column.see(record.line.at(number))
    return columns


def _figures(
    layout: Layout, years: list[_Year], columns: dict[int, Column], options: Options
) -> Iterator[Item]:
    programmes, brins, twins = Programmes.of(options), Brins(), Twins()
    totals: dict[tuple[str, str], list[Total]] = {}
    for record in layout.table.records():
        if skipped := no_counts(record, layout.brin, columns):
            yield skipped
            continue
        if wrong := record.ragged:
            yield error(record.place(), wrong)
            continue
        column = layout.brin
        try:
            brin = brins.read(record.value(column))
            column = layout.programme
            code = programmes.code(record.value(column), record, layout.title, own=brin == options.brin)
        except CellError as problem:
            yield error(record.place(column), problem)
            continue
        if code:
            if twin := twins.see(record):
                yield twin
            if (brin, code) not in totals:
                totals[brin, code] = [Total() for _ in years]
            for total, year in zip(totals[brin, code], years, strict=True):
                if wrong_cell := _add(total, record, year, columns):
                    yield wrong_cell
    yield from programmes.problems()
    names = [_named(layout.table, year) for year in years]
    for (brin, code), sums in totals.items():
        unit, breakdown = UnitRef("college", brin), {"beroepsopleiding": code}
        for total, year, name in zip(sums, years, names, strict=True):
            place = total.place(layout.table.sheet, name)
            yield figure(place, INDICATOR, unit, year.period, total.reading(), breakdown)


def _add(total: Total, record: Record, year: _Year, columns: dict[int, Column]) -> Problem | None:
    """Add the cells of one year. A row that is empty for a whole year did not exist in it, and adds nothing."""
    readings, filled = [], False
    for number in year.columns:
        try:
            reading = columns[number].read(record.line.at(number))
        except CellError as problem:
            return error(record.place(number), problem)
        filled = filled or reading.absence != EMPTY
        readings.append(reading)
    for reading in readings if filled else ():
        total.add(reading, record.row)
    return None
