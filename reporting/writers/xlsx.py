"""A document as a workbook: a sheet that says what this is, each table of the document, and the tidy sheets.

Numbers are numbers and dates are dates, shown the Dutch way; percentages are 85.0, with the unit in the heading. There
are no formulas, and no text can become one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from core.numbers import NBSP
from core.spreadsheets import is_risky
from reporting.blocks import Cell, Column, Document, Kind, Table
from reporting.writers.common import SOFT_HYPHEN, clean, facts, fixed_package, numbered, utc_of

LONGEST = 32_767
"""So many characters go into a cell."""
CUT = " … (ingekort: een cel kan niet meer tekst bevatten)"
NAME = 31
"""So many characters go into the name of a sheet."""
DECIMALS = 4
FIRST_DAY = date(1900, 3, 1)
"""Before this day a workbook counts its days another way."""
FRONT = "Lees mij"
ACCENT, MUTED, RULE = "#0b5563", "#536062", "#dfe4e3"
INK_OF = {
    "achieved": "#1a7332", "at_target": "#1a7332", "on_track": "#1b648f", "at_risk": "#8a5a00",
    "target_overdue": "#8a5a00", "off_track": "#b3261e", "missing": "#b3261e",
}  # fmt: skip

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class _Page:
    """A sheet to be: its name, its title, and whether it is one of the document's tables."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    readable: bool = False


def write(document: Document) -> bytes:
    """The file. The same document gives the same bytes."""
    output = BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    book = xlsxwriter.Workbook(output, options)
    book.set_properties(
        {
            "title": clean(document.title), "subject": clean(document.subtitle), "author": clean(document.organisation),
            "status": clean(document.status), "comments": clean(document.banner), "created": utc_of(document),
        }
    )  # fmt: skip
    pages = _pages(document)
    formats = _Formats(book)
    front = book.add_worksheet(FRONT)
    for page in pages:
        _write_page(book.add_worksheet(page.name), page, document, formats)
    _write_front(front, document, pages, formats)
    book.close()
    return fixed_package(output.getvalue(), document)


def _pages(document: Document) -> list[_Page]:
    """The tidy sheets first: there are few of them, and of tables there may be a hundred."""
    taken = {FRONT.lower(), "history"}
    pages = [
        _Page(unique_name(sheet.name, taken), sheet.name, sheet.columns, sheet.rows)
        for sheet in document.sheets
    ]
    for one in numbered(document):
        if isinstance(one.block, Table):
            table = one.block
            title = f"{one.label}. {table.caption}"
            name = unique_name(one.label.replace(NBSP, " "), taken)
            pages.append(_Page(name, title, table.columns, table.rows, table.note, readable=True))
    return pages


def unique_name(wanted: str, taken: set[str]) -> str:
    """A name that a workbook takes: at most 31 characters, without ``[]:*?/\\``, and not ``taken``; then it is."""
    base = " ".join(_FORBIDDEN.sub(" ", _plain(wanted)).split()).strip("'") or "Blad"
    name, count = _cut(base, NAME).rstrip(" '"), 1
    while name.lower() in taken:
        count += 1
        name = f"{_cut(base, NAME - len(str(count)) - 1).rstrip()} {count}"
    taken.add(name.lower())
    return name


def _plain(text: str) -> str:
    """A cell shows soft hyphens; every format but this one hides them."""
    return clean(text).replace(SOFT_HYPHEN, "")


def _fitting(text: str) -> str:
    plain = _plain(text)
    return plain if _cut(plain, LONGEST) == plain else _cut(plain, LONGEST - len(CUT)) + CUT


def _cut(text: str, length: int) -> str:
    """The first characters, counted as a workbook does: an emoji counts for two."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore")


class _Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({"font_name": "Calibri", "valign": "top", **properties})
        return self.made[key]


def _write_front(sheet: Any, document: Document, pages: Sequence[_Page], formats: _Formats) -> None:
    """What this is, and where each sheet stands."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    sheet.set_row(0, 27)
    sheet.set_row(1, 18)
    _text(sheet, 0, 0, document.title, formats(bold=True, font_size=18, font_color=ACCENT))
    _text(sheet, 1, 0, document.subtitle, formats(font_size=12, font_color=MUTED))
    row = 3
    if document.banner:
        _text(sheet, row, 0, document.banner, formats(bold=True, font_color="#6b4600"))
        row += 2
    about = [("Organisatie", document.organisation), *facts(document)]
    for name, value in about:
        _text(sheet, row, 0, name, formats(font_color=MUTED))
        _text(sheet, row, 1, value, formats(text_wrap=True), risky=formats(text_wrap=True, quote_prefix=True))
        row += 1
    row += 1
    _text(sheet, row, 0, "Blad", formats(bold=True, bottom=1))
    _text(sheet, row, 1, "Inhoud", formats(bold=True, bottom=1))
    link = formats(font_color=ACCENT, underline=1)
    for line, page in enumerate(pages, start=row + 1):
        quoted = page.name.replace("'", "''")
        sheet.write_url(line, 0, f"internal:'{quoted}'!A1", link, page.name, f"Ga naar {page.name}")
        title = page.title if page.readable else f"{page.title} (voor eigen bewerking)"
        _text(
            sheet, line, 1, title, formats(text_wrap=True), risky=formats(text_wrap=True, quote_prefix=True)
        )
    _paper(sheet, document)


