"""Periods as the sources write them, and the one day that a figure describes.

A period is text with a fixed form: ``"2022"`` (calendar or survey year), ``"2022/2023"`` (school year),
``"2024-04"`` (month) and ``"2024-H1"`` (half year). Start and end are kept beside it, so that periods of
different kinds sort on one line. Pure: no Django, no clock.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

_YEAR = re.compile(r"^(\d{4})$", re.ASCII)
_SCHOOL_YEAR = re.compile(r"^(\d{4})/(\d{4})$", re.ASCII)
_MONTH = re.compile(r"^(\d{4})-(\d{2})$", re.ASCII)
_HALF = re.compile(r"^(\d{4})-H([12])$", re.ASCII)
_MONTH_DAY = re.compile(r"^(\d{2})-(\d{2})$", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1990, 2099


class PeriodKind(StrEnum):
    YEAR = "year"
    SCHOOL_YEAR = "school_year"
    MONTH = "month"
    HALF_YEAR = "half_year"


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of time with its canonical text. Sorts by its last day, then its first."""

    end: date
    start: date
    key: str
    kind: PeriodKind

    def __str__(self) -> str:
        return self.key


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period:
    """Read a period in one of the four canonical forms.

    Raises ``ValueError`` with a Dutch message that a user can act on.
    """
    text = str(text).strip()
    if match := _YEAR.match(text):
        year = _checked_year(match[1], text)
        return Period(date(year, 12, 31), date(year, 1, 1), text, PeriodKind.YEAR)
    if match := _SCHOOL_YEAR.match(text):
        first, second = _checked_year(match[1], text), int(match[2])
        if second != first + 1:
            raise ValueError(f"schooljaar '{text}' loopt niet over twee opeenvolgende jaren")
        return Period(date(second, 7, 31), date(first, 8, 1), text, PeriodKind.SCHOOL_YEAR)
    if match := _MONTH.match(text):
        year, month = _checked_year(match[1], text), int(match[2])
        if not 1 <= month <= 12:
            raise ValueError(f"maand '{text}' bestaat niet")
        last = calendar.monthrange(year, month)[1]
        return Period(date(year, month, last), date(year, month, 1), text, PeriodKind.MONTH)
    if match := _HALF.match(text):
        year = _checked_year(match[1], text)
        if match[2] == "1":
            return Period(date(year, 6, 30), date(year, 1, 1), text, PeriodKind.HALF_YEAR)
        return Period(date(year, 12, 31), date(year, 7, 1), text, PeriodKind.HALF_YEAR)
    raise ValueError(
        f"'{text}' is geen periode; schrijf 2022 (jaar), 2022/2023 (schooljaar), 2024-04 (maand) of 2024-H1 (half jaar)"
    )


def _checked_year(digits: str, text: str) -> int:
    year = int(digits)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"'{text}' ligt buiten {FIRST_YEAR}-{LAST_YEAR}")
    return year


def parse_month_day(text: str) -> tuple[int, int]:
    """``"02-15"`` -> (2, 15). Raises ``ValueError``; 29 February is refused because it is not in every year."""
    match = _MONTH_DAY.match(str(text).strip())
    if match:
        month, day = int(match[1]), int(match[2])
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2023, month)[1]:
            return month, day
    raise ValueError(f"'{text}' is geen dag; schrijf maand-dag, bijvoorbeeld 02-15")


def described_day(period: Period, measured_on: str | None = None) -> date:
    """The day that a figure over ``period`` describes, not the day on which it came in.

    A school year is dated 31 July, a calendar year 31 December; a survey held in a year is dated by its
    indicator's own day (``measured_on``, "MM-DD").
    """
    if measured_on and period.kind is PeriodKind.YEAR:
        month, day = parse_month_day(measured_on)
        return date(period.end.year, month, day)
    return period.end
