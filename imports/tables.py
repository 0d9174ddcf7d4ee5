"""Opens any of the files that people send, and finds the table in a sheet by its headers. Pure: no Django.

book = open_tables(file, options)         # CSV, XLSX or XLS: one interface
table = find_table(book.sheets[0], {"BRIN", "waarde"})
for record in table.records():
    record.text("BRIN"), record.value("waarde"), record.place("waarde")
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from imports.cells import text_of
from imports.personal import refuse_personal
from imports.reading import Options, ReaderError
from imports.sheets import Book, Broken, Line, Sheet, Value, letters, squashed
from imports.texts import TextSheet, open_text
from imports.workbooks import open_xls, open_xlsx

_FOOTNOTES = ("bron", "©", "source", "*", "toelichting", "let op", "noot")
_HEADER_ROWS = 30
_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0"


def open_tables(file: BinaryIO, options: Options | None = None) -> Book:
    """Open a CSV, XLSX or XLS by what it holds, whatever its name says.

    Raises ``ReaderError`` for what cannot be read, and ``PersonalData`` for a file about single persons.
    """
    file.seek(0)
    start = file.read(8)
    opener: Callable[[BinaryIO], Book] = open_text
    if start.startswith(_ZIP):
        opener = open_xlsx
    elif start.startswith(_OLE):
        opener = open_xls
    elif start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        raise ReaderError("Dit is geen tabel maar een pdf of een plaatje. Vraag de bron om XLSX of CSV.")
    book = opener(file)
    for sheet in (*book.sheets, *book.hidden):
        refuse_personal(sheet, options.respondents if options else {})
    if not book.sheets:
        raise ReaderError("Het bestand heeft geen zichtbaar blad. Maak het blad met de cijfers zichtbaar.")
    return book


@dataclass(frozen=True)
class Table:
    """A sheet from its header row on. ``headers`` as the file spells them."""

    sheet: Sheet
    row: int
    headers: tuple[str, ...]

    def column(self, *names: str) -> int | None:
        """The first column that is headed by one of the names, however spaced and cased; ``None`` without."""
        keys = [squashed(header) for header in self.headers]
        for name in names:
            if squashed(name) in keys:
                return keys.index(squashed(name))
        return None

    def twice(self) -> list[str]:
        """Headers that stand above more than one column."""
        keys = [squashed(header) for header in self.headers if header]
        return sorted({header for header in self.headers if header and keys.count(squashed(header)) > 1})

    def label(self, column: int) -> str:
        """How a column is called: its header, else its letter."""
        header = self.headers[column] if column < len(self.headers) else ""
        return header or letters(column)

    def place(self, row: int, column: int) -> str:
        return self.sheet.place(row, column, self.label(column))

    def records(self) -> Iterator[Record]:
        """Every row below the header that is not blank."""
        for line in self.sheet.lines():
            if line.number > self.row and not line.blank:
                yield Record(self, line)


@dataclass(slots=True)  # as a Line
class Record:
    """One row under the headers. A column is given by its number or its header."""

    table: Table
    line: Line

    @property
    def row(self) -> int:
        return self.line.number

    def _column(self, column: int | str) -> int:
        found = column if isinstance(column, int) else self.table.column(column)
        if found is None:
            raise KeyError(column)
        return found

    def value(self, column: int | str) -> Value:
        return self.line.at(column if type(column) is int else self._column(column))

    def format(self, column: int | str) -> str:
        """The number format of a workbook cell, empty where it has none."""
        return self.line.formats.get(self._column(column), "")

    def text(self, column: int | str) -> str:
        """As text without spaces around it. Raises ``CellError`` for a broken cell."""
        return text_of(self.value(column))

    def place(self, column: int | str | None = None) -> str:
        if column is None:
            return self.table.sheet.place(self.row)
        return self.table.place(self.row, self._column(column))

    @property
    def footnote(self) -> bool:
        """Is this no row but a remark under the table, such as ``Bron: CBS`` or ``* voorlopig``?"""
        values = self.line.values
        if len(values) > 1 and values[0] not in (None, "") and values[1] not in (None, ""):
            return False  # nearly every row
        filled = [value for value in values if value not in (None, "")]
        return (
            len(filled) == 1
            and isinstance(filled[0], str)
            and filled[0] == self.line.at(0)
            and filled[0].strip().casefold().startswith(_FOOTNOTES)
        )

    @property
    def ragged(self) -> str:
        """What is wrong with the number of cells, in Dutch; empty when it fits.

        A short row counts in text files only: a workbook leaves empty cells at the end out.
        """
        width, cells = len(self.table.headers), self.line.values
        if len(cells) == width:
            return ""
        if any(value is not None and value != "" for value in cells[width:]):
            return f"deze rij heeft {len(cells)} cellen en de kop {width}: staat een scheidingsteken in een tekst?"
        if isinstance(self.table.sheet, TextSheet) and len(cells) < width:
            return f"deze rij heeft {len(cells)} cellen en de kop {width}: is het bestand afgebroken?"
        return ""


def find_table(sheet: Sheet, wanted: Collection[str] = (), within: int = _HEADER_ROWS) -> Table | None:
    """The table whose header row holds all of ``wanted``, in the first rows; ``None`` when there is none.

    Without ``wanted``: the first row with at least two filled cells, else the first that is not blank.
    """
    keys = {squashed(name) for name in wanted}
    first: Table | None = None
    for line in islice(sheet.lines(), within):
        headers = _headers(line)
        if keys and keys <= {squashed(header) for header in headers}:
            return Table(sheet, line.number, headers)
        if not keys and sum(map(bool, headers)) > 1:
            return Table(sheet, line.number, headers)
        if first is None and any(headers):
            first = Table(sheet, line.number, headers)
    return None if keys else first


def _headers(line: Line) -> tuple[str, ...]:
    texts = ["" if isinstance(value, Broken) else text_of(value) for value in line.values]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)
