"""Where a college's own table stands in a file: the sheet and the row of headers that a plan names. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from imports.cells import text_of
from imports.reading import ReaderError
from imports.sheets import Book, Broken, Line, Sheet
from imports.tables import Table
from indicators.readers.table_plan import TablePlan, missing_columns


class Head(Sheet):
    """The first rows of a sheet, for a look at it."""

    def __init__(self, sheet: Sheet, last: int) -> None:
        self.name = sheet.name
        self._sheet = sheet
        self._last = last

    def lines(self) -> Iterator[Line]:
        return islice(self._sheet.lines(), self._last)

    def place(self, row: int, column: int | None = None, header: str = "") -> str:
        return self._sheet.place(row, column, header)


def sheet_of(book: Book, wanted: str) -> Sheet:
    """The sheet that a plan names; empty: the first. Raises ``ReaderError`` when there is none."""
    for sheet in book.sheets:
        if not wanted or sheet.name == wanted:
            return sheet
    names = ", ".join(sheet.name for sheet in book.sheets if sheet.name) or "geen bladen met een naam"
    raise ReaderError(f"Er is geen blad '{wanted}'. Wel: {names}.")


def table_at(sheet: Sheet, row: int) -> Table:
    """The table with its headers on a row. Raises ``ReaderError`` when the sheet is not that long."""
    for line in sheet.lines():
        if line.number == row:
            headers = ["" if isinstance(value, Broken) else text_of(value) for value in line.values]
            while headers and not headers[-1]:
                headers.pop()
            return Table(sheet, row, tuple(headers))
        if line.number > row:
            break
    raise ReaderError(f"Rij {row}, waar de kop staat, is er niet. Is dit het goede bestand?")


def fits(book: Book, plan: TablePlan) -> bool:
    """Whether a file has every column of a plan where the plan expects it."""
    try:
        return not missing_columns(plan, table_at(sheet_of(book, plan.sheet), plan.header_row).headers)
    except ReaderError:
        return False
