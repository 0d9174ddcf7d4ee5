"""The readable sheets of a workbook: one for each chapter, its tables below each other, each under its caption."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from core.numbers import NBSP
from reporting.blocks import Cell, Column, Document, Heading, Kind, Table
from reporting.writers.common import numbered
from reporting.writers.xlsx_cells import (
    Formats,
    alignments,
    heading,
    height_of,
    look_of,
    width_of,
    write_cell,
    write_text,
)

ACCENT, MUTED = "#0b5563", "#536062"
WIDEST = 44
"""In characters: so wide a column of words gets at most, beside those of other tables."""
FIRST = 3
"""The row of the first caption, below the title and the way back."""


@dataclass
class Chapter:
    """A chapter with the tables in it, each with its label (``Tabel 3``)."""

    title: str
    tables: list[tuple[str, Table]] = field(default_factory=list)

    @property
    def holds(self) -> str:
        """``Tabel 3 tot en met 6``: what one finds there."""
        first, last = self.tables[0][0], self.tables[-1][0]
        return first if first == last else f"{first} tot en met {last.split(NBSP)[-1]}"


def chapters(document: Document) -> list[Chapter]:
    """Those with a table in them, in the order of the document."""
    found = [Chapter(document.title)]
    for one in numbered(document):
        if isinstance(one.block, Heading) and one.level == 1:
            found.append(Chapter(one.block.text))
        elif isinstance(one.block, Table):
            found[-1].tables.append((one.label, one.block))
    return [chapter for chapter in found if chapter.tables]


def write_chapter(sheet: Any, chapter: Chapter, front: str, formats: Formats) -> None:
    """``front``: the name of the sheet to go back to."""
    write_text(sheet, 0, 0, chapter.title, formats, bold=True, font_size=14, font_color=ACCENT)
    way = formats(font_color=ACCENT, underline=1)
    sheet.write_url(1, 0, f"internal:'{front}'!A1", way, f"Terug naar {front}")
    sheet.set_row(0, 22)
    tables = [(label, parted(table)) for label, table in chapter.tables]
    widths = _widths([table for _, table in tables])
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    row = FIRST
    for label, table in tables:
        row = _table(sheet, row, label, table, formats, widths) + 2
    sheet.freeze_panes(2, 1)


def parted(table: Table) -> Table:
    """Figures as bare numbers, their period and whether they are provisional in columns of their own."""
    with_figures = {
        place for place in range(len(table.columns)) if any(row[place].measured for row in table.rows)
    }
    if not with_figures:
        return table
    columns = tuple(
        one
        for place, column in enumerate(table.columns)
        for one in (_columns(column) if place in with_figures else (column,))
    )
    rows = tuple(
        tuple(
            one
            for place, cell in enumerate(row)
            for one in (_cells(cell) if place in with_figures else (cell,))
        )
        for row in table.rows
    )
    return replace(table, columns=columns, rows=rows)


def _columns(column: Column) -> tuple[Column, Column, Column]:
    title = column.title
    return replace(column, kind=Kind.NUMBER), Column(f"{title}: periode"), Column(f"{title}: voorlopig")


def _cells(cell: Cell) -> Iterator[Cell]:
    yield cell
    found = cell.measured
    yield Cell(found.period if found else "")
    yield Cell("voorlopig" if found and not found.final else "")


def _widths(tables: list[Table]) -> list[float]:
    """The width of each column of the sheet, wide enough for every table that uses it."""
    widths: dict[int, float] = {}
    for table in tables:
        for place, column in enumerate(table.columns):
            look = look_of(column, table.rows, place)
            wanted = width_of(column, [cells[place] for cells in table.rows], look)
            widths[place] = max(widths.get(place, 0.0), min(wanted, WIDEST + 16 * (not place)))
    return [widths[place] for place in sorted(widths)]


def _table(sheet: Any, row: int, label: str, table: Table, formats: Formats, widths: list[float]) -> int:
    """Write one table from a row on; the row after it. ``widths``: of the columns of the sheet."""
    write_text(sheet, row, 0, f"{label}. {table.caption}", formats, bold=True, font_color=ACCENT)
    looks = [look_of(column, table.rows, place) for place, column in enumerate(table.columns)]
    aligned = alignments(table.columns)
    for place, column in enumerate(table.columns):
        look = {"bold": True, "bottom": 1, "text_wrap": True, **aligned[place]}
        write_text(sheet, row + 1, place, heading(column), formats, **look)
    heads = (heading(column) for column in table.columns)
    sheet.set_row(row + 1, height_of(zip(heads, widths, strict=False)))
    last = row + 1
    for last, cells in enumerate(table.rows, start=row + 2):
        for place, cell in enumerate(cells):
            write_cell(sheet, last, place, cell, looks[place], formats, aligned[place], wrap=True)
        sheet.set_row(
            last, height_of((cell.shown, width) for cell, width in zip(cells, widths, strict=False))
        )
    if not table.rows:
        last += 1
        write_text(sheet, last, 0, "Geen gegevens.", formats)
    if table.note:
        last += 1
        write_text(sheet, last, 0, table.note, formats, italic=True, font_color=MUTED)
    return last + 1
