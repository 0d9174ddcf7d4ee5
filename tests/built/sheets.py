"""Builds workbooks and CSV from rows, so that no binary file lies in the repository."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook


def workbook(
    rows: Sequence[Sequence[Any]], *, title: str = "Blad1", formats: dict[str, str] | None = None
) -> bytes:
    """One sheet; ``formats``: number format by cell."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv(rows: Sequence[Sequence[Any]], delimiter: str = ";") -> bytes:
    return "\r\n".join(delimiter.join(str(cell) for cell in row) for row in rows).encode()
