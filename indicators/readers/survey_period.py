"""In what year a survey was held. A file with answers mostly does not say so itself. Pure: no Django."""

from __future__ import annotations

import re

from core.periods import FIRST_YEAR, LAST_YEAR, PeriodKind, parse_period
from imports.reading import Options, Problem, Question, ReaderError, Severity

_SCHOOL_YEAR = re.compile(r"(?<!\d)(\d{4})\s*[-/]\s*(?:\d{2})?(\d{2})(?!\d)", re.ASCII)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)", re.ASCII)
FILE = "bestand"
YEARS_BACK = 12


def years_in(text: str) -> list[str]:
    """The survey years that a text names: ``"JOB-monitor 2022"`` and ``"Score 2021-2022"`` both give ``["2022"]``.

    A survey over a school year is held in the second half of it.
    """
    joined = _SCHOOL_YEAR.sub(_second, text)
    found = dict.fromkeys(year for year in _YEAR.findall(joined) if FIRST_YEAR <= int(year) <= LAST_YEAR)
    return list(found)


def _second(match: re.Match[str]) -> str:
    first = int(match[1])
    return str(first + 1) if (first + 1) % 100 == int(match[2]) else match[0]


def survey_period(options: Options, this_year: int) -> tuple[str, list[Problem]]:
    """The year of a whole file: as the user gave it, of the edition, or as answered; else ``""`` and the question.

    Raises ``ReaderError`` when the user gave something that is no year.
    """
    if options.period.strip():
        return _given(options.period.strip()), []
    named = years_in(options.edition)
    if len(named) == 1:
        return named[0], []
    answered = options.answers.get("year", {}).get(FILE, "")
    if years_in(answered) == [answered]:
        return answered, []
    text = "In welk jaar is het onderzoek gehouden?"
    years = [str(year) for year in range(this_year, this_year - YEARS_BACK, -1)]
    question = Question("year", FILE, text, tuple((year, year) for year in years))
    return "", [Problem(FILE, Severity.QUESTION, text, question)]


def _given(text: str) -> str:
    try:
        period = parse_period(text)
    except ValueError as error:
        raise ReaderError(f"De periode klopt niet: {error}.") from error
    if period.kind is PeriodKind.SCHOOL_YEAR:
        return str(period.end.year)
    if period.kind is not PeriodKind.YEAR:
        raise ReaderError(f"Een onderzoek heeft een jaar, geen '{text}'. Schrijf bijvoorbeeld 2024.")
    return period.key
