"""A file of CBS StatLine as rows of named texts: the CSV as downloaded, or OData v3 JSON. Pure: no Django."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, BinaryIO

from imports.cells import CellError, text_of
from imports.personal import PERSONAL
from imports.reading import Options, PersonalData, Problem, ReaderError, Severity
from imports.sheets import MAX_CHARACTERS, MAX_COLUMNS, Value, squashed
from imports.tables import Table, find_table, open_tables

MAX_ROWS = 1_000_000
_PERIODS = ("Perioden", "Periode", "Schooljaar", "Studiejaar", "Perioden Code")
_UNITS = frozenset({"%", "aantal", "x 1 000", "1 000", "x 1000", "euro", "1 000 euro"})
_TOPICS = frozenset({"onderwerp", "onderwerpen", "topic"})
_VALUES = frozenset({"waarde", "value"})
_MEASURED = frozenset({"eenheid", "unit"})
_NO_PERIOD = "Er is geen kolom Perioden. Kies bij StatLine 'CSV' of de OData-uitvoer (JSON) van de tabel."


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. ``values`` by column number, text as in the file.

    ``places``: by column, where a row was put together from several rows of the file; it has no other values then.
    """

    place: str
    values: tuple[Value, ...]
    places: Mapping[int, str] = field(default_factory=dict)

    def at(self, column: int) -> Value:
        return self.values[column] if column < len(self.values) else None

    def lacks(self, column: int) -> bool:
        """Whether the file says nothing of a topic here, not even that it is missing."""
        return bool(self.places) and column not in self.places


@dataclass(frozen=True)
class Statistics:
    """The rows of a file. ``titles``: what codes stand for, by column and code, where the file says so."""

    headers: tuple[str, ...]
    entries: tuple[Entry, ...]
    period: int
    titles: Mapping[str, Mapping[str, str]]
    notes: tuple[Problem, ...]

    def place(self, entry: Entry, column: int) -> str:
        return entry.places.get(column, f"{entry.place}, kolom {self.headers[column]}")


def open_statistics(file: BinaryIO, options: Options) -> Statistics:
    """Open either form. Raises ``ReaderError``."""
    file.seek(0)
    start = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    return _from_json(file) if start[:1] in (b"{", b"[") else _from_table(file, options)


def _from_table(file: BinaryIO, options: Options) -> Statistics:
    book = open_tables(file, options)
    for sheet in book.sheets:
        for name in _PERIODS:
            table = find_table(sheet, {name})
            if table is not None:
                return _statistics(table, table.column(name) or 0, book.notes)
    raise ReaderError(_NO_PERIOD)


def _statistics(table: Table, period: int, notes: tuple[Problem, ...]) -> Statistics:
    entries: list[Entry] = []
    wrong: list[Problem] = []
    headers = tuple(header or table.label(column) for column, header in enumerate(table.headers))
    headers = _under_names(table, headers)
    for record in table.records():
        if not entries and (units := _units(record.line.values)):
            headers = tuple(
                _with_unit(header, units.get(column, "")) for column, header in enumerate(headers)
            )
            continue
        if record.footnote:
            continue
        if ragged := record.ragged:
            wrong.append(Problem(record.place(), Severity.ERROR, ragged[0].upper() + ragged[1:]))
            continue
        entries.append(Entry(table.sheet.place(record.row), tuple(record.line.values)))
        if len(entries) > MAX_ROWS:
            raise ReaderError(
                f"Het bestand heeft meer dan {MAX_ROWS} rijen. Kies bij StatLine minder regio's of perioden."
            )
    found = Statistics(headers, tuple(entries), period, {}, (*notes, *wrong))
    return _topics_as_columns(found) or found


def _topics_as_columns(long: Statistics) -> Statistics | None:
    """StatLine's long form, with the topic in a column and one value a row, as the usual form; ``None``: it is not.

    A value stands where its row is. The same topic twice about the same becomes a row of its own, so that it is told.
    """
    keys = [squashed(header) for header in long.headers]
    if not (set(keys) & _TOPICS and set(keys) & _VALUES):
        return None
    topic, value = (next(i for i, key in enumerate(keys) if key in names) for names in (_TOPICS, _VALUES))
    unit = next((i for i, key in enumerate(keys) if key in _MEASURED), None)
    kept = [i for i in range(len(keys)) if i not in {topic, value, unit}]
    columns: dict[str, int] = {}
    rows: dict[tuple[Value, ...], list[tuple[dict[int, Value], dict[int, str]]]] = {}
    for entry in long.entries:
        name = _with_unit(_words(entry.at(topic)), _words(entry.at(unit)) if unit is not None else "")
        column = columns.setdefault(name, len(kept) + len(columns))
        versions = rows.setdefault(tuple(entry.at(i) for i in kept), [])
        found = next((one for one in versions if column not in one[0]), None)
        if found is None:
            found = ({}, {})
            versions.append(found)
        found[0][column], found[1][column] = entry.at(value), long.place(entry, value)
    entries = tuple(
        Entry(next(iter(places.values())), (*key, *(values.get(i) for i in columns.values())), places)
        for key, versions in rows.items()
        for values, places in versions
    )
    headers = (*(long.headers[i] for i in kept), *columns)
    return Statistics(headers, entries, kept.index(long.period), long.titles, long.notes)


