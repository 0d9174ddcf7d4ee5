"""An indicator's figures as files: CSV for a Dutch spreadsheet, and XLSX with numbers that are numbers."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from core.numbers import format_date
from core.spreadsheets import is_risky
from indicators.models.choices import MeasureUnit
from indicators.pages import TableRow, table_rows
from indicators.selectors import IndicatorRow

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

COLUMNS = ("indicator", "reeks", "periode", "waarde", "n", "soort", "herkomst", "plaats", "opmerking")
WIDTHS = (11, 34, 13, 13, 9, 26, 34, 26, 50)
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What an XLSX file cannot hold."""
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""Before this day a ZIP file knows no time."""


def figures_csv(indicator: IndicatorRow) -> str:
    """Every figure that may be shown, a row each, with the mark that tells a spreadsheet that it is UTF-8."""
    found = io.StringIO()
    writer = csv.writer(found, delimiter=";")
    writer.writerow(COLUMNS)
    for line in table_rows(indicator):
        writer.writerow([indicator.code, *line.texts])
    return "\ufeff" + found.getvalue()


def figures_xlsx(indicator: IndicatorRow, *, known: date) -> bytes:
    """The same rows as a workbook, and a sheet that explains it. ``known``: as known on which day.

    The same figures and day give the same bytes: the file is dated by its newest figure, not by a clock.
    """
    from openpyxl import Workbook  # heavy to import, and only this file needs it

    lines = table_rows(indicator)
    book = Workbook()
    _figures(book.active, indicator, lines)
    _about(book.create_sheet("Over dit bestand"), indicator, lines, known)
    moments = [line.point.recorded_at for line in lines if line.point.recorded_at is not None]
    return _saved(book, max(moments, default=_EARLIEST).astimezone(UTC).replace(microsecond=0, tzinfo=None))


def _figures(sheet: Worksheet, indicator: IndicatorRow, lines: list[TableRow]) -> None:
    sheet.title = "Cijfers"
    _heading(sheet, COLUMNS, WIDTHS)
    for number, line in enumerate(lines, start=2):
        point = line.point
        words = (
            line.series,
            point.period,
            None,
            None,
            line.kind_in_file,
            point.source,
            point.place,
            point.note,
        )
        for column, word in enumerate((indicator.code, *words), start=1):
            _text(sheet.cell(number, column), word)
        if point.value is not None:
            cell = sheet.cell(number, COLUMNS.index("waarde") + 1, point.value)
            cell.number_format = "#,##0" + ("." + "0" * point.decimals if point.decimals else "")
        if point.shown.n is not None:
            sheet.cell(number, COLUMNS.index("n") + 1, point.shown.n).number_format = "#,##0"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _about(sheet: Worksheet, indicator: IndicatorRow, lines: list[TableRow], known: date) -> None:
    """What somebody must know who gets the file without the page."""
    units = {row.unit: str(MeasureUnit(row.unit).label) for row in indicator.series}
    told = [
        ("Indicator", f"{indicator.code} {indicator.title}"),
        ("Zoals bekend op", format_date(known)),
        ("Eenheid", ", ".join(units.values()) or str(MeasureUnit(indicator.unit).label)),
        ("Een rij", "Eén cijfer van de instelling: een reeks in een periode, de nieuwste periode eerst."),
        ("n", "Het aantal personen achter het cijfer. Leeg: niet bekend of niet getoond."),
        ("Lege waarde", "Er is geen cijfer, of het mag niet getoond worden. De kolom soort zegt waarom."),
        ("Te klein aantal", "Het cijfer gaat over zo weinig personen dat zij herkenbaar zijn."),
        ("Niet getoond", "Met dit cijfer erbij is een te klein aantal uit te rekenen."),
    ]
    if any(line.point.demo for line in lines):
        told.append(("Let op", "In dit bestand staan verzonnen voorbeeldcijfers. Zij staan bij herkomst."))
    _heading(sheet, ("Onderwerp", "Uitleg"), (20, 100))
    for number, row in enumerate(told, start=2):
        for column, word in enumerate(row, start=1):
            _text(sheet.cell(number, column), word, wrap=True)
    sheet.freeze_panes = "A2"


def _heading(sheet: Worksheet, titles: tuple[str, ...], widths: tuple[int, ...]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for column, (title, width) in enumerate(zip(titles, widths, strict=True), start=1):
        sheet.cell(1, column, title).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width


def _text(cell: Cell, text: str | None, *, wrap: bool = False) -> None:
    """Text stays text: what begins with an equals sign is no formula, also when somebody edits the cell."""
    from openpyxl.styles import Alignment

    if not text:
        return
    cell.value = _ILLEGAL.sub("", text)
    cell.data_type = "s"
    if is_risky(text):
        cell.quotePrefix = True
    if wrap:
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _saved(book: Workbook, dated: datetime) -> bytes:
    """The file's bytes; every date in it is ``dated`` (UTC)."""
    from openpyxl.writer.excel import ExcelWriter

    book.properties.creator = "kwaliteitsagenda"
    book.properties.created = book.properties.modified = dated
    raw, fixed = io.BytesIO(), io.BytesIO()
    # Not Workbook.save: that puts the time of saving in the file.
    ExcelWriter(book, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED)).save()
    with zipfile.ZipFile(raw) as parts, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as whole:
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename, dated.timetuple()[:6])
            whole.writestr(entry, parts.read(part), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
