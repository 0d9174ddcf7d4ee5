"""Several series as one figure, for targets such as "gemiddeld +5 %". Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from indicators.verdict.judgement import Group, Measurement, by_day

Member = tuple[Measurement | None, Sequence[Measurement]]
"""A series' baseline and its measurements."""


def combined(
    members: Iterable[Member], *, method: str, start: date | None
) -> tuple[Measurement | None, tuple[Measurement, ...], Group]:
    """The baseline and measurements of a group as if it were one series, and how they were put together.

    ``method`` ``sum`` adds, ``mean`` takes the mean, weighted by n where every member has one in both years. Only
    members that have a value in both years count: at the baseline and on the newest day on which such a member was
    measured. Where no member has a baseline, those measured on the newest day count. Earlier days count where all
    of them have a value. Raises ``ValueError`` for another method.
    """
    if method not in {"sum", "mean"}:
        raise ValueError(f"unknown method of a group: {method}")
    members = list(members)
    rows = [(_told(baseline), by_day(measurements)) for baseline, measurements in members]
    if any(baseline is not None for baseline, _ in rows):
        rows = [(baseline, days) for baseline, days in rows if baseline is not None]
    last = max(
        (day for baseline, days in rows for day in days if _is_new(day, baseline, start)), default=None
    )
    if last is None:
        baselines = [baseline for baseline, _ in rows if baseline is not None]
        return _one(baselines, method, False), (), Group(method, False, len(baselines), len(members))
    chosen = [(baseline, days) for baseline, days in rows if last in days and _is_new(last, baseline, start)]
    baselines = [baseline for baseline, _ in chosen if baseline is not None]
    newest = [days[last] for _, days in chosen]
    weighted = method == "mean" and all(one.n for one in (*baselines, *newest))
    shared = sorted(set.intersection(*(set(days) for _, days in chosen)))
    figures = [_one([days[day] for _, days in chosen], method, weighted) for day in shared]
    return (
        _one(baselines, method, weighted),
        tuple(figure for figure in figures if figure is not None),
        Group(method, weighted, len(chosen), len(members)),
    )


def _told(one: Measurement | None) -> Measurement | None:
    return one if one is not None and one.figure is not None else None


def _is_new(day: date, baseline: Measurement | None, start: date | None) -> bool:
    return (baseline is None or day > baseline.on) and (start is None or day >= start)


def _one(measured: Sequence[Measurement], method: str, weighted: bool) -> Measurement | None:
    """Measurements of one day as one; ``None`` when there are none. Its n is known where every member's is."""
    values = [(one.value, one.n or 0) for one in measured if one.value is not None]
    if not values:
        return None
    people = sum(n for _, n in values) if all(one.n for one in measured) else None
    if method == "sum":
        value = sum((value for value, _ in values), Decimal(0))
    elif weighted:
        if not people:
            return None  # an earlier day without n: a plain mean would not be the same figure
        value = sum((value * n for value, n in values), Decimal(0)) / people
    else:
        value = sum((value for value, _ in values), Decimal(0)) / len(values)
    own = {one.decimals for one in measured}
    return Measurement(
        value=value,
        on=max(one.on for one in measured),
        n=people if weighted else None,
        sampled=any(one.sampled for one in measured),
        final=all(one.final for one in measured),
        decimals=own.pop() if len(own) == 1 else None,
    )
