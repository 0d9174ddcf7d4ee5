"""Cells of a workbook: typed, in the Dutch way, and no text can become a formula."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from core.spreadsheets import is_risky
from reporting.blocks import Cell, Column, Kind, Measured
from reporting.writers.common import SOFT_HYPHEN, clean

LONGEST = 32_767
"""So many characters go into a cell."""
CUT = " … (ingekort: een cel kan niet meer tekst bevatten)"
LINE_HEIGHT, HIGHEST = 13.0, 400.0
"""Of a line of text and of a row, in points; a workbook takes no row above 409."""
DECIMALS = 4
FIRST_DAY = date(1900, 3, 1)
"""Before this day a workbook counts its days another way."""
INK_OF = {
    "achieved": "#1a7332", "at_target": "#1a7332", "on_track": "#1b648f", "at_risk": "#8a5a00",
    "target_overdue": "#8a5a00", "off_track": "#b3261e", "missing": "#b3261e",
}  # fmt: skip


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[frozenset[tuple[str, Any]], Any] = {}

    def __call__(self, **properties: Any) -> Any:
        key = frozenset(properties.items())
        if key not in self.made:
            self.made[key] = self.book.add_format(
                {"font_name": "Arial", "font_size": 10, "valign": "top", **properties}
            )
        return self.made[key]


def plain(text: str) -> str:
    """A cell shows soft hyphens; every format but this one hides them."""
    return clean(text).replace(SOFT_HYPHEN, "")


def _fitting(text: str) -> str:
    whole = plain(text)
    if len(whole) <= LONGEST // 2 or cut(whole, LONGEST) == whole:
        return whole
    return cut(whole, LONGEST - len(CUT)) + CUT


def cut(text: str, length: int) -> str:
    """The first characters, counted as a workbook does: an emoji counts for two."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore")


def heading(column: Column) -> str:
    """The heading of a column, with the unit where the cells hold bare numbers."""
    title = plain(column.title)
    if column.kind is Kind.PERCENT and "%" not in title:
        return f"{title} (%)".strip()
    if column.kind is Kind.EUROS and "€" not in title and "euro" not in title.lower():
        return f"{title} (€)".strip()
    return title


def look_of(column: Column, rows: Iterable[Sequence[Cell]], place: int) -> str:
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


def measured_look(measured: Measured) -> str:
    """The number format of one figure, its unit in it: ``14,1 %`` is 14.1."""
    number = "#,##0" + ("." + "0" * min(measured.decimals, DECIMALS) if measured.decimals > 0 else "")
    around = {"percent": f'{number}" %"', "euro": f'"€ "{number}'}
    return around.get(measured.unit, number)


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return min(max(-exponent, 0), DECIMALS) if isinstance(exponent, int) else 0


def write_cell(
    sheet: Any,
    row: int,
    place: int,
    cell: Cell,
    look: str,
    formats: Formats,
    aligned: Mapping[str, Any],
    *,
    wrap: bool,
) -> None:
    """``look``: the number format of the column. ``aligned``: how the column is aligned. ``wrap``: on several lines."""
    ink: dict[str, Any] = {**aligned}
    if cell.status in INK_OF:
        ink["font_color"] = INK_OF[cell.status]
    value = cell.value
    if isinstance(value, date) and value >= FIRST_DAY:
        sheet.write_datetime(row, place, value, formats(num_format=look, **ink))
    elif isinstance(value, Decimal | int) and Decimal(value).is_finite():
        shown = measured_look(cell.measured) if cell.measured else look
        sheet.write_number(row, place, value, formats(num_format=shown, **ink))
    else:
        text = value if isinstance(value, str) else cell.shown
        write_text(sheet, row, place, text, formats, **({"text_wrap": True, **ink} if wrap else ink))


def alignments(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Numbers to the right, and words beside them clear of them."""
    aligned: list[dict[str, Any]] = []
    before = False
    for column in columns:
        number = column.kind not in {Kind.TEXT, Kind.DATE}
        words: dict[str, Any] = {"align": "left", "indent": 1} if before else {"align": "left"}
        aligned.append({"align": "right"} if number else words)
        before = number
    return aligned


def write_text(sheet: Any, row: int, place: int, text: str, formats: Formats, **look: Any) -> None:
    """A text as a text; one that would be a formula when a person typed it over is marked as none."""
    shown = _fitting(text)
    if shown:
        guard = {"quote_prefix": True} if is_risky(shown) else {}
        sheet.write_string(row, place, shown, formats(**look, **guard))


def width_of(column: Column, cells: Iterable[Cell], look: str) -> float:
    """In characters: wide enough for most of the column, and never wider than a sheet can be read."""
    longest = max((len(cell.shown) for cell in cells), default=0)
    words = max((len(word) for word in heading(column).split()), default=0)
    return float(min(max(longest + 2, words + 4, 10), 60 if look == "General" else 24))


def height_of(texts: Iterable[tuple[str, float]]) -> float:
    """The height of a row, in points: of its text that takes most lines. ``texts``: each with the width of its column.

    Programs leave a row as high as one line unless it says otherwise, and lines of its text lie over each other.
    """
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return min(LINE_HEIGHT * lines + 2, HIGHEST)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes; the letter is a little narrower than that of the width."""
    room = max(int(width * 1.08), 4)
    return sum(max(1, math.ceil(len(line) / room)) for line in plain(text).split("\n"))
