"""The keys of a measure and its partners. Pure: no Django."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from planfile.document.entries import INTENTS, OBLIGATIONS, entry
from planfile.kinds import Bool, Choice, ListOf, Number, PeriodText, Record, Text


@dataclass(frozen=True, kw_only=True)
class Partner:
    name: str = entry(Text(200))
    side: str | None = entry(Choice(("intern", "extern")), None)
    role: str | None = entry(Text(2000), None)
    branch: str | None = entry(Text(160), None)
    topic: str | None = entry(Text(200), None)


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
