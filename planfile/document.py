"""The agenda as one typed document. Its classes are the file's keys, in the file's order.

Reading, writing, differences, storing and consistency findings all work on this one document; the declaration of
a key here is the only place that says what it may hold. Values are ``Decimal``, ``date`` and text; ``None`` means
that the source gives nothing. Pure: no Django.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from planfile.kinds import (
    Bool,
    Choice,
    Day,
    Kind,
    ListOf,
    MapOf,
    Money,
    MonthDay,
    Number,
    Pattern,
    PeriodText,
    Record,
    Slug,
    Text,
    Whole,
)

UNITS = ("percent", "score5", "score10", "count", "euro", "text")
DESIRED = ("higher", "lower", "none")
TARGET_KINDS = (
    "reach",
    "at_least",
    "at_most",
    "relative",
    "points",
    "improve",
    "grow",
    "range",
    "to_be_set",
    "monitor",
)
ABSENCES = ("nb", ".", "leeg", "nvt", "onderdrukt")
OBLIGATIONS = ("verplicht", "pas_toe_of_leg_uit", "overig")
INTENTS = ("starten", "onderzoeken", "continueren", "intensiveren")
AGENDA_KINDS = ("kwaliteitsagenda", "activiteitenplan", "actieagenda")
POPULATIONS = ("sample", "register")
METHODS = ("sum", "mean")


def entry(
    kind: Kind, default: Any = dataclasses.MISSING, *, always: bool = False, name: str | None = None
) -> Any:
    """A key of the file. Without ``default`` it is required; ``always`` writes it even when it has its default."""
    required = default is dataclasses.MISSING
    metadata: dict[str, Any] = {"kind": kind, "required": required, "always": always or required}
    if name:
        metadata["name"] = name
    if required:
        return dataclasses.field(metadata=metadata)
    if isinstance(default, dict):
        return dataclasses.field(default_factory=dict, metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


@dataclass(frozen=True, kw_only=True)
class Labels:
    """What this college calls the three levels."""

    priority: str = entry(Text(40), "Prioriteit", always=True)
    objective: str = entry(Text(40), "Doelstelling", always=True)
    measure: str = entry(Text(40), "Maatregel", always=True)


@dataclass(frozen=True, kw_only=True)
class Head:
    """The agenda itself. ``min_n`` and ``suppress_below`` count people."""

    slug: str = entry(Slug(80))
    institution: str = entry(Text(160))
    brin: str = entry(
        Pattern(r"^\d\d[A-Z]{2}$", "BRIN; schrijf twee cijfers en twee hoofdletters, zoals 25LW")
    )
    title: str = entry(Text(160))
    kind: str = entry(Choice(AGENDA_KINDS), "kwaliteitsagenda", always=True)
    starts: date = entry(Day())
    ends: date = entry(Day())
    labels: Labels = entry(Record(Labels, flow=True), Labels(), always=True)
    min_n: int = entry(Whole(), 0, always=True)
    suppress_below: int = entry(Whole(), 5, always=True)


@dataclass(frozen=True, kw_only=True)
class Programme:
    code: str = entry(Text(12))
    title: str = entry(Text(160))
    sector: str | None = entry(Text(80), None)
    level: int | None = entry(Whole(1, 4), None)


@dataclass(frozen=True, kw_only=True)
class Release:
    """A row of the survey calendar: on ``expected`` the source's figures over ``period`` must be there."""

    source: str = entry(Text(40))
    period: str = entry(PeriodText())
    expected: date = entry(Day())
    final: bool = entry(Bool(), True)
    note: str | None = entry(Text(300), None)


@dataclass(frozen=True, kw_only=True)
class Ambition:
    text: str = entry(Text(2000))
    by: int | None = entry(Whole(1990, 2099), None)


@dataclass(frozen=True, kw_only=True)
class Partner:
    name: str = entry(Text(200))
    side: str | None = entry(Choice(("intern", "extern")), None)
    role: str | None = entry(Text(2000), None)
    branch: str | None = entry(Text(160), None)
    topic: str | None = entry(Text(200), None)


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
    mandatory: bool = entry(Bool(), True, always=True)
    sources: tuple[str, ...] = entry(ListOf(Text(40)), (), always=True)
    population: str = entry(Choice(POPULATIONS), "register", always=True)
    rhythm: Rhythm = entry(Record(Rhythm, flow=True), Rhythm(), always=True)
    unit: str = entry(Choice(UNITS))
    stated_unit: str | None = entry(Choice(UNITS), None)
    desired: str = entry(Choice(DESIRED))
    decimals: int = entry(Whole(0, 6), 0, always=True)
    counts_people: bool = entry(Bool(), True)
    headline: dict[str, str] | None = entry(MapOf(Text(40), Text(80)), None, always=True)
    note: str | None = entry(Text(2000), None)
    series: tuple[Series, ...] = entry(ListOf(Record(Series)), (), always=True)
    groups: tuple[Group, ...] = entry(ListOf(Record(Group)), ())


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a measure's planning."""

    period: str | None = entry(PeriodText(), None, always=True)
    step: str | None = entry(Text(40), None)
    text: str | None = entry(Text(2000), None)


@dataclass(frozen=True, kw_only=True)
class NamedFigure:
    """A number that the plan names with a measure."""

    text: str = entry(Text(240))
    value: Decimal = entry(Number())
    period: str | None = entry(PeriodText(), None)


