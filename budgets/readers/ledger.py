"""The ledger as finance systems export it: a booking a row. Pure: no Django; amounts in whole cents.

Columns are found by their headers, in any order. The amount stands in one column, in a column for debit and one for
credit, or in one with a column that says D or C. Debit is above zero. ``1.234,50``, ``1234.5``, ``(1.234,50)`` and
``1.234,50-`` are read, and thousands where the header says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from budgets.readers.ledger_amounts import cents_of, signed
from budgets.readers.ledger_kinds import ACTUAL, COMMITMENT, PLANNED, Kinds, kinds_of
from budgets.readers.ledger_layout import AMOUNTS, FILE, Layout, layout_of, remarks, without_amount
from budgets.readers.ledger_periods import Day, read_period_cell
from imports.cells import CellError
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
    needs_year = False
    for record in layout.table.records():
        for name, column in columns.items():
            column.see(signed(record.value(layout.columns[name])), record.format(layout.columns[name]))
        needs_year = needs_year or _without_year(layout, record)
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
        if record.footnote or _is_total(layout, record):
            yield note(record.place(), "deze rij is geen boeking en is overgeslagen")
            continue
        if record.ragged:
            yield error(record.place(), record.ragged)
            continue
        try:
            kind, said = kinds.of(record)
        except CellError as problem:
            yield error(_place(layout, record, "kind"), problem)
            continue
        if kind == PLANNED:
            yield note(record.place(), f"deze rij is van de soort '{said}', geen boeking, en is overgeslagen")
            continue
        yield from _booking(layout, columns, record, year, COMMITMENT if kind == COMMITMENT else ACTUAL)


def _is_total(layout: Layout, record: Record) -> bool:
    """A line that adds up: no account, and a first cell that says so."""
    first = record.value(0)
    account = record.value(layout.columns["account"])
    return account in (None, "") and isinstance(first, str) and squashed(first).startswith("totaal")


def _booking(
    layout: Layout, columns: Mapping[str, Column], record: Record, year: int | None, kind: str
) -> Iterator[Item]:
    """The booking, or everything that is wrong with it."""
    fields: dict[str, object] = {"kind": kind}
    problems: list[Problem] = []
    for name in ("cost_centre", "account", "description", "document"):
        try:
            fields[name] = _text(layout, record, name)
        except CellError as problem:
            problems.append(error(_place(layout, record, name), problem))
    try:
        day = _day(layout, record, year)
        fields["year"], fields["period"] = day.year, day.period
        if day.remark:
            problems.append(warning(record.place(), day.remark))
    except CellError as problem:
        problems.append(error(_place(layout, record, "period" if layout.has("period") else "date"), problem))
    try:
        fields["cents"] = _cents(layout, columns, record)
    except CellError as problem:
        problems.append(error(_place(layout, record, "amount" if layout.has("amount") else "debit"), problem))
    yield from problems
    if all(problem.severity is not Severity.ERROR for problem in problems):
        yield Row(record.place(), fields)


def _place(layout: Layout, record: Record, name: str) -> str:
    return record.place(layout.columns[name]) if layout.has(name) else record.place()


def _text(layout: Layout, record: Record, name: str) -> str:
    if not layout.has(name):
        return ""
    text = " ".join(record.text(layout.columns[name]).split())
    if not text and name in ("cost_centre", "account"):
        what = "kostenplaats" if name == "cost_centre" else "rekening"
        raise CellError(f"er staat geen {what}; vul die in, of haal de rij weg als het geen boeking is")
    if name in ("cost_centre", "account") and len(text) > _LONGEST[name]:
        raise CellError(f"'{text[:40]}…' is te lang: ten hoogste {_LONGEST[name]} tekens")
    return text[: _LONGEST[name]]


def _cents(layout: Layout, columns: Mapping[str, Column], record: Record) -> int:
    if layout.has("amount"):
        return _side(layout, record) * _amount(layout, columns, record, "amount")
    debit, credit = (_amount(layout, columns, record, name, empty=True) for name in ("debit", "credit"))
    if not debit and not credit and _empty(layout, record, "debit") and _empty(layout, record, "credit"):
        raise CellError("er staat geen bedrag bij debet en geen bij credit; vul er één in")
    return debit - credit


def _empty(layout: Layout, record: Record, name: str) -> bool:
    return record.value(layout.columns[name]) in (None, "")


def _amount(
    layout: Layout, columns: Mapping[str, Column], record: Record, name: str, *, empty: bool = False
) -> int:
    """In cents. ``empty``: an empty cell is nothing, which only holds beside another column."""
    place = layout.columns[name]
    if empty and _empty(layout, record, name):
        return 0
    return cents_of(columns[name], record.value(place), record.format(place), layout.factor[name])


def _side(layout: Layout, record: Record) -> int:
    """-1 for credit where a column says so. Such a column goes with amounts above zero."""
    if not layout.has("side"):
        return 1
    said = record.text(layout.columns["side"]).casefold()
    if said in _DEBIT:
        return 1
    if said in _CREDIT:
        return -1
    raise CellError(f"'{said}' is geen D (debet) of C (credit)")


def _without_year(layout: Layout, record: Record) -> bool:
    """Whether only the period stands there, such as ``3``, so that the year must be asked."""
    if layout.has("year") or layout.has("date"):
        return False
    try:
        text = record.text(layout.columns["period"])
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


def _day(layout: Layout, record: Record, year: int | None) -> Day:
    """The year and period of a booking. A date in another year than its book year is told, the book year counts."""
    period = record.value(layout.columns["period"]) if layout.has("period") else None
    date = record.value(layout.columns["date"]) if layout.has("date") else None
    book_year: Value = record.value(layout.columns["year"]) if layout.has("year") else year
    return read_period_cell(period, date, book_year)
