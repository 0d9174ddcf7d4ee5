"""What the pages about measures need. Every function says how many queries it makes; none depends on the size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from agenda.models import Agenda
from agenda.selectors import ObjectiveOutline, agenda_outline, outline_objectives
from measures.carrying import with_standings
from measures.filters import NOT_STATED, MeasureFilter, read_filter
from measures.models import (
    Intent,
    Measure,
    MeasureFigure,
    MeasureIndicator,
    MeasurePartner,
    Obligation,
)
from measures.rows import (
    MeasureCounts,
    MeasureRow,
    chosen_rows,
    count_rows,
    measure_rows,
    parts_of,
    whole_of,
)
from measures.standing import SHORT_WORDS, Carrying, carrying, counted, is_assignable
from measures.states import State, period_label


@dataclass(frozen=True)
class Choice:
    """One option of a filter. ``count``: how many measures of the whole agenda have it."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class ObjectiveGroup:
    """The measures shown of one objective. ``total``: how many it has in all."""

    objective: ObjectiveOutline
    rows: tuple[MeasureRow, ...]
    total: int

    @property
    def caption(self) -> str:
        """What its table is about, for who does not see the heading above it."""
        return f"Maatregelen van {self.objective.code} {self.objective.title}"


@dataclass(frozen=True)
class MeasureList:
    """The list of measures as asked for. ``counts`` and ``carrying`` are about all measures, ``shown`` about these."""

    agenda: Agenda
    asked: MeasureFilter
    groups: tuple[ObjectiveGroup, ...]
    shown: int
    counts: MeasureCounts
    objectives: tuple[Choice, ...]
    obligations: tuple[Choice, ...]
    states: tuple[Choice, ...]
    intents: tuple[Choice, ...]
    standings: tuple[Choice, ...]
    carrying: Carrying

    @property
    def ignored_text(self) -> str:
        """What of the address was left aside, as a sentence; empty when nothing was."""
        if not self.asked.ignored:
            return ""
        return f"Niet gebruikt: {', '.join(self.asked.ignored)}. De rest van de keuze geldt wel."


@dataclass(frozen=True)
class Reference:
    """What is pointed to. ``kind``: ``measure``, ``objective``, or empty where there is no such code."""

    code: str
    title: str
    kind: str


@dataclass(frozen=True)
class Figure:
    """A number that the plan names. ``period``: in words, empty where the plan names none."""

    text: str
    value: Decimal
    period: str


@dataclass(frozen=True)
class IndicatorLink:
    """An indicator that the measure should move."""

    code: str
    title: str


@dataclass(frozen=True)
class PartnerRow:
    """Who works along. Empty texts: the plan does not say."""

    name: str
    side: str
    role: str
    branch: str
    topic: str


@dataclass(frozen=True)
class MeasurePage:
    """Everything of one measure.

    ``whole``: the measures that it is a part of, the outermost first. ``parts``: what it consists of, all levels,
    the nearest at depth 1.
    ``see``: who carries it out; ``seen_from``: measures that point to this one. ``previous`` and ``following``: its
    neighbours in the objective, ``None`` at either end. ``every``: all measures of the agenda.
    """

    agenda: Agenda
    objective: ObjectiveOutline
    row: MeasureRow
    source_codes: tuple[str, ...]
    monitoring: tuple[str, ...]
    figures: tuple[Figure, ...]
    indicators: tuple[IndicatorLink, ...]
    partners: tuple[PartnerRow, ...]
    see: tuple[Reference, ...]
    seen_from: tuple[Reference, ...]
    whole: tuple[MeasureRow, ...]
    parts: tuple[MeasureRow, ...]
    previous: MeasureRow | None
    following: MeasureRow | None
    every: tuple[MeasureRow, ...]

    @property
    def is_assignable(self) -> bool:
        return is_assignable(self.row)