def _write_page(sheet: Any, page: _Page, document: Document, formats: _Formats) -> None:
    """Readable sheets begin with a title and a way back; tidy ones with their headings, for other programs."""
    head = 0
    if page.readable:
        _text(sheet, 0, 0, page.title, formats(bold=True, font_size=13, font_color=ACCENT))
        sheet.write_url(
            1, 0, f"internal:'{FRONT}'!A1", formats(font_color=ACCENT, underline=1), "Terug naar Lees mij"
        )
        sheet.set_row(0, 21)
        head = 3
    looks = [_look(column, page.rows, place) for place, column in enumerate(page.columns)]
    aligned = _alignments(page.columns)
    for place, column in enumerate(page.columns):
        look = formats(bold=True, bottom=1, text_wrap=True, **aligned[place])
        _text(sheet, head, place, heading(column), look)
        sheet.set_column(place, place, _width(column, [cells[place] for cells in page.rows], looks[place]))
    for row, cells in enumerate(page.rows, start=head + 1):
        for place, cell in enumerate(cells):
            _cell(sheet, row, place, cell, looks[place], formats, aligned[place])
    if page.readable and not page.rows:
        _text(sheet, head + 1, 0, "Geen gegevens.", formats())
    last = head + len(page.rows)
    sheet.freeze_panes(head + 1, 1)
    if page.rows:
        sheet.autofilter(head, 0, last, len(page.columns) - 1)
    if page.note:
        _text(sheet, last + 2, 0, page.note, formats(italic=True, font_color=MUTED))
    sheet.repeat_rows(head)
    _paper(sheet, document)


def _paper(sheet: Any, document: Document) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    status = _plain(document.status).replace("&", "&&")[:100]
    sheet.set_footer(f"&L{status}&C{_plain(document.banner).replace('&', '&&')[:80]}&R&P van &N")


def heading(column: Column) -> str:
    """The heading of a column, with the unit where the cells hold bare numbers."""
    title = _plain(column.title)
    if column.kind is Kind.PERCENT and "%" not in title:
        return f"{title} (%)".strip()
    if column.kind is Kind.EUROS and "€" not in title and "euro" not in title.lower():
        return f"{title} (€)".strip()
    return title


def _look(column: Column, rows: Iterable[Sequence[Cell]], place: int) -> str:
    """The number format of a column: as many decimals as its values have, and for percentages one at least."""
    if column.kind is Kind.DATE:
        return "d-m-yyyy"
    if column.kind is Kind.TEXT:
        return "General"
    values = [value for cells in rows if isinstance(value := cells[place].value, Decimal | int)]
    decimals = max((_decimals(Decimal(value)) for value in values), default=0)
    if column.kind is Kind.PERCENT:
        decimals = max(decimals, 1)
    if column.kind is Kind.EUROS:
        decimals = 2 if decimals else 0
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return min(max(-exponent, 0), DECIMALS) if isinstance(exponent, int) else 0


def _cell(
    sheet: Any, row: int, place: int, cell: Cell, look: str, formats: _Formats, aligned: Mapping[str, Any]
) -> None:
    """``look``: the number format of the column. ``aligned``: how the column is aligned."""
    ink: dict[str, Any] = {**aligned}
    if cell.status in INK_OF:
        ink["font_color"] = INK_OF[cell.status]
    value = cell.value
    if isinstance(value, date) and value >= FIRST_DAY:
        sheet.write_datetime(row, place, value, formats(num_format=look, **ink))
    elif isinstance(value, Decimal | int) and Decimal(value).is_finite():
        sheet.write_number(row, place, value, formats(num_format=look, **ink))
    else:
        text = value if isinstance(value, str) else cell.shown
        plain = {"text_wrap": True, **ink} if len(text) > 60 else ink
        _text(sheet, row, place, text, formats(**plain), risky=formats(quote_prefix=True, **plain))


def _alignments(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Numbers to the right, and words beside them clear of them."""
    aligned: list[dict[str, Any]] = []
    before = False
    for column in columns:
        number = column.kind not in {Kind.TEXT, Kind.DATE}
        words: dict[str, Any] = {"align": "left", "indent": 1} if before else {"align": "left"}
        aligned.append({"align": "right"} if number else words)
        before = number
    return aligned


def _text(sheet: Any, row: int, place: int, text: str, look: Any, *, risky: Any = None) -> None:
    """A text as a text. ``risky``: the format of one that would be a formula when a person typed it over."""
    plain = _fitting(text)
    if plain:
        sheet.write_string(row, place, plain, risky if risky is not None and is_risky(plain) else look)


def _width(column: Column, cells: Iterable[Cell], look: str) -> float:
    """In characters: wide enough for most of the column, and never wider than a sheet can be read."""
    longest = max((len(cell.shown) for cell in cells), default=0)
    words = max((len(word) for word in heading(column).split()), default=0)
    return float(min(max(longest + 2, words + 4, 10), 60 if look == "General" else 24))
