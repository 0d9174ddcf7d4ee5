"""XLSX and XLS as sheets. Values, number formats, and what a reader must know of the rest. Pure: no Django.

A workbook is read whole, so its unpacked size is limited before anything is unpacked.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import openpyxl
import xlrd

from imports.reading import Problem, ReaderError, Severity
from imports.sheets import (
    MAX_CHARACTERS,
    MAX_COLUMNS,
    MAX_SHEETS,
    NO_FORMATS,
    Book,
    Broken,
    Line,
    Sheet,
    Value,
    letters,
)
from imports.sheetscan import Scan, scan_part

MAX_ROWS = 200_000
MAX_CELLS = 5_000_000
MAX_UNPACKED = 400 << 20
MAX_SUPPORT_PART = 64 << 20
_DAMAGED = "Het bestand is beschadigd of niet volledig. Haal het opnieuw op, of bewaar het opnieuw in Excel."
_NO_OUTCOME = "een formule zonder uitkomst; open het bestand in Excel, bewaar het en probeer het opnieuw"
_WRONG_ZIP = "Dit is een zipbestand, maar geen Excelbestand. Bewaar het als XLSX en probeer het opnieuw."


class BookSheet(Sheet):
    """The rows of one sheet of a workbook, in memory."""

    def __init__(self, name: str, lines: list[Line]) -> None:
        self.name = name
        self._lines = lines

    def lines(self) -> Iterator[Line]:
        return iter(self._lines)

    def place(self, row: int, column: int | None = None, header: str = "") -> str:
        if column is None:
            return f"blad {self.name}, rij {row}"
        return f"blad {self.name}, cel {letters(column)}{row}"


class _Counting:
    """Adds up the cells of a whole workbook."""

    def __init__(self) -> None:
        self.cells = 0

    def row(self, sheet: str, number: int, values: list[Value]) -> None:
        """Refuse a row that is too far down, too wide or too full."""
        self.cells += len(values)
        if number > MAX_ROWS:
            raise ReaderError(
                f"Blad {sheet} heeft meer dan {MAX_ROWS} rijen. Splits het in kleinere bestanden."
            )
        if len(values) > MAX_COLUMNS:
            raise ReaderError(
                f"Blad {sheet} heeft meer dan {MAX_COLUMNS} kolommen (rij {number}). Haal weg wat niet nodig is."
            )
        if self.cells > MAX_CELLS:
            raise ReaderError(
                f"Het bestand heeft meer dan {MAX_CELLS} cellen. Splits het of bewaar het als CSV."
            )
        for column, value in enumerate(values):
            if isinstance(value, str) and len(value) > MAX_CHARACTERS:
                raise ReaderError(
                    f"Blad {sheet}, cel {letters(column)}{number} heeft {len(value)} tekens; "
                    f"{MAX_CHARACTERS} is het meeste dat kan."
                )


@contextmanager
def _damage_is_told() -> Iterator[None]:
    """Turn whatever a library stumbles over into a message: a damaged file breaks it in any place."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except ReaderError:
        raise
    except Exception as error:  # some twenty kinds, on damaged bytes
        raise ReaderError(_DAMAGED) from error


def open_xlsx(file: BinaryIO) -> Book:
    """Open an XLSX. Raises ``ReaderError`` when it is damaged, protected, too large or something else."""
    with _damage_is_told(), zipfile.ZipFile(file) as archive:
        _check_archive(archive)
        file.seek(0)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            return _book(_xlsx_sheets(book, archive), len(book.sheetnames))
        finally:
            book.close()


def _check_archive(archive: zipfile.ZipFile) -> None:
    """Sizes, before anything is unpacked. ``zipfile`` never unpacks more than an entry declares."""
    entries = archive.infolist()
    if not any(entry.filename == "[Content_Types].xml" for entry in entries) or not any(
        entry.filename.startswith("xl/") for entry in entries
    ):
        raise ReaderError(_WRONG_ZIP)
    if any(entry.flag_bits & 1 for entry in entries):
        raise ReaderError(
            "Het bestand is beveiligd met een wachtwoord. Haal dat eraf en probeer het opnieuw."
        )
    sheets = [entry for entry in entries if entry.filename.startswith("xl/worksheets/")]
    support = [entry for entry in entries if entry.filename.endswith(".xml") and entry not in sheets]
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED or any(
        entry.file_size > MAX_SUPPORT_PART for entry in support
    ):
        raise ReaderError("Het bestand is uitgepakt te groot om te lezen. Splits het of bewaar het als CSV.")


def _xlsx_sheets(
    book: Any, archive: zipfile.ZipFile
) -> Iterator[tuple[str, bool, list[str], BookSheet | None]]:
    counting = _Counting()
    for sheet in book.worksheets:
        hidden = sheet.sheet_state != "visible"
        with archive.open(sheet._worksheet_path.lstrip("/")) as part:
            scan = scan_part(part, sheet.title)
        sheet.reset_dimensions()
        lines = _xlsx_lines(sheet, scan, counting)
        yield (
            sheet.title,
            hidden,
            _remarks(scan.merged, scan.hidden_rows, scan.hidden_columns),
            BookSheet(sheet.title, lines),
        )


