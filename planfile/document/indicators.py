"""The keys of an indicator: series, baselines, targets. Pure: no Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planfile.document.entries import ABSENCES, DESIRED, METHODS, POPULATIONS, TARGET_KINDS, UNITS, entry
from planfile.kinds import (
    Bool,
    Choice,
    Day,
    ListOf,
    MapOf,
    MonthDay,
    Number,
    PeriodText,
    Record,
    Slug,
    Text,
    Whole,
)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A measurement as the plan prints it. ``value`` in the series' unit; ``None``: see ``absence`` and ``note``."""

    period: str | None = entry(PeriodText(), None, always=True)
    value: Decimal | None = entry(Number(), None, always=True)
    n: int | None = entry(Whole(), None)
    final: bool = entry(Bool(), True)
    comparable: bool = entry(Bool(), True)
    absence: str | None = entry(Choice(ABSENCES), None)
    stated_as: str | None = entry(Text(60), None)
    note: str | None = entry(Text(2000), None)


@dataclass(frozen=True, kw_only=True)
class Interim:
    period: str = entry(PeriodText(years_as_number=True))
    value: Decimal = entry(Number())


@dataclass(frozen=True, kw_only=True)
class Target:
    """What must be reached. ``due`` is the day by which it must be set or renewed."""

    kind: str = entry(Choice(TARGET_KINDS))
    value: Decimal | None = entry(Number(), None)
    percent: Decimal | None = entry(Number(), None)
    points: Decimal | None = entry(Number(), None)
    low: Decimal | None = entry(Number(), None)
    high: Decimal | None = entry(Number(), None)
    strict: bool = entry(Bool(), False)
    margin: Decimal = entry(Number(), Decimal(0))
    by: str | None = entry(PeriodText(years_as_number=True), None)
    due: date | None = entry(Day(), None)
    set_on: date | None = entry(Day(), None)
    interim: tuple[Interim, ...] = entry(ListOf(Record(Interim, flow=True), flow=True), ())
    stated_as: str | None = entry(Text(60), None)
    note: str | None = entry(Text(2000), None)


@dataclass(frozen=True, kw_only=True)
class AlsoStated:
    """Another value that the same plan gives for a series' baseline or target."""

    field: str = entry(Choice(("baseline", "target")))
    value: Decimal = entry(Number())
    where: str = entry(Text(200))


@dataclass(frozen=True, kw_only=True)
class Series:
    breakdown: dict[str, str] = entry(MapOf(Text(40), Text(80)), {}, always=True)
    part: str | None = entry(Text(80), None)
    unit: str | None = entry(Choice(UNITS), None)
    desired: str | None = entry(Choice(DESIRED), None)
    decimals: int | None = entry(Whole(0, 6), None)
    sources: tuple[str, ...] = entry(ListOf(Text(40)), ())
    baseline: Figure | None = entry(Record(Figure, flow=True), None, always=True)
    targets: tuple[Target, ...] = entry(ListOf(Record(Target, flow=True)), (), always=True)
    stretch: Decimal | None = entry(Number(), None)
    history: tuple[Figure, ...] = entry(ListOf(Record(Figure, flow=True)), ())
    also_stated: tuple[AlsoStated, ...] = entry(ListOf(Record(AlsoStated, flow=True)), ())
    note: str | None = entry(Text(2000), None)


@dataclass(frozen=True, kw_only=True)
class Group:
    """A target over the series whose breakdown contains ``members``."""

    title: str = entry(Text(200))
    members: dict[str, str] = entry(MapOf(Text(40), Text(80)), {}, always=True)
    method: str = entry(Choice(METHODS))
    target: Target = entry(Record(Target, flow=True))


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """How often figures come: every so many years from ``first``; ``measured_on`` is the survey's day."""

    every: int | None = entry(Whole(1, 20), None)
    first: int | None = entry(Whole(1990, 2099), None)
    measured_on: str | None = entry(MonthDay(), None)
    ended: bool = entry(Bool(), False)


@dataclass(frozen=True, kw_only=True)
class Indicator:
    code: str = entry(Text(24))
    key: str = entry(Slug(80))
    title: str = entry(Text(240))
    definition: str | None = entry(Text(2000), None)
    mandatory: bool = entry(Bool(), True, always=True)
    sources: tuple[str, ...] = entry(ListOf(Text(40)), (), always=True)
    population: str = entry(Choice(POPULATIONS), "register", always=True)
    rhythm: Rhythm = entry(Record(Rhythm, flow=True), Rhythm(), always=True)
    unit: str = entry(Choice(UNITS))
    stated_unit: str | None = entry(Choice(UNITS), None)
    desired: str = entry(Choice(DESIRED))
    decimals: int = entry(Whole(0, 6), 0, always=True)
    counts_people: bool = entry(Bool(), True)
    change: bool = entry(Bool(), False)
    headline: dict[str, str] | None = entry(MapOf(Text(40), Text(80)), None, always=True)
    note: str | None = entry(Text(2000), None)
    series: tuple[Series, ...] = entry(ListOf(Record(Series)), (), always=True)
    groups: tuple[Group, ...] = entry(ListOf(Record(Group)), ())
