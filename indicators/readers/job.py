"""The JOB-monitor, in the two forms in which a college gets it: one respondent a row, or a table of scores.

Pure: no Django. What a college set itself (its questions) comes in as ``feeds``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import BinaryIO

from imports.reading import Item, Options, Problem, ReaderError, Severity
from imports.sheets import Line, Sheet
from imports.tables import Record, Table, find_table, open_tables
from indicators.readers.faults import sentence
from indicators.readers.feeds import Feed
from indicators.readers.job_respondents import WEIGHT, read_respondents
from indicators.readers.job_scores import QUESTION_HEADERS, read_scores
from indicators.readers.survey_period import survey_period

_NOT_JOB = (
    "Dit is geen bestand van de JOB-monitor. Er is een kolom 'weegfac1' nodig (een student per rij), of een kolom "
    "'Vraag' met scores ernaast."
)
_NO_WEIGHT = (
    "De kolom 'weegfac1' ontbreekt. Zonder gewichten tellen groepen die vaker antwoordden te zwaar mee. Vraag het "
    "bestand met gewichten op."
)


def read_job(file: BinaryIO, options: Options, *, feeds: Sequence[Feed], this_year: int) -> Iterator[Item]:
    """Everything in a file. Raises ``ReaderError`` for another kind of file.

    ``this_year``: the newest year to offer when the file's own year must be asked.
    """
    book = open_tables(file, options)
    yield from book.notes
    done = False
    for sheet in book.sheets:
        if not done and (table := find_table(sheet, {WEIGHT})):
            yield from _respondents(table, options, feeds, this_year)
            done = True
        elif not done and (table := _scores(sheet)):
            yield from read_scores(table, _above(sheet, table.row), options, feeds=feeds, this_year=this_year)
            done = True
        elif sheet.name:
            message = "Dit blad is overgeslagen: het eerste blad met antwoorden of scores telt."
            yield Problem(f"blad {sheet.name}", Severity.NOTE, message)
    if not done:
        without = any(find_table(sheet, {"Locatie", "Niveau"}) for sheet in book.sheets)
        raise ReaderError(_NO_WEIGHT if without else _NOT_JOB)


def _scores(sheet: Sheet) -> Table | None:
    return next((table for name in QUESTION_HEADERS if (table := find_table(sheet, {name}))), None)


def _above(sheet: Sheet, row: int) -> Line | None:
    """The row over the headers, where the edition may stand over several columns."""
    return next((line for line in islice(sheet.lines(), row) if line.number == row - 1), None)


def _respondents(table: Table, options: Options, feeds: Sequence[Feed], this_year: int) -> Iterator[Item]:
    period, questions = survey_period(options, this_year)
    yield from questions
    ragged: list[Problem] = []
    rows = ((record.row, record.line.values) for record in _whole(table, ragged))
    yield from read_respondents(table.headers, rows, options, feeds=feeds, period=period)
    yield from ragged


def _whole(table: Table, ragged: list[Problem]) -> Iterator[Record]:
    """Records with as many cells as there are headers; of the others says ``ragged`` where they are."""
    for record in table.records():
        if record.ragged:
            ragged.append(Problem(record.place(), Severity.ERROR, sentence(record.ragged)))
        else:
            yield record
