"""CBS StatLine: work after the mbo, work in the line of the programme, early school leaving. Pure: no Django.

CBS has no figures per college: these are national and regional units to compare with. A row counts when every
dimension that is no period, region, level, route or programme stands at its total. Codes that the file does not
explain are asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from imports.cells import (
    CellError,
    is_provisional,
    is_total,
    read_level,
    read_period,
    read_programme,
    read_route,
    text_of,
)
from imports.columns import Column, decide_columns
from imports.reading import SKIP, Item, Options, Problem, Question, ReaderError, Severity, UnitRef
from imports.sheets import plain_words, squashed
from indicators.readers.cbs_file import Entry, Statistics, open_statistics, texts
from indicators.readers.figures import NATIONAL, capped, error, figure, note, warning

CODE = "code"
TOTAL = "totaal"
_MEASURES = {
    "aansluiting-opleiding-werk": re.compile(r"verwanterichting|gelijkerichting|gelijkeofverwante"),
    "werk-na-entree-en-niveau-2": re.compile(r"werknemer12uur|12uurofmeer|metwerk|werkend"),
    "nieuwe-vsv": re.compile(r"vsv|voortijdigschoolverlater"),
}
_SHARE = re.compile(
    r"%|\b(?:aandeel|percentage|procent|procenten|relatief|inprocenten|rel)\b|aandeel|inprocent|percentage",
    re.I,
)
_MEASURE_NAME = re.compile(r"_\d+$", re.ASCII)
_JOINED = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|_", re.ASCII)
_ROLES = {
    "niveau": {
        "niveau",
        "mboniveau",
        "opleidingsniveau",
        "onderwijsniveau",
        "onderwijssoort",
        "niveauvandeopleiding",
    },
    "leerweg": {"leerweg", "leerwegmbo"},
    "beroepsopleiding": {"beroepsopleiding", "beroepsopleidingcode", "bccode"},
    "regio": {"regios", "regio", "regioscode", "arbeidsmarktregio", "provincie", "woonregio", "regioss"},
}
_ROLE_WORDS = ("niveau", "leerweg", "regio")
_MBO = frozenset(
    {"mbo", "totaalmbo", "mbototaal", "middelbaarberoepsonderwijs", "middelbaarberoepsonderwijsmbo"}
)
_CODE = re.compile(r"[A-Z]{0,4}\d{4,8}[A-Z]{0,2}", re.ASCII)
_NATIONAL = {"nl00", "nl01", "nederland", "nl"}
_IGNORED = {"id"}
_TOTAL_CODE = re.compile(r"T\d{6}", re.ASCII)
_KNOWN = {"leerweg": ("BOL", "BBL", "EX"), "niveau": ("1", "2", "3", "4")}


@dataclass
class _Plan:
    """What each column is. ``others``: dimensions of which only the total counts."""

    measures: dict[int, str] = field(default_factory=dict)
    roles: dict[str, int] = field(default_factory=dict)
    others: list[int] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


@dataclass
class _Reading:
    statistics: Statistics
    plan: _Plan
    options: Options
    columns: dict[int, Column]
    of_mbo: bool = False
    """The file tells the mbo from more than that: then only the total of the mbo is the whole."""
    asked: dict[tuple[str, str], str] = field(default_factory=dict)
    partial: int = 0
    other: set[str] = field(default_factory=set)
    seen: dict[tuple[object, ...], str] = field(default_factory=dict)


def read(file: BinaryIO, options: Options) -> Iterator[Item]:
    """Every figure of one table. Raises ``ReaderError`` when no column feeds an indicator."""
    yield from capped(_read(file, options))


def _read(file: BinaryIO, options: Options) -> Iterator[Item]:
    statistics = open_statistics(file, options)
    yield from statistics.notes
    plan = _plan(statistics)
    if not plan.measures:
        raise ReaderError(
            "Geen kolom van dit bestand voedt een indicator. Gezocht is een percentage met werk (12 uur of meer), "
            "met werk in een gelijke of verwante richting, of nieuwe voortijdig schoolverlaters."
        )
    if plan.unused:
        yield note(
            "bestand", f"deze kolommen voeden geen indicator en zijn overgeslagen: {', '.join(plan.unused)}"
        )
    columns = {
        number: Column(
            statistics.headers[number], f"kolom {statistics.headers[number]}", "bestand", percent=True
        )
        for number in plan.measures
    }
    for entry in statistics.entries:
        for number, column in columns.items():
            column.see(entry.at(number))
    yield from decide_columns(columns.values(), options)
    reading = _Reading(statistics, plan, options, columns, _names_mbo(statistics, plan))
    for entry in statistics.entries:
        yield from _rows(reading, entry)
    yield from _remarks(reading)


def _plan(statistics: Statistics) -> _Plan:
    plan = _Plan()
    for column, header in enumerate(statistics.headers):
        key = squashed(_MEASURE_NAME.sub("", header))
        role = _role(header, plan, statistics.headers)
        indicator = next((name for name, pattern in _MEASURES.items() if pattern.search(key)), "")
        if column == statistics.period or key in _IGNORED:
            continue
        if role:
            plan.roles[role] = column
        elif (
            indicator and _SHARE.search(_JOINED.sub(" ", header)) and indicator not in plan.measures.values()
        ):
            plan.measures[column] = indicator
        elif indicator or _MEASURE_NAME.search(header) or _all_numbers(statistics, column):
            plan.unused.append(header)
        else:
            plan.others.append(column)
    return plan


def _role(header: str, plan: _Plan, headers: Collection[str]) -> str:
    """What dimension a column is: by its name, else by the word in it, as in ``NiveauOpleiding``."""
    key = squashed(header)
    if _MEASURE_NAME.search(header) or "%" in header:
        return ""
    for role, names in _ROLES.items():
        taken = role in plan.roles or any(squashed(other) in names for other in headers if other != header)
        if (key in names and role not in plan.roles) or (role in _ROLE_WORDS and role in key and not taken):
            return role
    return ""


def _names_mbo(statistics: Statistics, plan: _Plan) -> bool:
    column = plan.roles.get("niveau")
    if column is None:
        return False
    titles = statistics.titles.get(statistics.headers[column], {})
    return any(squashed(titles.get(text, text)) in _MBO for text in set(texts(statistics, column)))


def _all_numbers(statistics: Statistics, column: int) -> bool:
    return all(re.fullmatch(r"[-\d.,% ]*", text, re.ASCII) for text in texts(statistics, column))


def _rows(reading: _Reading, entry: Entry) -> Iterator[Item]:
    statistics, plan = reading.statistics, reading.plan
    column = statistics.period
    try:
        for column in plan.others:
            if not _at_total(reading, entry, column):
                reading.partial += 1
                return
        column = statistics.period
        written = statistics.titles.get(statistics.headers[column], {}).get(
            text_of(entry.at(column)), entry.at(column)
        )
        period = read_period(written)
        breakdown = {}
        for role, column in plan.roles.items():
            if role == "regio":
                continue
            value = _value(reading, entry, role, column)
            if value is None:
                return
            if value != TOTAL:
                breakdown[role] = value
        column = plan.roles.get("regio", statistics.period)
        unit = _unit(statistics, entry, plan.roles.get("regio"))
    except CellError as problem:
        yield error(statistics.place(entry, column), problem)
        return
    for column, indicator in plan.measures.items():
        if entry.lacks(column):
            continue
        place = statistics.place(entry, column)
        try:
            found = reading.columns[column].read(entry.at(column))
        except CellError as problem:
            yield error(place, problem)
            continue
        if found.warning:
            yield warning(place, found.warning)
        key = (indicator, unit.code, period.key, tuple(sorted(breakdown.items())))
        if key in reading.seen:
            yield error(place, f"dit cijfer staat ook in {reading.seen[key]}: welk geldt?")
            continue
        reading.seen[key] = place
        yield figure(place, indicator, unit, period.key, found, breakdown, final=not is_provisional(written))


def _title(statistics: Statistics, entry: Entry, column: int) -> str:
    """What a cell stands for: the title of its code where the file gives one."""
    text = text_of(entry.at(column))
    return statistics.titles.get(statistics.headers[column], {}).get(text, text)


def _stands_for_all(text: str) -> bool:
    return (
        not text
        or is_total(text)
        or bool(_TOTAL_CODE.fullmatch(text))
        or plain_words(text).startswith("totaal")
    )


def _at_total(reading: _Reading, entry: Entry, column: int) -> bool:
    return _stands_for_all(_title(reading.statistics, entry, column))


def _value(reading: _Reading, entry: Entry, role: str, column: int) -> str | None:
    """The level, route or programme of a row, ``TOTAL``, or ``None``: this row is left out. Raises ``CellError``."""
    text = _title(reading.statistics, entry, column)
    if role == "niveau" and reading.of_mbo and (_stands_for_all(text) or squashed(text) in _MBO):
        if squashed(text) in _MBO:
            return TOTAL
        reading.other.add(text)
        return None
    if _stands_for_all(text):
        return TOTAL
    if role == "beroepsopleiding":
        return read_programme(text)
    try:
        return read_level(text) if role == "niveau" else read_route(text)
    except CellError:
        if not _CODE.fullmatch(text):
            reading.other.add(text)
            return None
        answer = reading.options.answers.get(CODE, {}).get(f"{role}:{text}", "")
        if answer not in (*_KNOWN[role], TOTAL):
            if answer != SKIP:
                reading.asked.setdefault((role, text), reading.statistics.place(entry, column))
            return None
        return answer


def _unit(statistics: Statistics, entry: Entry, column: int | None) -> UnitRef:
    """The country, or a region; a file without regions is about the country."""
    if column is None:
        return NATIONAL
    code, title = text_of(entry.at(column)), _title(statistics, entry, column)
    if squashed(code) in _NATIONAL or squashed(title) in _NATIONAL or _stands_for_all(title):
        return NATIONAL
    return UnitRef("group", plain_words(code).replace(" ", "-"), title)


def _remarks(reading: _Reading) -> Iterator[Problem]:
    for (role, text), place in reading.asked.items():
        asked = f"Wat betekent '{text}' bij {role}?"
        choices = (
            *((value, f"{role} {value}") for value in _KNOWN[role]),
            (TOTAL, "alles samen"),
            (SKIP, "overslaan"),
        )
        yield Problem(place, Severity.QUESTION, asked, Question(CODE, f"{role}:{text}", asked, choices))
    if reading.partial:
        names = ", ".join(reading.statistics.headers[column] for column in reading.plan.others)
        yield note(
            "bestand", f"{reading.partial} rijen zijn overgeslagen: ze gaan niet over het totaal van {names}"
        )
    if reading.other:
        names = ", ".join(f"'{text}'" for text in sorted(reading.other)[:8])
        yield note(
            "bestand",
            f"rijen over iets anders dan een niveau of leerweg in het mbo zijn overgeslagen: {names}",
        )
    if not reading.seen and not reading.asked:
        yield warning("bestand", "er is geen cijfer gelezen")
