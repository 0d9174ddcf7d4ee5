"""The rows of a staff survey (MTO): where things stand, and what each row is about. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from imports.cells import CellError, absence_of, is_total, text_of
from imports.reading import Options, Problem, Question, Severity, UnitRef
from imports.sheets import Sheet, plain_words
from imports.tables import Record, Table, find_table
from indicators.readers.faults import sentence
from indicators.readers.feeds import Feed, Unfed, normalised
from indicators.readers.survey_period import years_in

TEXT_HEADERS = ("Question Text", "Vraagtekst", "Vraag", "Stelling")
SCORE_HEADERS = ("Score", "Antwoord", "Waarde")
PEOPLE_HEADERS = ("N", "Aantal", "Respondenten", "Respons", "Count")
UNIT_HEADERS = ("Organisatie", "Organization", "Afdeling", "Team", "Eenheid")
COST_HEADERS = ("Kostenplaats", "Kostenplaatscode", "Cost centre", "Cost center")
PERIOD_HEADERS = ("Jaar", "Meting", "Periode", "Year")
TRAITS = ("characteristic", "kenmerk")
_SHOWN_TRAITS = 12

SCALE, KEY = "answer-scale", 180
"""Kind of the question about a scale, and how much of a question's text is its key."""
TOP, SHORT_TOP = 10, 5
"""A mean of this survey is stored as a score out of ten; some questions have answers up to five."""
_SCALES = (
    (str(TOP), "Van 1 tot 10: neem over zoals het er staat"),
    (str(SHORT_TOP), "Van 1 tot 5: maak er een score op 10 van, maal twee"),
)


@dataclass(frozen=True, slots=True)
class Layout:
    """A table and where things stand in it; ``None``: it has no such column."""

    table: Table
    text: int
    score: int
    people: int | None
    unit: int | None
    cost: int | None
    period: int | None
    traits: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that feeds something: the question as the file spells it, of whom, when. The score is read later."""

    record: Record
    text: str
    feeds: tuple[Feed, ...]
    unit: UnitRef
    period: str
    traits: tuple[str, ...]


def layout_of(sheet: Sheet) -> Layout | None:
    """Where things stand in a sheet; ``None``: it is no such table."""
    for names in product(TEXT_HEADERS, SCORE_HEADERS):
        table = find_table(sheet, names)
        text, score = (table.column(names[0]), table.column(names[1])) if table else (None, None)
        if table is not None and text is not None and score is not None:
            return Layout(
                table=table,
                text=text,
                score=score,
                people=table.column(*PEOPLE_HEADERS),
                unit=table.column(*UNIT_HEADERS),
                cost=table.column(*COST_HEADERS),
                period=table.column(*PERIOD_HEADERS),
                traits=tuple(
                    index
                    for index, header in enumerate(table.headers)
                    if plain_words(header).startswith(TRAITS)
                ),
            )
    return None


class Rows:
    """Goes through the rows as often as is needed, and tells what is wrong with them once.

    ``period``: of the whole file, where it has no column for it; ``""``: not known yet.
    """

    def __init__(self, layout: Layout, feeds: Mapping[str, tuple[Feed, ...]], period: str) -> None:
        self.layout = layout
        self._feeds = feeds
        self._period = period

    def entries(self) -> Iterator[Entry]:
        """Every row that can be read and feeds something."""
        for record in self.layout.table.records():
            try:
                entry = self._entry(record)
            except CellError:
                continue
            if entry is not None:
                yield entry

    def problems(self) -> Iterator[Problem]:
        """Rows that cannot be read, and once each the questions that feed nothing."""
        unknown: dict[str, Problem] = {}
        for record in self.layout.table.records():
            if record.ragged:
                yield Problem(record.place(), Severity.ERROR, sentence(record.ragged))
                continue
            try:
                entry = self._entry(record)
                text = record.text(self.layout.text)
            except CellError as error:
                yield Problem(record.place(), Severity.ERROR, sentence(str(error)))
                continue
            if entry is None and text and text not in unknown:
                message = f"De vraag '{text[:200]}' vult geen indicator en is overgeslagen."
                place = record.place(self.layout.text)
                unknown[text] = Unfed(place, Severity.NOTE, message, header=text)
        yield from unknown.values()

    def _entry(self, record: Record) -> Entry | None:
        """``None``: the row feeds nothing. Raises ``CellError``."""
        layout = self.layout
        text = record.text(layout.text)
        feeds = self._feeds.get(normalised(text), ())
        if not feeds or record.ragged:
            return None
        traits = tuple(
            trait
            for index in layout.traits
            if not absence_of(trait := record.text(index)) and not is_total(trait)
        )
        return Entry(record, text, feeds, self._unit(record), self._when(record), traits)

    def _unit(self, record: Record) -> UnitRef:
        """Of whom a row is: its cost centre, else its name; the college where it has neither."""
        cost = record.text(self.layout.cost) if self.layout.cost is not None else ""
        name = " ".join(record.text(self.layout.unit).split()) if self.layout.unit is not None else ""
        if not absence_of(cost):
            return UnitRef("unit", cost, name)
        return UnitRef("own", "") if absence_of(name) else UnitRef("unit", name)

    def _when(self, record: Record) -> str:
        if self.layout.period is None:
            return self._period
        text = text_of(record.value(self.layout.period))
        years = years_in(text)
        if len(years) != 1:
            raise CellError(f"'{text}' is geen jaar; schrijf bijvoorbeeld 2025")
        return years[0]


class Groups:
    """Which figures found nobody: their question is there, but no row has the traits that they are about."""

    def __init__(self) -> None:
        self._feeds: dict[tuple[str, ...], Feed] = {}
        self._found: set[tuple[str, ...]] = set()
        self._traits: dict[str, None] = {}

    def see(self, entry: Entry, feed: Feed, belongs: bool) -> bool:
        """Take note of a row; returns ``belongs``."""
        self._feeds[feed.key] = feed
        self._traits.update(dict.fromkeys(entry.traits))
        if belongs:
            self._found.add(feed.key)
        return belongs

    def warnings(self) -> Iterator[Problem]:
        there = ", ".join(sorted(self._traits)[:_SHOWN_TRAITS]) or "geen"
        for key, feed in self._feeds.items():
            if key not in self._found:
                message = (
                    f"Geen enkele rij is van de groep '{feed.only or 'iedereen'}'. {feed.indicator} krijgt geen "
                    f"cijfer. Kenmerken in het bestand: {there}."
                )
                yield Problem("bestand", Severity.WARNING, message)


def scale_of(highest: Mapping[str, Decimal], options: Options) -> tuple[dict[str, int], list[Problem]]:
    """By what to multiply the means of each question, to make scores out of ten.

    ``highest``: by question, the highest answer or mean that was seen. Nothing above five may be either scale: the
    user says. A question without an answer yet is left out.
    """
    times: dict[str, int] = {}
    problems = []
    for text, most in highest.items():
        answer = options.answers.get(SCALE, {}).get(text[:KEY], "")
        if most > SHORT_TOP or answer == str(TOP):
            times[text] = 1
        elif answer == str(SHORT_TOP):
            times[text] = TOP // SHORT_TOP
        else:
            said = f"Op welke schaal staat de vraag '{text[:KEY]}'?"
            question = Question(SCALE, text[:KEY], said, _SCALES)
            problems.append(Problem("bestand", Severity.QUESTION, said, question))
    return times, problems