@dataclass(frozen=True, kw_only=True)
class Measure:
    code: str = entry(Text(24))
    parent: str | None = entry(Text(24), None)
    title: str = entry(Text(300))
    heading: str | None = entry(Text(240), None)
    source_codes: tuple[str, ...] = entry(ListOf(Text(24)), ())
    obligation: str | None = entry(Choice(OBLIGATIONS), None, always=True)
    applied: bool = entry(Bool(), True)
    explanation: str | None = entry(Text(4000), None)
    intent: str | None = entry(Choice(INTENTS), None)
    lead: str | None = entry(Text(160), None)
    planning: tuple[Step, ...] = entry(ListOf(Record(Step, flow=True)), ())
    monitoring: tuple[str, ...] = entry(ListOf(Text(120)), ())
    figures: tuple[NamedFigure, ...] = entry(ListOf(Record(NamedFigure, flow=True)), ())
    indicators: tuple[str, ...] = entry(ListOf(Text(24)), ())
    see: tuple[str, ...] = entry(ListOf(Text(24)), ())
    partners: tuple[Partner, ...] = entry(ListOf(Record(Partner, flow=True)), ())


@dataclass(frozen=True, kw_only=True)
class Objective:
    code: str = entry(Text(12))
    title: str = entry(Text(200))
    owner: str | None = entry(Text(160), None, always=True)
    ambitions: tuple[Ambition, ...] = entry(ListOf(Record(Ambition, flow=True)), (), always=True)
    partners: tuple[Partner, ...] = entry(ListOf(Record(Partner, flow=True)), (), always=True)
    measures: tuple[Measure, ...] = entry(ListOf(Record(Measure)), (), always=True)
    indicators: tuple[Indicator, ...] = entry(ListOf(Record(Indicator)), (), always=True)


@dataclass(frozen=True, kw_only=True)
class Priority:
    code: str = entry(Text(12))
    title: str = entry(Text(200))
    ambitions: tuple[Ambition, ...] = entry(ListOf(Record(Ambition, flow=True)), (), always=True)
    indicators: tuple[Indicator, ...] = entry(ListOf(Record(Indicator)), (), always=True)
    objectives: tuple[Objective, ...] = entry(ListOf(Record(Objective)), (), always=True)


@dataclass(frozen=True, kw_only=True)
class Income:
    """One line of income; ``amounts`` in euros per calendar year."""

    code: str = entry(Text(40))
    title: str = entry(Text(200))
    priority: str | None = entry(Text(12), None, always=True)
    objectives: tuple[str, ...] = entry(ListOf(Text(12)), ())
    instruments: dict[int, str] = entry(MapOf(Whole(1990, 2099), Text(120)), {})
    amounts: dict[int, Decimal] = entry(MapOf(Whole(1990, 2099), Money()), {}, always=True)
    note: str | None = entry(Text(2000), None)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a cost line that the plan's notes name. ``amount`` in euros; ``None``: no amount given."""

    text: str = entry(Text(240))
    amount: Decimal | None = entry(Money(), None, always=True)


@dataclass(frozen=True, kw_only=True)
class Cost:
    """One cost line; ``objectives`` says which part of it, in percent, serves which objective."""

    code: str = entry(Text(40))
    title: str = entry(Text(200))
    group: str | None = entry(Text(60), None)
    priority: str | None = entry(Text(12), None, always=True)
    objectives: dict[str, Decimal] = entry(MapOf(Text(12), Number()), {})
    amounts: dict[int, Decimal] = entry(MapOf(Whole(1990, 2099), Money()), {}, always=True)
    specification: tuple[Part, ...] = entry(ListOf(Record(Part, flow=True)), ())
    note: str | None = entry(Text(2000), None)


@dataclass(frozen=True, kw_only=True)
class StatedTotal:
    """A total as the plan prints it.

    ``scope``: income, costs, group:NAAM or priority:CODE; a total of anything else is kept, and compared with nothing.
    """

    where: str = entry(Text(200))
    scope: str = entry(Text(60))
    amounts: dict[int, Decimal] = entry(MapOf(Whole(1990, 2099), Money()), {}, always=True)


@dataclass(frozen=True, kw_only=True)
class Budget:
    income: tuple[Income, ...] = entry(ListOf(Record(Income)), (), always=True)
    costs: tuple[Cost, ...] = entry(ListOf(Record(Cost)), (), always=True)
    stated_totals: tuple[StatedTotal, ...] = entry(ListOf(Record(StatedTotal)), (), always=True)


@dataclass(frozen=True, kw_only=True)
class Document:
    """One whole agenda file."""

    agenda: Head = entry(Record(Head))
    programmes: tuple[Programme, ...] = entry(ListOf(Record(Programme, flow=True)), (), always=True)
    calendar: tuple[Release, ...] = entry(ListOf(Record(Release, flow=True)), ())
    priorities: tuple[Priority, ...] = entry(ListOf(Record(Priority)), (), always=True)
    budget: Budget = entry(Record(Budget), Budget(), always=True)

    def objectives(self) -> Iterator[tuple[Priority, Objective]]:
        for priority in self.priorities:
            for objective in priority.objectives:
                yield priority, objective

    def indicators(self) -> Iterator[tuple[Priority, Objective | None, Indicator]]:
        """Every indicator with where it stands; ``None`` for one that stands above the objectives."""
        for priority in self.priorities:
            for indicator in priority.indicators:
                yield priority, None, indicator
            for objective in priority.objectives:
                for indicator in objective.indicators:
                    yield priority, objective, indicator

    def measures(self) -> Iterator[tuple[Objective, Measure]]:
        for _, objective in self.objectives():
            for measure in objective.measures:
                yield objective, measure


DOCUMENT = Record(Document)
