"""What the chart of a series shows, on screen and in reports. Pure: no Django."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from indicators.verdict.chance import Interval, interval_of
from indicators.verdict.goals import Shape
from indicators.verdict.judgement import figures_of
from indicators.verdict.outlook import outlook_of
from indicators.verdict.paths import Step
from indicators.verdict.trend import Forecast

if TYPE_CHECKING:
    from indicators.points import Point
    from indicators.rows import SeriesRow


def has_drawing(row: SeriesRow) -> bool:
    """Whether there is anything to draw: a measurement or a baseline that may be shown."""
    return baseline_of(row) is not None or any(point.value is not None for point in row.points)


def points_of(row: SeriesRow) -> list[tuple[Point, Interval | None]]:
    """The measurements that may be shown, each with what it may stand for."""
    return [
        (point, interval_at(row, place)) for place, point in enumerate(row.points) if point.value is not None
    ]


def baseline_of(row: SeriesRow) -> Point | None:
    """The plan's own baseline; ``None`` where it has no value, or may not show it."""
    return row.baseline if row.baseline is not None and row.baseline.value is not None else None


def interval_at(row: SeriesRow, place: int) -> Interval | None:
    """What the measurement at a place may stand for; ``None`` for a register, and where it cannot be told."""
    if place >= len(row.measurements):
        return None
    one = row.measurements[place]
    return interval_of(one.value, one.n, one.sd, row.unit) if one.sampled and one.value is not None else None


def path_of(row: SeriesRow) -> tuple[Step, ...]:
    """From the baseline to the target; one point for a target without a beginning, none without a bound or a day."""
    judgement = row.judgement
    target = row.target.judged if row.target else None
    if judgement.path is not None:
        return judgement.path
    if row.bound is None or target is None or target.by is None or target.kind == "grow":
        return ()
    baseline = row.judged_baseline
    last = (target.by, row.bound)
    if baseline is None or not judgement.only_holds:
        return (last,)
    first = max(row.frame.start, baseline.on)
    return ((first, row.bound), last) if first < target.by else (last,)


def forecast_of(row: SeriesRow) -> tuple[Step, date, Forecast] | None:
    """Where the series is heading: from which figure, to which day, between what; ``None``: no line can be drawn."""
    outlook = outlook_of(row.judgement, ends=row.frame.end)
    if outlook is None or outlook.forecast is None or outlook.day is None:
        return None
    return figures_of(row.judgement.case)[-1], outlook.day, outlook.forecast


def range_of(row: SeriesRow) -> tuple[Decimal, ...]:
    """The bounds between which a series must stay; empty for any other target."""
    goal = row.judgement.goal
    if goal is None or goal.shape is not Shape.RANGE:
        return ()
    return tuple(bound for bound in (goal.low, goal.high) if bound is not None)
