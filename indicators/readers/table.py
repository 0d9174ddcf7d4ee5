"""Any table of the college's own, read as its plan says; see ``table_plan``. Pure: no Django."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any, BinaryIO

from core.periods import PeriodKind, parse_period
from imports.cells import CellError, is_provisional, is_total, read_period, text_of
from imports.columns import Column, Reading, decide_columns
from imports.reading import Item, Options, Problem, ReaderError, Row, Severity, UnitRef
from imports.sheets import Sheet, Value
from imports.tables import Record, Table, open_tables
from indicators.breakdowns import BREAKDOWNS
from indicators.readers.faults import sentence
from indicators.readers.figures import unless_few
from indicators.readers.table_cells import PART, breakdown_of, flag_of, part_of, unit_of
from indicators.readers.table_plan import ASK, TablePlan, missing_columns, name, plan_problems
from indicators.readers.table_sheet import sheet_of, table_at
from indicators.readers.table_words import SCHOOL_YEARS, bare_of

Step = Callable[[Record], Mapping[str, Any]]
FRACTION = "fraction"
_UNKNOWN = (
    "'{text}' is geen indicator van deze site; deze cijfers worden overgeslagen. Gebruik de code, zoals 2a."
)
_OLDER = "{count} rijen zijn overgeslagen: een latere versie heeft ze vervangen (kolom '{column}')."
_VALUELESS = (
    "{count} rijen zonder waarde zijn overgeslagen: een uitvoer zegt niet waarom een waarde ontbreekt."
)


def read_table(
    file: BinaryIO, options: Options, *, plan: TablePlan, keys: Mapping[str, str]
) -> Iterator[Item]:
    """Every figure of a file. ``keys``: how people write an indicator (code, title, key; lower case) -> its key.

    Raises ``ReaderError`` when the file does not fit the plan.
    """
    book = open_tables(file, options)
    yield from book.notes
    yield from figures_of(sheet_of(book, plan.sheet), options, plan=plan, keys=keys)


def figures_of(
    sheet: Sheet,
    options: Options,
    *,
    plan: TablePlan,
    keys: Mapping[str, str],
    percents: Collection[str] = frozenset(),
    told: Collection[str] = frozenset(),
) -> Iterator[Item]:
    """Every figure of a sheet; see ``read_table``. ``percents``: keys of indicators in percent, for scale ``ASK``.

    ``told``: columns that are not used, and of which the user knows already.
    """
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
        if header and name(header) not in {*used, *told}:
            yield Problem(
                table.place(table.row, index), Severity.NOTE, f"De kolom '{header}' is niet gebruikt."
            )
    if not plan.has("period") and not options.period:
        message = "Het bestand zegt niet over welke periode het gaat. Vul bij het uploaden een periode in."
        yield Problem("bestand", Severity.ERROR, message)
        return
    yield from _Figures(plan, table, keys, options, percents).items()


class _Figures:
    """One pass to see how numbers are written, one to read them."""

    def __init__(
        self,
        plan: TablePlan,
        table: Table,
        keys: Mapping[str, str],
        options: Options,
        percents: Collection[str],
    ) -> None:
        self.plan = plan
        self.table = table
        self.keys = keys
        self.options = options
        headers = [name(header) for header in table.headers]
        self.at = {role: headers.index(column) for role, column in plan.columns.items()}
        self.value = self._numbers("value")
        self.people = self._numbers("n", whole=True) if "n" in self.at else None
        self.percents = percents if plan.scale == ASK else frozenset()
        self.share = self._numbers("value", percent=True)
        self.exported = "superseded_at" in self.at
        """``export_values`` wrote it: with a point, and rows that are no figures of now."""
        self.older = self.valueless = 0
        self.known = {*keys, *keys.values()}

    def _numbers(self, role: str, *, whole: bool = False, percent: bool = False) -> Column:
        index = self.at[role]
        label = self.table.label(index)
        place = self.table.place(self.table.row, index)
        return Column(label, f"kolom '{label}'", place, whole=whole, percent=percent, known_form=False)

    def items(self) -> Iterator[Item]:
        for record in self.table.records():
            self._see(record)
        yield from self._decide()
        for record in self.table.records():
            yield from self._figure(record)
        if self.older:
            column = self.table.label(self.at["superseded_at"])
            yield Problem("bestand", Severity.NOTE, _OLDER.format(count=self.older, column=column))
        if self.valueless:
            yield Problem("bestand", Severity.NOTE, _VALUELESS.format(count=self.valueless))

    def _see(self, record: Record) -> None:
        value, shape = record.value(self.at["value"]), record.format(self.at["value"])
        self.value.see(value, shape)
        if self._is_share(record):
            self.share.see(value, shape)
        if self.people is not None:
            self.people.see(record.value(self.at["n"]))

    def _decide(self) -> Iterator[Problem]:
        """The decimal mark is of the whole column, the scale only of the percentages in it."""
        columns = [column for column in (self.value, self.people) if column is not None]
        if self.exported:
            self.value.points, self.value.commas = max(self.value.points, 1), 0
        yield from decide_columns(columns, self.options)
        if self.percents:
            self.share.points = int(self.value.mark == ".")
            self.share.commas = 1 - self.share.points
            yield from decide_columns([self.share], self.options)

    def _is_share(self, record: Record) -> bool:
        try:
            return bool(self.percents) and self._indicator(record)["indicator"] in self.percents
        except CellError:
            return False

    def _passed_over(self, record: Record) -> bool:
        """Whether a row of an export is no figure of now: replaced later, or without a value."""
        if not self.exported:
            return False
        if record.text(self.at["superseded_at"]):
            self.older += 1
            return True
        if not record.text(self.at["value"]):
            self.valueless += 1
            return True
        return False

    def _figure(self, record: Record) -> Iterator[Item]:
        """One row, or all that is wrong with it."""
        if record.footnote:
            yield Problem(record.place(), Severity.NOTE, "Deze rij is een opmerking en is overgeslagen.")
            return
        if record.ragged:
            yield Problem(record.place(), Severity.ERROR, sentence(record.ragged))
            return
        fields: dict[str, Any] = {}
        breakdown: dict[str, str] = {}
        wrong = False
        steps: tuple[tuple[str, Step], ...] = (
            ("indicator", self._indicator), ("part", self._part), ("unit", self._unit), ("period", self._period),
            ("value", self._value), ("n", self._people), ("final", self._final), ("breakdown", self._breakdown),
            *((key, partial(self._split, key)) for key in BREAKDOWNS),
        )  # fmt: skip
        try:
            if self._passed_over(record):
                return
        except CellError as error:
            yield Problem(record.place(), Severity.ERROR, sentence(str(error)))
            return
        for role, read in steps:
            try:
                found = read(record)
            except CellError as error:
                wrong = True
                yield Problem(self._place(record, role), Severity.ERROR, sentence(str(error)))
                continue
            if role == "breakdown" and PART in found:
                fields["part"] = found[PART]
            if role == "breakdown" or role in BREAKDOWNS:
                breakdown.update({key: one for key, one in found.items() if key != PART})
            elif role == "final":
                fields["final"] = fields.get("final", True) and found["final"]
            else:
                fields.update(found)
        if wrong:
            return
        if fields["indicator"] not in self.known:
            self.known.add(fields["indicator"])
            text = _UNKNOWN.format(text=fields["indicator"][:60])
            yield Problem(self._place(record, "indicator"), Severity.WARNING, text)
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
        return {"unit": unit_of(record.value(self.at["unit"]), self.plan.units)}

    def _period(self, record: Record) -> dict[str, Any]:
        if "period" in self.at:
            return {"period": self._period_of(record.value(self.at["period"]))}
        try:
            return {"period": parse_period(self.plan.fixed.get("period") or self.options.period).key}
        except ValueError as error:
            raise CellError(str(error)) from error

    def _period_of(self, value: Value) -> str:
        """A heading that says school year is held to it: ``2024`` under it could be either of two."""
        if bare_of(self.plan.columns["period"]) not in SCHOOL_YEARS:
            return read_period(value).key
        found = read_period(value, PeriodKind.SCHOOL_YEAR)
        if found.kind is not PeriodKind.SCHOOL_YEAR:
            year = found.end.year
            raise CellError(
                f"'{text_of(value)}' is geen schooljaar, en de kop zegt van wel; schrijf {year - 1}/{year} of "
                f"{year}/{year + 1}, of noem de kolom 'periode'"
            )
        return found.key

    def _value(self, record: Record) -> dict[str, Any]:
        column = self.share if self._is_share(record) else self.value
        said = self._read(column, record, "value")
        if self.people is not None:
            said = unless_few(said, self._read(self.people, record, "n", quiet=True))
        value = said.value * 100 if said.value is not None and self.plan.scale == FRACTION else said.value
        return {"value": value, "absence": said.absence, "final": said.final, "note": said.note}

    def _people(self, record: Record) -> dict[str, Any]:
        if self.people is None:
            return {"n": None}
        counted: Decimal | None = self._read(self.people, record, "n").value
        if counted is not None and counted < 0:
            raise CellError("een aantal personen is niet kleiner dan 0")
        return {"n": None if counted is None else int(counted)}

    def _final(self, record: Record) -> dict[str, Any]:
        """A column that says so itself; an asterisk says it too."""
        said = flag_of(record.value(self.at["final"])) if "final" in self.at else None
        return {"final": said is not False}

    def _breakdown(self, record: Record) -> dict[str, str]:
        return breakdown_of(record.value(self.at["breakdown"])) if "breakdown" in self.at else {}

    def _read(self, column: Column, record: Record, role: str, *, quiet: bool = False) -> Reading:
        """What a cell says. Raises ``CellError``; ``quiet``: another step tells what is wrong with it."""
        try:
            return column.read(record.value(self.at[role]), record.format(self.at[role]))
        except CellError:
            if quiet:
                return Reading(None)
            raise

    def _split(self, key: str, record: Record) -> dict[str, str]:
        """The value of one kind of breakdown; nothing for the whole."""
        if key not in self.at:
            return {key: self.plan.fixed[key]} if key in self.plan.fixed else {}
        value = record.value(self.at[key])
        return {} if is_total(value) else {key: part_of(key, value)}
