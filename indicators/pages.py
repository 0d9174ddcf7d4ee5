"""What the indicator page shows, put together from its selectors: the chosen series, chart, small charts and table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from agenda.models import Agenda
from core.numbers import plain
from core.spreadsheets import harmless
from indicators.charts import indicator_figure
from indicators.comparison import Comparison, comparison
from indicators.multiples import Multiple, common_frame, multiple
from indicators.plotted import has_drawing, path_of
from indicators.points import Point
from indicators.rows import GroupRow, IndicatorRow, SeriesRow
from indicators.verdict.explain import ExplainedStep, steps_of


@dataclass(frozen=True)
class TableRow:
    """One measurement in the table and in the download."""

    series: str
    point: Point
    kind: str

    @property
    def kind_in_file(self) -> str:
        """The kind, and of what has no value why."""
        return self.kind if self.point.value is not None else f"{self.kind}: {self.point.text}"

    @property
    def texts(self) -> list[str]:
        """Cells for a file: the exact value with a decimal comma, empty where it may not be shown."""
        value = "" if self.point.value is None else plain(self.point.value).replace(".", ",")
        n = "" if self.point.shown.n is None else str(self.point.shown.n)
        words = [
            self.series,
            self.point.period,
            value,
            n,
            self.kind_in_file,
            self.point.source,
            self.point.place,
            self.point.note,
        ]
        return [harmless(word) for word in words]


@dataclass(frozen=True)
class SmallChart:
    """A breakdown with its small chart; ``number`` is its place among the series, for the address."""

    row: SeriesRow
    number: int
    chart: Multiple | None
    chosen: bool


@dataclass(frozen=True)
class Family:
    """Small charts that share a unit, and so a scale. ``title``: see ``family_title``."""

    title: str
    charts: tuple[SmallChart, ...]


@dataclass(frozen=True)
class ChartPage:
    """The indicator page around one chosen series; ``row`` ``None``: the indicator has no series at all."""

    row: SeriesRow | None
    figure: dict[str, Any] | None
    beside: Comparison
    families: tuple[Family, ...]
    table: tuple[TableRow, ...]
    steps: tuple[ExplainedStep, ...] = ()


def chart_page(
    agenda: Agenda,
    indicator: IndicatorRow,
    chosen: str,
    known_at: datetime | None = None,
    beside: str = "",
) -> ChartPage:
    """Everything on the page. ``chosen``: the number of a series in text; anything else means the headline.

    ``known_at``: the moment that the indicator's figures are of; ``None``: now. ``beside``: as for ``comparison``.
    """
    row = choose(indicator, chosen)
    if row is None:
        return ChartPage(None, None, Comparison({}), (), ())
    found = comparison(agenda, row, indicator.rhythm, known_at, beside)
    figure = None
    if has_drawing(row):
        figure = indicator_figure(
            row,
            path=path_of(row),
            benchmarks=found.points,
            starts=agenda.starts,
            ends=agenda.ends,
        )
    return ChartPage(
        row=row,
        figure=figure,
        beside=found,
        families=families(agenda, indicator, row),
        table=tuple(table_rows(indicator, only=row)),
        steps=steps_of(row.judgement, agenda.ends),
    )


def choose(indicator: IndicatorRow, chosen: str) -> SeriesRow | None:
    """The series with that number (from 1), else what speaks for the indicator, else the first with figures."""
    if chosen.isascii() and chosen.isdigit() and 1 <= int(chosen[:6]) <= len(indicator.series):
        return indicator.series[int(chosen[:6]) - 1]
    if indicator.headline is not None and indicator.headline.is_asked:
        return indicator.headline
    spoken = indicator.mark.part.row if indicator.mark else None
    if spoken is not None and spoken.is_asked:
        return spoken.together if isinstance(spoken, GroupRow) else spoken
    with_figures = [row for row in indicator.series if row.has_figures]
    return indicator.headline or next(iter(with_figures or indicator.series), None)


def families(agenda: Agenda, indicator: IndicatorRow, chosen: SeriesRow) -> tuple[Family, ...]:
    """The indicator's other series as small charts, those of one part and unit on one scale."""
    if len(indicator.series) < 2:
        return ()
    grouped: dict[tuple[str, str], list[tuple[int, SeriesRow]]] = {}
    for number, row in enumerate(indicator.series, start=1):
        grouped.setdefault((row.part, row.unit), []).append((number, row))
    found = []
    for (part, _), members in grouped.items():
        paths = {row.pk: path_of(row) for _, row in members}
        drawn = {row.pk: _drawable(row) for _, row in members}
        days = [day for rows in drawn.values() for day, _, _ in rows] + [
            day for path in paths.values() for day, _ in path
        ]
        values = [v for rows in drawn.values() for _, v, _ in rows] + [
            v for path in paths.values() for _, v in path
        ]
        frame = common_frame(days, values)
        charts = tuple(
            SmallChart(
                row, number, multiple(frame, drawn[row.pk], paths[row.pk]) if frame else None, row is chosen
            )
            for number, row in members
        )
        found.append(Family(family_title(part, [row for _, row in members]), charts))
    return tuple(found)


def family_title(part: str, rows: Sequence[SeriesRow]) -> str:
    """What small charts have in common: their part, or by what they are broken down."""
    if part:
        return part
    keys = list(dict.fromkeys(key for row in rows for key in row.breakdown))
    return f"naar {' en '.join(keys)}" if keys else "hele instelling"


def _drawable(row: SeriesRow) -> list[tuple[date, Decimal, bool]]:
    """Day, value and finality of what may be drawn; the plan's baseline where no measurement stands on its day.

    A baseline that cannot be compared with later measurements is not joined to them.
    """
    points: dict[date, tuple[date, Decimal, bool]] = {}
    baseline = row.baseline if row.comparable else None
    for point in (*((baseline,) if baseline else ()), *row.points):
        if point.value is not None:
            points[point.day] = (point.day, point.value, point.final)
    return [points[day] for day in sorted(points)]


def table_rows(indicator: IndicatorRow, only: SeriesRow | None = None) -> list[TableRow]:
    """Every measurement, newest first, with its origin; of one series or of all."""
    rows: list[TableRow] = []
    chosen: Sequence[SeriesRow] = indicator.series if only is None else [only]
    for row in chosen:
        rows += [
            TableRow(row.label, point, "definitief" if point.final else "voorlopig")
            for point in reversed(row.points)
        ]
        baseline = row.baseline
        if baseline is not None and not any(point.period == baseline.period for point in row.points):
            rows.append(TableRow(row.label, baseline, "0-meting van het plan"))
    return rows
