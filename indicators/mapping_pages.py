"""What the pages for a college's own tables show: the plans, the files to try one on, and a look at the first rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from core.numbers import format_number
from imports.cells import text_of
from imports.models import Batch
from imports.reading import Options, Problem, ReaderError, Row, Severity, UnitRef
from imports.registry import respondents_elsewhere
from imports.sheets import Broken
from imports.tables import open_tables
from indicators.breakdowns import breakdown_key, breakdown_label
from indicators.imports.resolving import Resolver, UnknownName, Unplaced
from indicators.limits import limit_problem
from indicators.models import AgendaIndicator, Indicator, TableMapping
from indicators.readers.stored import indicator_keys
from indicators.readers.table import figures_of
from indicators.readers.table_plan import TablePlan
from indicators.readers.table_sheet import Head, sheet_of, table_at
from indicators.wording import ABSENCES

READER, SOURCE = "table", "Tabel"
SHOWN_ROWS = 8
MOST_EXAMPLES = 20
_WIDEST = 60


@dataclass(frozen=True)
class Tried:
    """A row of the example and what would be made of it. ``problem`` is Dutch; empty: it is a figure."""

    place: str
    indicator: str = ""
    breakdown: str = ""
    unit: str = ""
    period: str = ""
    value: str = ""
    n: int | None = None
    problem: str = ""


@dataclass(frozen=True)
class Example:
    """The first rows of a file. ``problem`` is Dutch: why they cannot be shown; empty: they can."""

    headers: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    sheets: tuple[str, ...] = ()
    problem: str = ""


def mapping_list() -> list[TableMapping]:
    return list(TableMapping.objects.all())


def example_files() -> list[tuple[int, str]]:
    """The newest uploads of own tables whose bytes are still there."""
    rows = Batch.objects.filter(reader=READER, file__isnull=False)[:MOST_EXAMPLES]
    return [(row.pk, row.file_name) for row in rows]


def example_batch(pk: int | None) -> Batch | None:
    """The upload that serves as the example; ``None`` when nothing was chosen."""
    if pk is None:
        return None
    return Batch.objects.select_related("file").filter(reader=READER, pk=pk).first()


def indicator_choices() -> list[tuple[str, str]]:
    """Every definition, as (key, name): its code and title in an agenda, else its key."""
    named: dict[str, str] = {}
    for key, code, title in AgendaIndicator.objects.values_list("indicator__key", "code", "title"):
        named.setdefault(key, f"{code} {title}")
    keys = Indicator.objects.values_list("key", flat=True)
    return sorted(((key, named.get(key, key)) for key in keys), key=lambda choice: choice[1])


def example_of(batch: Batch, *, sheet: str, header_row: int) -> Example:
    """The headers and first rows of a file."""
    try:
        with _bytes_of(batch) as source:
            book = open_tables(source, _options(batch))
            table = table_at(sheet_of(book, sheet), header_row)
            head = Head(table.sheet, header_row + SHOWN_ROWS)
            rows = [line for line in head.lines() if line.number > header_row]
            return Example(
                headers=table.headers,
                rows=tuple(
                    tuple(_shown(line.at(column)) for column in range(len(table.headers))) for line in rows
                ),
                sheets=tuple(one.name for one in book.sheets if one.name),
            )
    except (ReaderError, OSError) as error:
        return Example(problem=_why(error))


def tried_on(batch: Batch, plan: TablePlan) -> list[Tried]:
    """What the first rows of a file become with a plan that is sound."""
    try:
        with _bytes_of(batch) as source:
            book = open_tables(source, _options(batch))
            head = Head(sheet_of(book, plan.sheet), plan.header_row + SHOWN_ROWS)
            items = list(figures_of(head, _options(batch), plan=plan, keys=indicator_keys()))
    except (ReaderError, OSError) as error:
        return [Tried("bestand", problem=_why(error))]
    names, resolver = dict(indicator_choices()), Resolver(SOURCE)
    return [
        _figure(item, names, resolver) if isinstance(item, Row) else Tried(item.place, problem=item.message)
        for item in items
        if isinstance(item, Row) or _matters(item)
    ]


def _options(batch: Batch) -> Options:
    return Options(name=batch.file_name, period=batch.period, respondents=respondents_elsewhere(batch.reader))


def _bytes_of(batch: Batch) -> BinaryIO:
    """The file, to be closed by the caller. Raises ``OSError`` when it is no longer there."""
    if batch.file is None or not batch.file.content:
        raise FileNotFoundError(batch.file_name)
    source: BinaryIO = batch.file.content.open("rb").file
    return source


def _matters(problem: Problem) -> bool:
    return problem.severity is not Severity.NOTE


def _figure(row: Row, names: Mapping[str, str], resolver: Resolver) -> Tried:
    """What the check would make of a row, with its own words for what is wrong."""
    fields = row.fields
    value, what = fields["value"], resolver.indicator(fields["indicator"])
    if what is None:
        message = (
            f"'{fields['indicator']}' is geen indicator van deze site; de rij blijft buiten beschouwing."
        )
        return Tried(row.place, problem=message)
    series = resolver.series(what, fields["part"], breakdown_key(fields["breakdown"]))
    if problem := limit_problem(value, resolver.measured_in(what, series), is_change=what.is_change):
        return Tried(row.place, problem=f"{problem[:1].upper()}{problem[1:]}.")
    try:
        unit = _unit_name(fields["unit"], resolver)
    except Unplaced as error:
        return Tried(row.place, problem=str(error))
    return Tried(
        place=row.place,
        indicator=names.get(what.key, what.key),
        breakdown=" ".join(filter(None, (fields["part"], breakdown_label(fields["breakdown"], {})))),
        unit=unit,
        period=fields["period"],
        value=ABSENCES.get(fields["absence"], "geen waarde") if value is None else format_number(value),
        n=fields["n"],
    )


def _unit_name(ref: UnitRef, resolver: Resolver) -> str:
    """Of whom a row is. Raises ``Unplaced`` for what no answer can mend."""
    if ref.kind == "own":
        return "eigen instelling"
    try:
        target = resolver.unit(ref)
    except UnknownName:
        return f"{ref.code} (kennen we nog niet; de import vraagt wie dit is)"
    return (resolver.name_of(target) or ref.code) if target else ref.code


def _shown(value: object) -> str:
    text = value.text if isinstance(value, Broken) else text_of(value)  # type: ignore[arg-type]
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def _why(error: Exception) -> str:
    return (
        str(error)
        if isinstance(error, ReaderError)
        else "Het bestand zelf is er niet meer. Upload het opnieuw."
    )