def _words(value: Value) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _under_names(table: Table, headers: tuple[str, ...]) -> tuple[str, ...]:
    """StatLine may write only units beside ``Perioden``, and the names of the topics in the row above."""
    if not any(header in _UNITS for header in headers):
        return headers
    above = next((line for line in table.sheet.lines() if line.number == table.row - 1), None)
    names = [text_of(value) if isinstance(value, str) else "" for value in (above.values if above else ())]
    return tuple(
        _with_unit(names[column], header)
        if header in _UNITS and column < len(names) and names[column]
        else header
        for column, header in enumerate(headers)
    )


def _units(values: Sequence[Value]) -> dict[int, str]:
    """The row of units that StatLine puts under the headers, by column; empty for every other row."""
    found = {
        column: value.strip()
        for column, value in enumerate(values)
        if isinstance(value, str) and value.strip()
    }
    return found if found and all(text in _UNITS for text in found.values()) else {}


def _with_unit(header: str, unit: str) -> str:
    return f"{header} ({unit})" if unit and unit not in header else header


def _from_json(file: BinaryIO) -> Statistics:
    file.seek(0)
    try:
        data = json.loads(file.read().decode("utf-8-sig"), parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise ReaderError(
            "Dit is geen geldige JSON; het bestand lijkt afgebroken. Haal het opnieuw op."
        ) from error
    rows = _rows(data)
    headers: dict[str, int] = {}
    for row in rows:
        for name in row:
            headers.setdefault(name, len(headers))
    if len(headers) > MAX_COLUMNS:
        raise ReaderError(f"Het bestand heeft meer dan {MAX_COLUMNS} kolommen.")
    for name in headers:
        if squashed(name) in PERSONAL:
            raise PersonalData(
                f"Dit bestand gaat over personen: het heeft een kolom '{name}'. Het is meteen verwijderd."
            )
    period = next((headers[name] for name in headers if name in _PERIODS), None)
    if period is None:
        raise ReaderError(_NO_PERIOD)
    entries = tuple(_entry(number, row, headers) for number, row in enumerate(rows, start=1))
    titles = {name: found for name in headers if (found := _titles(data, name))}
    return Statistics(tuple(headers), entries, period, titles, ())


def _no_number(text: str) -> None:
    raise ValueError(text)


def _rows(data: Any) -> list[dict[str, Any]]:
    """The rows of OData v3: ``{"value": [...]}``, or version 2's ``{"d": {"results": [...]}}``, or a bare list."""
    if isinstance(data, dict):
        inner = data.get("d")
        data = data.get("value", inner.get("results") if isinstance(inner, dict) else inner)
    if not isinstance(data, list) or not data or not all(isinstance(row, dict) for row in data):
        raise ReaderError(
            "In deze JSON staat geen lijst met rijen ('value'), zoals in de OData-uitvoer van StatLine."
        )
    if len(data) > MAX_ROWS:
        raise ReaderError(f"Het bestand heeft meer dan {MAX_ROWS} rijen. Kies minder regio's of perioden.")
    return data


def _entry(number: int, row: Mapping[str, Any], headers: Mapping[str, int]) -> Entry:
    values: list[Value] = [None] * len(headers)
    for name, value in row.items():
        if isinstance(value, dict | list):
            value = None
        if isinstance(value, str) and len(value) > MAX_CHARACTERS:
            raise ReaderError(f"Rij {number}, kolom {name} heeft {len(value)} tekens.")
        values[headers[name]] = str(value) if isinstance(value, Decimal) else value
    return Entry(f"rij {number}", tuple(values))


def _titles(data: Any, name: str) -> dict[str, str]:
    """A code list that somebody put beside the rows: ``{"value": [...], "Niveau": [{"Key": .., "Title": ..}]}``."""
    given = data.get(name) if isinstance(data, dict) else None
    if not isinstance(given, list):
        return {}
    return {
        str(item["Key"]).strip(): str(item["Title"]).strip()
        for item in given
        if isinstance(item, dict) and "Key" in item and "Title" in item
    }


def texts(statistics: Statistics, column: int) -> Iterator[str]:
    """What stands in a column, broken cells left out."""
    for entry in statistics.entries:
        try:
            yield text_of(entry.at(column))
        except CellError:
            continue
