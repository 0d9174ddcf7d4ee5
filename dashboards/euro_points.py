"""Euros for each percentage point: two numbers divided because somebody asked for it. Pure: no Django.

It is no price: the same money counts for every indicator of an objective, and an indicator moves through other things
too. The page that shows this says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.numbers import round_half_up
from dashboards.movement import moved, speaker_of
from indicators.rows import IndicatorRow, SeriesRow

NOT_MEASURED = "nog geen meting naast de 0-meting"
BY_CHANCE = "geen beweging die groter is dan toeval"
BACKWARDS = "bewoog de andere kant op"
NO_MONEY = "niets geboekt"
PERCENT = "percent"


@dataclass(frozen=True)
class PointRow:
    """One indicator of an objective. ``change``: percentage points in the desired direction, ``None``: not measured.

    ``spent``: euros on its objective so far, ``None``: nothing was booked. ``each``: whole euros for each point; where
    it is ``None``, ``why`` says so.
    """

    objective: str
    code: str
    title: str
    change: Decimal | None
    spent: Decimal | None
    each: Decimal | None
    why: str


def point_rows(
    indicators: Iterable[IndicatorRow], spent: Mapping[str, Decimal | None]
) -> tuple[PointRow, ...]:
    """The indicators in percent with a direction, in the order given. ``spent``: by the code of the objective."""
    rows = []
    for indicator in indicators:
        series = speaker_of(indicator)
        if not indicator.objective or series is None or series.unit != PERCENT or series.desired == "none":
            continue
        money = spent.get(indicator.objective)
        change, why = _change(series)
        if not why and money is None:
            why = NO_MONEY
        each = None if why or money is None or change is None else round_half_up(money / change, 0)
        rows.append(PointRow(indicator.objective, indicator.code, indicator.title, change, money, each, why))
    return tuple(rows)


def _change(series: SeriesRow) -> tuple[Decimal | None, str]:
    """How far it moved in the desired direction, and why that cannot be divided by, or ``""``."""
    before, newest = series.baseline_value, series.newest
    if before is None or newest is None or newest.value is None or not series.measurements:
        return None, NOT_MEASURED
    change = newest.value - before if series.desired == "higher" else before - newest.value
    if not moved(series):
        return change, BY_CHANCE
    return change, "" if change > 0 else BACKWARDS
