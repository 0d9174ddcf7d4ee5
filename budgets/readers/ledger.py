"""The ledger as finance systems export it: a booking a row. Pure: no Django; amounts in whole cents.

Columns are found by their headers, in any order. The amount stands in one column, in a column for debit and one for
credit, or in one with a column that says D or C. Debit is above zero. ``1.234,50``, ``1234.5``, ``(1.234,50)`` and
``1.234,50-`` are read, and thousands where the header says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import BinaryIO

from budgets.readers.ledger_amounts import cents_of, see, stands_out, stands_out_remark
from budgets.readers.ledger_kinds import ACTUAL, COMMITMENT, PLANNED, Kinds, kinds_of
from budgets.readers.ledger_layout import AMOUNTS, FILE, Cells, Layout, layout_of, remarks, without_amount
from budgets.readers.ledger_periods import read_period_cell
from imports.cells import CellError, text_of
from imports.columns import Column, decide_columns
from imports.reading import Item, Options, Problem, Question, ReaderError, Row, Severity
from imports.sheets import Value, squashed
from imports.tables import Record, open_tables
from indicators.readers.figures import capped, error, note, warning

_DEBIT, _CREDIT = {"d", "debet", "debit"}, {"c", "credit"}
_LONGEST = {"cost_centre": 40, "account": 20, "description": 300, "document": 80}
_NO_LEDGER = (
    "Dit is geen export van het grootboek. Er is een rij met koppen nodig: kostenplaats, rekening, periode of datum, "
    "en bedrag (of debet en credit)."
)
_NO_AMOUNT = (
    "In deze export staat geen kolom met een bedrag, of geen periode of datum, die wij herkennen. De koppen zijn: "
    "{headers}. Noem de kolom bedrag, of debet en credit, en zet er zo nodig (x 1.000) bij."
)
YEAR = "year"


def read(file: BinaryIO, options: Options) -> Iterator[Item]:
    """Every booking in a file. Raises ``ReaderError`` for another kind of file.

    Fields of a row: ``cost_centre``, ``account``, ``year``, ``period`` (0 to 16), ``cents``, ``description``,
    ``document`` and ``kind`` (``actual`` or ``commitment``).
    """
    book = open_tables(file, options)
    yield from book.notes
    layout = next((found for sheet in book.sheets if (found := layout_of(sheet))), None)
    if layout is None:
        headers = next((names for sheet in book.sheets if (names := without_amount(sheet))), None)
        raise ReaderError(_NO_LEDGER if headers is None else _NO_AMOUNT.format(headers=", ".join(headers)))
    for sheet in book.sheets:
        if sheet is not layout.table.sheet:
            yield note(f"blad {sheet.name}", "dit blad is overgeslagen")
    yield from remarks(layout)
    columns = {
        name: Column(name, f"kolom {layout.table.label(layout.columns[name])}", FILE)
        for name in AMOUNTS
        if layout.has(name)
    }
    amounts = [(layout.columns[name], column) for name, column in columns.items()]
    dated, needs_year = layout.has("year") or layout.has("date"), False
    for record in layout.table.records():
        for place, column in amounts:
            see(column, record.line.at(place))
        needs_year = needs_year or (not dated and _without_year(layout.cells(record).period))
    yield from decide_columns(list(columns.values()), options)
    year = _year(options) if needs_year else None
    kinds, asked = kinds_of(layout, options)
    if isinstance(year, Problem):
        asked = [year, *asked]
    yield from asked
    if not asked and not isinstance(year, Problem):
        yield from capped(_bookings(layout, columns, kinds, year))


def _bookings(
    layout: Layout, columns: Mapping[str, Column], kinds: Kinds, year: int | None
) -> Iterator[Item]:
    for record in layout.table.records():
        cells = layout.cells(record)
        if record.footnote or _is_total(cells, record):
            yield note(record.place(), "deze rij is geen boeking en is overgeslagen")
            continue
        if record.ragged:
            yield error(record.place(), record.ragged)
            continue
        try:
            kind, said = kinds.of(cells.kind)
        except CellError as problem:
            yield error(_place(layout, record, "kind"), problem)
            continue
        if kind == PLANNED:
            yield note(record.place(), f"deze rij is van de soort '{said}', geen boeking, en is overgeslagen")
            continue
        fields, problems = _fields(layout, columns, record, cells, year)
        yield from problems
        if not problems or all(problem.severity is Severity.WARNING for problem in problems):
            fields["kind"] = COMMITMENT if kind == COMMITMENT else ACTUAL
            yield Row(record.place(), fields)


def _is_total(cells: Cells, record: Record) -> bool:
    """A line that adds up: no account, and a first cell that says so."""
    if cells.account not in (None, ""):
        return False
    first = record.value(0)
    return isinstance(first, str) and squashed(first).startswith("totaal")


def _fields(
    layout: Layout, columns: Mapping[str, Column], record: Record, cells: Cells, year: int | None
) -> tuple[dict[str, object], list[Problem]]:
    """What a booking says, without what cannot be read, and everything that is wrong with it."""
    fields: dict[str, object] = {}
    problems: list[Problem] = []
    for name, value, read_text in (
        ("cost_centre", cells.cost_centre, _code),
        ("account", cells.account, _code),
        ("description", cells.description, _words),
        ("document", cells.document, _words),
    ):
        try:
            fields[name] = read_text(name, value)
        except CellError as problem:
            problems.append(error(_place(layout, record, name), problem))
    try:
        # A date in another year than its book year is told; the book year counts.
        day = read_period_cell(cells.period, cells.date, cells.year if layout.has("year") else year)
        fields["year"], fields["period"] = day.year, day.period
        if day.remark:
            problems.append(warning(record.place(), day.remark))
    except CellError as problem:
        problems.append(error(_place(layout, record, "period" if layout.has("period") else "date"), problem))
    try:
        fields["cents"] = _cents(layout, columns, cells)
        problems += _marked_otherwise(layout, columns, record, cells)
    except CellError as problem:
        problems.append(error(_place(layout, record, "amount" if layout.has("amount") else "debit"), problem))
    return fields, problems


def _place(layout: Layout, record: Record, name: str) -> str:
    return record.place(layout.columns[name]) if layout.has(name) else record.place()


@lru_cache(maxsize=4096, typed=True)
def _code(name: str, value: Value) -> str:
    """A cost centre or an account: a file holds the same few on every row. Raises ``CellError``."""
    text = _text(value)
    if not text:
        what = "kostenplaats" if name == "cost_centre" else "rekening"
        raise CellError(f"er staat geen {what}; vul die in, of haal de rij weg als het geen boeking is")
    if len(text) > _LONGEST[name]:
        raise CellError(f"'{text[:40]}…' is te lang: ten hoogste {_LONGEST[name]} tekens")
    return text


def _words(name: str, value: Value) -> str:
    """A description or a document, cut where it is too long. Raises ``CellError``."""
    return _text(value)[: _LONGEST[name]]


def _text(value: Value) -> str:
    return " ".join(text_of(value).split())


def _cents(layout: Layout, columns: Mapping[str, Column], cells: Cells) -> int:
    if "amount" in columns:
        side = _side(cells.side) if layout.has("side") else 1
        return side * cents_of(columns["amount"], cells.amount, layout.factor["amount"])
    empty = (None, "")
    # An empty cell is nothing, which only holds beside another column.
    debit, credit = (
        0 if value in empty else cents_of(columns[name], value, layout.factor[name])
        for name, value in (("debit", cells.debit), ("credit", cells.credit))
    )
    if cells.debit in empty and cells.credit in empty:
        raise CellError("er staat geen bedrag bij debet en geen bij credit; vul er één in")
    return debit - credit


def _marked_otherwise(
    layout: Layout, columns: Mapping[str, Column], record: Record, cells: Cells
) -> Iterator[Problem]:
    """A warning for each amount that was read by its own decimal mark and not by its column's."""
    for name, column in columns.items():
        value = getattr(cells, name)
        if stands_out(column, value):
            cents = cents_of(column, value, layout.factor[name])
            yield warning(_place(layout, record, name), stands_out_remark(column, value, cents))


def _side(value: Value) -> int:
    """-1 for credit where a column says so. Such a column goes with amounts above zero."""
    said = text_of(value).casefold()
    if said in _DEBIT:
        return 1
    if said in _CREDIT:
        return -1
    raise CellError(f"'{said}' is geen D (debet) of C (credit)")


def _without_year(period: Value) -> bool:
    """Whether only the period stands there, such as ``3``; without year or date beside it the year must be asked."""
    try:
        text = text_of(period)
    except CellError:
        return False
    return text.isascii() and text.isdigit() and len(text) <= 2


def _year(options: Options) -> int | Problem:
    for given in (options.period.strip(), options.answers.get(YEAR, {}).get(FILE, "").strip()):
        if given.isascii() and given.isdigit() and len(given) == 4:
            return int(given)
    text = "Van welk boekjaar zijn deze boekingen? Het bestand noemt alleen de maand."
    years = tuple((str(year), str(year)) for year in range(2030, 2022, -1))
    return Problem(FILE, Severity.QUESTION, text, Question(YEAR, FILE, text, years))