def _xlsx_lines(sheet: Any, scan: Scan, counting: _Counting) -> list[Line]:
    lines: list[Line] = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        values: list[Value] = []
        formats: dict[int, str] = {}
        for column, cell in enumerate(cells):
            value = cell.value
            if cell.data_type == "e" and isinstance(value, str):
                value = Broken(f"de fout {value}")
            elif value is None and scan.formulas and (number, column) in scan.formulas:
                value = Broken(_NO_OUTCOME)
            elif type(value) in (int, float) and cell.number_format != "General":
                formats[column] = cell.number_format
            values.append(value)
        _add(lines, sheet.title, number, values, formats, counting)
    return lines


def _add(
    lines: list[Line],
    sheet: str,
    number: int,
    values: list[Value],
    formats: dict[int, str],
    counting: _Counting,
) -> None:
    """Add a row without the empty cells at its end; blank rows are filled in only before a filled one."""
    while values and (values[-1] is None or values[-1] == ""):
        values.pop()
    if not values:
        return
    counting.row(sheet, number, values)
    lines.extend(Line(between, ()) for between in range(len(lines) + 1, number))
    lines.append(Line(number, values, formats or NO_FORMATS))


def open_xls(file: BinaryIO) -> Book:
    """Open an XLS of Excel 97-2003. Raises ``ReaderError`` when it is damaged, protected or too large."""
    with _damage_is_told():
        file.seek(0)
        try:
            book = xlrd.open_workbook(
                file_contents=file.read(), logfile=io.StringIO(), formatting_info=True, ragged_rows=True
            )
        except xlrd.XLRDError as error:
            if "encrypted" in str(error):
                message = "Het bestand is beveiligd met een wachtwoord. Haal dat eraf en probeer het opnieuw."
                raise ReaderError(message) from error
            raise
        return _book(_xls_sheets(book), book.nsheets)


def _xls_sheets(book: Any) -> Iterator[tuple[str, bool, list[str], BookSheet | None]]:
    counting = _Counting()
    for sheet in book.sheets():
        lines: list[Line] = []
        for row in range(sheet.nrows):
            values: list[Value] = []
            formats: dict[int, str] = {}
            for column, cell in enumerate(sheet.row(row)):
                values.append(_xls_value(cell, book.datemode))
                if cell.ctype == xlrd.XL_CELL_NUMBER:
                    text = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
                    if text != "General":
                        formats[column] = text
            _add(lines, sheet.name, row + 1, values, formats, counting)
        merged = [
            f"{letters(left)}{top + 1}:{letters(right - 1)}{bottom}"
            for top, bottom, left, right in sheet.merged_cells
        ]
        rows = sum(1 for info in sheet.rowinfo_map.values() if info.hidden)
        columns = sum(1 for info in sheet.colinfo_map.values() if info.hidden)
        yield sheet.name, sheet.visibility != 0, _remarks(merged, rows, columns), BookSheet(sheet.name, lines)


def _xls_value(cell: Any, datemode: int) -> Value:
    kind, value = cell.ctype, cell.value
    if kind == xlrd.XL_CELL_DATE:
        try:
            moment: dt.datetime = xlrd.xldate_as_datetime(value, datemode)
        except (xlrd.xldate.XLDateError, OverflowError, ValueError):
            return Broken("een datum die niet bestaat")
        return moment
    if kind == xlrd.XL_CELL_ERROR:
        return Broken(f"de fout {xlrd.error_text_from_code.get(value, '#FOUT')}")
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER):
        return str(value) if kind == xlrd.XL_CELL_TEXT else float(value)
    return None


def _remarks(merged: Iterable[str], hidden_rows: int, hidden_columns: int) -> list[str]:
    """What a person who looks at the sheet may not see, in Dutch."""
    remarks = []
    ranges = sorted(merged)
    if ranges:
        more = f" en nog {len(ranges) - 5}" if len(ranges) > 5 else ""
        remarks.append(
            f"samengevoegde cellen: {', '.join(ranges[:5])}{more}; alleen de eerste cel van elk telt"
        )
    if hidden_rows:
        remarks.append(f"verborgen rijen: {hidden_rows}; ze zijn wel gelezen")
    if hidden_columns:
        remarks.append(f"verborgen kolommen: {hidden_columns}; ze zijn wel gelezen")
    return remarks


def _book(sheets: Iterable[tuple[str, bool, list[str], BookSheet | None]], count: int) -> Book:
    """Sheets and the notes. From a hidden sheet no figure is read: what nobody sees, nobody can check."""
    if count > MAX_SHEETS:
        raise ReaderError(f"Het bestand heeft {count} bladen; {MAX_SHEETS} is het meeste dat kan.")
    shown: list[Sheet] = []
    unseen: list[Sheet] = []
    notes: list[Problem] = []
    for name, hidden, remarks, sheet in sheets:
        place = f"blad {name}"
        if hidden:
            notes.append(Problem(place, Severity.NOTE, "Dit blad is verborgen en wordt niet gelezen."))
            unseen += [sheet] if sheet is not None else []
        elif sheet is not None:
            shown.append(sheet)
            notes += [
                Problem(place, Severity.NOTE, remark[0].upper() + remark[1:] + ".") for remark in remarks
            ]
    return Book(tuple(shown), tuple(notes), tuple(unseen))
