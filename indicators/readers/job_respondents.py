"""The JOB-monitor with one respondent a row: read, weighted, added up. Nobody's answers leave this module.

A row says where somebody studies (``Locatie``, ``Team``, ``Niveau``, ``Leerweg``) and how heavily the answers count
(``weegfac1``); every other column is a question with its full text as the header. Out come percentages and means of
the college, its schools and teams, and of the college by level and by route. Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from imports.cells import text_of
from imports.reading import Item, Options, Problem, Question, Severity
from imports.sheets import letters
from indicators.readers.answers import answer_of, level_of, route_of, weight_of
from indicators.readers.faults import Faults, column_place
from indicators.readers.feeds import Feed, Unfed, by_question, normalised
from indicators.readers.job_figures import Asked, Group, figures_of
from indicators.readers.tally import Tally

WEIGHT = "weegfac1"
SCHOOL, TEAM, LEVEL, ROUTE = "locatie", "team", "niveau", "leerweg"
BACKGROUND = frozenset({WEIGHT, SCHOOL, TEAM, LEVEL, ROUTE, "crebo", "brin"})
"""Columns that say who answered; every other one may be a question."""
FILE = "bestand"


def read_respondents(
    header: Sequence[str],
    rows: Iterable[tuple[int, Sequence[Any]]],
    options: Options,
    *,
    feeds: Iterable[Feed],
    period: str,
) -> Iterator[Item]:
    """Add up a file. ``rows``: (number of the row in the file, its cells). Problems first, then the figures."""
    known = {
        name: index
        for index, name in reversed(list(enumerate(map(normalised, header))))
        if name in BACKGROUND
    }
    asked, notes = _questions(header, by_question(feeds), known)
    yield from notes
    asked, doubles = _once(asked, options)
    yield from doubles
    if not asked:
        yield Problem(
            FILE, Severity.ERROR,
            "Geen enkele kolom is een vraag die een indicator vult. Kijk hierboven welke kolommen er zijn en leg vast "
            "welke vraag bij welke indicator hoort.",
        )  # fmt: skip
        return
    for missing in sorted({SCHOOL, TEAM, LEVEL, ROUTE} - set(known)):
        yield Problem(
            FILE, Severity.WARNING, f"Er is geen kolom {missing.capitalize()}; cijfers daarnaar ontbreken."
        )
    found = _Adding(asked, known)
    yield from found.read(rows)
    team = column_place(known[TEAM], TEAM.capitalize()) if TEAM in known else FILE
    yield from figures_of(found.sums, asked, options, period=period, team_place=team)


def _questions(
    header: Sequence[str], feeds: Mapping[str, tuple[Feed, ...]], known: Mapping[str, int]
) -> tuple[list[Asked], list[Problem]]:
    """The columns that feed something, and a note for each that does not."""
    asked: list[Asked] = []
    notes: list[Problem] = []
    for index, name in enumerate(header):
        words = normalised(name)
        if not words or known.get(words) == index:
            continue
        if words in feeds:
            asked.append(Asked(index, " ".join(name.split()), feeds[words]))
        else:
            message = "Deze kolom vult geen indicator en is overgeslagen."
            notes.append(Unfed(column_place(index, name), Severity.NOTE, message, header=name))
    return asked, notes


def _once(asked: Sequence[Asked], options: Options) -> tuple[list[Asked], list[Problem]]:
    """Two columns can not both give one figure: the user says which."""
    rivals: dict[tuple[str, ...], list[Asked]] = {}
    for column in asked:
        for feed in column.feeds:
            rivals.setdefault(feed.key[1:], []).append(column)
    dropped: set[tuple[int, tuple[str, ...]]] = set()
    questions: dict[str, Problem] = {}
    for figure, columns in rivals.items():
        if len(columns) < 2:
            continue
        key = f"{figure[0]} {figure[2]}".strip()
        chosen = options.answers.get("column", {}).get(key, "")
        dropped |= {(column.index, figure) for column in columns if letters(column.index) != chosen}
        if chosen not in {letters(column.index) for column in columns}:
            choices = tuple((letters(column.index), column.place) for column in columns)
            text = f"Meer dan een kolom gaat over {figure[0]}. Welke telt?"
            questions[key] = Problem(
                columns[0].place, Severity.QUESTION, text, Question("column", key, text, choices)
            )
    kept = [
        Asked(
            column.index,
            column.header,
            tuple(f for f in column.feeds if (column.index, f.key[1:]) not in dropped),
        )
        for column in asked
    ]
    return [column for column in kept if column.feeds or questions], list(questions.values())


class _Adding:
    """Adds up rows by where somebody belongs. Of a row nothing is kept but its part in the sums."""

    def __init__(self, asked: Sequence[Asked], known: Mapping[str, int]) -> None:
        self.asked = asked
        self.known = known
        self.sums: dict[Group, list[Tally]] = {}
        self.spelled: dict[str, str] = {}
        self.weightless = 0

    def read(self, rows: Iterable[tuple[int, Sequence[Any]]]) -> Iterator[Problem]:
        """Take every row; gives what is wrong with them."""
        faults = Faults()
        for number, cells in rows:
            if all(cell is None or cell == "" for cell in cells):
                continue
            weight, group = self._weight(number, cells, faults), self._group(number, cells, faults)
            for tally, column in zip(self._tallies(group), self.asked, strict=True):
                answer = self._answer(number, cells, column, faults)
                if answer is not None and weight:
                    tally.add(answer, weight)
            yield from faults.found()
        yield from faults.rest()
        if self.weightless:
            message = f"{self.weightless} rijen hebben een gewicht van 0 en tellen niet mee."
            yield Problem(column_place(self.known[WEIGHT], WEIGHT), Severity.WARNING, message)

    def _tallies(self, group: Group) -> list[Tally]:
        if group not in self.sums:
            self.sums[group] = [Tally() for _ in self.asked]
        return self.sums[group]

    def _cell(self, cells: Sequence[Any], name: str) -> Any:
        index = self.known.get(name)
        return None if index is None or index >= len(cells) else cells[index]

    def _weight(self, number: int, cells: Sequence[Any], faults: Faults) -> Decimal | None:
        try:
            weight = weight_of(self._cell(cells, WEIGHT))
        except ValueError as error:
            faults.add(number, self.known[WEIGHT], WEIGHT, str(error))
            return None
        if not weight:
            self.weightless += 1
        return weight

    def _group(self, number: int, cells: Sequence[Any], faults: Faults) -> Group:
        return Group(
            self._name(number, cells, SCHOOL, faults),
            self._name(number, cells, TEAM, faults),
            self._parsed(number, cells, LEVEL, level_of, faults),
            self._parsed(number, cells, ROUTE, route_of, faults),
        )

    def _name(self, number: int, cells: Sequence[Any], column: str, faults: Faults) -> str:
        """A unit's name as it was first spelled, whatever its capitals and spaces in this row."""
        name = " ".join(self._parsed(number, cells, column, text_of, faults).split())
        return self.spelled.setdefault(f"{column} {name.casefold()}", name)

    def _parsed(
        self, number: int, cells: Sequence[Any], column: str, parse: Callable[[Any], str], faults: Faults
    ) -> str:
        try:
            return parse(self._cell(cells, column))
        except ValueError as error:
            faults.add(number, self.known[column], column.capitalize(), str(error))
            return ""

    def _answer(self, number: int, cells: Sequence[Any], column: Asked, faults: Faults) -> int | None:
        try:
            return answer_of(cells[column.index] if column.index < len(cells) else None, most=5)
        except ValueError as error:
            faults.add(number, column.index, column.header, str(error))
            return None
