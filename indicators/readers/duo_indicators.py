"""DUO, "indicatoren per instelling": jaarresultaat, diplomaresultaat and new vsv of every college. Pure: no Django.

Every institution becomes a row, and so does its comparison group: once for each group and period. Figures that DUO
writes as fractions come out as percentages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from imports.cells import CellError, read_brin, text_of
from imports.columns import Column, Reading, decide_columns
from imports.reading import Item, Options, Problem, ReaderError, Row, UnitRef
from imports.sheets import Line, Sheet, squashed
from imports.tables import open_tables
from indicators.readers.duo_headers import COLLEGE, GROUP, Figures, Layout, find_layout
from indicators.readers.figures import NATIONAL, capped, error, figure, note, warning

HIGH = frozenset({"jaarresultaat", "diplomaresultaat", "startersresultaat"})
"""Most students get their diploma: no column of these is all below 1 %."""
_NOT_OURS = (
    "Dit bestand lijkt niet op 'indicatoren per instelling' van DUO: op geen blad staat een kolom met BRIN naast "
    "jaarresultaat, diplomaresultaat of nieuwe vsv per schooljaar. "
    "Kies een andere lezer of haal het bestand nog eens op."
)


@dataclass
class _Found:
    """A sheet with its columns of figures, and what was met while reading it. ``own``: the own college's group."""

    layout: Layout
    columns: dict[int, Column]
    brins: dict[str, int] = field(default_factory=dict)
    shared: dict[tuple[int, UnitRef], tuple[str, Reading]] = field(default_factory=dict)
    torn: set[tuple[int, UnitRef]] = field(default_factory=set)
    own: UnitRef | None = None


def read(file: BinaryIO, options: Options) -> Iterator[Item]:
    """All figures of one edition. Raises ``ReaderError`` when no sheet has any."""
    yield from capped(_read(file, options))


def _read(file: BinaryIO, options: Options) -> Iterator[Item]:
    book = open_tables(file, options)
    yield from book.notes
    found: list[_Found] = []
    for sheet in book.sheets:
        layout = find_layout(sheet)
        if layout and layout.figures:
            found.append(_see(layout))
            yield from _layout_notes(layout)
        else:
            yield note(_sheet_place(sheet), "dit blad voedt geen indicator en is overgeslagen")
    if not found:
        raise ReaderError(_NOT_OURS)
    yield from _double_columns(found)
    yield from decide_columns([column for one in found for column in one.columns.values()], options)
    for one in found:
        yield from _rows(one, options.brin)


def _see(layout: Layout) -> _Found:
    """First pass: what the cells of every column have in common."""
    sheet, columns = layout.sheet, {}
    for figures in layout.figures:
        label = f"{figures.indicator} {figures.period} op blad {sheet.name}"
        place = sheet.place(layout.first, figures.column)
        high = figures.indicator in HIGH
        columns[figures.column] = Column(f"{sheet.name}|{figures.key}", label, place, percent=True, high=high)
    for line in _data(layout):
        for number, column in columns.items():
            column.see(line.at(number), line.formats.get(number, ""))
    return _Found(layout, columns)


def _data(layout: Layout) -> Iterator[Line]:
    return (line for line in layout.sheet.lines() if line.number >= layout.first and not line.blank)


def _sheet_place(sheet: Sheet) -> str:
    return f"blad {sheet.name}" if sheet.name else "bestand"


def _layout_notes(layout: Layout) -> Iterator[Problem]:
    place = _sheet_place(layout.sheet)
    if layout.unused:
        yield note(
            place, f"deze kolommen voeden geen indicator en zijn overgeslagen: {', '.join(layout.unused)}"
        )
    if layout.group is None and any(figures.whose == GROUP for figures in layout.figures):
        yield warning(
            place, "er is geen kolom met de vergelijkingsgroep; de cijfers daarvan zijn overgeslagen"
        )


def _double_columns(found: list[_Found]) -> Iterator[Problem]:
    """Two columns for the same figures: no one can say which is right."""
    seen: dict[str, str] = {}
    for one in found:
        for figures in one.layout.figures:
            place = one.layout.sheet.place(one.layout.first, figures.column)
            if figures.key in seen:
                what = f"{figures.indicator} {figures.period}"
                yield error(place, f"{what} staat twee keer in het bestand, ook bij {seen[figures.key]}")
            seen.setdefault(figures.key, place)


