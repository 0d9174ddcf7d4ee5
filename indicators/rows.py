"""Indicators as pages show them: plain typed rows that word themselves. Pure: no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from indicators.breakdowns import parse_key
from indicators.points import Point
from indicators.progress import judge_group
from indicators.rhythm import Rhythm
from indicators.series import OtherStated, SeriesRow, TargetRow
from indicators.suppression import Shown
from indicators.verdict.judgement import WORST_FIRST, Judgement, Measurement, Status
from indicators.verdict.phrases import decimals_of, measured_text

__all__ = ["GroupRow", "IndicatorRow", "Mark", "OtherStated", "Part", "SeriesRow", "TargetRow"]


@dataclass(frozen=True)
class GroupRow:
    """A target over several series together. ``how``: the method in words; ``members``: its series, at least one."""

    title: str
    method: str
    how: str
    target: TargetRow
    desired: str
    members: tuple[SeriesRow, ...]

    @property
    def is_asked(self) -> bool:
        return self.target.judged.kind != "monitor"

    @property
    def text(self) -> str:
        return self.target.text

    @cached_property
    def judgement(self) -> Judgement:
        """How the members stand together."""
        first = self.members[0]
        until = max((day for row in self.members if (day := row.measured_until)), default=None)
        return judge_group(
            [(row.judged_baseline, row.measurements) for row in self.members],
            method=self.method,
            desired=self.desired,
            target=self.target.judged,
            today=first.frame.today,
            unit=first.unit,
            start=first.frame.start,
            decimals=first.decimals,
            next_due=first.frame.next_due(first.sources, first.kind, until, first.rhythm.measured_on),
        )

    @cached_property
    def together(self) -> SeriesRow:
        """The members as if they were one series, to show as one: its figures are what the members add up to."""
        case, first = self.judgement.case, self.members[0]
        periods = {point.day: point.period for row in self.members for point in row.points}
        periods |= {row.baseline.day: row.baseline.period for row in self.members if row.baseline}
        return replace(
            first,
            pk=0,
            label=self.title,
            part="",
            breakdown={},
            desired=self.desired,
            baseline=None if case.baseline is None else self._point(case.baseline, periods),
            comparable=True,
            points=tuple(self._point(one, periods) for one in case.measurements),
            targets=(self.target,),
            stretch=None,
            also_stated=(),
            note="",
            measurements=case.measurements,
            verdict=self.judgement,
        )

    def _point(self, one: Measurement, periods: Mapping[date, str]) -> Point:
        return Point(
            period=periods[one.on],
            day=one.on,
            shown=Shown(one.value, one.n),
            text=measured_text(self.judgement, one),
            decimals=decimals_of(self.judgement, one),
            final=one.final,
            source=f"{self.how} van {len(self.members)} reeksen",
            demo=any(point.demo for row in self.members for point in row.points if point.day == one.on),
        )


@dataclass(frozen=True)
class Part:
    """What of an indicator has a status: a series or a group target. ``number``: of the series, from 1; else 0.

    It is judged when somebody asks: at a glance most indicators speak through one part.
    """

    label: str
    row: SeriesRow | GroupRow
    number: int = 0

    @property
    def judgement(self) -> Judgement:
        return self.row.judgement


@dataclass(frozen=True)
class Mark:
    """An indicator at a glance: ``part`` speaks for it, with ``count`` of ``total`` parts that stand as it does."""

    part: Part
    count: int
    total: int

    @property
    def status(self) -> Status:
        return self.part.judgement.status


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator of the agenda, with its series for one subject."""

    code: str
    title: str
    mandatory: bool
    priority: str
    objective: str
    place: str
    sources: tuple[str, ...]
    unit: str
    decimals: int
    population: str
    rhythm: Rhythm
    definition: str
    """What is counted, in the plan's words; ``""``: the plan does not say."""
    note: str
    series: tuple[SeriesRow, ...]
    groups: tuple[GroupRow, ...] = ()
    headline_key: str | None = None
    counts_people: bool = True

    @cached_property
    def headline(self) -> SeriesRow | None:
        """The series that stands for the indicator: the one the plan names, else the whole, else the only one."""
        if self.headline_key is None:
            whole = [row for row in self.series if not row.breakdown and not row.part]
        else:
            wanted = parse_key(self.headline_key)
            whole = [row for row in self.series if row.breakdown == wanted]
        with_target = [row for row in whole if row.targets]
        if whole:
            return (with_target or whole)[0]
        return self.series[0] if len(self.series) == 1 else None

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Everything with a status of its own: the groups, and the series."""
        series = [Part(row.label, row, number) for number, row in enumerate(self.series, start=1)]
        return (*(Part(row.title, row) for row in self.groups), *series)

    @cached_property
    def mark(self) -> Mark | None:
        """One mark for the whole: its headline series, else the worst of its parts; ``None``: it has no parts.

        A headline of which nothing is asked does not speak for an indicator whose other parts do have a target.
        """
        asked = [part for part in self.parts if part.row.is_asked]
        among = asked or list(self.parts)
        if not among:
            return None
        head = next((part for part in among if part.row is self.headline), None)
        if head is not None:
            return Mark(head, 1, 1)
        worst = min(among, key=lambda part: WORST_FIRST.index(part.judgement.status))
        alike = [part for part in among if part.judgement.status is worst.judgement.status]
        return Mark(worst, len(alike), len(among))

    @property
    def breakdowns(self) -> tuple[SeriesRow, ...]:
        return tuple(row for row in self.series if row is not self.headline)
