"""An indicator that nothing is wrong with, and what is said when something is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from agenda.calendar import Publication
from core.periods import parse_period
from indicators.fitness.kinds import GroupAim, Kind, Problem
from indicators.fitness.rules import problems
from indicators.judging import Frame
from indicators.rhythm import Rhythm
from indicators.wording import Aim
from tests.unit.indicators.rows import a_point, a_series, an_indicator


def a_release(source: str, period: str, on: date, final: bool = True) -> Publication:
    """A row of the survey calendar."""
    return Publication(source, period, parse_period(period).end, on, final)


STARTS, ENDS, TODAY = date(2024, 1, 1), date(2027, 12, 31), date(2026, 11, 22)
CALENDAR = (a_release("DUO", "2026", date(2027, 3, 1)), a_release("DUO", "2027", date(2027, 12, 31)))
REACH = Aim("reach", value=Decimal(87), by="2027")
BASELINE = a_point("2023", 85, n=900)


def found(
    *series,
    sampled: bool = False,
    groups: tuple[GroupAim, ...] = (),
    releases: tuple[Publication, ...] = CALENDAR,
    **more: Any,
) -> tuple[Problem, ...]:
    """What stands in the way of an indicator that is measured every calendar year, unless told otherwise."""
    frame = Frame(TODAY, STARTS, ENDS, 10, tuple(releases))
    rhythm = more.pop("rhythm", Rhythm(every=1, first=2020))
    rows = [
        replace(
            row,
            frame=frame,
            rhythm=rhythm,
            measurements=tuple(replace(one, sampled=sampled) for one in row.measurements),
        )
        for row in series
    ]
    return problems(an_indicator(*rows, rhythm=rhythm, **more), groups)


def kinds(*series, **more: Any) -> set[Kind]:
    return {one.kind for one in found(*series, **more)}


def only(kind: Kind, *series, **more: Any) -> Problem:
    (one,) = (problem for problem in found(*series, **more) if problem.kind is kind)
    return one


def sound(*points, **more: Any):
    """A series that nothing is wrong with."""
    return a_series(
        *(points or (a_point("2025", 86, n=900),)), **{"baseline": BASELINE, "aim": REACH, **more}
    )