def _rows(one: _Found, own: str) -> Iterator[Item]:
    for line in _data(one.layout):
        yield from _row(one, line, own)
    for (number, unit), (place, reading) in one.shared.items():
        if (number, unit) not in one.torn:
            figures = next(figures for figures in one.layout.figures if figures.column == number)
            row = _figure(place, figures, unit, reading)
            yield Row(place, {**row.fields, "beside": True}) if unit == one.own else row


def _row(one: _Found, line: Line, own: str) -> Iterator[Item]:
    layout, sheet = one.layout, one.layout.sheet
    filled = any(line.at(figures.column) not in (None, "") for figures in layout.figures)
    if any(value not in (None, "") for value in line.values[layout.width :]):
        text = "deze rij heeft meer cellen dan de kop: staat een scheidingsteken in een tekst?"
        yield error(sheet.place(line.number), text)
        return
    if not sheet.name and filled and len(line.values) < layout.width:
        yield error(
            sheet.place(line.number), "deze rij heeft minder cellen dan de kop: is het bestand afgebroken?"
        )
        return
    try:
        written = text_of(line.at(layout.brin))
        if not written:
            if filled:
                text = "deze rij heeft cijfers maar geen BRIN, en is overgeslagen"
                yield warning(sheet.place(line.number, layout.brin), text)
            return
        brin = read_brin(line.at(layout.brin))
    except CellError as problem:
        # A footnote under the table stands in the first column too.
        place = sheet.place(line.number, layout.brin)
        yield (
            error(place, problem) if filled else note(place, "deze rij heeft geen cijfers en is overgeslagen")
        )
        return
    if brin in one.brins:
        place = sheet.place(line.number, layout.brin)
        yield error(place, f"BRIN {brin} staat ook in rij {one.brins[brin]}: welke rij geldt?")
        return
    one.brins[brin] = line.number
    college = UnitRef(COLLEGE, brin, _name(line, layout))
    if brin == own:
        one.own = _group(line, layout)
    for figures in layout.figures:
        yield from _cell(one, line, figures, college)


def _name(line: Line, layout: Layout) -> str:
    try:
        return text_of(line.at(layout.name)) if layout.name is not None else ""
    except CellError:
        return ""


def _group(line: Line, layout: Layout) -> UnitRef | None:
    """The comparison group that a row names; ``None`` when it names none."""
    try:
        text = text_of(line.at(layout.group)) if layout.group is not None else ""
    except CellError:
        return None
    return UnitRef(GROUP, squashed(text), f"Vergelijkingsgroep {text}") if squashed(text) else None


def _cell(one: _Found, line: Line, figures: Figures, college: UnitRef) -> Iterator[Item]:
    sheet: Sheet = one.layout.sheet
    place = sheet.place(line.number, figures.column)
    try:
        reading = one.columns[figures.column].read(
            line.at(figures.column), line.formats.get(figures.column, "")
        )
        unit = college if figures.whose == COLLEGE else _shared_unit(one.layout, line, figures)
    except CellError as problem:
        yield error(place, problem)
        return
    if figures.whose == COLLEGE:
        if reading.warning:
            yield warning(place, reading.warning)
        yield _figure(place, figures, college, reading)
    elif unit is None:
        if reading.value is not None and one.layout.group is not None:
            yield warning(
                place, "de vergelijkingsgroep van deze instelling staat er niet; het cijfer is overgeslagen"
            )
    elif reading.value is not None:
        yield from _share(one, place, figures.column, unit, reading)


def _figure(place: str, figures: Figures, unit: UnitRef, reading: Reading) -> Row:
    return figure(
        place, figures.indicator, unit, figures.period, reading, figures.breakdown, final=figures.final
    )


def _shared_unit(layout: Layout, line: Line, figures: Figures) -> UnitRef | None:
    """Whose figure a column for groups or the country holds in this row; ``None`` when the row does not say."""
    return _group(line, layout) if figures.whose == GROUP else NATIONAL


def _share(one: _Found, place: str, column: int, unit: UnitRef, reading: Reading) -> Iterator[Problem]:
    """Every member repeats the figure of its group: it is taken once, and only when all agree."""
    first = one.shared.setdefault((column, unit), (place, reading))
    if first[1].value != reading.value and (column, unit) not in one.torn:
        one.torn.add((column, unit))
        yield warning(
            place, f"{unit.name} heeft hier een ander cijfer dan in {first[0]}; dit cijfer is overgeslagen"
        )
    elif reading.warning and first[0] == place:
        yield warning(place, reading.warning)
