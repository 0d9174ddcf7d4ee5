"""Sheets of cells with their place: what every kind of file looks like to a reader.

A row is counted as people see it, from 1; a column from 0. Pure: no Django.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from imports.reading import Problem

MAX_SHEETS = 50
MAX_COLUMNS = 500
MAX_CHARACTERS = 32_767
NO_FORMATS: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell whose value is not known: an error of a formula, or a formula without outcome. ``text`` is Dutch."""

    text: str


Value = str | int | float | bool | dt.date | dt.time | dt.timedelta | Broken | None


@dataclass(slots=True)  # not frozen: that doubles what it costs to make one, and there is one for every row
class Line:
    """One row. ``values`` may be shorter than the sheet is wide; ``formats`` holds number formats by column."""

    number: int
    values: Sequence[Value]
    formats: Mapping[int, str] = field(default_factory=lambda: NO_FORMATS)

    def at(self, column: int) -> Value:
        """The value in a column, ``None`` past the end."""
        return self.values[column] if 0 <= column < len(self.values) else None

    @property
    def blank(self) -> bool:
        """Whether nothing stands in the row; spaces are nothing."""
        first = self.values[0] if self.values else None
        if type(first) is str and first and not first.isspace():  # a row begins with something, as a rule
            return False
        return all(map(_is_nothing, self.values))


def _is_nothing(value: Value) -> bool:
    return value is None or value == "" or (type(value) is str and value.isspace())


class Sheet(ABC):
    """A named block of rows that can be read more than once, one pass at a time."""

    name: str

    @abstractmethod
    def lines(self) -> Iterator[Line]:
        """Every row from the first on, blank ones too, as far as anything is filled.

        Raises ``ReaderError`` where the file turns out to be damaged or too large.
        """

    def may_hold(self, texts: Collection[str], below: int) -> bool:
        """Whether one of these texts (lower case letters and digits) may stand below a row, however spaced and cased.

        Rather yes than no: it only saves a look at every cell.
        """
        return True

    @abstractmethod
    def place(self, row: int, column: int | None = None, header: str = "") -> str:
        """How a place is called: ``blad VSV, cel K37`` or ``rij 12, kolom waarde``."""


@dataclass(frozen=True)
class Book:
    """A file that was opened. ``notes`` tell how it was read: separator, encoding, hidden and merged cells.

    ``hidden``: sheets that are only searched for personal data; no figure is read from them.
    """

    sheets: tuple[Sheet, ...]
    notes: tuple[Problem, ...] = ()
    hidden: tuple[Sheet, ...] = ()


def letters(column: int) -> str:
    """0 -> ``A``, 26 -> ``AA``."""
    text, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def plain_words(text: str) -> str:
    """Lower case, without accents and punctuation, one space between words: ``Brin-nr.`` -> ``brin nr``."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", " ", bare).strip()


def squashed(text: str) -> str:
    """``plain_words`` without spaces, so that ``ERKENDE OPLEIDING CODE`` and ``ErkendeOpleidingCode`` are one."""
    return plain_words(text).replace(" ", "")
