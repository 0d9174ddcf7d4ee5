"""Whether an indicator moved since its baseline, beside what is reported on its measures. Pure: no Django.

It lays two things side by side and claims no cause: an indicator may move through other things than its measures, and a
measure may need years before a figure shows it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from indicators.rows import GroupRow, IndicatorRow, SeriesRow
from indicators.verdict.chance import interval_of


def moved(row: SeriesRow) -> bool | None:
    """Whether the newest figure differs from the baseline by more than chance; ``None``: that cannot be told.

    It cannot without a comparable baseline, without a figure after it that may be shown, or when a sample's uncertainty
    is not known.
    """
    before, newest = row.baseline_value, row.newest
    if before is None or newest is None or newest.value is None or not row.measurements:
        return None
    if newest.value == before:
        return False
    if row.measurements[-1].sampled:
        interval = interval_of(newest.value, newest.shown.n, newest.sd, row.unit)
        return None if interval is None else not interval[0] <= before <= interval[1]
    return True


def speaker_of(row: IndicatorRow) -> SeriesRow | None:
    """The series that speaks for an indicator; of a target over several series those together."""
    if row.mark is None:
        return None
    part = row.mark.part.row
    return part.together if isinstance(part, GroupRow) else part


@dataclass(frozen=True)
class Mover:
    """An indicator that moved. ``change``: how much, in words; ``linked``: how many measures should move it."""

    code: str
    title: str
    change: str
    linked: int


@dataclass(frozen=True)
class StandsStill:
    """A measure that reports progress, whose indicators (all of them known) did not move."""

    code: str
    title: str
    state: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Movement:
    """``movers``: without a measure that is under way. ``still``: under way, without an indicator that moves.

    ``unknown``: of how many indicators it cannot be told whether they moved.
    """

    movers: tuple[Mover, ...]
    still: tuple[StandsStill, ...]
    unknown: int


@dataclass(frozen=True)
class UnderWay:
    """A measure of which a unit reports that it runs or is finished."""

    code: str
    title: str
    state: str


def movement(
    indicators: Iterable[IndicatorRow],
    under_way: Iterable[UnderWay],
    links: Collection[tuple[str, str]],
) -> Movement:
    """Lay indicators and measures side by side. ``links``: codes of a measure and what it should move."""
    measures = {one.code: one for one in under_way}
    rows = list(indicators)
    told = {row.code: moved(series) for row in rows if (series := speaker_of(row)) is not None}
    by_indicator: Mapping[str, set[str]] = defaultdict(set)
    by_measure: Mapping[str, list[str]] = defaultdict(list)
    for measure, indicator in links:
        by_indicator[indicator].add(measure)
        by_measure[measure].append(indicator)
    movers = [
        Mover(row.code, row.title, series.change, len(by_indicator.get(row.code, ())))
        for row in rows
        if told.get(row.code) and not by_indicator.get(row.code, set()) & measures.keys()
        if (series := speaker_of(row)) is not None
    ]
    still = [
        StandsStill(one.code, one.title, one.state, tuple(by_measure[one.code]))
        for one in measures.values()
        if by_measure.get(one.code) and all(told.get(code) is False for code in by_measure[one.code])
    ]
    return Movement(tuple(movers), tuple(still), sum(told.get(row.code) is None for row in rows))
