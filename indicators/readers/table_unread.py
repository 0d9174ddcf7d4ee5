"""What stands in a recognised table and is not understood: asked, or refused where it would change whose figure it is.

A table without a saved plan is only read by its headings. A filled column whose heading is not known could say that a
figure is of another college, of a level, or on three people; so it is never left out without somebody saying so.
Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from imports.cells import SUPPRESSED, CellError, absence_of, text_of
from imports.reading import SKIP, Problem, Question, Severity
from imports.sheets import Book, Sheet
from imports.tables import Record, Table
from indicators.breakdowns import BREAKDOWNS
from indicators.readers.table_headings import is_label, word_of
from indicators.readers.table_plan import TablePlan, name
from indicators.readers.table_sheet import table_at
from indicators.readers.table_words import (
    PROVENANCE,
    REMARKS,
    bare_of,
    speaks_of_part,
    speaks_of_unit,
    topic_of,
)

COLUMN, ABOVE = "column", "above"
"""Kinds of the questions about a column and about what stands above the headings."""
_OFFERED = ("unit", "period", "n", "final", "breakdown", "niveau", "leerweg")
_RENAME = "Geef de kolom een kop die we kennen, haal haar weg, of leg bij Import, Eigen tabellen, een indeling vast."
_LOST = "De kop '{header}' is niet bekend en lijkt te gaan over: {topic}. Zonder die kolom kloppen de cijfers niet. "
_BARE = "Kolom {label} is gevuld en heeft geen kop. "
_LEFT = "Hoort niet bij het cijfer: overslaan"


@dataclass(frozen=True)
class Unread:
    """``plan`` with the columns that somebody placed by an answer; ``told``: columns that ``problems`` are about."""

    plan: TablePlan
    problems: tuple[Problem, ...]
    told: frozenset[str] = frozenset()


def unread(book: Book, sheet: Sheet, plan: TablePlan, answers: Mapping[str, Mapping[str, str]]) -> Unread:
    """Everything of a recognised table that the plan passes over. ``answers``: by kind of question and key."""
    table = table_at(sheet, plan.header_row)
    told: list[str] = []
    problems: list[Problem] = []
    placed = dict(plan.columns)
    given = answers.get(COLUMN, {})
    for column, cell in _filled(table, plan).items():
        header = name(table.headers[column])
        answer = given.get(header, "")
        if header and answer in _choices(plan) and answer != SKIP and answer not in placed:
            placed[answer] = header
        elif (problem := _about(table, plan, column, cell, answer)) is not None:
            told.append(header)
            problems.append(problem)
    columns = replace(plan, columns=placed, units="any" if "unit" in placed else plan.units)
    found = (*problems, *_above(table, columns, answers.get(ABOVE, {})), *_other_sheets(book, sheet))
    return Unread(columns, found, frozenset(told))


@dataclass
class _Cell:
    """The first filled cell of a column, and whether any cell of it names a part or a unit."""

    first: Record
    speaks: bool = False


def _filled(table: Table, plan: TablePlan) -> dict[int, _Cell]:
    """Columns that no role takes and in which something stands, from left to right. One pass over the rows."""
    used = set(plan.columns.values())
    left = [index for index, header in enumerate(table.headers) if name(header) not in used]
    found: dict[int, _Cell] = {}
    for record in table.records() if left else ():
        if record.footnote:
            continue
        for index in left:
            text = _text(record, index)
            if text and not _says_nothing(text):
                cell = found.setdefault(index, _Cell(record))
                cell.speaks = cell.speaks or speaks_of_part(text) or speaks_of_unit(text)
    return dict(sorted(found.items()))


def _text(record: Record, column: int) -> str:
    try:
        return record.text(column)
    except CellError:
        return "?"


def _says_nothing(text: str) -> bool:
    """Whether a cell is as good as empty: ``-``, ``n.v.t.``. An x may be a tick, and ``<5`` is a number of people."""
    return absence_of(text) not in {"", SUPPRESSED} and text.casefold() != "x"


def _choices(plan: TablePlan) -> dict[str, str]:
    """What may be answered about a column: to leave it out, or a role that no other column has."""
    free = [role for role in _OFFERED if role not in plan.columns]
    if "breakdown" in plan.columns or any(key in plan.columns for key in BREAKDOWNS):
        free = [role for role in free if role != "breakdown"]
    return {SKIP: _LEFT, **{role: f"Is de kolom met: {word_of(role)}" for role in free}}


def _about(table: Table, plan: TablePlan, column: int, cell: _Cell, answer: str) -> Problem | None:
    """What must be told of a column; ``None``: nothing, or somebody said to leave it out."""
    header, place = name(table.headers[column]), cell.first.place(column)
    if not header:
        label = table.label(column)
        return Problem(place, Severity.ERROR, _BARE.format(label=label) + _RENAME)
    remark = bare_of(header) in REMARKS
    if bare_of(header) in PROVENANCE or is_label(plan, header) or (remark and not cell.speaks):
        return None
    if not remark and (topic := topic_of(header)):
        return Problem(place, Severity.ERROR, _LOST.format(header=header, topic=topic) + _RENAME)
    if answer == SKIP:
        return None
    text = f"Wat staat er in de kolom '{header}'? De kop is niet bekend."
    if remark:
        text = f"De kolom '{header}' noemt een niveau, leerweg, school of team. Hoort dat bij het cijfer?"
    question = Question(COLUMN, header, text, tuple(_choices(plan).items()))
    return Problem(place, Severity.QUESTION, text, question)


def _above(table: Table, plan: TablePlan, answers: Mapping[str, str]) -> Iterator[Problem]:
    """Texts above the headings, and the name of the sheet, that say of what part or unit all of it is."""
    parts = {"breakdown", *BREAKDOWNS} & set(plan.columns)
    lines = islice(table.sheet.lines(), table.row - 1)
    texts = [(table.sheet.place(line.number), value) for line in lines for value in line.values]
    for place, value in [*texts, (f"blad {table.sheet.name}", table.sheet.name)]:
        text = text_of(value)[:120] if isinstance(value, str) else ""
        lost = (speaks_of_part(text) and not parts) or (speaks_of_unit(text) and "unit" not in plan.columns)
        if text and lost and answers.get(text) != SKIP:
            asked = f"Hier staat '{text}', en geen kolom zegt dat. Over wie of wat gaan de cijfers?"
            choices = ((SKIP, "Over wat in de kolommen staat, en anders over de hele instelling"),)
            yield Problem(place, Severity.QUESTION, asked, Question(ABOVE, text, asked, choices))


def _other_sheets(book: Book, read: Sheet) -> Iterator[Problem]:
    for sheet in book.sheets:
        if sheet is not read and any(not line.blank for line in sheet.lines()):
            text = f"Dit blad is niet gelezen. Alleen het eerste blad met koppen die we kennen telt: {read.name}."
            yield Problem(f"blad {sheet.name}", Severity.WARNING, text)
