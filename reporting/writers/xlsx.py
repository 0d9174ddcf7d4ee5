"""A document as a workbook: a sheet that says what this is, the tidy sheets, and a readable sheet for each chapter.

Numbers are numbers and dates are dates, shown the Dutch way; percentages are 85.0. The unit stands in the heading, or
where figures of several kinds share a column in the format of the number. There are no formulas, and no text can
become one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from reporting.blocks import Document, Sheet
from reporting.writers.common import clean, facts, fixed_package, utc_of
from reporting.writers.xlsx_cells import (
    LINE_HEIGHT,
    Formats,
    alignments,
    cut,
    heading,
    look_of,
    plain,
    width_of,
    write_cell,
    write_text,
)
from reporting.writers.xlsx_chapters import ACCENT, MUTED, chapters, write_chapter

NAME = 31
"""So many characters go into the name of a sheet."""
FRONT = "Lees mij"

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


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
    formats = Formats(book)
    taken = {FRONT.lower(), "history"}
    front = book.add_worksheet(FRONT)
    listed: list[tuple[str, str]] = []
    for tidy in document.sheets:
        name = unique_name(tidy.name, taken)
        sheet = book.add_worksheet(name)
        _write_tidy(sheet, tidy, formats)
        _paper(sheet, document)
        listed.append((name, "Om zelf mee te rekenen: elke regel is één gegeven"))
    for chapter in chapters(document):
        name = unique_name(chapter.title, taken)
        sheet = book.add_worksheet(name)
        write_chapter(sheet, chapter, FRONT, formats)
        _paper(sheet, document)
        listed.append((name, f"{chapter.title}: {chapter.holds}"))
    _write_front(front, document, listed, formats)
    book.close()
    return fixed_package(output.getvalue(), document)


def unique_name(wanted: str, taken: set[str]) -> str:
    """A name that a workbook takes: at most 31 characters, without ``[]:*?/\\``, and not ``taken``; then it is."""
    base = " ".join(_FORBIDDEN.sub(" ", plain(wanted)).split()).strip("'") or "Blad"
    name, count = cut(base, NAME).rstrip(" '"), 1
    while name.lower() in taken:
        count += 1
        name = f"{cut(base, NAME - len(str(count)) - 1).rstrip()} {count}"
    taken.add(name.lower())
    return name


def _write_front(sheet: Any, document: Document, listed: Sequence[tuple[str, str]], formats: Formats) -> None:
    """What this is, and where each sheet stands. ``listed``: the names of the sheets and what they hold."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    sheet.set_row(0, 27)
    sheet.set_row(1, 18)
    write_text(sheet, 0, 0, document.title, formats, bold=True, font_size=18, font_color=ACCENT)
    write_text(sheet, 1, 0, document.subtitle, formats, font_size=12, font_color=MUTED)
    row = 3
    if document.banner:
        write_text(sheet, row, 0, document.banner, formats, bold=True, font_color="#6b4600")
        row += 2
    for name, value in (("Organisatie", document.organisation), *facts(document), *document.about):
        write_text(sheet, row, 0, name, formats, font_color=MUTED)
        write_text(sheet, row, 1, value, formats, text_wrap=True)
        row += 1
    row += 1
    write_text(sheet, row, 0, "Blad", formats, bold=True, bottom=1)
    write_text(sheet, row, 1, "Inhoud", formats, bold=True, bottom=1)
    link = formats(font_color=ACCENT, underline=1)
    for line, (name, holds) in enumerate(listed, start=row + 1):
        quoted = name.replace("'", "''")
        sheet.write_url(line, 0, f"internal:'{quoted}'!A1", link, name, f"Ga naar {name}")
        write_text(sheet, line, 1, holds, formats, text_wrap=True)
    _paper(sheet, document)


def _write_tidy(sheet: Any, tidy: Sheet, formats: Formats) -> None:
    """One row with headings, for other programs; then the rows."""
    looks = [look_of(column, tidy.rows, place) for place, column in enumerate(tidy.columns)]
    aligned = alignments(tidy.columns)
    for place, column in enumerate(tidy.columns):
        look = {"bold": True, "bottom": 1, "text_wrap": True, **aligned[place]}
        write_text(sheet, 0, place, heading(column), formats, **look)
        wide = width_of(column, [cells[place] for cells in tidy.rows], looks[place])
        sheet.set_column(place, place, wide)
    for row, cells in enumerate(tidy.rows, start=1):
        for place, cell in enumerate(cells):
            write_cell(sheet, row, place, cell, looks[place], formats, aligned[place], wrap=False)
    sheet.set_row(0, 2 * LINE_HEIGHT + 2)
    sheet.freeze_panes(1, 1)
    if tidy.rows:
        sheet.autofilter(0, 0, len(tidy.rows), len(tidy.columns) - 1)
    sheet.repeat_rows(0)


def _paper(sheet: Any, document: Document) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    status = plain(document.status).replace("&", "&&")[:100]
    sheet.set_footer(f"&L{status}&C{plain(document.banner).replace('&', '&&')[:80]}&R&P van &N")
