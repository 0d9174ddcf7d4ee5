"""The agenda itself: head, programmes, calendar, priorities and objectives. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from budgets.progress import Thresholds
from planfile.document.budget import Budget
from planfile.document.entries import AGENDA_KINDS, entry
from planfile.document.indicators import Indicator
from planfile.document.measures import Measure, Partner
from planfile.kinds import Bool, Bounded, Choice, Day, ListOf, Pattern, PeriodText, Record, Slug, Text, Whole


@dataclass(frozen=True, kw_only=True)
class Labels:
    """What this college calls the three levels."""

    priority: str = entry(Text(40), "Prioriteit", always=True)
    objective: str = entry(Text(40), "Doelstelling", always=True)
    measure: str = entry(Text(40), "Maatregel", always=True)


@dataclass(frozen=True, kw_only=True)
class MoneyThresholds:
    """From which percentage of the plan a difference in money counts, above it and below it."""

    over: Decimal = entry(Bounded(0, 100, above=True), Thresholds().over, always=True)
    under: Decimal = entry(Bounded(0, 100, above=True), Thresholds().under, always=True)


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
    four_eyes: bool = entry(Bool(), False)
    money_thresholds: MoneyThresholds = entry(Record(MoneyThresholds, flow=True), MoneyThresholds())


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
