"""A quick look through the XML of one sheet of an XLSX, for what openpyxl does not tell when it streams.

Formulas without an outcome, merged ranges, hidden rows and columns; and rows in an order that openpyxl would
lose without a word. Pure: no Django.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import IO, Any
from xml.parsers import expat

from imports.reading import ReaderError

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_ON = ("1", "true", "on")


@dataclass
class Scan:
    """``formulas``: (row, column from 0) of formulas whose outcome is not in the file."""

    formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: int = 0


def scan_part(part: IO[bytes], title: str) -> Scan:
    """Scan one sheet. Raises ``ReaderError`` for XML that is damaged or dangerous."""
    scanner = _Scanner(title)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = scanner.start
    parser.EndElementHandler = scanner.end
    parser.CharacterDataHandler = scanner.text
    parser.StartDoctypeDeclHandler = scanner.doctype
    parser.ParseFile(part)
    return scanner.scan


class _Scanner:
    def __init__(self, title: str) -> None:
        self.title = title
        self.scan = Scan()
        self.row = 0
        self.column = -1
        self.in_value = self.formula = self.filled = False

    def damaged(self) -> ReaderError:
        return ReaderError(
            f"Blad {self.title} is beschadigd bij rij {self.row}. Bewaar het bestand opnieuw in Excel."
        )

    def doctype(self, *_: Any) -> None:
        raise self.damaged()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._cell(attributes)
        elif name == "v" or name == "t":
            self.in_value = True
        elif name == "f":
            self.formula = True
        elif name == "row":
            self._row(attributes)
        elif name == "col":
            if attributes.get("hidden") in _ON:
                first, last = int(attributes["min"]), int(attributes["max"])
                self.scan.hidden_columns += max(0, min(last, LAST_COLUMN) - first + 1)
        elif name == "mergeCell":
            self.scan.merged.append(attributes.get("ref", ""))

    def _row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self.row + 1))
        if not self.row < number <= LAST_ROW:
            raise self.damaged()
        self.row, self.column = number, -1
        self.scan.hidden_rows += attributes.get("hidden") in _ON

    def _cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        column = self.column + 1
        if reference:
            match = _REFERENCE.fullmatch(reference)
            if not match or int(match[2]) != self.row:
                raise self.damaged()
            column = _column(match[1])
        if not self.column < column < LAST_COLUMN:
            raise self.damaged()
        self.column = column
        # A formula that gives an empty text has type "str" and no characters: that is an outcome.
        self.formula, self.filled = False, attributes.get("t") == "str"

    def text(self, data: str) -> None:
        if self.in_value and data:
            self.filled = True

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "v" or name == "t":
            self.in_value = False
        elif name == "c" and self.formula and not self.filled:
            self.scan.formulas.add((self.row, self.column))


def _column(text: str) -> int:
    number = 0
    for sign in text:
        number = number * 26 + ord(sign) - 64
    return number - 1
