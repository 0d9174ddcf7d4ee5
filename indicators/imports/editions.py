"""Which of two editions of a source is the newer. Pure: no Django."""

from __future__ import annotations

import re
from functools import lru_cache

from core.numbers import MONTHS
from core.periods import FIRST_YEAR, LAST_YEAR

_WORD = re.compile(rf"\d+|{'|'.join(MONTHS)}", re.ASCII)


@lru_cache(maxsize=256)
def edition_key(text: str) -> tuple[int, ...]:
    """How an edition sorts: its newest year, then its months by name, then its other numbers. ``()``: it names none.

    ``DUO 2019`` comes after ``2018``, ``oktober 2024`` after ``maart 2024``, and ``2024-10`` after ``2024-3``.
    """
    words = _WORD.findall(text.casefold())
    months = [MONTHS.index(word) + 1 for word in words if word in MONTHS]
    numbers = [int(word) for word in words if word not in MONTHS]
    years = [number for number in numbers if _is_year(number)]
    newest = [max(years)] if years else []
    return (*newest, *months, *(number for number in numbers if not _is_year(number)))


def is_newer(edition: str, than: str) -> bool:
    """Whether an edition is later than another.

    One that names a year is later than none at all. Two that name the same, or nothing, are equally new.
    """
    return edition_key(edition) > edition_key(than)


def _is_year(number: int) -> bool:
    return FIRST_YEAR <= number <= LAST_YEAR
