"""A staff survey (MTO) with one score of a group a row: added up before it came. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from imports.cells import CellError
from imports.columns import Column, Reading, decide_columns
from imports.reading import Item, Options, Problem, Question, Row, Severity
from indicators.readers.faults import sentence
from indicators.readers.feeds import ASKED, Feed, How, within
from indicators.readers.figures import unless_few
from indicators.readers.mto_rows import KEY, TOP, Entry, Groups, Rows, scale_of

Pair = tuple[Entry, Feed]
MEANING, PERCENT, MEAN = "meaning", "percent", "mean"
_MEANINGS = (
    (PERCENT, "Percentages: 3,2 is 3,2 %"),
    (MEAN, "Gemiddelden: 3,2 is een score; deze vraag wordt overgeslagen"),
)
_MEAN_ONLY = "De vraag '{text}' is overgeslagen: een gemiddelde zegt niet welk percentage positief is."


def read_scores(rows: Rows, options: Options) -> Iterator[Item]:
    """The figures as they stand. Numbers of one question are read as one column, for its mark and scale."""
    layout, groups = rows.layout, Groups()
    pairs = [
        (entry, feed)
        for entry in rows.entries()
        for feed in entry.feeds
        # A row about a part of the group is not the group.
        if groups.see(entry, feed, within(feed.only, entry.traits) == set(entry.traits))
    ]
    yield from groups.warnings()
    columns = _columns(pairs, layout.score, layout.table.label(layout.score))
    people = Column("n", "de kolom met aantallen", "bestand", whole=True)
    if layout.people is not None:
        for entry, _ in pairs:
            people.see(entry.record.value(layout.people))
    yield from decide_columns([*columns.values(), people], options)
    means, asked = _means(columns, options)
    yield from asked
    highest = _highest(pairs, columns, layout.score)
    times, questions = scale_of(highest, options)
    yield from questions
    for entry, feed in pairs:
        waits = feed.how is How.MEAN and entry.text in highest and entry.text not in times
        if not waits and (feed.how is How.MEAN or entry.text not in means):
            by = times.get(entry.text, 1) if feed.how is How.MEAN else 1
            yield from _figure(entry, feed, _column(columns, entry, feed), people, rows, by)


def _columns(pairs: Sequence[Pair], score: int, header: str) -> dict[tuple[str, bool], Column]:
    """The cells of every question, by whether they are percentages."""
    columns: dict[tuple[str, bool], Column] = {}
    for entry, feed in pairs:
        percent = feed.how is not How.MEAN
        if (entry.text, percent) not in columns:
            columns[entry.text, percent] = Column(
                key=entry.text[:KEY],
                label=f"de vraag '{entry.text[:KEY]}'",
                place=entry.record.place(score),
                percent=percent,
            )
        columns[entry.text, percent].see(entry.record.value(score), entry.record.format(score))
    return columns


def _means(columns: Mapping[tuple[str, bool], Column], options: Options) -> tuple[set[str], list[Problem]]:
    """Questions that need a percentage and have numbers up to ten: those may be means, and the user says.

    A mean gives no percentage; such a question is left out, as is one without an answer yet.
    """
    means: set[str] = set()
    problems = []
    for (text, percent), column in columns.items():
        if not percent or not column.large or column.small or column.largest > TOP:
            continue
        answer = options.answers.get(MEANING, {}).get(text[:KEY], "")
        if answer == PERCENT:
            continue
        means.add(text)
        said = f"Staan bij de vraag '{text[:KEY]}' percentages of gemiddelden?"
        if answer == MEAN:
            problems.append(Problem(column.place, Severity.WARNING, _MEAN_ONLY.format(text=text[:KEY])))
        else:
            question = Question(MEANING, text[:KEY], said, _MEANINGS)
            problems.append(Problem(column.place, Severity.QUESTION, said, question))
    return means, problems


def _column(columns: Mapping[tuple[str, bool], Column], entry: Entry, feed: Feed) -> Column:
    return columns[entry.text, feed.how is not How.MEAN]


def _highest(
    pairs: Sequence[Pair], columns: Mapping[tuple[str, bool], Column], score: int
) -> dict[str, Decimal]:
    """By question, the highest mean."""
    highest: dict[str, Decimal] = {}
    for entry, feed in pairs:
        if feed.how is not How.MEAN:
            continue
        try:
            value = _column(columns, entry, feed).read(entry.record.value(score)).value
        except CellError:
            continue
        if value is not None:
            highest[entry.text] = max(highest.get(entry.text, value), value)
    return highest


def _figure(
    entry: Entry, feed: Feed, column: Column, people: Column, rows: Rows, times: int
) -> Iterator[Item]:
    record, layout = entry.record, rows.layout
    place = record.place(layout.score)
    try:
        said = column.read(record.value(layout.score), record.format(layout.score))
        if feed.how is How.MEAN and said.value is not None and not 1 <= said.value * times <= TOP:
            raise CellError(f"een score loopt van 1 tot en met {TOP // times}")
        counted = Reading(None)
        if layout.people is not None:
            place = record.place(layout.people)
            counted = people.read(record.value(layout.people))
            said = unless_few(said, counted)
    except CellError as error:
        yield Problem(place, Severity.ERROR, sentence(str(error)))
        return
    if said.warning:
        yield Problem(record.place(layout.score), Severity.WARNING, sentence(said.warning))
    if entry.period:
        fields = {
            "indicator": feed.indicator, "part": feed.part, "breakdown": dict(feed.breakdown), "unit": entry.unit,
            "period": entry.period, "value": None if said.value is None else said.value * times,
            "absence": said.absence, "n": None if counted.value is None else int(counted.value),
            "final": said.final, "note": said.note, ASKED: feed.question,
        }  # fmt: skip
        yield Row(record.place(layout.score), fields)
