"""Any table of the college's own, read as its plan says; see ``table_plan``. Pure: no Django."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import Any, BinaryIO

from core.periods import parse_period
from imports.cells import (
    CellError,
    absence_of,
    is_provisional,
    is_total,
    read_brin,
    read_level,
    read_period,
    read_programme,
    read_route,
    text_of,
)
from imports.columns import Column, Reading, decide_columns
from imports.reading import Item, Options, Problem, ReaderError, Row, Severity, UnitRef
from imports.sheets import Book, Broken, Line, Sheet, Value
from imports.tables import Record, Table, open_tables
from indicators.breakdowns import BREAKDOWNS, PROGRAMME
from indicators.readers.faults import sentence
from indicators.readers.table_plan import TablePlan, missing_columns, name, plan_problems

Step = Callable[[Record], Mapping[str, Any]]
FRACTION = "fraction"
_EXACT = {"niveau": read_level, "leerweg": read_route, PROGRAMME: read_programme}


def read_table(
    file: BinaryIO, options: Options, *, plan: TablePlan, keys: Mapping[str, str]
) -> Iterator[Item]:
    """Every figure of a file. ``keys``: how people write an indicator (code, title, key; lower case) -> its key.

    Raises ``ReaderError`` when the file does not fit the plan.
    """
    book = open_tables(file, options)
    yield from book.notes
    yield from figures_of(sheet_of(book, plan.sheet), options, plan=plan, keys=keys)


def figures_of(sheet: Sheet, options: Options, *, plan: TablePlan, keys: Mapping[str, str]) -> Iterator[Item]:
    """Every figure of a sheet; see ``read_table``."""
    if problems := plan_problems(plan):
        raise ReaderError(f"De indeling klopt niet: {' '.join(problems.values())}")
    table = table_at(sheet, plan.header_row)
    if missing := missing_columns(plan, table.headers):
        raise ReaderError(
            f"Rij {plan.header_row} heeft geen kolom {', '.join(repr(one) for one in missing)}. Staat de kop op een "
            "andere rij, of is dit een bestand met een andere indeling?"
        )
    used = set(plan.columns.values())
    if double := sorted(used & {name(header) for header in table.twice()}):
        raise ReaderError(f"De kolom '{double[0]}' staat er twee keer. Geef een van de twee een andere naam.")
    for index, header in enumerate(table.headers):
        if header and name(header) not in used:
            yield Problem(
                table.place(table.row, index), Severity.NOTE, f"De kolom '{header}' is niet gebruikt."
            )
    if not plan.has("period") and not options.period:
        message = "Het bestand zegt niet over welke periode het gaat. Vul bij het uploaden een periode in."
        yield Problem("bestand", Severity.ERROR, message)
        return
    yield from _Figures(plan, table, keys, options).items()


class Head(Sheet):
    """The first rows of a sheet, for a look at it."""

    def __init__(self, sheet: Sheet, last: int) -> None:
        self.name = sheet.name
        self._sheet = sheet
        self._last = last

    def lines(self) -> Iterator[Line]:
        return islice(self._sheet.lines(), self._last)

    def place(self, row: int, column: int | None = None, header: str = "") -> str:
        return self._sheet.place(row, column, header)


def sheet_of(book: Book, wanted: str) -> Sheet:
    """The sheet that a plan names; empty: the first. Raises ``ReaderError`` when there is none."""
    for sheet in book.sheets:
        if not wanted or sheet.name == wanted:
            return sheet
    names = ", ".join(sheet.name for sheet in book.sheets if sheet.name) or "geen bladen met een naam"
    raise ReaderError(f"Er is geen blad '{wanted}'. Wel: {names}.")


def table_at(sheet: Sheet, row: int) -> Table:
    """The table with its headers on a row. Raises ``ReaderError`` when the sheet is not that long."""
    for line in sheet.lines():
        if line.number == row:
            headers = ["" if isinstance(value, Broken) else text_of(value) for value in line.values]
            while headers and not headers[-1]:
                headers.pop()
            return Table(sheet, row, tuple(headers))
        if line.number > row:
            break
    raise ReaderError(f"Rij {row}, waar de kop staat, is er niet. Is dit het goede bestand?")


class _Figures:
    """One pass to see how numbers are written, one to read them."""

    def __init__(self, plan: TablePlan, table: Table, keys: Mapping[str, str], options: Options) -> None:
        self.plan = plan
        self.table = table
        self.keys = keys
        self.options = options
        headers = [name(header) for header in table.headers]
        self.at = {role: headers.index(column) for role, column in plan.columns.items()}
        self.value = self._numbers("value")
        self.people = self._numbers("n", whole=True) if "n" in self.at else None

    def _numbers(self, role: str, *, whole: bool = False) -> Column:
        index = self.at[role]
        label = self.table.label(index)
        return Column(label, f"kolom '{label}'", self.table.place(self.table.row, index), whole=whole)

    def items(self) -> Iterator[Item]:
        columns = [column for column in (self.value, self.people) if column is not None]
        for record in self.table.records():
            self.value.see(record.value(self.at["value"]), record.format(self.at["value"]))
            if self.people is not None:
                self.people.see(record.value(self.at["n"]))
        yield from decide_columns(columns, self.options)
        for record in self.table.records():
            yield from self._figure(record)

    def _figure(self, record: Record) -> Iterator[Item]:
        """One row, or all that is wrong with it."""
        if record.ragged:
            yield Problem(record.place(), Severity.ERROR, sentence(record.ragged))
            return
        fields: dict[str, Any] = {}
        breakdown: dict[str, str] = {}
        wrong = False
        steps: tuple[tuple[str, Step], ...] = (
            ("indicator", self._indicator), ("part", self._part), ("unit", self._unit), ("period", self._period),
            ("value", self._value), ("n", self._people),
            *((key, partial(self._split, key)) for key in BREAKDOWNS),
        )  # fmt: skip
        for role, read in steps:
            try:
                (breakdown if role in BREAKDOWNS else fields).update(read(record))
            except CellError as error:
                wrong = True
                yield Problem(self._place(record, role), Severity.ERROR, sentence(str(error)))
        if wrong:
            return
        period = record.value(self.at["period"]) if "period" in self.at else None
        fields["final"] = fields["final"] and not is_provisional(period)
        yield Row(record.place(self.at["value"]), {**fields, "breakdown": breakdown})

    def _place(self, record: Record, role: str) -> str:
        return record.place(self.at[role]) if role in self.at else record.place()

    def _text(self, record: Record, role: str) -> str:
        if role in self.at:
            return name(record.text(self.at[role]))
        return self.plan.fixed.get(role, "")

    def _indicator(self, record: Record) -> dict[str, Any]:
        text = self._text(record, "indicator")
        if not text:
            raise CellError("er staat geen indicator")
        return {"indicator": self.keys.get(text.casefold(), text)}

    def _part(self, record: Record) -> dict[str, Any]:
        return {"part": self._text(record, "part")}

    def _unit(self, record: Record) -> dict[str, Any]:
        if self.plan.units == "own":
            return {"unit": UnitRef("own", "")}
        value = record.value(self.at["unit"])
        if self.plan.units == "brin":
            return {"unit": UnitRef("college", read_brin(value))}
        text = name(text_of(value))
        if absence_of(text):
            raise CellError("er staat geen eenheid")
        return {"unit": UnitRef("unit", text)}

    def _period(self, record: Record) -> dict[str, Any]:
        if "period" in self.at:
            return {"period": read_period(record.value(self.at["period"])).key}
        try:
            return {"period": parse_period(self.plan.fixed.get("period") or self.options.period).key}
        except ValueError as error:
            raise CellError(str(error)) from error

    def _value(self, record: Record) -> dict[str, Any]:
        said = self._read(self.value, record, "value")
        value = said.value * 100 if said.value is not None and self.plan.scale == FRACTION else said.value
        return {"value": value, "absence": said.absence, "final": said.final, "note": said.note}

    def _people(self, record: Record) -> dict[str, Any]:
        if self.people is None:
            return {"n": None}
        counted: Decimal | None = self._read(self.people, record, "n").value
        if counted is not None and counted < 0:
            raise CellError("een aantal personen is niet kleiner dan 0")
        return {"n": None if counted is None else int(counted)}

    def _read(self, column: Column, record: Record, role: str) -> Reading:
        return column.read(record.value(self.at[role]), record.format(self.at[role]))

    def _split(self, key: str, record: Record) -> dict[str, str]:
        """The value of one kind of breakdown; nothing for the whole."""
        if key not in self.at:
            return {key: self.plan.fixed[key]} if key in self.plan.fixed else {}
        value = record.value(self.at[key])
        return {} if is_total(value) else {key: _part_of(key, value)}


def _part_of(key: str, value: Value) -> str:
    """A value of a breakdown as the site writes it. Raises ``CellError``, also for an empty cell."""
    text = name(text_of(value))
    if not text:
        raise CellError(f"{key} is leeg; schrijf 'totaal' voor het geheel")
    if read := _EXACT.get(key):
        return read(value)
    known = {one.casefold(): one for one in BREAKDOWNS[key] or ()}
    if text.casefold() not in known:
        raise CellError(f"'{text}' is geen waarde van {key}; kies uit: {', '.join(known.values())}")
    return known[text.casefold()]
