"""The JOB-monitor added up by its makers: a question a row, beside it the score and the percentage positive.

Two editions may stand side by side: the year of a column is in its header, or in the row above it. Columns for a
level, route or unit may say of whom a row is; without them it is of the college. Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from imports.cells import CellError, is_total, text_of
from imports.columns import Column, Reading, decide_columns
from imports.reading import Item, Options, Problem, Row, Severity, UnitRef
from imports.sheets import Broken, Line, plain_words, squashed
from imports.tables import Record, Table
from indicators.readers.answers import level_of, route_of
from indicators.readers.faults import sentence
from indicators.readers.feeds import ASKED, Feed, How, Per, Unfed, by_question, normalised
from indicators.readers.figures import unless_few
from indicators.readers.survey_period import survey_period, years_in

QUESTION_HEADERS = ("Vraag", "Vraagtekst", "Stelling", "Question")
_UNIT_HEADERS = ("eenheid", "school", "locatie", "team")
_HIGHEST = 5
_COUNT_WORDS = frozenset({"n", "aantal", "respons", "respondenten", "antwoorden"})
_SCORE_WORDS = frozenset({"score", "gemiddelde", "gem", "gemiddeld"})
_FEEDS_NOTHING = "Deze vraag vult geen indicator en is overgeslagen."


class Kind(StrEnum):
    """What a column of numbers holds."""

    MEAN = "mean"
    POSITIVE = "percent_positive"
    PEOPLE = "n"


@dataclass(frozen=True, slots=True)
class Figures:
    """The columns of one edition."""

    period: str
    columns: dict[Kind, int] = field(default_factory=dict)


def read_scores(
    table: Table, above: Line | None, options: Options, *, feeds: Sequence[Feed], this_year: int
) -> Iterator[Item]:
    """Every figure of the table. ``above``: the row over the headers, ``None`` when there is none."""
    editions, problems = _editions(table, _spread(above, len(table.headers)), options, this_year)
    yield from problems
    if not any({Kind.MEAN, Kind.POSITIVE} & set(one.columns) for one in editions):
        message = "Er is geen kolom met een score of een percentage positief. Kijk of de kopregel klopt."
        yield Problem(table.place(table.row, 0), Severity.ERROR, message)
        return
    numbers = _numbers(table, editions)
    yield from decide_columns(numbers.values(), options)
    question = next(index for name in QUESTION_HEADERS if (index := table.column(name)) is not None)
    known = by_question(feeds)
    fed = False
    for record in table.records():
        for item in _row(record, question, known, editions, numbers):
            fed = fed or isinstance(item, Row) or item.severity is Severity.ERROR
            yield item
    if not fed and not problems:
        message = "Geen enkele vraag in dit bestand vult een indicator."
        yield Problem("bestand", Severity.ERROR, message)


def _spread(above: Line | None, width: int) -> list[str]:
    """Headers of groups of columns: one holds until the next, as with cells that were merged."""
    found, last = [], ""
    for index in range(width):
        value = above.at(index) if above else None
        text = "" if isinstance(value, Broken) else text_of(value)
        last = text or last
        found.append(last)
    return found


def _editions(
    table: Table, groups: Sequence[str], options: Options, this_year: int
) -> tuple[list[Figures], list[Problem]]:
    """The columns of figures by edition, and what is wrong with their headers."""
    kinds = {}
    for index, header in enumerate(table.headers):
        kind = _kind(header) or (
            _kind(groups[index]) if not plain_words(header) or years_in(header) else None
        )
        if kind is not None:
            kinds[index] = kind
    years = {index: years_in(table.headers[index]) or years_in(groups[index]) for index in kinds}
    problems: list[Problem] = []
    whole_file = ""
    if any(not found for found in years.values()):
        whole_file, problems = survey_period(options, this_year)
    found: dict[str, Figures] = {}
    for index, kind in kinds.items():
        place = table.place(table.row, index)
        if len(years[index]) > 1:
            problems.append(Problem(place, Severity.ERROR, "Bij deze kolom staat meer dan een jaar."))
            continue
        period = years[index][0] if years[index] else whole_file
        one = found.setdefault(period, Figures(period))
        if kind in one.columns:
            message = (
                f"Deze kolom zegt hetzelfde als kolom '{table.label(one.columns[kind])}'. Haal er een weg."
            )
            problems.append(Problem(place, Severity.ERROR, message))
        one.columns.setdefault(kind, index)
    return list(found.values()), problems


def _kind(text: str) -> Kind | None:
    words = set(plain_words(text).split())
    if "%" in text or words & {"positief", "procent", "percentage"}:
        return Kind.POSITIVE
    if words & _SCORE_WORDS:
        return Kind.MEAN
    return Kind.PEOPLE if words & _COUNT_WORDS else None


def _numbers(table: Table, editions: Sequence[Figures]) -> dict[int, Column]:
    """Every column of numbers, with all its cells seen."""
    numbers = {
        index: Column(
            key=f"{one.period} {kind}",
            label=f"kolom '{table.label(index)}'" + (f" ({one.period})" if one.period else ""),
            place=table.place(table.row, index),
            percent=kind is Kind.POSITIVE,
            whole=kind is Kind.PEOPLE,
        )
        for one in editions
        for kind, index in one.columns.items()
    }
    for record in table.records():
        for index, column in numbers.items():
            column.see(record.value(index), record.format(index))
    return numbers


def _row(
    record: Record,
    question: int,
    known: Mapping[str, tuple[Feed, ...]],
    editions: Sequence[Figures],
    numbers: Mapping[int, Column],
) -> Iterator[Item]:
    try:
        words = normalised(record.text(question))
        unit, split = _whose(record)
    except CellError as error:
        yield Problem(record.place(), Severity.ERROR, sentence(str(error)))
        return
    if words not in known:
        if words:
            yield Unfed(record.place(question), Severity.NOTE, _FEEDS_NOTHING, header=record.text(question))
        return
    per = next((Per(key) for key in split), Per.WHOLE)
    wanted = [feed for feed in known[words] if feed.per is per and feed.how is not How.ANSWERS]
    for one in editions:
        yield from _figures(record, one, wanted, numbers, unit, split)


def _whose(record: Record) -> tuple[UnitRef, dict[str, str]]:
    """Of whom a row is. Raises ``CellError``, also for a row about a level and a route at once."""
    unit, split = UnitRef("own", ""), {}
    for index, header in enumerate(record.table.headers):
        value, name = record.value(index), squashed(header)
        if value is None or not text_of(value) or is_total(value):
            continue
        if name == "niveau" and (level := level_of(value)):
            split["niveau"] = level
        elif name == "leerweg" and (route := route_of(value)):
            split["leerweg"] = route
        elif name in _UNIT_HEADERS:
            unit = UnitRef("unit", " ".join(text_of(value).split()))
    if len(split) + (unit.kind == "unit") > 1:
        raise CellError("deze rij gaat over een deel van een deel; dat vult geen indicator")
    return unit, split


def _figures(
    record: Record,
    one: Figures,
    feeds: Sequence[Feed],
    numbers: Mapping[int, Column],
    unit: UnitRef,
    split: Mapping[str, str],
) -> Iterator[Item]:
    """The figures of one row in one edition."""
    people, counting = None, Reading(None)
    if (index := one.columns.get(Kind.PEOPLE)) is not None:
        try:
            counting = numbers[index].read(record.value(index), record.format(index))
            people = None if counting.value is None else int(counting.value)
        except CellError as error:
            yield Problem(record.place(index), Severity.ERROR, sentence(str(error)))
    for feed in feeds:
        index = one.columns.get(Kind.MEAN if feed.how is How.MEAN else Kind.POSITIVE)
        if index is None:
            continue
        try:
            said = unless_few(numbers[index].read(record.value(index), record.format(index)), counting)
            if feed.how is How.MEAN and said.value is not None and not 1 <= said.value <= _HIGHEST:
                raise CellError(f"een score loopt van 1 tot en met {_HIGHEST}")
        except CellError as error:
            yield Problem(record.place(index), Severity.ERROR, sentence(str(error)))
            continue
        if said.warning:
            yield Problem(record.place(index), Severity.WARNING, sentence(said.warning))
        if not one.period:
            continue
        fields = {
            "indicator": feed.indicator, "part": feed.part, "breakdown": {**feed.breakdown, **split}, "unit": unit,
            "period": one.period, "value": said.value, "absence": said.absence, "n": people, "final": said.final,
            "note": said.note, ASKED: feed.question,
        }  # fmt: skip
        yield Row(record.place(index), fields)
