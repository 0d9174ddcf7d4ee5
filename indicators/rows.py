"""Indicators as pages show them: plain typed rows that word themselves. Pure: no Django."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from indicators.breakdowns import parse_key
from indicators.progress import judge_group
from indicators.rhythm import Rhythm
from indicators.series import OtherStated, SeriesRow, TargetRow
from indicators.verdict.judgement import WORST_FIRST, Judgement, Status, Target

__all__ = ["GroupRow", "IndicatorRow", "Mark", "OtherStated", "Part", "SeriesRow", "TargetRow"]


@dataclass(frozen=True)
class GroupRow:
    """A target over several series together. ``how``: the method in words; ``members``: its series, at least one."""

    title: str
    method: str
    how: str
    text: str
    target: Target
    desired: str
    unit: str
    decimals: int
    members: tuple[SeriesRow, ...]

    @property
    def is_asked(self) -> bool:
        return self.target.kind != "monitor"

    @cached_property
    def judgement(self) -> Judgement:
        """How the members stand together."""
        frame, first = self.members[0].frame, self.members[0]
        until = max((day for row in self.members if (day := row.measured_until)), default=None)
        return judge_group(
            [(row.judged_baseline, row.measurements) for row in self.members],
            method=self.method,
            desired=self.desired,
            target=self.target,
            today=frame.today,
            unit=self.unit,
            start=frame.start,
            decimals=self.decimals,
            next_due=frame.next_due(first.sources, first.kind, until, first.rhythm.measured_on),
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
    note: str
    series: tuple[SeriesRow, ...]
    groups: tuple[GroupRow, ...] = ()
    headline_key: str | None = None
    counts_people: bool = True

    @cached_property
    def headline(self) -> SeriesRow | None:
        """The series that stands for the indicator: the one the plan names, else the whole, else the only one."""
        wanted = parse_key(self.headline_key) if self.headline_key is not None else {}
        named = [row for row in self.series if row.breakdown == wanted]
        with_target = [row for row in named if row.targets]
        if named:
            return (with_target or named)[0]
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
