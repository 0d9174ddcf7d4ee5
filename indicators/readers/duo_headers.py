"""The header of DUO's "indicatoren per instelling": what stands in which column, found by words and not by place.

Three rows or fewer, more or none above them: measure, school year, and whose figure it is. A later edition may move,
add or rename columns and sheets. Pure: no Django.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from core.periods import Period, PeriodKind
from imports.cells import CellError, read_brin, read_level, read_period, read_route, text_of
from imports.sheets import MAX_COLUMNS, Broken, Line, Sheet, Value, letters, plain_words, squashed

COLLEGE, GROUP, NATIONAL = "college", "group", "national"
_SEARCHED = 60
_BRIN_HEADERS = {"brin", "brinnr", "brinnummer", "instellingscode", "instcode", "brincode"}
_NAME_HEADERS = {"naaminstelling", "instellingsnaam", "instelling", "naaminst"}
_INSTITUTION = {"inst", "instelling", "instellingen", "eigen", "eigeninstelling", "eigeninst", "deinstelling"}
_GROUP = {
    "vglgrp", "vglgroep", "vgr", "vgroep", "vglgr", "vergelijkingsgroep", "groep", "vergelijkgroep", "vgrp",
    "verglgroep", "verglgrp", "vglgroepen", "vergelijkingsgrp", "gemvglgrp", "gemvglgroep", "benchmark",
    "gemiddeldevergelijkingsgroep",
}  # fmt: skip
_NATIONAL = {"landelijk", "nederland", "nl", "land", "landelijkgemiddelde", "totaalnederland", "landgem"}
_GROUP_WORDS = re.compile(r"\b(?:vgl|vergl|vergelijkingsgroep|v gr|groep|benchmark)\b")
_NATIONAL_WORDS = re.compile(r"\b(?:landelijk\w*|nederland)\b")
_MEASURES = {
    "jaarresultaat": re.compile(r"\bjaarresultaat\b"),
    "diplomaresultaat": re.compile(r"\bdiplomaresultaat\b"),
    "startersresultaat": re.compile(r"\bstartersresultaat\b"),
    "nieuwe-vsv": re.compile(r"\bvsv\b|\bvoortijdig\w* schoolverlater\w*\b"),
}
_COUNT = re.compile(r"\baantal(?:len)?\b")
_SCHOOL_YEAR = re.compile(
    r"(?<!\d)(?:\d{4}\s*[-/–]\s*['’]?\d{2}(?:\d{2})?|['’]?\d{2}\s*[-/–]\s*['’]?\d{2})(?!\d)", re.ASCII
)
_PROVISIONAL = re.compile(r"\*|\bvoorlopig", re.IGNORECASE)
_LEVEL = re.compile(r"\b(?:mbo ?|niveau ?|n)[1-4]\b|\bentree\b")
_ROUTE = re.compile(r"\b(?:bol|bbl|extranei)\b")


@dataclass(frozen=True, slots=True)
class Figures:
    """A column of figures: of what, and whose (``COLLEGE``, ``GROUP`` or ``NATIONAL``).

    ``final``: not so when the header marks its year, as in ``2022/'23*``.
    """

    column: int
    indicator: str
    period: str
    whose: str
    breakdown: Mapping[str, str] = field(default_factory=dict)
    final: bool = True

    @property
    def key(self) -> str:
        parts = [
            self.indicator,
            self.period,
            self.whose,
            *(f"{k}={v}" for k, v in sorted(self.breakdown.items())),
        ]
        return "|".join(parts)


@dataclass(frozen=True)
class Layout:
    """Where everything is. ``first``: the first row of data; ``unused``: columns that feed nothing.

    ``width``: of the header in a text file, where a row with more cells has shifted; a workbook's cells cannot.
    """

    sheet: Sheet
    first: int
    brin: int
    name: int | None
    group: int | None
    figures: tuple[Figures, ...]
    unused: tuple[str, ...]
    width: int = MAX_COLUMNS


def find_layout(sheet: Sheet) -> Layout | None:
    """The layout of a sheet with a row for every institution; ``None`` for another kind of sheet."""
    lines = list(islice(sheet.lines(), _SEARCHED))
    brin = _brin_column(lines)
    if brin is None:
        return None
    first = next((index for index, line in enumerate(lines) if _is_brin(line.at(brin))), None)
    if first is None:
        return None
    head, sample = lines[:first], lines[first:]
    width = max((len(line.values) for line in lines), default=0)
    stacks = [_stack(head, column) for column in range(width)]
    filled = _filled(head, width)
    figures = []
    for column, own in enumerate(stacks):
        if own and column != brin and (found := _figures(column, own, filled[column], sheet.name)):
            figures.append(found)
    taken = {found.column for found in figures} | {brin}
    group = next((c for c in range(width) if c not in taken and _last(stacks[c]) in _GROUP), None)
    if group is None:
        # A year above it does not make a column of words a column of figures.
        group = next((f.column for f in figures if f.whose == GROUP and _all_words(sample, f.column)), None)
        figures = [found for found in figures if found.column != group]
        taken = {found.column for found in figures} | {brin}
    name = next((c for c in range(width) if c not in taken and _last(stacks[c]) in _NAME_HEADERS), None)
    unused = tuple(
        _called(stacks[column], filled[column], column)
        for column in range(width)
        if column not in taken | {name, group} and any(line.at(column) not in (None, "") for line in sample)
    )
    head_width = max((len(line.values) for line in head), default=0) if not sheet.name else MAX_COLUMNS
    return Layout(sheet, lines[first].number, brin, name, group, tuple(figures), unused, head_width)


def _brin_column(lines: Sequence[Line]) -> int | None:
    for line in lines:
        for column, value in enumerate(line.values):
            if isinstance(value, str) and squashed(value) in _BRIN_HEADERS:
                return column
    return None


def _is_brin(value: Value) -> bool:
    try:
        return bool(read_brin(value))
    except CellError:
        return False


def _text(value: Value) -> str:
    return "" if isinstance(value, Broken) else text_of(value)


def _stack(head: Sequence[Line], column: int) -> list[str]:
    """The texts that stand in a column itself, from top to bottom."""
    return [text for line in head if (text := _text(line.at(column)))]


def _filled(head: Sequence[Line], width: int) -> list[list[str]]:
    """For every column the texts above it, from the lowest to the highest; an empty cell takes that on its left."""
    above: list[list[str]] = [[] for _ in range(width)]
    for line in reversed(head):
        text = ""
        for column in range(width):
            text = _text(line.at(column)) or text
            if text:
                above[column].append(text)
    return above


def _last(stack: Sequence[str]) -> str:
    return squashed(stack[-1]) if stack else ""


def _figures(column: int, own: Sequence[str], above: Sequence[str], sheet: str) -> Figures | None:
    """What a column holds, or ``None``: not a percentage of one of our measures in a school year."""
    year = next((text for text in above if _school_year(text)), "")
    period, whose = _school_year(year), _whose(own[-1])
    if not period or not whose:
        return None
    nearest = next((index for index, text in enumerate(above) if _measures(text)), len(above))
    found = _measures(above[nearest]) if nearest < len(above) else _measures(sheet)
    if len(found) != 1 or any(_COUNT.search(plain_words(text)) for text in above[: nearest + 1]):
        return None
    final = not _PROVISIONAL.search(year)
    return Figures(column, found[0], period.key, whose, _breakdown([*above]), final)


def _whose(leaf: str) -> str:
    key, words = squashed(leaf), plain_words(leaf)
    if key in _INSTITUTION:
        return COLLEGE
    if key in _GROUP:
        return GROUP
    if key in _NATIONAL:
        return NATIONAL
    if not _measures(leaf) and not _school_year(leaf):
        return ""
    if _GROUP_WORDS.search(words):
        return GROUP
    return NATIONAL if _NATIONAL_WORDS.search(words) else COLLEGE


def _measures(text: str) -> list[str]:
    words = plain_words(text)
    return [key for key, pattern in _MEASURES.items() if pattern.search(words)]


def _school_year(text: str) -> Period | None:
    found = {match[0] for match in _SCHOOL_YEAR.finditer(text)}
    if len(found) != 1:
        return None
    try:
        period = read_period(found.pop(), PeriodKind.SCHOOL_YEAR)
    except CellError:
        return None
    return period if period.kind is PeriodKind.SCHOOL_YEAR else None


def _breakdown(texts: Sequence[str]) -> dict[str, str]:
    """Level and route that a header names: ``Jaarresultaat niveau 2``."""
    breakdown: dict[str, str] = {}
    for text in texts:
        words = plain_words(text)
        if "niveau" not in breakdown and (match := _LEVEL.search(words)):
            breakdown["niveau"] = read_level(match[0])
        if "leerweg" not in breakdown and (match := _ROUTE.search(words)):
            breakdown["leerweg"] = read_route(match[0])
    return breakdown


def _all_words(lines: Sequence[Line], column: int) -> bool:
    values = [value for line in lines if (value := line.at(column)) not in (None, "")]
    return bool(values) and all(
        isinstance(value, str) and not any(map(str.isdigit, value)) for value in values
    )


def _called(own: Sequence[str], above: Sequence[str], column: int) -> str:
    if not own:
        return f"kolom {letters(column)} zonder kop"
    rest = [text for text in reversed(above) if text != own[-1]]
    return " ".join([*rest[-2:], own[-1]])