def measure_list(agenda: Agenda, query: Mapping[str, str], on: date) -> MeasureList:
    """The measures that the address asks for, by objective, as they stand on a day. Three queries."""
    objectives = outline_objectives(agenda_outline(agenda))
    rows, assigned = with_standings(agenda, measure_rows(agenda), on)
    doing = set(counted(rows, dict.fromkeys(assigned)))
    asked = read_filter(
        query,
        objectives={objective.code for objective in objectives},
        obligations=Obligation.values,
        intents=Intent.values,
        standings=SHORT_WORDS,
    )
    chosen = {
        row.pk
        for row in rows
        if asked.admits(
            objective=row.objective,
            obligation=row.obligation,
            state=row.state,
            intent=row.intent,
            standing=_standing_key(row),
            text=row.searchable if asked.words else "",
        )
    }
    return MeasureList(
        agenda=agenda,
        asked=asked,
        groups=_groups(objectives, rows, chosen_rows(rows, chosen)),
        shown=len(chosen),
        counts=count_rows(rows),
        carrying=carrying(row.standing for row in rows if row.standing and row.pk in doing),
        objectives=_choices(
            [row.objective for row in rows],
            [(one.code, f"{one.code} {one.title}") for one in objectives],
            asked.objective,
        ),
        obligations=_choices(
            [row.obligation or NOT_STATED for row in rows],
            [*Obligation.choices, (NOT_STATED, "niet vermeld")],
            asked.obligation,
        ),
        states=_choices(
            [row.state for row in rows], [(state, state.label) for state in State], asked.state or ""
        ),
        intents=_choices(
            [row.intent or NOT_STATED for row in rows],
            [*Intent.choices, (NOT_STATED, "niet vermeld")],
            asked.intent,
        ),
        standings=_choices([_standing_key(row) for row in rows], list(SHORT_WORDS.items()), asked.standing),
    )


def _standing_key(row: MeasureRow) -> str:
    """The state that the list shows of a measure; empty where the plan does not take it."""
    return row.standing.key if row.standing and row.applied else ""


def measure_page(agenda: Agenda, code: str) -> MeasurePage | None:
    """Everything of one measure; ``None`` when the agenda has no measure with that code. Seven queries."""
    stored = Measure.objects.filter(agenda=agenda, code=code).values_list(
        "pk", "objective_id", "source_codes", "monitoring"
    )
    found = stored.first()
    if found is None:
        return None
    pk, objective_id, source_codes, monitoring = found
    objectives = outline_objectives(agenda_outline(agenda))
    rows = measure_rows(agenda)
    own = [row for row in rows if row.objective == _code_of(objectives, objective_id)]
    place = next(index for index, row in enumerate(own) if row.pk == pk)
    row = own[place]
    return MeasurePage(
        agenda=agenda,
        objective=next(one for one in objectives if one.pk == objective_id),
        row=row,
        source_codes=tuple(source_codes),
        monitoring=tuple(monitoring),
        figures=_figures(pk),
        indicators=_indicators(pk),
        partners=_partners(pk),
        see=_references(row.see, rows, objectives),
        seen_from=tuple(Reference(one.code, one.title, "measure") for one in rows if code in one.see),
        whole=whole_of(row, rows),
        parts=tuple(replace(part, depth=part.depth - row.depth) for part in parts_of(own, place)),
        previous=own[place - 1] if place else None,
        following=own[place + 1] if place + 1 < len(own) else None,
        every=rows,
    )


def _groups(
    objectives: tuple[ObjectiveOutline, ...], rows: tuple[MeasureRow, ...], shown: tuple[MeasureRow, ...]
) -> tuple[ObjectiveGroup, ...]:
    below: dict[str, list[MeasureRow]] = {}
    totals: dict[str, int] = {}
    for row in shown:
        below.setdefault(row.objective, []).append(row)
    for row in rows:
        totals[row.objective] = totals.get(row.objective, 0) + 1
    return tuple(
        ObjectiveGroup(objective, tuple(below[objective.code]), totals[objective.code])
        for objective in objectives
        if objective.code in below
    )


def _choices(values: list[str], options: list[tuple[str, str]], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, values.count(value), value == chosen) for value, label in options)


def _code_of(objectives: tuple[ObjectiveOutline, ...], pk: int) -> str:
    return next(objective.code for objective in objectives if objective.pk == pk)


def _figures(measure: int) -> tuple[Figure, ...]:
    stored = MeasureFigure.objects.filter(measure=measure).values_list("text", "value", "period")
    return tuple(
        Figure(text, value, period_label(period) if period else "") for text, value, period in stored
    )


def _indicators(measure: int) -> tuple[IndicatorLink, ...]:
    links = MeasureIndicator.objects.filter(measure=measure)
    return tuple(
        IndicatorLink(*values)
        for values in links.values_list("agenda_indicator__code", "agenda_indicator__title")
    )


def _partners(measure: int) -> tuple[PartnerRow, ...]:
    stored = MeasurePartner.objects.filter(measure=measure)
    return tuple(
        PartnerRow(*values) for values in stored.values_list("name", "side", "role", "branch", "topic")
    )


def _references(
    codes: tuple[str, ...], rows: tuple[MeasureRow, ...], objectives: tuple[ObjectiveOutline, ...]
) -> tuple[Reference, ...]:
    """Measures first: a code names a measure before it names an objective."""
    known = {one.code: Reference(one.code, one.title, "objective") for one in objectives}
    known |= {row.code: Reference(row.code, row.title, "measure") for row in rows}
    return tuple(known.get(code, Reference(code, "", "")) for code in codes)
