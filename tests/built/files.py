"""Files of every kind, built in memory for tests of reading."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl

DUO_2018 = Path(__file__).parents[1] / "files" / "duo" / "01-mbo-indicatoren-per-instelling-2018.xlsx"
DUO_2019 = Path(__file__).parents[1] / "files" / "duo" / "01-mbo-indicatoren-per-instelling-2019.xls"


def csv_file(*rows, separator=";", encoding="utf-8"):
    text = "\r\n".join(separator.join(map(str, row)) for row in rows) + "\r\n"
    return io.BytesIO(text.encode(encoding))


def xlsx_file(*rows, formats=(), title="Blad1", change=None, **sheets):
    """A workbook: ``rows`` on the first sheet, more sheets by name; ``formats``: (cell, format); ``change(book)``."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for cell, code in formats:
        sheet[cell].number_format = code
    for name, content in sheets.items():
        other = book.create_sheet(name)
        for row in content:
            other.append(row)
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def with_part(file, name, content):
    """The same zip with one part replaced or added; ``content`` may be a function of the old bytes."""
    result = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == name:
                data = content(data) if callable(content) else content
            new.writestr(entry.filename, data)
        if name not in old.namelist():
            new.writestr(name, content)
    result.seek(0)
    return result
