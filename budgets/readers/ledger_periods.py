"""Which book year and period a booking is of: ``3`` with a year, ``2025-03``, ``202503``, a date. Pure: no Django."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from core.numbers import MONTHS
from imports.cells import CellError, text_of
from imports.sheets import Value

LAST_PERIOD = 16
"""Some systems keep up to four periods for the closing of a year after December."""
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ]?(\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{4})", re.ASCII)
_PERIOD = re.compile(r"(?:periode|per|p)?[ .]?(\d{1,2})", re.ASCII | re.IGNORECASE)
_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_ISO = re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}}){_TIME}", re.ASCII)
_DUTCH = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){_TIME}", re.ASCII)
_SHORT = {"mrt": 3, "mar": 3, "may": 5, "oct": 10}
"""Short names of months that are not how the month begins."""


@dataclass(frozen=True)
class Day:
    """``period``: 1 to 12 is a month. ``remark``: Dutch, about a date that does not fit; empty without one."""

    year: int
    period: int
    remark: str = ""


@lru_cache(maxsize=4096, typed=True)
def read_period_cell(period: Value, date: Value, year: Value) -> Day:
    """From what a row says of its period, its date and its book year; ``None`` for what it has no column for.

    Remembered: a ledger has few of these, each on many rows. Raises ``CellError``.
    """
    booked = _date(date)
    book_year = _year(year)
    if _blank(period):
        if booked is None:
            raise CellError("er staat geen periode en geen datum")
        return _by_date(booked, book_year)
    stated, number = _period(period)
    if stated is not None and book_year is not None and stated != book_year:
        raise CellError(f"de periode is van {stated} en het boekjaar is {book_year}; welk van de twee klopt?")
    found = stated or book_year or (booked.year if booked else None)
    if found is None:
        raise CellError(f"bij '{text_of(period)}' staat geen jaar")
    return Day(found, number, _other_year(booked, found))


def _by_date(booked: dt.date, book_year: int | None) -> Day:
    """A day after its book year belongs to the end of that year, one before it to the beginning."""
    if book_year is None or book_year == booked.year:
        return Day(booked.year, booked.month)
    month = 12 if booked.year > book_year else 1
    said = f"{_other_year(booked, book_year)}, en de boeking staat bij {MONTHS[month - 1]}"
    return Day(book_year, month, said)


def _blank(value: Value) -> bool:
    return value is None or value == ""


def _other_year(booked: dt.date | None, year: int | None) -> str:
    if booked is None or year is None or booked.year == year:
        return ""
    return f"de datum is van {booked.year}, het boekjaar is {year}; het boekjaar telt"


def _period(value: Value) -> tuple[int | None, int]:
    """The year if the cell names one, and the number of the period."""
    if isinstance(value, dt.date):
        return value.year, value.month
    text = text_of(value).strip()
    if match := _PERIOD.fullmatch(text):
        return None, _number(int(match[1]), text)
    if match := _YEAR_FIRST.fullmatch(text):
        return _sane(int(match[1]), text), _number(int(match[2]), text)
    if match := _YEAR_LAST.fullmatch(text):
        return _sane(int(match[2]), text), _number(int(match[1]), text)
    words = text.casefold().replace(".", "").split()
    if words and (month := _month(words[0])) and len(words) <= 2:
        year = words[1] if len(words) == 2 else ""
        if not year or (year.isascii() and year.isdigit() and len(year) == 4):
            return _sane(int(year), text) if year else None, month
    raise CellError(f"'{text[:40]}' is geen periode; schrijf 2025-03, of 3 met een kolom boekjaar")


def _month(word: str) -> int | None:
    """``mrt``, ``sept`` or a whole name; ``None``: this is no month."""
    named = [
        place for place, month in enumerate(MONTHS, start=1) if len(word) >= 3 and month.startswith(word)
    ]
    return named[0] if named else _SHORT.get(word)


def _number(number: int, text: str) -> int:
    if number > LAST_PERIOD:
        raise CellError(f"'{text}' is geen periode: ten hoogste {LAST_PERIOD}")
    return number


def _year(value: Value) -> int | None:
    if _blank(value):
        return None
    text = text_of(value).strip()
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise CellError(f"'{text[:40]}' is geen boekjaar")
    return _sane(int(text), text)


def _sane(year: int, text: str) -> int:
    if not 1990 <= year <= 2099:
        raise CellError(f"'{text}' is geen jaar tussen 1990 en 2099")
    return year


def _date(value: Value) -> dt.date | None:
    """A day; of a date and time the day. Day before month, as it is written here."""
    if _blank(value):
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = text_of(value).strip()
    parts: tuple[str, str, str] | None = None
    if match := _ISO.fullmatch(text):
        parts = (match[1], match[2], match[3])
    elif match := _DUTCH.fullmatch(text):
        parts = (match[3], match[2], match[1])
    if parts is None:
        raise CellError(f"'{text[:40]}' is geen datum; schrijf 2025-03-31")
    try:
        return dt.date(_sane(int(parts[0]), text), int(parts[1]), int(parts[2]))
    except ValueError as problem:
        raise CellError(f"'{text[:40]}' is geen dag die bestaat") from problem
