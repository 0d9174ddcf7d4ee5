"""DUO open data, students who enter a programme: indicator 5b. Pure: no Django.

What DUO counts as INSTROOM OPLEIDING, new in this programme, is the plan's "totaal instroom nieuwe beroepsopleiding";
those of them who were in another programme before (INSTROOM OPLEIDING less INSTROOM MBO) are its switchers. TOTAAL
MBO counts everybody who is enrolled and is not used. The files "met soorten instroom" say the same with J and N and
a count in AANTAL. A year is that of 1 October: 2022 is school year 2022/2023.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from core.periods import PeriodKind, parse_period
from imports.cells import EMPTY, SUPPRESSED, CellError, is_provisional, read_period, text_of
from imports.columns import Column, Reading, decide_columns
from imports.reading import Item, Options, Problem, Question, ReaderError, Severity, UnitRef
from imports.sheets import Value
from imports.tables import Record, open_tables
from indicators.readers.duo_counts import Brins, Layout, Programmes, Total, Twins, find_counts, no_counts
from indicators.readers.figures import capped, error, figure, note

INDICATOR = "instroom-maatschappelijke-opgaven"
YEAR = "year"
_YEAR_HEADERS = ("STUDIEJAAR", "SCHOOLJAAR", "JAAR", "PEILJAAR", "TELJAAR", "INSTROOMJAAR")
_YES, _NO = {"j", "ja"}, {"n", "nee"}
_ASKED = "Over welk schooljaar gaat dit bestand? Er is geen kolom met het jaar."


@dataclass(frozen=True)
class _Shape:
    """Where the counts stand. ``amount``: the file has J and N, and counts in a column of their own."""

    layout: Layout
    entered: int
    new: int
    amount: int | None
    year: int | None
    period: str

    @property
    def counts(self) -> tuple[int, ...]:
        return (self.entered, self.new) if self.amount is None else (self.amount,)


@dataclass(slots=True)
class _Entry:
    """Of one college, programme and year: who entered, who of them is new in the mbo, and who is not."""

    entered: Total = field(default_factory=Total)
    new: Total = field(default_factory=Total)
    switched: Total = field(default_factory=Total)
    final: bool = True


def read(file: BinaryIO, options: Options) -> Iterator[Item]:
    """Two figures per college, programme and year. Raises ``ReaderError`` when this is another file."""
    yield from capped(_read(file, options))


def _read(file: BinaryIO, options: Options) -> Iterator[Item]:
    book = open_tables(file, options)
    yield from book.notes
    shape = _shape(find_counts(book.sheets, "instromende mbo-studenten"), options)
    if shape.year is None and not shape.period:
        years = [f"{year}/{year + 1}" for year in range(2015, 2036)]
        question = Question(YEAR, "schooljaar", _ASKED, tuple((year, year) for year in years))
        yield Problem("bestand", Severity.QUESTION, _ASKED, question)
    table = shape.layout.table
    columns = {
        number: Column(
            table.label(number), f"kolom {table.label(number)}", table.place(table.row, number), whole=True
        )
        for number in shape.counts
    }
    for record in table.records():
        for number, column in columns.items():
            column.see(record.line.at(number))
    yield from decide_columns(columns.values(), options)
    yield from _figures(shape, columns, options)


def _shape(layout: Layout, options: Options) -> _Shape:
    table = layout.table
    entered, new = table.column("INSTROOM OPLEIDING"), table.column("INSTROOM MBO")
    if entered is None or new is None:
        raise ReaderError(
            "De kolommen INSTROOM OPLEIDING en INSTROOM MBO staan niet allebei in dit bestand. "
            "Kies bij DUO het bestand 'instromende mbo-studenten'."
        )
    first = next(iter(table.records()), None)
    flags = first is not None and _flag(first.value(entered)) is not None
    amount = table.column("AANTAL", "AANTAL STUDENTEN") if flags else None
    if flags and amount is None:
        raise ReaderError("INSTROOM OPLEIDING bevat J en N, maar er is geen kolom AANTAL met de aantallen.")
    period = options.answers.get(YEAR, {}).get("schooljaar", "") or options.period
    if period:
        try:
            period = read_period(period, PeriodKind.SCHOOL_YEAR).key
        except CellError as problem:
            raise ReaderError(f"De opgegeven periode klopt niet: {problem}.") from problem
    return _Shape(layout, entered, new, amount, table.column(*_YEAR_HEADERS), period)


def _flag(value: Value) -> bool | None:
    text = value.strip().casefold() if isinstance(value, str) else ""
    return True if text in _YES else False if text in _NO else None


def _figures(shape: _Shape, columns: dict[int, Column], options: Options) -> Iterator[Item]:
    layout, programmes, brins, twins = shape.layout, Programmes.of(options), Brins(), Twins()
    entries: dict[tuple[str, str, str], _Entry] = {}
    for record in layout.table.records():
        if skipped := no_counts(record, layout.brin, shape.counts):
            yield skipped
            continue
        if wrong := record.ragged:
            yield error(record.place(), wrong)
            continue
        column = layout.brin
        try:
            brin = brins.read(record.value(column))
            column = layout.programme
            code = programmes.code(record.value(column), record, layout.title, own=brin == options.brin)
            if not code:
                continue
            column = layout.brin if shape.year is None else shape.year
            period, final = _period(record, shape)
        except CellError as problem:
            yield error(record.place(column), problem)
            continue
        if twin := twins.see(record):
            yield twin
        if period:
            entry = entries.setdefault((brin, code, period), _Entry())
            entry.final = entry.final and final
            yield from _add(entry, record, shape, columns)
    yield from programmes.problems()
    yield from _given(shape, entries)


def _period(record: Record, shape: _Shape) -> tuple[str, bool]:
    """The school year of a row and whether it is final; empty when the user must still say."""
    if shape.year is None:
        return shape.period, True
    value = record.value(shape.year)
    period = read_period(value, PeriodKind.SCHOOL_YEAR)
    if period.kind is PeriodKind.YEAR:
        period = parse_period(f"{period.key}/{int(period.key) + 1}")
    if period.kind is not PeriodKind.SCHOOL_YEAR:
        raise CellError(f"'{text_of(value)}' is geen schooljaar")
    return period.key, not is_provisional(value)


def _add(entry: _Entry, record: Record, shape: _Shape, columns: dict[int, Column]) -> Iterator[Item]:
    number = shape.entered
    try:
        if shape.amount is None:
            entered = columns[number].read(record.value(number))
            number = shape.new
            new = columns[number].read(record.value(number))
            if entered.value is not None and new.value is not None and new.value > entered.value:
                raise CellError("INSTROOM MBO is meer dan INSTROOM OPLEIDING: zijn de kolommen verwisseld?")
            entry.entered.add(entered, record.row)
            entry.new.add(new, record.row)
            return
        flags = []
        for number in (shape.entered, shape.new):
            flags.append(_flag(record.value(number)))
            if flags[-1] is None:
                raise CellError(f"'{record.text(number)}' is geen J of N")
        number = shape.amount
        reading = columns[number].read(record.value(number))
    except CellError as problem:
        yield error(record.place(number), problem)
        return
    if flags[0]:
        entry.entered.add(reading, record.row)
        (entry.new if flags[1] else entry.switched).add(reading, record.row)


def _given(shape: _Shape, entries: dict[tuple[str, str, str], _Entry]) -> Iterator[Item]:
    table = shape.layout.table
    names = " en ".join(table.label(number) for number in (shape.entered, shape.new))
    empty = 0
    for (brin, code, period), entry in entries.items():
        if not entry.entered.cells:
            empty += 1
            continue
        unit, place = UnitRef("college", brin), entry.entered.place(table.sheet, names)
        for kind, reading in (("totaal", entry.entered.reading()), ("switch", _switched(entry, shape))):
            breakdown = {"beroepsopleiding": code, "instroom": kind}
            yield figure(place, INDICATOR, unit, period, reading, breakdown, final=entry.final)
    if empty:
        yield note(
            "bestand",
            f"{empty} opleidingen hebben wel studenten maar geen instroom; daarvan is niets gelezen",
        )


def _switched(entry: _Entry, shape: _Shape) -> Reading:
    """Who entered the programme from another one. Without both counts there is no difference."""
    if shape.amount is not None:
        # Every group with students has a row: no row for switchers means that there are none.
        return entry.switched.reading() if entry.switched.cells else Reading(entry.switched.value)
    entered, new = entry.entered.reading(), entry.new.reading()
    if entered.value is None or new.value is None:
        absences = {entered.absence, new.absence} - {""}
        absence = SUPPRESSED if SUPPRESSED in absences else next(iter(sorted(absences)), EMPTY)
        return Reading(None, absence, note=entered.note or new.note)
    return Reading(entered.value - new.value, final=entered.final and new.final)
