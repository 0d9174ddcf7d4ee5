"""The indicators of a snapshot: every figure as it may be shown, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from indicators.comparison import benchmarks_of
from indicators.counts import Standing
from indicators.freshness import rows_freshness
from indicators.models import AgendaIndicator, MeasureUnit
from indicators.pages import choose
from indicators.plotted import baseline_of, forecast_of, has_drawing, path_of, points_of, range_of
from indicators.points import Point
from indicators.rows import GroupRow, IndicatorRow, SeriesRow
from indicators.selectors import Gathered, frame_of, gather
from indicators.verdict.phrases import asked_text
from reporting.canonical import Json, computed, day, number
from reporting.gathering.asked import Asked
from reporting.gathering.groups import group_of, group_ref, ref_of
from reporting.gathering.pieces import figure, judgement, pair, target


def college_rows(asked: Asked) -> tuple[list[IndicatorRow], list[IndicatorRow]]:
    """The indicators on the day of the report, and as they stood on the day before it that is compared with.

    Both on the figures that are known at the moment of the snapshot: a correction is no change of status.
    """
    found = _found(asked)
    frame = frame_of(asked.agenda, asked.reference, asked.before)
    earlier = replace(found, found=replace(found.found, frame=frame))
    return (
        found.rows(found.versions, found.scope, asked.known_at, asked.on),
        earlier.rows(found.versions, found.scope, asked.known_at, asked.before),
    )


def rows_now(asked: Asked) -> list[IndicatorRow]:
    """The indicators on the day of the report, and nothing to compare them with."""
    found = _found(asked)
    return found.rows(found.versions, found.scope, asked.known_at, asked.on)


def _found(asked: Asked) -> Gathered:
    return gather(asked.agenda, asked.agenda.college, asked.on, reference=asked.reference)


def indicators(asked: Asked, rows: Iterable[IndicatorRow], before: Iterable[IndicatorRow]) -> list[Json]:
    """Every indicator with all its series, in the order of the plan.

    Three queries: the names of the definitions, and who stands beside the college.
    """
    keys = dict(AgendaIndicator.objects.filter(agenda=asked.agenda).values_list("code", "indicator__key"))
    rows = list(rows)
    chosen = {head.pk: (head, row.rhythm) for row in rows if (head := choose(row, "")) is not None}
    beside = benchmarks_of(asked.agenda, chosen, asked.known_at)
    return [
        _indicator(asked, row, keys[row.code], earlier, beside)
        for row, earlier in zip(rows, before, strict=True)
    ]


def standing(found: Standing) -> list[Json]:
    """How many indicators stand how, the worst first."""
    return [
        {"status": one.status.value, "label": one.status.label, "count": one.count, "holding": one.holding}
        for one in found.counts
    ]


def freshness(asked: Asked, rows: list[IndicatorRow]) -> list[Json]:
    """Of every source of the calendar which figures are there, late and still to come on the day."""
    return [
        {
            "source": one.source,
            "newest": one.newest,
            "final": one.final,
            "late": [{"period": late.period, "expected_on": day(late.expected_on)} for late in one.overdue],
            "coming": None
            if one.coming is None
            else {"period": one.coming.period, "expected_on": day(one.coming.expected_on)},
        }
        for one in rows_freshness(asked.reference.calendar, rows, asked.on)
    ]


Beside = Mapping[int, Mapping[str, Sequence[Point]]]
"""Who stands beside the college, by the id of a series and the name of the unit."""


def _indicator(asked: Asked, row: IndicatorRow, key: str, before: IndicatorRow, beside: Beside) -> Json:
    return {
        "code": row.code,
        "key": key,
        "title": row.title,
        "mandatory": row.mandatory,
        "priority": row.priority,
        "objective": row.objective,
        "sources": list(row.sources),
        "population": row.population,
        "rhythm": row.rhythm.text,
        "unit": row.unit,
        "unit_label": str(MeasureUnit(row.unit).label),
        "decimals": row.decimals,
        "counts_people": row.counts_people,
        "definition": row.definition,
        "note": row.note,
        "mark": _mark(row),
        "before": _mark(before),
        "groups": [group_of(asked, row, group) for group in row.groups],
        "series": [_series(asked, row, one) for one in row.series],
        "chart": chart(asked, choose(row, ""), beside),
    }


def _mark(row: IndicatorRow) -> Json | None:
    """The part that speaks for an indicator; ``None``: it has none."""
    mark = row.mark
    if mark is None:
        return None
    part = mark.part.row
    return {
        "ref": group_ref(row, part) if isinstance(part, GroupRow) else ref_of(row.code, part),
        "part": "" if part is row.headline and _is_whole(row.headline) else mark.part.label,
        "count": mark.count,
        "total": mark.total,
        **judgement(mark.part.judgement),
    }


def _is_whole(row: SeriesRow | None) -> bool:
    """Whether a series is the whole: a plan may name a part of it to speak for the indicator."""
    return row is not None and not row.breakdown and not row.part


def _series(asked: Asked, indicator: IndicatorRow, row: SeriesRow) -> Json:
    return {
        "ref": ref_of(indicator.code, row),
        "label": row.label,
        "part": row.part,
        "breakdown": row.breakdown,
        "headline": row is indicator.headline,
        "unit": row.unit,
        "decimals": row.decimals,
        "desired": row.desired,
        "sources": list(row.sources),
        "baseline": _baseline(asked, row),
        "figures": [figure(asked, point) for point in row.points],
        "targets": [target(one) for one in row.targets],
        "target_text": row.target_text,
        "asked": row.is_asked,
        "stretch": number(row.stretch),
        "also_stated": [
            {"field": one.field, "text": one.text, "where": one.where} for one in row.also_stated
        ],
        "note": row.note,
        "change": row.change,
        "distance": row.distance,
        "judgement": judgement(row.judgement),
    }


def _baseline(asked: Asked, row: SeriesRow) -> Json | None:
    """What the plan starts from; ``None``: it names nothing."""
    return None if row.baseline is None else {**figure(asked, row.baseline), "comparable": row.comparable}


def chart(asked: Asked, row: SeriesRow | None, beside: Beside) -> Json | None:
    """What the drawing of an indicator shows: the series that speaks for it; ``None``: there is nothing to draw."""
    if row is None or not has_drawing(row):
        return None
    baseline, path = baseline_of(row), path_of(row)
    return {
        "label": row.label,
        "unit": row.unit,
        "decimals": row.decimals,
        "points": [
            {
                "day": day(point.day),
                "period": point.period,
                "value": number(point.value),
                "text": point.text,
                "final": point.final,
                "interval": pair(interval),
            }
            for point, interval in points_of(row)
        ],
        "baseline": None
        if baseline is None
        else {
            "day": day(baseline.day),
            "period": baseline.period,
            "value": number(baseline.value),
            "text": baseline.text,
        },
        "path": [[day(when), computed(value)] for when, value in path],
        "target": row.target_text if row.is_asked else "",
        "goal": asked_text(row.judgement, path[-1][1]) if path else "",
        "range": [number(bound) for bound in range_of(row)],
        "forecast": _forecast(row),
        "benchmarks": _benchmarks(asked, beside.get(row.pk, {})),
        "years": [day(asked.agenda.starts), day(asked.agenda.ends)],
    }


def _forecast(row: SeriesRow) -> Json | None:
    """Where the series is heading if it goes on as it did; ``None``: that cannot be said."""
    found = forecast_of(row)
    if found is None:
        return None
    (since, value), until, ahead = found
    return {
        "from": [day(since), computed(value)],
        "day": day(until),
        "value": computed(ahead.value),
        "low": computed(ahead.low),
        "high": computed(ahead.high),
    }


def _benchmarks(asked: Asked, found: Mapping[str, Sequence[Point]]) -> list[Json]:
    """Who stands beside the college, each with its figures up to the day of the report."""
    rows = [
        {
            "name": name,
            "figures": [
                figure(asked, point) for point in points if point.value is not None and point.day <= asked.on
            ],
        }
        for name, points in found.items()
    ]
    return [row for row in rows if row["figures"]]
